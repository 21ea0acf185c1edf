//! Who each credited source is, and on whom it rests in turn. Two candidates mean no answer (invariant 7).

mod outlet;
mod people;
mod salience;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use self::people::{Naming, People};
use self::salience::{Candidate, Salience};
use self::words::{Parts, Word};
use crate::knowledge::Noun;
use crate::{Article, Attribution, Credit, Entity, EntityKind, Mention, Outlets, Sentence, Source, Span, Unnamed};

/// One credit for each attribution.
pub fn resolve(
    article: &Article,
    sentences: &[Sentence],
    attributions: &[Attribution],
    mentions: &[Mention],
    entities: &[Entity],
    outlets: &Outlets,
    unnamed: &Unnamed,
) -> Vec<Credit> {
    let text = article.text.as_str();
    let found = outlets.find(text);
    let settled: BTreeMap<usize, (Span, usize)> =
        outlets.settle(&found).into_iter().map(|(span, outlet)| (span.start(), (span, outlet))).collect();
    let bodies = bodies(text, mentions, entities);
    let taken = |name: &str| {
        outlets.by_name(name).is_some() || outlets.looks_like(name) || bodies.contains(name.to_lowercase().as_str())
    };
    let unsettled =
        found.iter().map(|(span, _, _)| *span).filter(|span| !settled.contains_key(&span.start())).collect();
    let people =
        People::of(text, sentences, &Naming { unnamed, taken: &taken }, &speakers(attributions, mentions, entities));
    let mut reader = Reader {
        text,
        home: article.outlet.as_deref(),
        sentences,
        outlets,
        unnamed,
        settled,
        unsettled,
        people,
        before: Vec::new(),
        worded: Vec::new(),
        credited: Vec::new(),
        described: BTreeMap::new(),
        outlets_credited: Vec::new(),
        bodies: &bodies,
        named: named(text, mentions, entities),
    };
    let mut credits: Vec<Credit> = attributions
        .iter()
        .enumerate()
        .map(|(index, attribution)| {
            let (source, rule) = reader.source(attribution);
            reader.remember(attribution, &source);
            let passed = attribution.passes_on.iter().copied();
            let via = passed.filter(|via| *via != index && *via < attributions.len()).collect();
            Credit { source, entity: None, via, rule: rule.into() }
        })
        .collect();
    reader.name_later(attributions, &mut credits);
    for (credit, attribution) in credits.iter_mut().zip(attributions) {
        credit.entity = attribution.source.and_then(|span| entity(span, &credit.source, mentions, entities));
    }
    credits
}

/// The names in the article that the gazetteer knows as a state's, a body's or an outlet's, and longer names that look
/// like a body's; in lower case.
fn bodies(text: &str, mentions: &[Mention], entities: &[Entity]) -> BTreeSet<String> {
    let body = |mention: &&Mention| {
        entities.get(mention.entity).is_some_and(|entity| {
            let long = 2 < mention.span.of(text).split_whitespace().count();
            let sure = entity.key.is_some() || (long && entity.kind == EntityKind::Organization);
            sure && entity.kind != EntityKind::Person
        })
    };
    mentions.iter().filter(body).map(|mention| mention.span.of(text).to_lowercase()).collect()
}

/// What the names in the article are, by where they begin; those of no kind left out.
fn named(text: &str, mentions: &[Mention], entities: &[Entity]) -> BTreeMap<usize, (Span, EntityKind)> {
    let kind = |mention: &Mention| entities.get(mention.entity).map(|entity| entity.kind);
    let capital = |mention: &&Mention| mention.span.of(text).starts_with(char::is_uppercase);
    let known = |mention: &Mention| Some((mention.span.start(), (mention.span, kind(mention)?)));
    mentions.iter().filter(capital).filter_map(known).filter(|(_, (_, kind))| *kind != EntityKind::Other).collect()
}

/// The sources that are no more than one person's name.
fn speakers(attributions: &[Attribution], mentions: &[Mention], entities: &[Entity]) -> Vec<Span> {
    let person = |mention: &&Mention| entities.get(mention.entity).is_some_and(|one| one.kind == EntityKind::Person);
    let persons: BTreeSet<Span> = mentions.iter().filter(person).map(|mention| mention.span).collect();
    attributions
        .iter()
        .filter(|one| one.reported)
        .filter_map(|one| one.source)
        .filter(|one| persons.contains(one))
        .collect()
}

