//! What menus, teasers, captions and credits look like.

use std::collections::BTreeMap;

use foldhash::HashSet;
use serde::Deserialize;

use crate::{FurnitureKind, RuleName};

use super::trees::Trees;

/// How far into a line a form glued into it is looked for, in words.
const MOST_WORDS_BEFORE_FORM: usize = 40;
/// So many phrases of forms in a row are a form wherever they stand.
const FORM_PHRASES: usize = 3;

/// What menus, teasers, captions and credits look like.
pub struct FurnitureRules {
    rules: Vec<Rule>,
    shapes: Vec<Shape>,
    /// Which shapes begin with a letter, end with one, and do neither.
    by_first: BTreeMap<char, Vec<usize>>,
    by_last: BTreeMap<char, Vec<usize>>,
    within: Vec<usize>,
    glue: Vec<Glue>,
    common_words: HashSet<String>,
    months: Vec<Vec<String>>,
    date_words: HashSet<String>,
    published_words: HashSet<String>,
    updated_words: HashSet<String>,
    report_words: HashSet<String>,
    picture_agencies: HashSet<String>,
    most_words: usize,
    /// How likely a line is body, by the numbers of `read/strip/features.rs`.
    pub(crate) lines: Trees,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) kind: FurnitureKind,
    pub(crate) rule: RuleName,
    /// Whether it heads more of its kind.
    pub(crate) heads: bool,
}

impl Verdict {
    pub(crate) fn new(kind: FurnitureKind, rule: &'static str) -> Verdict {
        Verdict { kind, rule: rule.into(), heads: false }
    }
}

struct Rule {
    name: RuleName,
    kind: FurnitureKind,
    form: Form,
    heads: bool,
    least_words: usize,
    most_words: usize,
}

/// A line with `…` for any words: the parts between.
struct Shape {
    rule: usize,
    parts: Vec<String>,
}

struct Glue {
    name: RuleName,
    kind: FurnitureKind,
    /// Longest first.
    phrases: Vec<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    #[default]
    Any,
    Open,
    Names,
    Bracketed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    common_words: HashSet<String>,
    months: Vec<Vec<String>>,
    date_words: HashSet<String>,
    published_words: HashSet<String>,
    updated_words: HashSet<String>,
    report_words: HashSet<String>,
    picture_agencies: HashSet<String>,
    rule: Vec<RuleEntry>,
    glue: Vec<GlueEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "reasons and examples are for readers and tests"))]
struct RuleEntry {
    name: String,
    kind: String,
    why: String,
    shapes: Vec<String>,
    #[serde(default)]
    least_words: usize,
    #[serde(default = "few_words")]
    most_words: usize,
    #[serde(default)]
    form: Form,
    #[serde(default)]
    heads: bool,
    finds: Vec<String>,
    skips: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "reasons and examples are for readers and tests"))]
struct GlueEntry {
    name: String,
    kind: String,
    why: String,
    phrases: Vec<String>,
    finds: Vec<String>,
    skips: Vec<String>,
}

fn few_words() -> usize {
    12
}

fn table() -> Table {
    toml::from_str(include_str!("../../data/en/furniture.toml")).expect("the bundled table is tested")
}

impl FurnitureRules {
    /// The table that comes with headwater.
    pub fn bundled() -> FurnitureRules {
        let Table {
            common_words,
            months,
            date_words,
            published_words,
            updated_words,
            report_words,
            picture_agencies,
            rule,
            glue,
        } = table();
        let glue = glue.into_iter().map(Glue::new).collect();
        let mut rules = FurnitureRules {
            rules: Vec::new(),
            shapes: Vec::new(),
            by_first: BTreeMap::new(),
            by_last: BTreeMap::new(),
            within: Vec::new(),
            glue,
            common_words,
            months,
            date_words,
            published_words,
            updated_words,
            report_words,
            picture_agencies,
            lines: Trees::read(include_bytes!("../../models/lines/lines.bin")).expect("the bundled trees are tested"),
            most_words: rule.iter().map(|rule| rule.most_words).max().unwrap_or(0),
        };
        rule.into_iter().for_each(|entry| rules.add(entry));
        rules
    }

    fn add(&mut self, entry: RuleEntry) {
        let rule = self.rules.len();
        for shape in entry.shapes {
            let parts: Vec<String> = shape.split('…').map(str::to_owned).collect();
            let at = self.shapes.len();
            match (
                parts.first().and_then(|part| part.chars().next()),
                parts.last().and_then(|part| part.chars().last()),
            ) {
                (Some(first), _) => self.by_first.entry(first).or_default().push(at),
                (None, Some(last)) => self.by_last.entry(last).or_default().push(at),
                (None, None) => self.within.push(at),
            }
            self.shapes.push(Shape { rule, parts });
        }
        self.rules.push(Rule {
            name: entry.name.into(),
            kind: kind(&entry.kind),
            form: entry.form,
            heads: entry.heads,
            least_words: entry.least_words,
            most_words: entry.most_words,
        });
    }

