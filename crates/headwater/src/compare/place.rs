//! When each article of a story was written: as its page tells, or worked out from the others.
//!
//! Clues are taken tier by tier, the surest first; the first tier that has any decides. Clues of one tier that do not
//! agree give no date, unless most of them, and at least two, do (invariant 7).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};

use crate::{Calendar, Direction, Evidence, Grain, How, Meaning, Published, Reading, Span, Time, TimeKind, Unit, When};

use super::Members;

/// A name that stands in more sentences of an article than this tells little of which happening is spoken of.
const RARE: usize = 2;
/// How far, in days, an article's weekday may be from the days of the others of its story.
const NEAR: i32 = 3;
/// How far, in days, a date that an article tells may be from the nearest article of its story, to be the article's own.
const FAR_FROM_STORY: i32 = 31;
/// How many days, the first and the last counted, a story has just begun.
const NEAR_FIRST: i32 = 2;
/// The most words of a note in which an article speaks of itself.
const MOST_NOTE_WORDS: usize = 20;
/// Rounds in which dates worked out serve to work out others. The second already finds next to nothing.
const ROUNDS: usize = 2;

/// Puts the articles of a story in order of publication, undated ones by what they and the others say.
pub(crate) fn place<'a>(readings: &'a [Reading], articles: &[usize], calendar: &Calendar) -> Members<'a> {
    let told = |article: &usize| (*article, readings[*article].article.published.clone());
    let mut published: BTreeMap<usize, Option<Published>> = articles.iter().map(told).collect();
    for _ in 0..ROUNDS {
        let found = infer(readings, &published, calendar);
        if found.is_empty() {
            break;
        }
        published.extend(found.into_iter().map(|(article, date)| (article, Some(date))));
    }
    in_order(readings, published)
}

fn in_order(readings: &[Reading], published: BTreeMap<usize, Option<Published>>) -> Members<'_> {
    let mut order: Vec<(usize, Option<Published>)> = published.into_iter().collect();
    order.sort_by_key(|(article, date)| {
        let first = date.as_ref().map(|date| date.when.from);
        (first.is_none(), first, &readings[*article].article.id)
    });
    let (articles, published) = order.into_iter().unzip();
    Members::new(readings, articles, published)
}

/// What shows when an article was published.
#[derive(Clone, Debug)]
struct Clue {
    /// Whose clue it is, for counting how many agree.
    from: usize,
    day: Date,
    because: Vec<Evidence>,
}

/// One round: the dates of undated articles as far as the dated ones show them.
fn infer(
    readings: &[Reading],
    published: &BTreeMap<usize, Option<Published>>,
    calendar: &Calendar,
) -> Vec<(usize, Published)> {
    let happenings = happenings(readings, published);
    let undated = published.iter().filter(|(_, date)| date.is_none()).map(|(article, _)| *article);
    let found = undated.filter_map(|article| {
        let tiers: [&dyn Fn() -> Vec<Clue>; 5] = [
            &|| told_by_others(readings, published, article, calendar),
            &|| same_happening(readings, &happenings, article),
            &|| weekday_near_story(readings, published, article),
            &|| first_day(readings, published, article, calendar),
            &|| own_dates(readings, published, article),
        ];
        let clues = tiers.iter().map(|tier| tier()).find(|clues| !clues.is_empty())?;
        Some((article, agreed(clues)?))
    });
    found.collect()
}

/// The day that the clues agree on, or that most of them do.
fn agreed(clues: Vec<Clue>) -> Option<Published> {
    let mut votes: BTreeMap<Date, BTreeSet<usize>> = BTreeMap::new();
    for clue in &clues {
        votes.entry(clue.day).or_default().insert(clue.from);
    }
    let mut counts: Vec<(usize, Date)> = votes.iter().map(|(day, from)| (from.len(), *day)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let (most, day) = *counts.first()?;
    let second = counts.get(1).map_or(0, |(count, _)| *count);
    if 0 < second && (most < 2 || most == second) {
        return None;
    }
    let because = clues.into_iter().find(|clue| clue.day == day)?.because;
    Some(Published { when: When { uncertain: true, ..When::day(day) }, how: How::Inferred, because })
}

/// A day on which a dated article says something happened, by a rare name in the sentence that says so.
struct Happening<'a> {
    article: usize,
    time: &'a Time,
    sentence: &'a str,
    day: Date,
}

