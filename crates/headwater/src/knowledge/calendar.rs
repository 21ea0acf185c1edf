//! How days and stretches of time are worded.

use std::collections::BTreeMap;

use foldhash::HashMap;
use serde::Deserialize;

use crate::TimeKind;

mod shape;
mod tokens;

pub(crate) use self::shape::{Choice, Item, Made};
pub(crate) use self::tokens::{Kind, Token, WordId};

/// How days and stretches of time are worded.
pub struct Calendar {
    words: HashMap<Vec<u8>, WordId>,
    /// For each word, the classes that it or a phrase beginning with it belongs to.
    members: Vec<Vec<Member>>,
    /// For each word the same as bits, class by class; where there are many classes, two may share one.
    memberships: Vec<u64>,
    classes: BTreeMap<String, usize>,
    /// What each class fills.
    fills: Vec<Fills>,
    asked: Asked,
    /// Which classes want a capital letter.
    capital: Vec<bool>,
    past_endings: Vec<String>,
    developing: Vec<String>,
    rules: Vec<TimeRule>,
    /// For each word, the shapes that can begin with it.
    by_word: Vec<Vec<Start>>,
    by_number: Vec<Start>,
    by_apostrophe: Vec<Start>,
}

/// A shape that can begin here: the rule, and which of its shapes.
pub(crate) type Start = (usize, usize);

/// A word's or phrase's place in a class.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Which class.
    pub(crate) class: usize,
    /// What must follow the first word.
    pub(crate) rest: Vec<Kind>,
    /// What it stands for, if a number.
    pub(crate) number: i32,
    /// What it stands for, if not.
    pub(crate) code: String,
}

/// Which part of a time the words of a class fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fills {
    Month,
    Weekday,
    Unit,
    Relative,
    Sign,
    Code,
    Daypart,
    Half,
    Universal,
    Rough,
    Edge,
    Nothing,
}

impl Fills {
    /// Told by the name of the class, up to its hyphen.
    fn of(class: &str) -> Fills {
        match class.split('-').next().unwrap_or(class) {
            "month" => Fills::Month,
            "weekday" => Fills::Weekday,
            "unit" => Fills::Unit,
            "relative" | "last" | "dayword" => Fills::Relative,
            "sign" => Fills::Sign,
            "season" | "span" => Fills::Code,
            "daypart" | "daytime" => Fills::Daypart,
            "meridiem" => Fills::Half,
            "universal" => Fills::Universal,
            "rough" => Fills::Rough,
            "edge" => Fills::Edge,
            _ => Fills::Nothing,
        }
    }
}

/// The classes that numbers are read with, found once by name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) numeral: usize,
    pub(crate) vague_count: usize,
    pub(crate) ordinal: usize,
    pub(crate) ordinal_ending: usize,
    pub(crate) decade_word: usize,
    pub(crate) plural: usize,
}

/// What a time expression is built of.
pub(crate) struct Shape {
    /// Place by place.
    pub(crate) items: Vec<Item>,
    /// For each place that may not be missing, the traces of what can stand there; see [`Calendar::traces`].
    needs: Vec<u64>,
}

impl Shape {
    /// Whether tokens with these traces can hold all that the shape needs, in whatever order.
    pub(crate) fn can_fit(&self, traces: u64) -> bool {
        self.needs.iter().all(|need| need & traces != 0)
    }
}

/// How one sort of time expression is worded, and what it means.
pub(crate) struct TimeRule {
    /// Its name; what it finds is signed with it.
    pub(crate) name: String,
    /// What it is built of.
    pub(crate) shapes: Vec<Shape>,
    /// TIMEX3's type; a rule for the time of day within a date says so itself.
    pub(crate) kind: TimeKind,
    /// What is made of its parts.
    pub(crate) means: Means,
    /// What must stand before it.
    pub(crate) after: Option<Item>,
    /// What must not stand after it.
    pub(crate) unless_before: Option<Item>,
    /// Before or after: what a count or a relative word is multiplied with.
    pub(crate) count: Option<i32>,
    /// The unit, where no part tells it.
    pub(crate) unit: String,
    /// The value, where no part tells it.
    pub(crate) value: String,
    #[cfg(test)]
    pub(crate) finds: Vec<String>,
    #[cfg(test)]
    pub(crate) skips: Vec<String>,
}

