//! What happened when.

use std::collections::BTreeMap;

use crate::{Calendar, Claim, Moment, Place, Reading, StatementRef, TimeKind, When};

use super::Members;

/// No claim needs more days; the ones told most often come first.
const MOST_DATES: usize = 4;
/// What takes longer than a leap year is no date of a happening.
const LONGEST: i32 = 366;
/// A time within the clause counts for more than one beside it in the sentence.
const WITHIN: usize = 2;
const BESIDE: usize = 1;

/// The days on which what a claim says happened or is to happen.
pub(crate) fn dates(members: &Members, statements: &[StatementRef], _calendar: &Calendar) -> Vec<When> {
    let mut support: Vec<(When, usize)> = Vec::new();
    let mut found: Vec<(When, usize)> =
        statements.iter().flat_map(|statement| statement_dates(members, *statement)).collect();
    // The finest first, so that coarser ones that agree join them.
    found.sort_by_key(|(when, _)| (when.length(), *when));
    for (when, weight) in found {
        match support.iter_mut().find(|(finer, _)| finer.meets(&when)) {
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
    let anchor = anchor(members, at.article);
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
fn days(reading: &Reading, times: &[usize], anchor: Option<When>) -> Vec<When> {
    let times = times.iter().filter_map(|time| reading.times.get(*time));
    let dates = times.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let found = dates.filter_map(|time| time.meaning.when(anchor)).filter(|when| when.length() <= LONGEST);
    found.map(|when| (when, ())).collect::<BTreeMap<_, _>>().into_keys().collect()
}

fn anchor(members: &Members, article: usize) -> Option<When> {
    let at = members.articles.iter().position(|member| *member == article)?;
    members.published.get(at)?.as_ref().map(|published| published.when)
}