/// The dated happenings of a story by the rare names in their sentences.
fn happenings<'a>(
    readings: &'a [Reading],
    published: &BTreeMap<usize, Option<Published>>,
) -> BTreeMap<&'a str, Vec<Happening<'a>>> {
    let mut found: BTreeMap<&str, Vec<Happening>> = BTreeMap::new();
    for (article, date) in published {
        let Some(date) = date.as_ref().filter(|date| date.when.is_day()) else { continue };
        let reading = &readings[*article];
        let names = rare_names(reading);
        for (time, sentence) in times_by_sentence(reading) {
            let Some(day) = time.meaning.when(Some(date.when)).filter(exact) else { continue };
            for name in names.get(&sentence).into_iter().flatten() {
                let sentence = words_of(reading, sentence);
                found.entry(name).or_default().push(Happening { article: *article, time, sentence, day: day.from });
            }
        }
    }
    found
}

fn words_of(reading: &Reading, sentence: usize) -> &str {
    reading.sentences.get(sentence).map_or("", |sentence| sentence.span.of(&reading.article.text))
}

/// Whether two sentences have most of their words in common, as copies have, also in part.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    COPIED * one.len().min(other.len()) <= 10 * common
}

fn exact(when: &When) -> bool {
    when.is_day() && !when.approximate
}

/// Dates and times of day, with the number of the sentence each stands in.
fn times_by_sentence(reading: &Reading) -> impl Iterator<Item = (&Time, usize)> {
    let dates = reading.times.iter().filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    dates.map(|time| {
        let sentence = reading.sentences.partition_point(|sentence| sentence.span.end() <= time.span.start());
        (time, sentence)
    })
}

/// By sentence, the names that stand in few sentences of the article. A name here is a word with a capital letter that
/// does not open its sentence and belongs to no time.
fn rare_names(reading: &Reading) -> BTreeMap<usize, BTreeSet<&str>> {
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut times = reading.times.iter().peekable();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        for word in capitalised(&reading.article.text, sentence.span) {
            while times.next_if(|time| time.span.end() <= word.start()).is_some() {}
            if times.peek().is_none_or(|time| !time.span.overlaps(word)) {
                places.entry(word.of(&reading.article.text)).or_default().insert(number);
            }
        }
    }
    let mut names: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (name, sentences) in places.into_iter().filter(|(_, sentences)| sentences.len() <= RARE) {
        for sentence in sentences {
            names.entry(sentence).or_default().insert(name);
        }
    }
    names
}

fn capitalised(text: &str, sentence: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = sentence.start();
    for word in sentence.of(text).split(|letter: char| !letter.is_alphanumeric()) {
        let span = Span::new(at, at + word.len());
        let next = text[span.end()..].chars().next().map_or(0, char::len_utf8);
        at = span.end() + next;
        if span.start() != sentence.start() && 2 < word.len() && word.starts_with(char::is_uppercase) {
            found.push(span);
        }
    }
    found
}