/// What is made of the parts of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Means {
    /// A date of the calendar: year, month, day, day of the week, as far as told.
    Calendar,
    /// So many units from the article's day.
    Counted,
    /// So many units from the time told last.
    From,
    /// A quarter, half or season.
    Stretch,
    /// The stretch told last, or the one just over: "the quarter".
    SameStretch,
    /// Saturday and Sunday.
    Weekend,
    /// A year told by the calendar of something else: "fiscal 1989".
    Decade,
    /// "20th century".
    Century,
    /// A length of time.
    Duration,
    /// A time that comes again and again.
    Set,
    /// No day at all: now, then, some day.
    Vague,
    /// No time, though it looks like one: an age.
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    past_endings: Vec<String>,
    developing: Vec<String>,
    class: Vec<ClassEntry>,
    time: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    name: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    capital: bool,
    #[serde(default)]
    words: BTreeMap<String, toml::Value>,
    #[serde(default)]
    list: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleEntry {
    name: String,
    #[serde(rename = "why")]
    _why: String,
    shapes: Vec<String>,
    kind: KindEntry,
    means: Means,
    after: Option<String>,
    unless_before: Option<String>,
    count: Option<i32>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    value: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are run by the tests"))]
    finds: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are run by the tests"))]
    skips: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum KindEntry {
    Date,
    Time,
    Duration,
    Set,
}

impl Calendar {
    /// The table that comes with headwater.
    pub fn bundled() -> Calendar {
        let mut calendar = Calendar::empty();
        // A table that does not load is found by the test below, never by a user.
        if let Ok(table) = toml::from_str::<Table>(include_str!("../../data/en/calendar.toml")) {
            calendar.fill(table);
        }
        calendar
    }

    /// Every rule, for the test that runs their examples.
    #[cfg(test)]
    pub(crate) fn time_rules(&self) -> &[TimeRule] {
        &self.rules
    }

    fn empty() -> Calendar {
        Calendar {
            words: HashMap::default(),
            members: Vec::new(),
            memberships: Vec::new(),
            classes: BTreeMap::new(),
            fills: Vec::new(),
            asked: Asked::default(),
            capital: Vec::new(),
            past_endings: Vec::new(),
            developing: Vec::new(),
            rules: Vec::new(),
            by_word: Vec::new(),
            by_number: Vec::new(),
            by_apostrophe: Vec::new(),
        }
    }

    fn fill(&mut self, table: Table) {
        self.past_endings = table.past_endings;
        self.developing = table.developing;
        for (number, class) in table.class.iter().enumerate() {
            self.classes.insert(class.name.clone(), number);
            self.fills.push(Fills::of(&class.name));
            self.capital.push(class.capital);
        }
        for (class, entry) in table.class.into_iter().enumerate() {
            for (phrase, value) in entry.words {
                self.add_member(class, &phrase, value);
            }
            for phrase in entry.list {
                self.add_member(class, &phrase, toml::Value::Integer(1));
            }
        }
        for entry in table.time {
            let rule = self.rule(entry);
            self.rules.extend(rule);
        }
        self.note_memberships();
        self.note_needs();
        self.by_word = vec![Vec::new(); self.members.len()];
        for rule in 0..self.rules.len() {
            for shape in 0..self.rules[rule].shapes.len() {
                self.index((rule, shape));
            }
        }
    }

    fn add_member(&mut self, class: usize, phrase: &str, value: toml::Value) {
        for word in phrase.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
            self.learn(word);
        }
        let pieces = self.tokens(phrase);
        let Some(Kind::Known(first)) = pieces.first().map(|token| token.kind) else { return };
        let rest = pieces[1..].iter().map(|token| token.kind).collect();
        let (number, code) = match value {
            toml::Value::Integer(number) => (i32::try_from(number).unwrap_or(0), String::new()),
            toml::Value::String(code) => (0, code),
            _ => (0, String::new()),
        };
        self.members[usize::from(first)].push(Member { class, rest, number, code });
    }

    fn note_memberships(&mut self) {
        let bits = |members: &Vec<Member>| members.iter().fold(0, |bits, member| bits | bit(member.class));
        self.memberships = self.members.iter().map(bits).collect();
        self.asked = Asked {
            numeral: self.class("numeral"),
            vague_count: self.class("vague-count"),
            ordinal: self.class("ordinal"),
            ordinal_ending: self.class("ordinal-ending"),
            decade_word: self.class("decade-word"),
            plural: self.class("plural"),
        };
    }

    fn note_needs(&mut self) {
        let mut rules = std::mem::take(&mut self.rules);
        for shape in rules.iter_mut().flat_map(|rule| &mut rule.shapes) {
            let needed = shape.items.iter().filter(|item| !item.optional);
            shape.needs =
                needed.map(|item| item.choices.iter().fold(0, |bits, choice| bits | self.needs(*choice))).collect();
        }
        self.rules = rules;
    }

    fn needs(&self, choice: Choice) -> u64 {
        match choice {
            Choice::Word(word) => word_bit(word),
            Choice::Mark(mark) => mark_bit(mark),
            Choice::Class(class) => bit(class),
            Choice::Made(made) => {
                let classes = beginnings(made).iter().map(|class| bit(self.class(class)));
                classes.fold(NUMBER | mark_bit('\''), |bits, class| bits | class)
            }
        }
    }

    /// For each token the traces of it and all that follow, up to the next that no time expression can hold: bits of what
    /// they are. A shape that needs a bit that is not there need not be tried; two things may share a bit.
    pub(crate) fn traces(&self, tokens: &[Token]) -> Vec<u64> {
        let mut traces = vec![0; tokens.len()];
        let mut ahead = 0;
        for (token, traces) in tokens.iter().zip(&mut traces).rev() {
            ahead = match token.kind {
                Kind::Known(word) => ahead | word_bit(word) | self.memberships[usize::from(word)],
                Kind::Number(..) => ahead | NUMBER,
                Kind::Mark(mark) => ahead | mark_bit(mark),
                Kind::Unknown | Kind::Break => 0,
            };
            *traces = ahead;
        }
        traces
    }

    fn learn(&mut self, word: &str) -> WordId {
        learn(&mut self.words, &mut self.members, word)
    }

    fn rule(&mut self, entry: RuleEntry) -> Option<TimeRule> {
        let Calendar { words, members, classes, .. } = self;
        let mut read = |written: &str| shape::shape(written, classes, &mut |word: &str| learn(words, members, word));
        Some(TimeRule {
            shapes: entry
                .shapes
                .iter()
                .map(|written| Some(Shape { items: read(written)?, needs: Vec::new() }))
                .collect::<Option<_>>()?,
            after: entry.after.map(|written| read(&written)).and_then(|items| items?.pop()),
            unless_before: entry.unless_before.map(|written| read(&written)).and_then(|items| items?.pop()),
            name: entry.name,
            kind: match entry.kind {
                KindEntry::Date => TimeKind::Date,
                KindEntry::Time => TimeKind::Time,
                KindEntry::Duration => TimeKind::Duration,
                KindEntry::Set => TimeKind::Set,
            },
            means: entry.means,
            count: entry.count,
            unit: entry.unit,
            value: entry.value,
            #[cfg(test)]
            finds: entry.finds,
            #[cfg(test)]
            skips: entry.skips,
        })
    }

    /// Notes which tokens a shape can begin with.
    fn index(&mut self, start: Start) {
        let items = self.rules[start.0].shapes[start.1].items.clone();
        for item in &items {
            for choice in &item.choices {
                self.index_choice(*choice, start);
            }
            if !item.optional {
                break;
            }
        }
    }

    fn index_choice(&mut self, choice: Choice, start: Start) {
        match choice {
            Choice::Word(word) => add(&mut self.by_word[usize::from(word)], start),
            Choice::Class(class) => self.index_class(class, start),
            Choice::Mark(_) => add(&mut self.by_apostrophe, start),
            Choice::Made(made) => {
                add(&mut self.by_number, start);
                add(&mut self.by_apostrophe, start);
                for class in beginnings(made) {
                    self.index_class(self.class(class), start);
                }
            }
        }
    }

    fn index_class(&mut self, class: usize, start: Start) {
        for (members, starts) in self.members.iter().zip(&mut self.by_word) {
            if members.iter().any(|member| member.class == class) {
                add(starts, start);
            }
        }
    }

    /// Text as the rules see it.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        tokens::tokens(text, |word| self.words.get(word).copied())
    }

    /// The shapes that can begin with a token.
    pub(crate) fn starts(&self, token: &Token) -> &[Start] {
        match token.kind {
            Kind::Known(word) => &self.by_word[usize::from(word)],
            Kind::Number(..) => &self.by_number,
            Kind::Mark('\'') => &self.by_apostrophe,
            _ => &[],
        }
    }

    /// A rule.
    pub(crate) fn time_rule(&self, number: usize) -> &TimeRule {
        &self.rules[number]
    }

    /// A class by name; one that has no members if there is none of the name.
    pub(crate) fn class(&self, name: &str) -> usize {
        self.classes.get(name).copied().unwrap_or(usize::MAX)
    }

    /// The classes that numbers are read with.
    pub(crate) fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Which part of a time the words of a class fill.
    pub(crate) fn fills(&self, class: usize) -> Fills {
        self.fills.get(class).copied().unwrap_or(Fills::Nothing)
    }

    /// Whether a class wants a capital letter.
    pub(crate) fn wants_capital(&self, class: usize) -> bool {
        self.capital.get(class).copied().unwrap_or(false)
    }

    /// Whether a word alone is in a class.
    pub(crate) fn belongs(&self, token: &Token, class: usize) -> bool {
        let Kind::Known(word) = token.kind else { return false };
        self.memberships[usize::from(word)] & bit(class) != 0
            && self.members[usize::from(word)].iter().any(|member| member.class == class && member.rest.is_empty())
    }

    /// How regular verbs end in the past.
    pub(crate) fn past_endings(&self) -> &[String] {
        &self.past_endings
    }

    /// Whether some words are about publishing: "a post", "published".
    pub(crate) fn speaks_of_publishing(&self, words: &str) -> bool {
        let class = self.class("publishing");
        self.tokens(words).iter().any(|token| self.belongs(token, class))
    }

    /// Whether some words say of their article that it is written while the thing goes on.
    pub(crate) fn says_developing(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        self.developing.iter().any(|phrase| words.contains(phrase.as_str()))
    }

    /// The members of a class that begin with the first of some tokens, and how many tokens each takes; longest first.
    pub(crate) fn member(&self, class: usize, tokens: &[Token]) -> Option<(usize, &Member)> {
        let Kind::Known(word) = tokens.first()?.kind else { return None };
        let none = self.memberships[usize::from(word)] & bit(class) == 0;
        if none || self.wants_capital(class) && !tokens[0].capital {
            return None;
        }
        let of_class = self.members[usize::from(word)].iter().filter(|member| member.class == class);
        of_class
            .filter(|member| fits(&member.rest, &tokens[1..]))
            .map(|member| (1 + member.rest.len(), member))
            .max_by_key(|(length, _)| *length)
    }
}