    /// What `line` surely is, if it is furniture by its wording alone. Of several rules the one answers whose shape has
    /// most letters of its own; of those the first in the table.
    pub(crate) fn sure(&self, line: &str) -> Option<Verdict> {
        let words = line.split_whitespace().take(self.most_words + 1).count();
        if self.most_words < words {
            return None;
        }
        let plain = plain(line);
        let first = plain.chars().next().and_then(|first| self.by_first.get(&first));
        let last = plain.chars().last().and_then(|last| self.by_last.get(&last));
        let candidates = first.into_iter().chain(last).chain([&self.within]).flatten();
        let rule = candidates
            .filter(|&&shape| self.shapes[shape].matches(&plain))
            .filter(|&&shape| self.allows(shape, line, words))
            .map(|&shape| &self.shapes[shape])
            .min_by_key(|shape| (std::cmp::Reverse(shape.letters()), shape.rule))?
            .rule;
        let Rule { name, kind, heads, .. } = &self.rules[rule];
        Some(Verdict { kind: *kind, rule: name.clone(), heads: *heads })
    }

    fn allows(&self, shape: usize, line: &str, words: usize) -> bool {
        let rule = &self.rules[self.shapes[shape].rule];
        let form = match rule.form {
            Form::Any => true,
            Form::Open => is_open(line),
            Form::Names => {
                let own = self.shapes[shape].parts[0].split_whitespace().count();
                is_open(line) && self.are_names(line.split_whitespace().skip(own))
            }
            Form::Bracketed => line.ends_with(']') && line.matches(']').count() == 1,
        };
        form && (rule.least_words..=rule.most_words).contains(&words)
    }

    /// Capitalised words with nothing but common words between, and no day or month in front.
    pub(crate) fn are_names<'w>(&self, words: impl Iterator<Item = &'w str>) -> bool {
        let mut words = words.peekable();
        let begins = words.peek().is_some_and(|word| {
            let lower = bare(word).to_lowercase();
            word.starts_with(char::is_uppercase) && !self.date_words.contains(&lower) && self.month(&lower).is_none()
        });
        begins && words.all(|word| !word.starts_with(char::is_lowercase) || self.common_words.contains(bare(word)))
    }

    /// Furniture glued into `line`, at its front or behind a few words: where it begins and ends, and what it is.
    pub(crate) fn glued(&self, line: &str) -> Option<(usize, usize, Verdict)> {
        self.glue.iter().find_map(|glue| {
            let verdict = || Verdict { kind: glue.kind, rule: glue.name.clone(), heads: false };
            let begins = |end: usize| {
                let rest = line.get(end..).unwrap_or_default().trim_start();
                rest.chars().next().is_some_and(|first| first.is_uppercase() || "\"“‘(".contains(first))
            };
            let (end, count) = glue.eat(line);
            // One phrase alone may be the first word of a sentence: "Video shows...".
            if 1 < count && begins(end) {
                return Some((0, end, verdict()));
            }
            let words = line.split_whitespace().take(MOST_WORDS_BEFORE_FORM);
            let starts = words.map(|word| word.as_ptr() as usize - line.as_ptr() as usize);
            starts.skip(1).find_map(|start| {
                let (length, count) = glue.eat(&line[start..]);
                (FORM_PHRASES <= count && begins(start + length)).then(|| (start, start + length, verdict()))
            })
        })
    }

    /// Whether `word`, in lower case, is one that every English text is full of.
    pub(crate) fn is_common(&self, word: &str) -> bool {
        self.common_words.contains(word)
    }

    /// Whether `word`, in either case, is one that every English text is full of.
    pub(crate) fn is_common_word(&self, word: &str) -> bool {
        let plain = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if plain { self.is_common(word) } else { self.is_common(&word.to_lowercase()) }
    }

    /// The month that `word`, in lower case, names: 1 to 12.
    pub(crate) fn month(&self, word: &str) -> Option<i8> {
        let at = self.months.iter().position(|names| names.iter().any(|name| name == word))?;
        i8::try_from(at + 1).ok()
    }

    /// Whether a line that states a date may hold `word`, in lower case, beside it.
    pub(crate) fn goes_with_date(&self, word: &str) -> bool {
        self.date_words.contains(word) || self.month(word).is_some()
    }

    /// Whether `word`, in lower case, says that a date is the day of publication.
    pub(crate) fn says_published(&self, word: &str) -> bool {
        self.published_words.contains(word)
    }

    /// Whether `word`, in lower case, says that a date is not the day of publication.
    pub(crate) fn says_updated(&self, word: &str) -> bool {
        self.updated_words.contains(word)
    }

    /// Whether `word`, in lower case, tells that somebody's word is passed on.
    pub(crate) fn reports(&self, word: &str) -> bool {
        self.report_words.contains(word)
    }

    /// Whether `name` owns pictures.
    pub(crate) fn is_picture_agency(&self, name: &str) -> bool {
        self.picture_agencies.contains(&name.to_lowercase())
    }
}

