//! Where the statements of a claim differ. Says contradiction only when the words prove it, and never who is right.

use std::collections::BTreeSet;

use crate::{
    Difference, DifferenceKind, Knowledge, Modality, Number, Place, Polarity, Reading, Span, Statement, StatementRef,
    When,
};

use super::Members;

/// The most accounts that are weighed against each other: statements that say the same in the same way are one.
const MOST_ACCOUNTS: usize = 24;

/// The differences among the statements of one claim, weightiest first.
pub(crate) fn weigh(members: &Members, statements: &[StatementRef], knowledge: &Knowledge) -> Vec<Difference> {
    let accounts = accounts(members, statements, knowledge);
    let found = [
        denied(&accounts),
        sure(&accounts),
        counted(&accounts, knowledge),
        dated(&accounts),
        conditioned(&accounts),
        quoted(&accounts),
    ];
    found.into_iter().flatten().collect()
}

/// One way in which a claim is told.
struct Account<'a> {
    article: usize,
    reading: &'a Reading,
    statement: &'a Statement,
    words: Vec<String>,
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
fn accounts<'a>(members: &Members<'a>, statements: &[StatementRef], knowledge: &Knowledge) -> Vec<Account<'a>> {
    let mut accounts: Vec<Account> = Vec::new();
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    for at in statements {
        let reading = &members.readings[at.article];
        let statement = &reading.statements[at.statement];
        let words: Vec<String> = knowledge
            .wording
            .words(&reading.article.text, statement.span)
            .iter()
            .map(|word| word.lower.clone().into_owned())
            .collect();
        if accounts.len() == MOST_ACCOUNTS || !seen.insert(words.clone()) {
            continue;
        }
        let days = super::dates(members, &[*at], &knowledge.calendar);
        let quote = quote(reading, statement.span);
        accounts.push(Account { article: at.article, reading, statement, words, quote, days });
    }
    accounts
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

/// One account says it is so, another that it is not.
fn denied(accounts: &[Account]) -> Option<Difference> {
    let denies = |account: &Account| account.statement.negated != (account.statement.polarity == Polarity::Denied);
    let (one, other) = pairs(accounts).find(|(one, other)| denies(one) != denies(other) && near(one, other))?;
    Some(between(DifferenceKind::Negation, one, one.statement.span, other, other.statement.span))
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
        let common =
            one.statement.numbers.iter().any(|number| other.statement.numbers.iter().any(|rival| agree(number, rival)));
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

fn agree(one: &Number, other: &Number) -> bool {
    one.value == other.value && one.bound == other.bound
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
fn conditioned(accounts: &[Account]) -> Option<Difference> {
    let condition = |account: &Account| account.statement.conditions.first().copied();
    let differ = |one: &Account, other: &Account| match (condition(one), condition(other)) {
        (None, None) => false,
        (Some(left), Some(right)) => one.shown(left) != other.shown(right),
        _ => true,
    };
    let (one, other) = pairs(accounts).find(|(one, other)| differ(one, other) && alike(one, other))?;
    let shown = |account: &Account| condition(account).unwrap_or(account.statement.span);
    Some(between(DifferenceKind::Condition, one, shown(one), other, shown(other)))
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
        let found: Vec<DifferenceKind> =
            weigh(&members, &statements, knowledge).iter().map(|difference| difference.kind).collect();
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
    fn one_says_no() {
        check(
            &["The harbour office has closed the Quarn pier.", "The harbour office has not closed the Quarn pier."],
            &[DifferenceKind::Negation],
        );
    }
}