/// The entity that a source names: the last mention within it that can be what the source is.
fn entity(span: Span, source: &Source, mentions: &[Mention], entities: &[Entity]) -> Option<usize> {
    let first = mentions.partition_point(|mention| mention.span.start() < span.start());
    let within = mentions[first..].iter().take_while(|mention| mention.span.end() <= span.end());
    let fits = |kind: EntityKind| match source {
        Source::Person(_) => kind == EntityKind::Person,
        Source::Outlet(_) => matches!(kind, EntityKind::Outlet | EntityKind::Organization),
        Source::Organization(_) => matches!(kind, EntityKind::Organization | EntityKind::Place),
        _ => false,
    };
    within
        .filter(|mention| entities.get(mention.entity).is_some_and(|entity| fits(entity.kind)))
        .last()
        .map(|mention| mention.entity)
}

/// What is known when an attribution is reached.
struct Reader<'a> {
    text: &'a str,
    /// The outlet that published the article.
    home: Option<&'a str>,
    sentences: &'a [Sentence],
    outlets: &'a Outlets,
    unnamed: &'a Unnamed,
    /// The outlets named in the article, by where their names begin.
    settled: BTreeMap<usize, (Span, usize)>,
    /// Short names that several outlets go by.
    unsettled: BTreeSet<Span>,
    people: People,
    /// The sources of the attributions so far.
    before: Vec<Source>,
    /// As they were worded, in lower case.
    worded: Vec<String>,
    /// Where one person was credited, and who it was.
    credited: Vec<(usize, Candidate)>,
    /// Persons without a name as they were credited first.
    described: BTreeMap<usize, Source>,
    /// Where an outlet was credited, and which: the index in `before`.
    outlets_credited: Vec<(usize, usize)>,
    /// What the gazetteer knows as places and bodies.
    bodies: &'a BTreeSet<String>,
    /// What the names in the article are, by where they begin.
    named: BTreeMap<usize, (Span, EntityKind)>,
}

/// The longest small word within a name: "van", "bin", "al".
const LONGEST_PARTICLE: usize = 3;
/// How many sources back a source is looked for as the same.
const REMEMBERED: usize = 64;