impl Shape {
    /// How much of a line is its own, in bytes: the rest is whatever stands for "…".
    fn letters(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }

    fn matches(&self, line: &str) -> bool {
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return self.parts.first().is_some_and(|whole| whole == line);
        };
        let Some(mut rest) = line.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some(at) = rest.find(part.as_str()) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

impl Glue {
    fn new(entry: GlueEntry) -> Glue {
        let mut phrases = entry.phrases;
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        Glue { name: entry.name.into(), kind: kind(&entry.kind), phrases }
    }

    /// How far phrases reach from the front of `line`, and how many there are.
    fn eat(&self, line: &str) -> (usize, usize) {
        let (mut end, mut count) = (0, 0);
        loop {
            let rest = &line[end..];
            let start = rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            let Some(phrase) = self.phrases.iter().find(|phrase| begins_with(rest, phrase)) else {
                return (end, count);
            };
            end += start + phrase.len();
            count += 1;
        }
    }
}

/// Whether `line` begins with the words of `phrase`, in either case.
fn begins_with(line: &str, phrase: &str) -> bool {
    line.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase))
        && !line[phrase.len()..].starts_with(char::is_alphanumeric)
}

/// No full stop at the end; dots that leave something out are none.
fn is_open(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', ' ']);
    !line.ends_with('.') || line.ends_with("...")
}

/// A word without the marks at its ends.
pub(crate) fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// As shapes are written: lower case, numbers as `#`, straight quotation marks, single spaces, no bullets at the ends.
fn plain(line: &str) -> String {
    let line = line.trim_matches(|letter: char| letter.is_whitespace() || "•|›»·-–—*>→▶►‹«+".contains(letter));
    let line = line.trim_end_matches([':', ' ']);
    let mut plain = String::with_capacity(line.len());
    for letter in line.chars().flat_map(char::to_lowercase) {
        let letter = match letter {
            '0'..='9' => '#',
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        };
        if !matches!(letter, '#' | ' ') || !plain.ends_with(letter) {
            plain.push(letter);
        }
    }
    plain
}

fn kind(name: &str) -> FurnitureKind {
    match name {
        "navigation" => FurnitureKind::Navigation,
        "teaser" => FurnitureKind::Teaser,
        "caption" => FurnitureKind::Caption,
        "credit" => FurnitureKind::Credit,
        "metadata" => FurnitureKind::Metadata,
        "advert" => FurnitureKind::Advert,
        "comment" => FurnitureKind::Comment,
        "related" => FurnitureKind::Related,
        other => unreachable!("the bundled table is tested and names no kind {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_finds_and_skips_its_examples() {
        let rules = FurnitureRules::bundled();
        let mut wrong = Vec::new();
        for entry in table().rule {
            assert!(!entry.why.is_empty() && !entry.finds.is_empty() && !entry.skips.is_empty(), "{}", entry.name);
            let is_found = |line: &String| rules.sure(line).is_some_and(|found| found.kind == kind(&entry.kind));
            let answer = |line: &String| {
                let rule = rules.sure(line).map(|found| found.rule);
                format!("{}: {line}: {}", entry.name, rule.unwrap_or("nothing".into()))
            };
            wrong.extend(entry.finds.iter().filter(|line| !is_found(line)).map(answer));
            wrong.extend(entry.skips.iter().filter(|line| rules.sure(line).is_some()).map(answer));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn glue_is_cut_where_its_examples_say() {
        let rules = FurnitureRules::bundled();
        for entry in table().glue {
            assert!(!entry.why.is_empty() && entry.kind == "advert");
            assert!(entry.finds.iter().all(|line| rules.glued(line).is_some()), "{}", entry.name);
            assert!(entry.skips.iter().all(|line| rules.glued(line).is_none()), "{}", entry.name);
        }
    }
}
