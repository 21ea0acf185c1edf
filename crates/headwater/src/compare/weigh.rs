//! Where the statements of a claim differ. Says contradiction only when the words prove it, and never who is right.

use std::collections::BTreeSet;

use crate::{
    Difference, DifferenceKind, EntityKind, Knowledge, Modality, Number, Place, Polarity, Reading, Span, Statement,
    StatementRef, When,
};

use super::align::speakers;
use super::{Members, Unified};
use crate::knowledge::Duties;

/// The most accounts that are weighed against each other: statements that say the same in the same way are one.
const MOST_ACCOUNTS: usize = 24;

/// The most bytes before the name that a statement begins with: "The former".
const LONGEST_LEAD: usize = 12;

/// The fewest words more that make one account narrower than another.
const NARROWER: usize = 3;

/// The differences among the statements of one claim, weightiest first.
pub(crate) fn weigh(
    members: &Members,
    things: &Unified,
    statements: &[StatementRef],
    knowledge: &Knowledge,
) -> Vec<Difference> {
    let accounts = accounts(members, things, statements, knowledge);
    let found = [
        opposed(pairs(&accounts)),
        sure(&accounts),
        counted(&accounts, knowledge),
        dated(&accounts),
        conditioned(&accounts, knowledge),
        done(&accounts),
        covered(&accounts),
        quoted(&accounts).or_else(|| reworded(&accounts)),
    ];
    found.into_iter().flatten().collect()
}

/// Where a claim and its denial stand against each other: the first of their accounts in two articles that have most
/// words in common.
pub(crate) fn denied(
    members: &Members,
    things: &Unified,
    claim: &[StatementRef],
    denial: &[StatementRef],
    knowledge: &Knowledge,
) -> Option<Difference> {
    let told = |statements| accounts(members, things, statements, knowledge);
    let (claim, denial) = (told(claim), told(denial));
    let pairs = claim.iter().flat_map(|one| denial.iter().map(move |other| (one, other)));
    opposed(pairs.filter(|(one, other)| one.article != other.article))
}

/// One account says it is so, another that it is not.
fn opposed<'a, 'r: 'a>(mut pairs: impl Iterator<Item = (&'a Account<'r>, &'a Account<'r>)>) -> Option<Difference> {
    let (one, other) =
        pairs.find(|(one, other)| denies(one.statement) != denies(other.statement) && near(one, other))?;
    Some(between(DifferenceKind::Negation, one, one.statement.span, other, other.statement.span))
}

/// One way in which a claim is told.
struct Account<'a> {
    article: usize,
    reading: &'a Reading,
    statement: &'a Statement,
    words: Vec<String>,
    /// Its words that mean something, without their endings.
    terms: BTreeSet<String>,
    /// The name it begins with, and which of the story's things that is.
    subject: Option<(Span, String)>,
    /// By what names those are called who are credited with it.
    speakers: Vec<String>,
    /// What stands in quotation marks in it.
    quote: Option<Span>,
    days: Vec<When>,
}

impl Account<'_> {
    fn place(&self, span: Span) -> Place {
        Place { article: self.article, span }
    }

    fn shown(&self, span: Span) -> &str {
        span.of(&self.reading.article.text)
    }
}

/// The accounts of a claim: each wording once.
fn accounts<'a>(
    members: &Members<'a>,
    things: &Unified,
    statements: &[StatementRef],
    knowledge: &Knowledge,
) -> Vec<Account<'a>> {
    let mut accounts: Vec<Account> = Vec::new();
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    for at in statements {
        let reading = &members.readings[at.article];
        let statement = &reading.statements[at.statement];
        let plain = knowledge.wording.words(&reading.article.text, statement.span);
        let words: Vec<String> = plain.iter().map(|word| word.lower.clone().into_owned()).collect();
        if accounts.len() == MOST_ACCOUNTS || !seen.insert(words.clone()) {
            continue;
        }
        let days = super::dates(members, &[*at], &knowledge.calendar);
        let meaning = plain.iter().filter(|word| !word.duties.does(Duties::STOP));
        accounts.push(Account {
            article: at.article,
            reading,
            statement,
            words,
            terms: meaning.map(|word| knowledge.wording.stem(&word.lower).to_owned()).collect(),
            subject: subject(reading, at.article, statement.span, things),
            speakers: speakers(statement),
            quote: quote(reading, statement.span),
            days,
        });
    }
    accounts
}