/// A dated article tells the day of what this one says is "today", "yesterday", "two days ago" or on some weekday.
fn same_happening(readings: &[Reading], happenings: &BTreeMap<&str, Vec<Happening>>, article: usize) -> Vec<Clue> {
    let reading = &readings[article];
    let names = rare_names(reading);
    let mut clues = Vec::new();
    for (time, sentence) in times_by_sentence(reading).filter(|(time, _)| !is_quoted(reading, time)) {
        for name in names.get(&sentence).into_iter().flatten() {
            for happening in happenings.get(*name).into_iter().flatten() {
                let day = day_counted_back(&time.meaning, happening.day);
                let compatible = same_direction(&time.meaning, &happening.time.meaning);
                // A sentence copied to the letter was not written anew: its "yesterday" is the other's.
                let copied = same_words(happening.sentence, words_of(reading, sentence));
                let Some(day) = day.filter(|_| compatible && !copied) else { continue };
                let there = evidence(&readings[happening.article], happening.time.span);
                clues.push(Clue { from: happening.article, day, because: vec![evidence(reading, time.span), there] });
            }
        }
    }
    clues
}

/// Whether a time stands in somebody's own words: their "yesterday" may be told long after.
fn is_quoted(reading: &Reading, time: &Time) -> bool {
    let at = reading.sentences.partition_point(|sentence| sentence.span.end() <= time.span.start());
    reading.sentences.get(at).is_some_and(|sentence| sentence.quotes.iter().any(|quote| quote.overlaps(time.span)))
}

/// The article's day, from the day that its "yesterday" was.
fn day_counted_back(meaning: &Meaning, day: Date) -> Option<Date> {
    match meaning {
        Meaning::Counted { count, unit: Unit::Day, grain: Grain::Day, approximate: false, .. } => {
            day.checked_sub(i64::from(*count).days()).ok()
        }
        _ => None,
    }
}

/// What one looks forward to, the other does not look back on.
fn same_direction(here: &Meaning, there: &Meaning) -> bool {
    let side = |meaning: &Meaning| match meaning {
        Meaning::Counted { count, .. } if *count < 0 => Some(Direction::Past),
        Meaning::Counted { count, .. } if 0 < *count => Some(Direction::Future),
        Meaning::Counted { direction: Direction::Past, .. } => Some(Direction::Past),
        Meaning::Counted { direction: Direction::Future, .. } => Some(Direction::Future),
        _ => None,
    };
    // An article of the day itself may look ahead to what another of the day before looked ahead to, or back on.
    !matches!((side(here), side(there)), (Some(here), Some(there)) if here != there)
}

fn evidence(reading: &Reading, span: Span) -> Evidence {
    let words = span.of(&reading.article.text).to_owned();
    Evidence { article: reading.article.id.clone(), span: Some(span), words }
}

/// Another article dates this one's outlet: "the post on Harbour Post, published on 19 November 2011".
fn told_by_others(
    readings: &[Reading],
    published: &BTreeMap<usize, Option<Published>>,
    article: usize,
    calendar: &Calendar,
) -> Vec<Clue> {
    let Some(outlet) = readings[article].article.outlet.as_deref().filter(|outlet| 3 < outlet.len()) else {
        return Vec::new();
    };
    let same_outlet = |other: &usize| readings[*other].article.outlet.as_deref() == Some(outlet);
    if published.keys().any(|other| *other != article && same_outlet(other)) {
        return Vec::new();
    }
    let mut clues = Vec::new();
    for (other, date) in published.iter().filter(|(other, _)| **other != article) {
        let reading = &readings[*other];
        for (time, sentence) in times_by_sentence(reading) {
            let Some(sentence) = reading.sentences.get(sentence) else { continue };
            let anchor = date.as_ref().map(|date| date.when);
            let Some(day) = time.meaning.when(anchor).filter(exact) else { continue };
            let between = words_between(reading, sentence.span, time.span, outlet);
            if between.is_some_and(|words| calendar.speaks_of_publishing(words)) {
                clues.push(Clue { from: *other, day: day.from, because: vec![evidence(reading, time.span)] });
            }
        }
    }
    clues
}

