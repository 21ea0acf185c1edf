//! The persons an article names: their full names, what they are called besides, and where they are named.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::words::{Word, words};
use crate::knowledge::Noun;
use crate::{Sentence, Source, Span, Unnamed};

/// The persons an article names.
pub(super) struct People {
    list: Vec<Person>,
    /// Which persons a word of a name belongs to.
    by_word: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, usize>,
    /// Which persons stand with a title or role.
    by_role: BTreeMap<String, BTreeSet<usize>>,
    /// Every place where a person is named, in text order.
    seen: Vec<Seen>,
}

/// A person an article names.
pub(super) struct Person {
    /// The full name, without titles.
    pub(super) name: String,
    /// Titles and roles that stand with the name, lower case.
    pub(super) roles: BTreeSet<String>,
    /// Where it is named in full first.
    pub(super) first: usize,
    /// Whether it has no name, and `name` only describes it: "a woman of 104".
    pub(super) unnamed: bool,
}

/// A place where a person is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Where the name stands.
    pub(super) span: Span,
    /// Whose name it is.
    pub(super) person: usize,
    /// Whether the sentence opens with it, so that most of it is about this person.
    pub(super) opens: bool,
    /// Whether only something of the person's is named: "Holt's plan".
    pub(super) owns: bool,
}

/// The longest a name can be, in words.
const LONGEST_NAME: usize = 5;

/// A name that begins within so many words opens its sentence.
const OPENING: usize = 6;

/// What tells names from other words with capitals.
pub(super) struct Naming<'a> {
    pub(super) unnamed: &'a Unnamed,
    /// Whether a name is an outlet's, a state's or a body's, and so no person's.
    pub(super) taken: &'a dyn Fn(&str) -> bool,
}

impl People {
    /// Finds the full names: two and more words with capitals, or one with a title before it. `speakers` are the single
    /// words with a capital that are credited: whoever speaks and is no body is a person too.
    pub(super) fn of(text: &str, sentences: &[Sentence], naming: &Naming, speakers: &[Span]) -> People {
        let mut people = People {
            list: Vec::new(),
            by_word: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_role: BTreeMap::new(),
            seen: Vec::new(),
        };
        let all: Vec<Vec<Word>> = sentences.iter().map(|sentence| words(text, sentence.span)).collect();
        for words in &all {
            for run in runs(words) {
                people.add_run(text, words, run, naming);
            }
        }
        for speaker in speakers {
            people.add_speaker(speaker.of(text), speaker.start(), naming);
        }
        for words in &all {
            people.see(words, naming);
            people.introduce(text, words, naming.unnamed);
        }
        people.seen.sort_by_key(|seen| seen.span.start());
        people
    }

    /// Somebody without a name whom a sentence opens with: "A woman of 104 thanked the crew."
    fn introduce(&mut self, text: &str, words: &[Word], unnamed: &Unnamed) {
        let Some((lead, rest)) = words.split_first().filter(|(lead, _)| unnamed.is(&lead.lower, Noun::One)) else {
            return;
        };
        let ends = |word: &Word| word.breaks || unnamed.is(&word.lower, Noun::EndsNoun);
        let mut phrase = rest.iter().take(LONGEST_NAME).take_while(|word| !ends(word));
        let Some(noun) = phrase.find(|word| !word.capital && unnamed.is(&word.lower, Noun::Singular)) else {
            return;
        };
        let span = lead.span.cover(noun.span);
        let roles = rest.iter().take_while(|word| word.span.start() <= noun.span.start());
        let roles = roles.map(|word| word.lower.clone()).collect();
        let place = self.list.len();
        self.list.push(Person { name: span.of(text).to_owned(), roles, first: span.start(), unnamed: true });
        self.seen.push(Seen { span, person: place, opens: true, owns: false });
    }

    /// The person without a name who is introduced here.
    pub(super) fn introduced(&self, start: usize) -> Option<usize> {
        let seen = self.seen_between(start, start + 1);
        seen.iter().map(|seen| seen.person).find(|person| self.list[*person].unnamed)
    }

    /// The person as a source.
    pub(super) fn source(&self, person: usize) -> Option<Source> {
        let person = self.get(person)?;
        let name = person.name.clone();
        Some(if person.unnamed { Source::Unnamed { described: name, count: Some(1) } } else { Source::Person(name) })
    }