/// The name that a statement begins with.
fn subject(reading: &Reading, article: usize, span: Span, things: &Unified) -> Option<(Span, String)> {
    let first = reading.mentions.partition_point(|mention| mention.span.start() < span.start());
    let mention = reading.mentions.get(first)?;
    let begins = mention.span.end() <= span.end() && mention.span.start() <= span.start() + LONGEST_LEAD;
    let thing = things.thing(article, mention.entity).filter(|_| begins)?;
    // Not "Holt's deal", nor where a letter comes from: "TARN, Oct 8 -".
    let goes_on = reading.article.text[mention.span.end()..].starts_with(' ');
    let acts = goes_on && matches!(thing.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place);
    acts.then(|| (mention.span, thing.key.clone()))
}

/// The longest quotation in a statement.
fn quote(reading: &Reading, span: Span) -> Option<Span> {
    let first = reading.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
    let here = reading.sentences[first..].iter().take_while(|sentence| sentence.span.start() < span.end());
    let quotes = here.flat_map(|sentence| &sentence.quotes).filter(|quote| quote.overlaps(span));
    let inside = quotes.map(|quote| Span::new(quote.start().max(span.start()), quote.end().min(span.end())));
    inside.max_by_key(|quote| quote.len())
}

/// Pairs of accounts of two articles, each once: what one article says in two ways is its own affair.
fn pairs<'a, 'r>(accounts: &'a [Account<'r>]) -> impl Iterator<Item = (&'a Account<'r>, &'a Account<'r>)> {
    let pairs = accounts
        .iter()
        .enumerate()
        .flat_map(|(index, one)| accounts[index + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| one.article != other.article)
}

/// Whether a statement says that something is not so.
pub(in crate::compare) fn denies(statement: &Statement) -> bool {
    statement.negated != (statement.polarity == Polarity::Denied)
}

/// One account is sure, another is not. "Would" tells nothing: it is how a "will" is passed on.
fn sure(accounts: &[Account]) -> Option<Difference> {
    let doubtful = |account: &Account| matches!(account.statement.modality, Modality::Could | Modality::Should);
    let told = |account: &Account| matches!(account.statement.modality, Modality::Is | Modality::Will);
    let apart = |one: &Account, other: &Account| doubtful(one) && told(other) || told(one) && doubtful(other);
    let (one, other) = pairs(accounts).find(|(one, other)| apart(one, other) && alike(one, other))?;
    Some(between(DifferenceKind::Modality, one, one.statement.span, other, other.statement.span))
}

/// The accounts count the same thing, and not alike.
fn counted(accounts: &[Account], knowledge: &Knowledge) -> Option<Difference> {
    let rivals = |one: &Account, other: &Account| -> Option<(Span, Span)> {
        let common = one
            .statement
            .numbers
            .iter()
            .any(|number| other.statement.numbers.iter().any(|rival| agree(number, rival, knowledge)));
        if common {
            return None;
        }
        one.statement.numbers.iter().find_map(|number| {
            let rival = other.statement.numbers.iter().find(|rival| same_unit(number, rival, knowledge))?;
            Some((number.span, rival.span))
        })
    };
    pairs(accounts).find_map(|(one, other)| {
        let (number, rival) = rivals(one, other)?;
        Some(between(DifferenceKind::Number, one, number, other, rival))
    })
}

fn agree(one: &Number, other: &Number, knowledge: &Knowledge) -> bool {
    let rough = |number: &Number| knowledge.wording.is_rough(&number.bound);
    one.value == other.value && (one.bound == other.bound || rough(one) && rough(other))
}

fn same_unit(one: &Number, other: &Number, knowledge: &Knowledge) -> bool {
    knowledge.wording.stem(&one.unit) == knowledge.wording.stem(&other.unit)
}

/// The accounts give days that have no day in common.
fn dated(accounts: &[Account]) -> Option<Difference> {
    let apart = |one: &When, other: &When| one.to < other.from || other.to < one.from;
    let exact = |account: &Account| {
        !account.days.is_empty() && account.days.iter().all(|day| day.is_day() && !day.approximate && !day.uncertain)
    };
    let (one, other) = pairs(accounts).find(|(one, other)| {
        exact(one) && exact(other) && one.days.iter().all(|day| other.days.iter().all(|second| apart(day, second)))
    })?;
    let time = |account: &Account| {
        let first = account.statement.times.first().and_then(|time| account.reading.times.get(*time));
        first.map_or(account.statement.span, |time| time.span)
    };
    Some(between(DifferenceKind::Date, one, time(one), other, time(other)))
}

/// One account sets a condition that another does not set.
fn conditioned(accounts: &[Account], knowledge: &Knowledge) -> Option<Difference> {
    let condition = |account: &Account| account.statement.conditions.first().copied();
    let differ = |one: &Account, other: &Account| match (condition(one), condition(other)) {
        (None, None) => false,
        // "In exchange for the girls", "in exchange for the release of the girls": one condition.
        (Some(left), Some(right)) => !same_words(one.shown(left), other.shown(right), knowledge),
        _ => true,
    };
    let (one, other) = pairs(accounts).find(|(one, other)| differ(one, other) && share(one, other, 50))?;
    let shown = |account: &Account| condition(account).unwrap_or(account.statement.span);
    Some(between(DifferenceKind::Condition, one, shown(one), other, shown(other)))
}

/// Whether half of the telling words of the shorter phrase stand in the longer.
fn same_words(one: &str, other: &str, knowledge: &Knowledge) -> bool {
    let terms = |phrase: &str| -> BTreeSet<String> {
        let words = knowledge.wording.words(phrase, Span::new(0, phrase.len()));
        let meaning = words.iter().filter(|word| !word.duties.does(Duties::STOP));
        meaning.map(|word| knowledge.wording.stem(&word.lower).to_owned()).collect()
    };
    let (one, other) = (terms(one), terms(other));
    2 * one.intersection(&other).count() >= one.len().min(other.len()).max(1)
}

/// One utterance stands in quotation marks in several wordings.
fn quoted(accounts: &[Account]) -> Option<Difference> {
    let words = |account: &Account| -> Option<Vec<String>> {
        let quote = account.quote?;
        let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        Some(account.shown(quote).split_whitespace().map(bare).filter(|word| !word.is_empty()).collect())
    };
    let differ = |one: &Account, other: &Account| {
        let (Some(left), Some(right)) = (words(one), words(other)) else { return false };
        let inside = |short: &[String], long: &[String]| long.windows(short.len().max(1)).any(|window| window == short);
        left.len().min(right.len()) >= 2 && !inside(&left, &right) && !inside(&right, &left)
    };
    let (one, other) = pairs(accounts).find(|(one, other)| differ(one, other))?;
    Some(between(DifferenceKind::Wording, one, one.quote?, other, other.quote?))
}

/// The accounts say the same of two who are not the same.
fn done(accounts: &[Account]) -> Option<Difference> {
    let apart = |one: &Account, other: &Account| {
        let ((left, key), (right, rival)) = (one.subject.as_ref()?, other.subject.as_ref()?);
        (key != rival && near(one, other)).then_some((*left, *right))
    };
    let (one, left, other, right) =
        pairs(accounts).find_map(|(one, other)| apart(one, other).map(|(left, right)| (one, left, other, right)))?;
    Some(between(DifferenceKind::Actor, one, left, other, right))
}

/// One account says nearly all that another says, and narrows it down; of several such pairs the two most alike.
fn covered(accounts: &[Account]) -> Option<Difference> {
    let mut nearest: Option<(usize, &Account, &Account)> = None;
    for (one, other) in pairs(accounts) {
        let (broad, narrow) = if one.terms.len() <= other.terms.len() { (one, other) } else { (other, one) };
        let common = broad.terms.intersection(&narrow.terms).count();
        let more = narrow.terms.len() - common;
        let same = 2 <= common && 3 * common >= 2 * broad.terms.len() && NARROWER <= more;
        let share = common * 100 / narrow.terms.len().max(1);
        if same && nearest.is_none_or(|(most, _, _)| most < share) {
            nearest = Some((share, broad, narrow));
        }
    }
    let (_, broad, narrow) = nearest?;
    Some(between(DifferenceKind::Scope, broad, broad.statement.span, narrow, narrow.statement.span))
}

/// What one speaker said, in other words; of several such pairs the one with the fewest words in common.
fn reworded(accounts: &[Account]) -> Option<Difference> {
    let one_speaker = |one: &Account, other: &Account| one.speakers.iter().any(|name| other.speakers.contains(name));
    let common = |one: &Account, other: &Account| {
        let both = one.terms.intersection(&other.terms).count();
        both * 100 / one.terms.union(&other.terms).count().max(1)
    };
    let said = pairs(accounts).filter(|(one, other)| one_speaker(one, other) && share(one, other, 40));
    let furthest = said.map(|(one, other)| (common(one, other), one, other)).min_by_key(|(common, _, _)| *common);
    let (common, one, other) = furthest?;
    (common < 100).then(|| between(DifferenceKind::Wording, one, one.statement.span, other, other.statement.span))
}

/// Whether this share of the shorter account's telling words, in percent, stands in the longer.
fn share(one: &Account, other: &Account, least: usize) -> bool {
    let common = one.terms.intersection(&other.terms).count();
    100 * common >= least * one.terms.len().min(other.terms.len()).max(1)
}

/// Whether most words of the shorter account stand in the longer.
fn near(one: &Account, other: &Account) -> bool {
    let (shared, all) = shared(one, other);
    3 * shared >= 2 * all
}

/// Whether two accounts have enough words in common for the rest to be told apart.
fn alike(one: &Account, other: &Account) -> bool {
    let (shared, all) = shared(one, other);
    5 * shared >= 2 * all
}

/// How many words of the shorter account stand in the longer, and how many it has.
fn shared(one: &Account, other: &Account) -> (usize, usize) {
    let (shorter, longer) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    (shorter.words.iter().filter(|word| longer.words.contains(word)).count(), shorter.words.len())
}

fn between(kind: DifferenceKind, one: &Account, first: Span, other: &Account, second: Span) -> Difference {
    let note = format!("{} · {}", one.shown(first), other.shown(second));
    let contradiction = kind == DifferenceKind::Negation;
    Difference { kind, places: vec![one.place(first), other.place(second)], note, contradiction }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Page};

    /// The kinds of difference among all that these articles state, taken as one claim.
    #[track_caller]
    fn check(texts: &[&str], expected: &[DifferenceKind]) {
        let knowledge = Knowledge::once();
        let page =
            |text: &&str| Page { place: String::new(), body: Body::Exact((*text).to_owned()), hints: Hints::default() };
        let readings: Vec<Reading> = texts.iter().map(|text| crate::read(&page(text), knowledge)).collect();
        let articles: Vec<usize> = (0..readings.len()).collect();
        let members = super::super::place(&readings, &articles, &knowledge.calendar);
        let statements: Vec<StatementRef> = members
            .articles
            .iter()
            .flat_map(|article| {
                (0..readings[*article].statements.len()).map(|statement| StatementRef { article: *article, statement })
            })
            .collect();
        let things = super::super::unify(&readings, &articles, &knowledge.names);
        let found: Vec<DifferenceKind> =
            weigh(&members, &things, &statements, knowledge).iter().map(|difference| difference.kind).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_is_surer_than_the_other() {
        check(
            &["The Tolmeza ferry will sail to Quarn again.", "The Tolmeza ferry could sail to Quarn again."],
            &[DifferenceKind::Modality],
        );
        check(&["The ferry could sail to Quarn again. The ferry will sail to Quarn again."], &[]);
        check(&["The ferry could sail to Quarn again.", "Fishing crews in Tolmeza will be paid on time."], &[]);
    }

    #[test]
    fn they_count_differently() {
        check(
            &["At least 30 people were hurt in the Quarn crash.", "At least 40 people were hurt in the Quarn crash."],
            &[DifferenceKind::Number],
        );
        check(
            &["At least 30 people were hurt in the Quarn crash.", "At least 30 people were hurt when it crashed."],
            &[],
        );
    }

    #[test]
    fn about_twenty_is_twenty() {
        let told = "Some 40 people were hurt in the Quarn crash.";
        check(&["At least 40 people were hurt in the Quarn crash.", told], &[DifferenceKind::Number]);
        check(&["40 people were hurt in the Quarn crash.", told], &[]);
    }

    #[test]
    fn two_did_it() {
        check(
            &["Quarn has closed the old harbour road.", "Tolmeza has closed the old harbour road."],
            &[DifferenceKind::Actor],
        );
        check(&["Quarn has closed the old harbour road.", "Quarn has closed the old harbour road again."], &[]);
    }

    #[test]
    fn one_says_more() {
        let broad = "The harbour office closed the old pier.";
        check(
            &[broad, "The harbour office closed the old pier in Quarn for three weeks of urgent repairs."],
            &[DifferenceKind::Scope],
        );
        check(&[broad, "The harbour office closed the old pier again."], &[]);
    }

    #[test]
    fn one_speaker_is_told_in_other_words() {
        check(
            &[
                "Ilva Oduya said the harbour office lost the ledger.",
                "Ilva Oduya said the ledger was lost by the harbour office.",
            ],
            &[],
        );
        check(
            &[
                "Ilva Oduya said the harbour office had mislaid the ledger.",
                "Ilva Oduya said the ledger was lost at the harbour office.",
            ],
            &[DifferenceKind::Wording],
        );
    }

    #[test]
    fn one_sets_a_condition() {
        let free = "The ferry line will keep the night crossing to Quarn.";
        check(
            &["The ferry line will keep the night crossing to Quarn if the town pays.", free],
            &[DifferenceKind::Condition],
        );
        check(&["The ferry line will keep the night crossing to Quarn, if you like it.", free], &[]);
    }

    #[test]
    fn one_says_no() {
        check(
            &["The harbour office has closed the Quarn pier.", "The harbour office has not closed the Quarn pier."],
            &[DifferenceKind::Negation],
        );
    }
}