fn learn(words: &mut HashMap<Vec<u8>, WordId>, members: &mut Vec<Vec<Member>>, word: &str) -> WordId {
    let next = WordId::try_from(members.len()).unwrap_or(WordId::MAX);
    *words.entry(word.as_bytes().to_ascii_lowercase()).or_insert_with(|| {
        members.push(Vec::new());
        next
    })
}

/// How many bits classes share; the others are for numbers, marks and words.
const CLASS_BITS: usize = 48;
const NUMBER: u64 = 1 << CLASS_BITS;

fn bit(class: usize) -> u64 {
    1 << (class % CLASS_BITS)
}

fn mark_bit(mark: char) -> u64 {
    1 << (CLASS_BITS + 1 + mark as usize % 5)
}

fn word_bit(word: WordId) -> u64 {
    1 << (CLASS_BITS + 6 + usize::from(word) % 10)
}

fn fits(rest: &[Kind], tokens: &[Token]) -> bool {
    rest.len() <= tokens.len() && rest.iter().zip(tokens).all(|(kind, token)| shape::is(token, *kind))
}

fn add(starts: &mut Vec<Start>, start: Start) {
    if starts.last() != Some(&start) {
        starts.push(start);
    }
}

/// The classes whose words can begin what is made of several tokens.
fn beginnings(made: Made) -> &'static [&'static str] {
    match made {
        Made::Count => &["numeral", "vague-count"],
        Made::Year => &["numeral"],
        Made::Day | Made::Ordinal => &["ordinal", "numeral"],
        Made::Decade => &["decade-word"],
        Made::ShortYear | Made::Clock | Made::TwoDigits | Made::Number => &[],
    }
}
