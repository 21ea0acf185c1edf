//! What happened when.

use std::collections::BTreeMap;

use crate::{Calendar, Claim, Meaning, Moment, Place, Reading, StatementRef, TimeKind, When};

use super::Members;

/// No claim needs more days; the ones told most often come first.
const MOST_DATES: usize = 4;
/// What takes longer than a leap year is no date of a happening.
const LONGEST: i32 = 366;
/// Within so many days the articles of a story were written at one time: what is coarse means the same in all.
const BRIEF: i32 = 14;
/// Days of what is coarse: a month at least.
const COARSE: i32 = 28;
/// How many times its own weight a finer date takes on of a coarser one.
const MOST_ABSORBED: usize = 2;
/// A time within the clause counts for more than one beside it in the sentence.
const WITHIN: usize = 2;
const BESIDE: usize = 1;

/// The days on which what a claim says happened or is to happen.
pub(crate) fn dates(members: &Members, statements: &[StatementRef], _calendar: &Calendar) -> Vec<When> {
    let mut weights: BTreeMap<When, usize> = BTreeMap::new();
    for (when, weight) in statements.iter().flat_map(|statement| statement_dates(members, *statement)) {
        *weights.entry(when).or_default() += weight;
    }
    // The finest first, so that coarser ones that agree join them, unless far more articles tell the coarser.
    let mut found: Vec<(When, usize)> = weights.into_iter().collect();
    found.sort_by_key(|(when, _)| (when.length(), *when));
    let mut support: Vec<(When, usize)> = Vec::new();
    for (when, weight) in found {
        match support.iter_mut().find(|(finer, own)| finer.meets(&when) && weight <= MOST_ABSORBED * *own) {
            Some((_, sum)) => *sum += weight,
            None => support.push((when, weight)),
        }
    }
    support.sort_by_key(|(when, weight)| (usize::MAX - weight, *when));
    support.into_iter().take(MOST_DATES).map(|(when, _)| when).collect()
}

/// The moments of a story, earliest first.
pub(crate) fn timeline(members: &Members, claims: &[Claim], _calendar: &Calendar) -> Vec<Moment> {
    let mut moments = Vec::new();
    for claim in claims {
        let told: Vec<(Place, Vec<(When, usize)>)> = claim
            .statements
            .iter()
            .map(|statement| (place_of(members, *statement), statement_dates(members, *statement)))
            .collect();
        for when in &claim.dates {
            let tells = |(_, dates): &&(Place, Vec<(When, usize)>)| dates.iter().any(|(date, _)| date.meets(when));
            let places = told.iter().filter(tells).map(|(place, _)| *place).collect();
            moments.push(Moment { when: *when, text: claim.text.clone(), places });
        }
    }
    moments.sort_by(|a, b| (a.when, &a.places, &a.text).cmp(&(b.when, &b.places, &b.text)));
    moments
}

fn place_of(members: &Members, statement: StatementRef) -> Place {
    let span = members.readings[statement.article].statements[statement.statement].span;
    Place { article: statement.article, span }
}

/// The days that the times of a statement mean, hung on its article's day. A time beside the clause counts only where
/// the clause has none and the sentence no other.
fn statement_dates(members: &Members, at: StatementRef) -> Vec<(When, usize)> {
    let reading = &members.readings[at.article];
    let statement = &reading.statements[at.statement];
    let anchor = Anchor::of(members, at.article);
    let within = days(reading, &statement.times, anchor);
    if !within.is_empty() {
        return within.into_iter().map(|when| (when, WITHIN)).collect();
    }
    let sentence = reading.sentences.partition_point(|sentence| sentence.span.end() <= statement.span.start());
    let Some(sentence) = reading.sentences.get(sentence) else { return Vec::new() };
    let first = reading.times.partition_point(|time| time.span.end() <= sentence.span.start());
    let last = first + reading.times[first..].iter().take_while(|time| time.span.end() <= sentence.span.end()).count();
    match days(reading, &(first..last).collect::<Vec<_>>(), anchor).as_slice() {
        [only] => vec![(*only, BESIDE)],
        _ => Vec::new(),
    }
}

/// The calendar dates among some times, each once.
fn days(reading: &Reading, times: &[usize], anchor: Anchor) -> Vec<When> {
    let times = times.iter().filter_map(|time| reading.times.get(*time));
    let dates = times.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let found = dates.filter_map(|time| anchor.when(&time.meaning)).filter(|when| when.length() <= LONGEST);
    found.map(|when| (when, ())).collect::<BTreeMap<_, _>>().into_keys().collect()
}

/// What the times of an article are counted from.
#[derive(Clone, Copy)]
enum Anchor {
    /// Its day.
    Day(When),
    /// It has none; its story was told in these days.
    Story(When),
    None,
}

impl Anchor {
    fn of(members: &Members, article: usize) -> Anchor {
        let at = members.articles.iter().position(|member| *member == article);
        if let Some(published) = at.and_then(|at| members.published.get(at)?.as_ref()) {
            return Anchor::Day(published.when);
        }
        let mut told = members.published.iter().flatten().map(|published| published.when);
        let Some(first) = told.next() else { return Anchor::None };
        let story = told.fold(first, |story, when| When::between(story.from.min(when.from), story.to.max(when.to)));
        if story.length() <= BRIEF { Anchor::Story(story) } else { Anchor::None }
    }

    /// The days meant. "Last year" means the same on every day of a story told within two weeks; "yesterday" does not.
    fn when(self, meaning: &Meaning) -> Option<When> {
        match self {
            Anchor::Day(day) => meaning.when(Some(day)),
            Anchor::None => meaning.when(None),
            Anchor::Story(_) if !meaning.is_open() => meaning.when(None),
            Anchor::Story(story) => {
                let when = meaning.when(Some(story)).filter(|when| COARSE <= when.length())?;
                Some(When { uncertain: true, ..when })
            }
        }
    }
}