/// The words from an outlet's name to a time in the same sentence, and a little beyond.
fn words_between<'a>(reading: &'a Reading, sentence: Span, time: Span, outlet: &str) -> Option<&'a str> {
    let text = &reading.article.text;
    let bare = outlet.split_once(' ').filter(|(first, _)| first.len() <= 3).map_or(outlet, |(_, rest)| rest);
    let at = sentence.start() + sentence.of(text).find(bare)?;
    let words = Span::new(at, at + bare.len()).cover(time);
    let beyond =
        text[words.end()..sentence.end().max(words.end())].split_whitespace().take(3).map(str::len).sum::<usize>();
    let mut end = (words.end() + beyond).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Some(Span::new(words.start(), end).of(text)).filter(|words| words.len() < FAR_IN_SENTENCE)
}

/// Tenths of the shorter sentence's words that a copy keeps at least.
const COPIED: usize = 7;

/// In longer stretches the time belongs to something else.
const FAR_IN_SENTENCE: usize = 120;

/// The last full date of the article's own text, if it also calls that day by its weekday. A day that is far from those
/// of the story's other articles is something to come or long over.
fn own_dates(readings: &[Reading], published: &BTreeMap<usize, Option<Published>>, article: usize) -> Vec<Clue> {
    let reading = &readings[article];
    let full = reading.times.iter().filter_map(|time| match &time.meaning {
        Meaning::Fixed { when: Some(when), .. } if when.is_day() => Some((when.from, time.span)),
        _ => None,
    });
    let Some((day, span)) = full.max_by_key(|(day, _)| *day) else { return Vec::new() };
    let mut told = published.values().flatten().map(|date| date.when);
    let far = |when: When| FAR_FROM_STORY < When::between(when.from.min(day), when.to.max(day)).length();
    if told.next().is_some_and(far) && told.all(far) {
        return Vec::new();
    }
    let named = reading.times.iter().find(|time| {
        matches!(&time.meaning, Meaning::Weekday { weekday, direction: Direction::Past | Direction::Nearest, .. }
            if i16::from(*weekday) == i16::from(day.weekday().to_monday_one_offset()))
    });
    let because = |named: &Time| vec![evidence(reading, span), evidence(reading, named.span)];
    named.map(|named| Clue { from: article, day, because: because(named) }).into_iter().collect()
}

/// The article speaks of weekdays that are over; the one nearest to the days of the story's other articles, since news
/// is told on the day. Of two as near, the earlier.
fn weekday_near_story(
    readings: &[Reading],
    published: &BTreeMap<usize, Option<Published>>,
    article: usize,
) -> Vec<Clue> {
    let days = days_told(published);
    let (Some((first, _)), Some((last, _)), Some((middle, other))) =
        (days.first(), days.last(), days.get(days.len() / 2))
    else {
        return Vec::new();
    };
    if 7 < When::between(*first, *last).length() {
        return Vec::new();
    }
    let reading = &readings[article];
    let own = reading.times.iter().filter(|time| !is_quoted(reading, time));
    let near = own.filter_map(|time| Some((past_weekday_near(&time.meaning, *middle)?, time.span)));
    // Past the last day known of the story, a weekday could as well be one of a week before.
    let nearest = near
        .filter(|(day, _)| day <= last)
        .min_by_key(|(day, span)| (When::between(*middle, *day).length(), *day, *span));
    let Some((day, span)) = nearest else { return Vec::new() };
    let mut because = vec![evidence(reading, span)];
    because.extend(published[other].iter().flat_map(|date| date.because.iter().cloned()));
    vec![Clue { from: article, day, because }]
}

/// The days that articles of a story are known to be of, in order. Days worked out do not count: from one of them many
/// would follow.
fn days_told(published: &BTreeMap<usize, Option<Published>>) -> Vec<(Date, usize)> {
    let told = |date: &&Published| date.when.is_day() && date.how != How::Inferred;
    let day = |(article, date): (&usize, &Option<Published>)| Some((date.as_ref().filter(told)?.when.from, *article));
    let mut days: Vec<(Date, usize)> = published.iter().filter_map(day).collect();
    days.sort_unstable();
    days
}