type Answer = (Source, &'static str);

impl Reader<'_> {
    fn source(&self, attribution: &Attribution) -> Answer {
        let Some(span) = attribution.source else {
            return (Source::Unresolved(String::new()), "nobody-named");
        };
        if !attribution.reported {
            return (Source::Unresolved(span.of(self.text).to_owned()), "not-reported");
        }
        let words = words::words(self.text, span);
        if words.is_empty() {
            return (Source::Unresolved(span.of(self.text).to_owned()), "no-words");
        }
        let parts = Parts::new(&words, self.unnamed);
        if &*attribution.rule == "headline" {
            return self.headline(&parts);
        }
        let told = matches!(&*attribution.rule, "told-outlet" | "quoted-by");
        self.pronoun(&parts, span, &attribution.content)
            .or_else(|| self.named_behind_role(&parts))
            .or_else(|| self.unnamed_head(&parts))
            .or_else(|| self.one_of_people(&parts))
            .or_else(|| self.outlet(&parts, told))
            .or_else(|| self.spokesperson(&parts))
            .or_else(|| self.person(&parts))
            .or_else(|| self.back_to_outlet(&parts, span))
            .or_else(|| self.back_to_unnamed(&parts))
            .or_else(|| self.unnamed(&parts))
            .or_else(|| self.document(&parts))
            .or_else(|| self.organization(&parts))
            .or_else(|| self.in_role(&parts, span))
            .unwrap_or_else(|| self.other(&parts))
    }

    fn pronoun(&self, parts: &Parts, span: Span, content: &[Span]) -> Option<Answer> {
        if 1 < parts.all.len() {
            return None;
        }
        let word = parts.all[0].lower.as_str();
        let is = |noun| self.unnamed.is(word, noun);
        let answer = if is(Noun::He) || is(Noun::She) {
            self.person_meant(is(Noun::She), span, content)
        } else if is(Noun::They) {
            self.last(|source| matches!(source, Source::Organization(_)) || several(source))
        } else if is(Noun::It) {
            self.last(|source| matches!(source, Source::Organization(_) | Source::Outlet(_) | Source::Document(_)))
        } else if is(Noun::Speaker) {
            return Some((Source::Unresolved(parts.described(self.text)), "whoever-speaks"));
        } else {
            return None;
        };
        Some(answer.map_or((Source::Unresolved(parts.described(self.text)), "pronoun"), |source| (source, "pronoun")))
    }

    /// The last source that fits.
    fn last(&self, fits: impl Fn(&Source) -> bool) -> Option<Source> {
        self.before.iter().rev().take(REMEMBERED).find(|source| fits(source)).cloned()
    }

    /// The last source with a word in it that fits.
    fn last_worded(&self, fits: impl Fn(&str) -> bool) -> Option<Source> {
        let recent = self.worded.len().saturating_sub(REMEMBERED);
        let has = |at: &usize| self.worded[*at].split(|letter: char| !letter.is_alphanumeric()).any(&fits);
        (recent..self.worded.len()).rev().find(has).map(|at| self.before[at].clone())
    }

    /// Keeps a source for those that come after it.
    fn remember(&mut self, attribution: &Attribution, source: &Source) {
        let place = attribution.source.map_or(0, Span::start);
        if self.one_person(source) {
            let person = match source {
                Source::Person(name) => self.person_called(name),
                _ => self.people.introduced(place),
            };
            if let (Some(person), Source::Unnamed { .. }) = (person, source) {
                self.described.entry(person).or_insert_with(|| source.clone());
            }
            // A source that goes back to an earlier one is the same candidate.
            let recent = self.before.len().saturating_sub(REMEMBERED);
            let earlier = self.before[recent..].iter().position(|before| before == source);
            let earlier = earlier.map_or(self.before.len(), |at| recent + at);
            self.credited.push((place, person.map_or(Candidate::Source(earlier), Candidate::Person)));
        }
        // "Reports say": many at once are none to go back to.
        if matches!(source, Source::Outlet(name) if !self.several_outlets(name)) {
            self.outlets_credited.push((place, self.before.len()));
        }
        self.worded.push(attribution.source.map_or(String::new(), |span| span.of(self.text).to_lowercase()));
        self.before.push(source.clone());
    }

    fn several_outlets(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        self.unnamed.is(&last, Noun::Outlets) && self.outlets.by_name(name).is_none()
    }

    fn person_called(&self, name: &str) -> Option<usize> {
        let lower = name.to_lowercase().replace('’', "'");
        self.people.named(&lower.split_whitespace().collect::<Vec<_>>())
    }

    /// Whom "he" or "she" goes back to: who stands out most of those credited and named so far.
    fn person_meant(&self, woman: bool, span: Span, content: &[Span]) -> Option<Source> {
        let other = if woman { Noun::Man } else { Noun::Woman };
        let source = |candidate: Candidate| match candidate {
            Candidate::Person(person) => self.described.get(&person).cloned().or_else(|| self.people.source(person)),
            Candidate::Source(place) => self.before.get(place).cloned(),
        };
        let fits = |candidate: Candidate| source(candidate).is_some_and(|source| !self.tells(&source, other));
        let salience = Salience { sentences: self.sentences, people: &self.people, credited: &self.credited };
        let most = salience.most(span.start(), content, fits);
        let only = || self.people.only_one_before(span.start()).map(Candidate::Person).filter(|only| fits(*only));
        most.or_else(only).and_then(source)
    }

    /// Whether a source is one person.
    fn one_person(&self, source: &Source) -> bool {
        match source {
            Source::Person(_) => true,
            Source::Unnamed { count, .. } => *count == Some(1),
            _ => false,
        }
    }

    /// Whether a source is called by a word that tells a man or a woman.
    fn tells(&self, source: &Source, noun: Noun) -> bool {
        let is = |word: &str| self.unnamed.is(&word.to_lowercase(), noun);
        match source {
            Source::Person(name) => {
                let given = if noun == Noun::Woman { Noun::WomanName } else { Noun::ManName };
                let first = name.split(' ').next().unwrap_or("").to_lowercase();
                let person = self.person_called(name).and_then(|person| self.people.get(person));
                self.unnamed.is(&first, given) || person.is_some_and(|person| person.roles.iter().any(|role| is(role)))
            }
            Source::Unnamed { described, .. } => described.split(' ').any(is),
            _ => false,
        }
    }

    /// "sources at the ministry", "two officials": people without a name.
    fn unnamed_head(&self, parts: &Parts) -> Option<Answer> {
        let plural = parts.is(Noun::Plural, self.unnamed);
        let single = parts.is(Noun::Singular, self.unnamed);
        if !plural && !single
            || parts.core.last().is_some_and(|word| word.capital && parts.all.len() > 1 && parts.core.len() > 1)
        {
            return None;
        }
        if self.name_behind(parts).is_some() && single {
            return None;
        }
        if parts.definite(self.unnamed) {
            return None;
        }
        Some((self.described(parts), "unnamed"))
    }

    /// "an American who fights there": one of a people.
    fn one_of_people(&self, parts: &Parts) -> Option<Answer> {
        let one = parts.lead.iter().any(|word| self.unnamed.is(&word.lower, Noun::One));
        let people = parts.core.len() == 1 && parts.is(Noun::People, self.unnamed);
        (one && people).then(|| (self.described(parts), "unnamed"))
    }

    fn described(&self, parts: &Parts) -> Source {
        Source::Unnamed { described: parts.described(self.text), count: self.count(parts) }
    }

    /// How many people are meant, if told.
    fn count(&self, parts: &Parts) -> Option<u32> {
        let lead = parts.lead.iter().map(|word| word.lower.as_str());
        let number =
            lead.clone().filter(|word| !self.unnamed.is(word, Noun::One)).find_map(|word| self.unnamed.number(word));
        let plural = parts.is(Noun::Plural, self.unnamed) && !self.unnamed.is(parts.noun(), Noun::One);
        number.or_else(|| (!plural && !self.unnamed.is(parts.noun(), Noun::Rumour)).then_some(1))
    }

    /// A name that follows a role: "spokesman Jan Holt".
    fn name_behind<'w>(&self, parts: &Parts<'w>) -> Option<&'w [Word]> {
        let last = parts.core.last()?;
        if !last.capital {
            return None;
        }
        let start = parts
            .core
            .iter()
            .rposition(|word| !word.capital || word.possessive || self.unnamed.is(&word.lower, Noun::Title))
            .map_or(0, |at| at + 1);
        (start < parts.core.len()).then_some(&parts.core[start..])
    }

    /// The run of capitals the core ends with.
    fn own_name(&self, parts: &Parts) -> String {
        let start = parts.core.iter().rposition(|word| !word.capital).map_or(0, |at| at + 1);
        match (parts.core.get(start), parts.core.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span).of(self.text).to_owned(),
            _ => String::new(),
        }
    }

    /// Who a headline puts before its colon: somebody the article names in full, an outlet, or "Report".
    fn headline(&self, parts: &Parts) -> Answer {
        let person = self.person_name(parts).filter(|(name, known)| *known && name.contains(' '));
        let answer = person.map(|(name, _)| (Source::Person(name), "headline")).or_else(|| self.outlet(parts, false));
        let report = parts.all.len() == 1 && self.outlet_thing(parts);
        let report = || report.then(|| (Source::Document(parts.described(self.text)), "report"));
        answer.or_else(report).unwrap_or((Source::Unresolved(parts.described(self.text)), "headline"))
    }

    /// "The head of the desk, Jana Holt, said", "Secretary of State Jana Holt": a full name behind a role, not that of
    /// somebody the role is of ("an adviser to President Jana Holt").
    fn named_behind_role(&self, parts: &Parts) -> Option<Answer> {
        let name = self.apposed(parts).or_else(|| self.in_office(parts))?;
        Some((Source::Person(name), "person-behind-role"))
    }

    fn apposed(&self, parts: &Parts) -> Option<String> {
        if parts.core.last().is_some_and(|word| word.capital && !self.unnamed.is(&word.lower, Noun::Title)) {
            return None;
        }
        let segments = || parts.all.split_inclusive(|word| word.breaks).skip(1);
        let speaks = parts.is(Noun::Spokesperson, self.unnamed);
        let stranger = || segments().find_map(|segment| self.name_alone(segment)).filter(|_| speaks);
        segments().find_map(|segment| self.full_name(segment)).or_else(stranger)
    }

    /// Words that have the shape of a person's name, of whom the article tells no more: beside "a spokesman for …" they
    /// are one.
    fn name_alone(&self, words: &[Word]) -> Option<String> {
        let words = self.name_shaped(words)?;
        let written = words[0].span.cover(words[words.len() - 1].span).of(self.text);
        let body = words.iter().any(|word| self.unnamed.is(&word.lower, Noun::Organization));
        (!body && !self.bodies.contains(&written.to_lowercase())).then(|| written.to_owned())
    }

    /// The words without the titles before them, if they can be a full name: capitals at both ends, small words between.
    fn name_shaped<'w>(&self, words: &'w [Word]) -> Option<&'w [Word]> {
        let titles = words.iter().take_while(|word| self.unnamed.is(&word.lower, Noun::Title)).count();
        let words = &words[titles..];
        let small = |word: &Word| word.lower.len() <= LONGEST_PARTICLE && !self.unnamed.is(&word.lower, Noun::EndsNoun);
        let edges = words.first().zip(words.last()).is_some_and(|(first, last)| first.capital && last.capital);
        let name = edges && words.iter().all(|word| word.capital || small(word)) && (2..=4).contains(&words.len());
        name.then_some(words)
    }

    fn in_office(&self, parts: &Parts) -> Option<String> {
        let joined = parts.rest.first().is_some_and(|word| self.unnamed.is(&word.lower, Noun::JoinsTitle));
        let beside = self.full_name(parts.core).is_some();
        let first = parts.all.split_inclusive(|word| word.breaks).next().filter(|_| joined && !beside)?;
        let office = |at: &usize| {
            let kinds = [Noun::Portfolio, Noun::Spokesperson, Noun::Title];
            kinds.iter().any(|kind| self.unnamed.is(&first[*at - 1].lower, *kind))
        };
        (1..first.len()).filter(office).find_map(|start| self.full_name(&first[start..]))
    }

    /// The person of the article whose full name these words are, behind a title or not: "Sheikh Omar al Nadim".
    fn full_name(&self, words: &[Word]) -> Option<String> {
        let lower: Vec<&str> = self.name_shaped(words)?.iter().map(|word| word.lower.as_str()).collect();
        let person = self.people.named(&lower)?;
        self.people.get(person).map(|person| person.name.clone()).filter(|name| name.contains(' '))
    }

    /// A spokesman without a name speaks for his body.
    fn spokesperson(&self, parts: &Parts) -> Option<Answer> {
        // "a Transport for Tarn spokesman": the name has a small word in it.
        if let [before @ .., last] = parts.all {
            let owned = parts.core.last().is_some_and(|word| word.capital) && !last.capital;
            let first = before.iter().find(|word| !self.unnamed.is(&word.lower, Noun::Determiner));
            if let (true, Some(first), Some(end)) =
                (owned && self.unnamed.is(&last.lower, Noun::Spokesperson), first, before.last())
            {
                return Some((
                    Source::Organization(first.span.cover(end.span).of(self.text).to_owned()),
                    "spokesperson",
                ));
            }
        }
        if !parts.is(Noun::Spokesperson, self.unnamed) {
            return None;
        }
        if parts.core.len() == 1 && parts.rest.is_empty() && parts.definite(self.unnamed) {
            let back = self.last_worded(|word| self.unnamed.is(word, Noun::Spokesperson));
            return back.map(|source| (source, "the-spokesman-said"));
        }
        let (before, behind) = (&parts.core[..parts.core.len() - 1], parts.rest.get(1..).unwrap_or(&[]));
        let body = if behind.is_empty() { before } else { behind };
        let body: Vec<&Word> = body.iter().filter(|word| !self.unnamed.is(&word.lower, Noun::Determiner)).collect();
        let name = match (body.first(), body.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span).of(self.text).to_owned(),
            _ => parts.described(self.text),
        };
        Some((Source::Organization(name), "spokesperson"))
    }

    /// A person by name.
    fn person(&self, parts: &Parts) -> Option<Answer> {
        let (name, known) = self.person_name(parts)?;
        Some((Source::Person(name), if known { "person-named-in-full" } else { "person-by-name" }))
    }

    fn person_name(&self, parts: &Parts) -> Option<(String, bool)> {
        let run = self.name_behind(parts)?;
        let lower: Vec<&str> = run.iter().map(|word| word.lower.as_str()).collect();
        let written = run[0].span.cover(run[run.len() - 1].span).of(self.text);
        if let Some(person) = self.people.named(&lower).and_then(|person| self.people.get(person)) {
            let fuller = person.name.split(' ').count() >= run.len();
            return Some((if fuller { person.name.clone() } else { written.to_owned() }, true));
        }
        let before = &parts.core[..parts.core.len() - run.len()];
        let titled = before.last().is_some_and(|word| {
            self.unnamed.is(&word.lower, Noun::Title) || self.unnamed.is(&word.lower, Noun::Singular)
        });
        let body = run.iter().any(|word| self.unnamed.is(&word.lower, Noun::Organization));
        let named = self.named_as(parts);
        let body = body || named.is_some_and(|kind| kind != EntityKind::Person);
        let name_like = 2 <= run.len() && run.len() <= 4 && !body && parts.lead.is_empty();
        (titled || name_like).then(|| (written.to_owned(), false))
    }

    /// "The source", "the officials": the unnamed people credited before.
    fn back_to_unnamed(&self, parts: &Parts) -> Option<Answer> {
        if !parts.definite(self.unnamed)
            || !(parts.is(Noun::Plural, self.unnamed) || parts.is(Noun::Singular, self.unnamed))
        {
            return None;
        }
        let noun = parts.noun();
        let stem = noun.trim_end_matches('s');
        let fits = |source: &Source| {
            matches!(source, Source::Unnamed { described, .. }
            if described.split(' ').any(|word| word.trim_end_matches('s').eq_ignore_ascii_case(stem)))
        };
        let plural = parts.is(Noun::Plural, self.unnamed) && !parts.is(Noun::Singular, self.unnamed);
        let number = |source: &Source| plural == several(source);
        let found = self.last(|source| fits(source) && number(source));
        found.map(|source| (source, "the-source-said"))
    }

    /// People without a name, also behind "the".
    fn unnamed(&self, parts: &Parts) -> Option<Answer> {
        let rumour = parts.is(Noun::Rumour, self.unnamed);
        let described = !parts.rest.is_empty() || !parts.definite(self.unnamed);
        let known = parts.is(Noun::Plural, self.unnamed) || (parts.is(Noun::Singular, self.unnamed) && described);
        (rumour || known).then(|| (self.described(parts), "unnamed"))
    }

    fn document(&self, parts: &Parts) -> Option<Answer> {
        if !parts.is(Noun::Document, self.unnamed) {
            return None;
        }
        let plain = parts.core.len() == 1 && parts.rest.is_empty() && parts.definite(self.unnamed);
        if plain {
            let noun = parts.noun();
            let back =
                self.last(|source| matches!(source, Source::Document(words) if words.to_lowercase().contains(noun)));
            if let Some(back) =
                back.or_else(|| self.last(|source| matches!(source, Source::Organization(_) | Source::Person(_))))
            {
                return Some((back, "the-statement-said"));
            }
        }
        Some((Source::Document(parts.described(self.text)), "document"))
    }

    fn organization(&self, parts: &Parts) -> Option<Answer> {
        let noun = parts.is(Noun::Organization, self.unnamed);
        let small = parts.core.iter().all(|word| !word.capital);
        if noun && small && parts.rest.is_empty() && parts.definite(self.unnamed) {
            let named = |words: &str| parts.core.iter().all(|word| words.contains(word.lower.as_str()));
            let recent = self.before.len().saturating_sub(REMEMBERED);
            let back = (recent..self.before.len())
                .rev()
                .find(|at| matches!(self.before[*at], Source::Organization(_)) && named(&self.worded[*at]));
            let back = back.map(|back| self.before[back].clone());
            let bare = back.as_ref().is_none_or(|back| !back.name().contains(char::is_uppercase));
            let body = self.body_called(parts).filter(|_| bare).map(Source::Organization);
            if let Some(body) = body.or(back) {
                return Some((body, "the-ministry-said"));
            }
        }
        noun.then(|| (Source::Organization(parts.described(self.text)), "organization"))
    }

    /// "The force", "the council": the only body named so far that these words are in the name of.
    fn body_called(&self, parts: &Parts) -> Option<String> {
        let core: Vec<&str> = parts.core.iter().map(|word| word.lower.as_str()).collect();
        let kin = |word: &str, noun: &str| {
            word == noun || (self.unnamed.is(noun, Noun::Force) && self.unnamed.is(word, Noun::Force))
        };
        let called = |name: &str| {
            let lower = name.to_lowercase();
            core.iter().all(|noun| lower.split(' ').any(|word| kin(word, noun)))
        };
        let before = self.named.range(..parts.all.first()?.span.start()).map(|(_, (span, kind))| (span, kind));
        let bodies = before.filter(|(_, kind)| **kind == EntityKind::Organization).map(|(span, _)| span.of(self.text));
        let mut only: Option<&str> = None;
        for name in bodies.filter(|name| called(name)) {
            let same = only.is_none_or(|only| only.contains(name) || name.contains(only));
            only = Some(if only.is_some_and(|only| name.len() < only.len()) { only? } else { name });
            if !same {
                return None;
            }
        }
        only.map(str::to_owned)
    }

    /// "The Harbour leader", "the minister": the only person introduced in that role.
    fn in_role(&self, parts: &Parts, span: Span) -> Option<Answer> {
        if !parts.definite(self.unnamed) {
            return None;
        }
        let before: Vec<&str> = parts.core.iter().rev().skip(1).map(|word| word.lower.as_str()).collect();
        let found = self.people.in_role(parts.noun(), &before, span.start(), self.unnamed);
        match found[..] {
            [] => None,
            [person] => self.people.get(person).map(|person| (Source::Person(person.name.clone()), "person-by-role")),
            _ => {
                let credited = self.last(|source| matches!(source, Source::Person(name) if found.iter().any(|person| self.people.get(*person).is_some_and(|person| person.name == *name))));
                Some(credited.map_or((Source::Unresolved(parts.described(self.text)), "person-by-role"), |source| {
                    (source, "person-by-role")
                }))
            }
        }
    }

    /// A name that is nobody's yet is a body; what has no name is somebody unnamed.
    fn other(&self, parts: &Parts) -> Answer {
        let named = parts.core.last().is_some_and(|word| word.capital)
            && !(parts.all.len() == 1 && parts.all[0].lower.len() < 2);
        if named {
            let name = self.own_name(parts);
            let person = self.named_as(parts) == Some(EntityKind::Person);
            return (if person { Source::Person(name) } else { Source::Organization(name) }, "name");
        }
        if parts.definite(self.unnamed) && parts.rest.is_empty() {
            if let Some(described) = self.described_by(parts.noun()) {
                return (described, "the-source-said");
            }
            let office = [Noun::Title, Noun::Portfolio].iter().any(|kind| parts.is(*kind, self.unnamed));
            let place = parts.all.first().map_or(0, |word| word.span.start());
            let only = || self.people.only_one_before(place).filter(|_| office).and_then(|one| self.people.source(one));
            let person = self.last(|source| matches!(source, Source::Person(_)));
            if let Some(person) = person.or_else(only) {
                return (person, "last-person");
            }
        }
        (self.described(parts), "description")
    }
}

impl Reader<'_> {
    /// What the name that a source ends with is, where it was found as one.
    fn named_as(&self, parts: &Parts) -> Option<EntityKind> {
        let last = parts.core.last().filter(|last| last.capital)?;
        let (span, kind) = self.named.range(..=last.span.start()).next_back()?.1;
        (last.span.end() <= span.end()).then_some(*kind)
    }

    /// The last person without a name who was described by this noun: "the driver" is "a driver of the firm".
    fn described_by(&self, noun: &str) -> Option<Source> {
        let by = |described: &str| described.split(' ').any(|word| word.eq_ignore_ascii_case(noun));
        self.last(|source| matches!(source, Source::Unnamed { described, .. } if by(described)))
    }
}

/// Whether a source is several people.
fn several(source: &Source) -> bool {
    matches!(source, Source::Unnamed { count, .. } if *count != Some(1))
}