    fn add_run(&mut self, text: &str, words: &[Word], run: Range<usize>, naming: &Naming) {
        let unnamed = naming.unnamed;
        let (start, titled) = name_start(words, run.clone(), unnamed);
        let length = run.end - start;
        if length == 0 || LONGEST_NAME < length || (length == 1 && !titled) {
            return;
        }
        let name = words[start].span.cover(words[run.end - 1].span).of(text);
        // "Apparently Norvane" is no person: the first word has its capital from opening the sentence.
        let rest = words[start..run.end].get(1).map(|word| word.span.cover(words[run.end - 1].span).of(text));
        if start == 0 && rest.is_some_and(naming.taken) {
            return;
        }
        if (naming.taken)(name) || words[start..run.end].iter().any(|word| unnamed.is(&word.lower, Noun::NoName)) {
            return;
        }
        let body = unnamed.is(&words[run.end - 1].lower, Noun::Organization);
        let roles = roles(words, start, run.end, unnamed);
        if body || (length == 1 && roles.is_empty()) {
            return;
        }
        let place = self.place_of(name, words[start].span.start());
        for role in roles {
            self.by_role.entry(role.clone()).or_default().insert(place);
            self.list[place].roles.insert(role);
        }
    }

    /// A speaker who goes by one word only, if no fuller name has it.
    fn add_speaker(&mut self, name: &str, start: usize, naming: &Naming) {
        let lower = name.to_lowercase();
        let known = self.by_word.contains_key(&lower) || (naming.taken)(name);
        let word = [Noun::NoName, Noun::Title, Noun::Organization, Noun::Outlet, Noun::Report, Noun::Determiner];
        let other = word.iter().any(|noun| naming.unnamed.is(&lower, *noun));
        let single = !name.contains(char::is_whitespace) && !name.contains('.') && name.contains(char::is_lowercase);
        if !known && !other && 2 < lower.len() && single {
            self.place_of(name, start);
        }
    }

    fn place_of(&mut self, name: &str, start: usize) -> usize {
        let key = name.to_lowercase();
        if let Some(place) = self.by_name.get(&key) {
            return *place;
        }
        let place = self.list.len();
        self.by_name.insert(key, place);
        self.list.push(Person { name: name.to_owned(), roles: BTreeSet::new(), first: start, unnamed: false });
        for word in name.split_whitespace() {
            self.by_word.entry(word.to_lowercase().replace('’', "'")).or_default().push(place);
        }
        place
    }

    /// Notes where persons are named.
    fn see(&mut self, words: &[Word], naming: &Naming) {
        for run in runs(words) {
            let (start, _) = name_start(words, run.clone(), naming.unnamed);
            let Some(last) = words[start..run.end].last() else { continue };
            let lower: Vec<&str> = words[start..run.end].iter().map(|word| word.lower.as_str()).collect();
            if let Some(person) = self.named(&lower) {
                let span = words[start].span.cover(last.span);
                self.seen.push(Seen { span, person, opens: run.start < OPENING, owns: last.possessive });
            }
        }
    }

    /// The person at an index.
    pub(super) fn get(&self, person: usize) -> Option<&Person> {
        self.list.get(person)
    }

    /// Where persons are named from one place in the text up to another, in order.
    pub(super) fn seen_between(&self, from: usize, to: usize) -> &[Seen] {
        let first = self.seen.partition_point(|seen| seen.span.start() < from);
        let last = self.seen.partition_point(|seen| seen.span.start() < to);
        self.seen.get(first..last).unwrap_or(&[])
    }

    /// The only person that all of these words belong to.
    pub(super) fn named(&self, name: &[&str]) -> Option<usize> {
        let (last, before) = name.split_last()?;
        let mut found = self.by_word.get(*last)?.iter().copied().filter(|person| {
            let own = self.list[*person].name.to_lowercase();
            before.iter().all(|word| own.contains(word))
        });
        let first = found.next()?;

        found.try_fold(first, |best, next| self.same(best, next))
    }

    /// The fuller of two names, if one is a part of the other.
    fn same(&self, one: usize, other: usize) -> Option<usize> {
        let (a, b) = (&self.list[one].name, &self.list[other].name);
        let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (wa, wb) = (words(a), words(b));
        if wa.iter().all(|word| wb.contains(word)) {
            return Some(other);
        }
        wb.iter().all(|word| wa.contains(word)).then_some(one)
    }