/// The article says of itself that it is written while the thing goes on: it is of the first day of its story, where
/// most of the others are of that day or nearly.
fn first_day(
    readings: &[Reading],
    published: &BTreeMap<usize, Option<Published>>,
    article: usize,
    calendar: &Calendar,
) -> Vec<Clue> {
    let reading = &readings[article];
    let says = |paragraph: &&Span| {
        let words = paragraph.of(&reading.article.text);
        words.split_whitespace().nth(MOST_NOTE_WORDS).is_none() && calendar.says_developing(words)
    };
    let days = days_told(published);
    let (Some((first, other)), Some(note)) = (days.first(), reading.article.paragraphs.iter().find(says)) else {
        return Vec::new();
    };
    let near = days.iter().filter(|(day, _)| When::between(*first, *day).length() <= NEAR_FIRST).count();
    if near < 2 || near * 2 <= days.len() {
        return Vec::new();
    }
    let mut because = vec![evidence(reading, *note)];
    because.extend(published[other].iter().flat_map(|date| date.because.iter().cloned()));
    vec![Clue { from: *other, day: *first, because }]
}

fn past_weekday_near(meaning: &Meaning, middle: Date) -> Option<Date> {
    let Meaning::Weekday { weekday, direction: Direction::Past | Direction::Nearest, .. } = meaning else {
        return None;
    };
    let ahead = i32::from(*weekday) - i32::from(middle.weekday().to_monday_one_offset());
    let days = (ahead + NEAR).rem_euclid(7) - NEAR;
    middle.checked_add(i64::from(days).days()).ok()
}

#[cfg(test)]
mod tests {
    use crate::{ClaimedDate, Hints, Knowledge, Page, Published, Reading, When};

    use super::place;

    fn reading(name: &str, text: &str, day: Option<jiff::civil::Date>, knowledge: &Knowledge) -> Reading {
        let hints = Hints { dates: Vec::<ClaimedDate>::new(), ..Hints::default() };
        let page = Page { place: name.to_owned(), body: crate::Body::Exact(text.to_owned()), hints };
        let mut reading = crate::read(&page, knowledge);
        reading.article.published =
            day.map(|day| Published { when: When::day(day), how: crate::How::Stated, because: Vec::new() });
        reading
    }

    /// The day found for the first text, from the second, which is of 22 April 2025, a Tuesday.
    fn check(undated: &str, dated: &str, wanted: Option<&str>) {
        let knowledge = Knowledge::once();
        let day = jiff::civil::date(2025, 4, 22);
        let readings = [reading("undated", undated, None, knowledge), reading("dated", dated, Some(day), knowledge)];
        let members = place(&readings, &[0, 1], &knowledge.calendar);
        let at = members.articles.iter().position(|article| *article == 0).unwrap_or_default();
        let found = members.published[at].as_ref().map(|published| published.when.edtf());
        assert_eq!(found.as_deref(), wanted, "{undated} / {dated}");
    }

    #[test]
    fn what_is_today_here_and_wednesday_there_tells_the_day() {
        check(
            "Envoys are gathering. The next round is expected to take place today in Ostwick.",
            "The envoy left. Talks get under way in Ostwick on Wednesday.",
            Some("2025-04-23?"),
        );
    }

    #[test]
    fn what_shares_no_name_tells_nothing() {
        check("The round is to take place today.", "Talks get under way in Ostwick on Wednesday.", None);
    }

    #[test]
    fn weekdays_lie_near_the_story() {
        check("The firm told the paper on Saturday it was closing.", "Shares fell.", Some("2025-04-19?"));
    }

    #[test]
    fn a_day_far_from_the_story_is_not_the_articles_own() {
        let undated = |day: &str| format!("The firm said on Wednesday that it would open a yard on {day}.");
        check(&undated("Wednesday, October 1, 2025"), "Shares fell.", None);
        check(&undated("Wednesday, April 30, 2025"), "Shares fell.", Some("2025-04-30?"));
    }
}
