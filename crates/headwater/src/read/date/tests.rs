//! Every rule on its own examples, and articles on their days.

use crate::{Body, Hints, Page, Span, Time, TimeKind, knowledge::calendar::Calendar};

use super::date;

static KNOWLEDGE: std::sync::LazyLock<crate::Knowledge> = std::sync::LazyLock::new(crate::Knowledge::bundled);

fn read_times(text: &str) -> (String, Vec<Time>) {
    let knowledge = &*KNOWLEDGE;
    let page = Page { place: "example".to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
    let article = crate::read(&page, knowledge).article;
    let sentences = vec![crate::Sentence { span: Span::new(0, article.text.len()), paragraph: 0, quotes: Vec::new() }];
    let times = date(&article, &sentences, &knowledge.calendar);
    (article.text, times)
}

#[test]
fn rules_hold_on_their_examples() {
    let calendar = Calendar::bundled();
    assert!(50 < calendar.time_rules().len(), "the table does not load");
    let mut wrong = Vec::new();
    for rule in calendar.time_rules() {
        for example in &rule.finds {
            let plain = example.replace(['[', ']'], "");
            let wanted = example.split(['[', ']']).nth(1).unwrap_or("");
            let (text, times) = read_times(&plain);
            if !times.iter().any(|time| time.rule == rule.name && time.span.of(&text) == wanted) {
                wrong.push(format!("{} should find {example}, found {:?}", rule.name, shown(&text, &times)));
            }
        }
        for example in &rule.skips {
            let (text, times) = read_times(&example.replace(['[', ']'], ""));
            if times.iter().any(|time| time.rule == rule.name) {
                wrong.push(format!("{} should skip {example}, found {:?}", rule.name, shown(&text, &times)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shown(text: &str, times: &[Time]) -> Vec<String> {
    times.iter().map(|time| format!("{} ({})", time.span.of(text), time.rule)).collect()
}

/// The times of a text of 22 April 2025, a Tuesday, as `words=value`.
fn check(text: &str, wanted: &[&str]) {
    let (text, times) = read_times(text);
    let day = jiff::civil::date(2025, 4, 22);
    let found: Vec<String> = times
        .iter()
        .map(|time| format!("{}={}", time.span.of(&text), time.meaning.value(Some(day)).unwrap_or_default()))
        .collect();
    assert_eq!(found, wanted, "in {text}");
}

#[test]
fn weekdays_follow_the_verb() {
    check("The Harbour Post reported on Tuesday that it had closed.", &["Tuesday=2025-04-22"]);
    check("Talks get under way in Ostwick on Wednesday.", &["Wednesday=2025-04-23"]);
    check("They will meet on Friday.", &["Friday=2025-04-25"]);
    check("They met on Friday.", &["Friday=2025-04-18"]);
    check("The bridge is expected to be opened on Saturday.", &["Saturday=2025-04-26"]);
    check("They agreed last Tuesday.", &["last Tuesday=2025-04-15"]);
    check("On Monday, the mayor said no.", &["Monday=2025-04-21"]);
}

#[test]
fn counts_are_hung_on_the_day() {
    check("They spoke ten days ago.", &["ten days ago=2025-04-12"]);
    check("It rose earlier this month.", &["earlier this month=2025-04"]);
    check("She met him last week.", &["last week=2025-W16"]);
    check("It opened yesterday morning.", &["yesterday morning=2025-04-21TMO"]);
    check("It fell in the fourth quarter.", &["the fourth quarter=2024-Q4"]);
}

#[test]
fn dates_without_a_year_take_the_nearest() {
    check("It closed on 3 January.", &["3 January=2025-01-03"]);
    check("It closed in December.", &["December=2024-12"]);
    check("It will open in May.", &["May=2025-05"]);
}

#[test]
fn what_is_no_time_is_left() {
    check("The A380 cost $1990, said Theresa May, 5% more.", &[]);
    check("The five-year-old boy ran.", &[]);
}

#[test]
fn lengths_have_a_length() {
    check("It took 2 1/2 years.", &["2 1/2 years=P2Y6M"]);
    let (_, times) = read_times("It took three weeks.");
    assert_eq!(times[0].kind, TimeKind::Duration);
}

#[test]
fn what_is_near_beats_the_verb() {
    check("Holders met to redeem the notes due May 2.", &["May 2=2025-05-02"]);
    check("The vote was held on Friday's terms.", &["Friday=2025-04-18"]);
    check("At the close of business Thursday it had sold them.", &["Thursday=2025-04-17"]);
}