    /// The persons introduced in this role before `at`: "the minister". Of several, those that the words before the role
    /// fit best, then those called by this very word.
    pub(super) fn in_role(&self, role: &str, before: &[&str], at: usize, unnamed: &Unnamed) -> Vec<usize> {
        let camp = |words: &mut dyn Iterator<Item = &str>| {
            words.filter(|word| unnamed.is(word, Noun::Camp)).map(str::to_owned).collect::<Vec<_>>()
        };
        let wanted = camp(&mut before.iter().copied());
        let called: BTreeSet<usize> = self
            .by_role
            .iter()
            .filter(|(own, _)| unnamed.alike(own, role))
            .flat_map(|(_, persons)| persons.iter().copied())
            .collect();
        let score = |person: &Person| {
            let exact = person.roles.contains(role);
            let described = before.iter().filter(|word| person.roles.contains(**word)).count();
            let own = camp(&mut person.roles.iter().map(String::as_str));
            let opposed = !wanted.is_empty() && !own.is_empty() && !own.iter().any(|camp| wanted.contains(camp));
            (!opposed && person.first < at && !person.unnamed).then_some((described, exact))
        };
        let best = called.iter().filter_map(|person| score(&self.list[*person])).max();
        called.into_iter().filter(|person| best.is_some() && score(&self.list[*person]) == best).collect()
    }

    /// The only person named before `at`, if there is only one.
    pub(super) fn only_one_before(&self, at: usize) -> Option<usize> {
        let named = |person: &usize| self.list[*person].first < at && !self.list[*person].unnamed;
        let mut known = (0..self.list.len()).filter(named);
        let only = known.next()?;
        known.next().is_none().then_some(only)
    }
}

/// Where the name begins in a run of words with capitals, and whether a title stands before it: behind the last title
/// or possessive, without the words that open a sentence ("On Friday"), what a title is of ("Secretary of State Jana
/// Holt") and parties ("Republican Jana Holt").
fn name_start(words: &[Word], run: Range<usize>, unnamed: &Unnamed) -> (usize, bool) {
    let is = |at: usize, noun| unnamed.is(&words[at].lower, noun);
    let begin = run.clone().rev().find(|at| {
        let owns = words[*at].possessive && *at + 1 < run.end;
        is(*at, Noun::Title) || owns
    });
    let mut start = begin.map_or(run.start, |at| at + 1);
    let mut titled = begin.is_some() || 0 < start && is(start - 1, Noun::Title);
    while start < run.end && is(start, Noun::NoName) {
        start += 1;
    }
    let office =
        start == run.start && 1 < start && unnamed.is(&words[start - 1].lower, Noun::JoinsTitle) && run.end - start > 1;
    if office && is(start, Noun::Portfolio) {
        start += 1;
        titled = true;
    }
    while start + 2 < run.end && (is(start, Noun::Camp) || is(start, Noun::People)) {
        start += 1;
    }
    (start.min(run.end), titled)
}

/// Runs of words with capitals, nothing but a space between them.
fn runs(words: &[Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=words.len() {
        let goes_on =
            words.get(at).is_some_and(|word| word.capital && word.lower.len() > 1 || word.capital && at > start);
        let broken = at > start
            && (words[at - 1].breaks || words[at - 1].possessive || words.get(at).is_some_and(|word| word.bracketed));
        if goes_on && !broken {
            continue;
        }
        if start < at {
            found.push(start..at);
        }
        start = if goes_on { at } else { at + 1 };
    }
    found
}

/// What stands with a name: the words of its phrase before it, and the apposition behind it.
fn roles(words: &[Word], start: usize, end: usize, unnamed: &Unnamed) -> Vec<String> {
    let before = words[..start].iter().rev().take(6).take_while(|word| {
        !word.breaks && !(unnamed.is(&word.lower, Noun::EndsNoun) && word.lower != "of" && word.lower != "for")
    });
    let mut found: Vec<String> = before.map(|word| word.lower.clone()).collect();
    if words[end - 1].breaks {
        let after = words[end..].iter().take(8);
        let stop = after.clone().position(|word| word.breaks).map_or(0, |at| at + 1);
        let opens = words.get(end).is_some_and(|word| !word.capital || unnamed.is(&word.lower, Noun::Title));
        if opens {
            found.extend(after.take(stop).map(|word| word.lower.clone()));
        }
    }
    found.retain(|word| !unnamed.is(word, Noun::Determiner));
    found
}
