//! Finds what stands between the sentences of an article and is none of its text: pull quotes, captions and links that
//! only their place gives away.

use foldhash::HashMap;

use crate::knowledge::{Verdict, bare};
use crate::{FurnitureKind, FurnitureRules, Span};

use super::features::is_prose;
use super::lines::ends_sentence;
use super::pieces::Piece;

/// With fewer sentences than this, a body's layout tells nothing.
const FEWEST_SENTENCES: usize = 5;
/// Tenths of the lines of a body that are sentences, where those that are none stand out.
const SENTENCES: usize = 7;
/// How many words a line between sentences has that is a caption or a link: a shorter one is a subheading.
const ASIDE_WORDS: std::ops::RangeInclusive<usize> = 8..=40;
/// A body is a report where one of so many of its lines passes on somebody's word. Elsewhere long lines between sentences
/// are headings.
const LINES_OF_REPORT: usize = 7;
/// How many such lines stand together: more are a list, or verse.
const MOST_TOGETHER: usize = 2;
/// The fewest words that are no chance repetition.
const QUOTED_WORDS: usize = 6;
/// How many words a pull quote has beside what it repeats: who said it.
const MOST_SPEAKER_WORDS: usize = 5;
/// How many lines further down a line is taken apart into what was posted and who posted it.
const JUST_ABOVE: usize = 5;
/// How many places of the same six words are looked at.
const MOST_PLACES: usize = 4;

/// Takes pull quotes, captions and links out of a body that is made of sentences.
pub(super) fn mark(text: &str, pieces: &mut [Piece], body: &mut [bool], rules: &FurnitureRules) {
    let kept: Vec<usize> = (0..pieces.len()).filter(|&at| body[at]).collect();
    let spans: Vec<Span> = kept.iter().map(|&at| pieces[at].span).collect();
    let lines: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
    let sentences = lines.iter().filter(|line| ends_sentence(line)).count();
    if sentences < FEWEST_SENTENCES || sentences * 10 < lines.len() * SENTENCES {
        return;
    }
    let quotes = pull_quotes(&lines).into_iter().map(|at| (at, Verdict::new(FurnitureKind::Teaser, "pull-quote")));
    let between = between_sentences(&lines, rules);
    let between = between.into_iter().map(|at| (at, Verdict::new(FurnitureKind::Caption, "line-between-sentences")));
    for (at, verdict) in quotes.chain(between) {
        body[kept[at]] = false;
        pieces[kept[at]].verdict.get_or_insert(verdict);
    }
}

/// Lines that say nothing but what a longer one of the body says in one stretch, and who said it: quotations, lines that
/// are no sentences, and what a line just above has said. The first line of a body is none: it is taken up again further
/// down.
fn pull_quotes(lines: &[&str]) -> Vec<usize> {
    let words: Vec<Vec<&str>> = lines.iter().map(|line| plain_words(line)).collect();
    let mut places: HashMap<&[&str], Vec<(usize, usize)>> = HashMap::default();
    for (line, words) in words.iter().enumerate() {
        for (at, first) in words.windows(QUOTED_WORDS).enumerate() {
            let known = places.entry(first).or_default();
            if known.len() <= MOST_PLACES {
                known.push((line, at));
            }
        }
    }
    let repeated = |line: usize| {
        let Some(first) = words[line].get(..QUOTED_WORDS) else { return false };
        places[first].iter().filter(|(other, _)| *other != line).any(|&(other, at)| {
            let same = words[line].iter().zip(&words[other][at..]).take_while(|(one, other)| one == other).count();
            let rest = words[line].len() - same;
            let speaker = rest <= MOST_SPEAKER_WORDS && rest * 2 <= same && !ends_sentence(lines[line]);
            let quoted = lines[line].starts_with(['"', '“', '‘', '\'']) || !ends_sentence(lines[line]);
            let again = other < line && line - other <= JUST_ABOVE;
            words[line].len() < words[other].len() && (rest == 0 && (quoted || again) || speaker)
        })
    };
    (1..lines.len()).filter(|&line| repeated(line)).collect()
}

/// The words of a line without marks.
fn plain_words(line: &str) -> Vec<&str> {
    line.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

/// Lines without a full stop, alone or by twos between lines of prose, in a report. A line that itself passes on
/// somebody's word stays.
fn between_sentences(lines: &[&str], rules: &FurnitureRules) -> Vec<usize> {
    let reports: Vec<bool> = lines.iter().map(|line| reports(line, rules)).collect();
    let mut found = Vec::new();
    if reports.iter().filter(|reports| **reports).count() * LINES_OF_REPORT < lines.len() {
        return found;
    }
    let mut at = 1;
    while at < lines.len() {
        let together = (at..lines.len()).take_while(|&at| is_aside(lines[at]) && !reports[at]).count();
        let prose_before = ends_sentence(lines[at - 1]);
        let prose_after = lines.get(at + together).is_some_and(|next| is_prose(next) && ends_sentence(next));
        if (1..=MOST_TOGETHER).contains(&together) && prose_before && prose_after {
            found.extend(at..at + together);
        }
        at += together.max(1);
    }
    found
}

fn reports(line: &str, rules: &FurnitureRules) -> bool {
    line.split_whitespace().any(|word| rules.reports(bare(word)))
}

/// Whether a line by itself may be a caption or a link: no sentence, no heading in capitals or with a number, no part of
/// a list.
fn is_aside(line: &str) -> bool {
    let count = line.split_whitespace().take(ASIDE_WORDS.end() + 1).count();
    let small = line.split_whitespace().filter(|word| bare(word).starts_with(char::is_lowercase)).count();
    let numbered = line.split_whitespace().take(2).any(|word| word.contains(|letter: char| letter.is_ascii_digit()));
    let begins = line.starts_with(|first: char| first.is_uppercase() || "\"'“‘".contains(first));
    let ends = line.ends_with(|last: char| last.is_alphanumeric() || "\"'”’)".contains(last));
    let holds_sentence = [". ", "! ", "? ", ".” ", ".\" "].iter().any(|end| line.contains(end));
    let shaped = begins && ends && !numbered && !holds_sentence && !ends_sentence(line);
    shaped && ASIDE_WORDS.contains(&count) && count <= small * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "The toll at the harbour will rise again in May, the port said.";
    const AFTER: &str = "Shippers are angry about the new toll and want to be heard, their union said.";

    /// The rule that takes `line` out from between two sentences of a body.
    #[track_caller]
    fn check(line: &str, rule: Option<&str>) {
        let text = ["A toll rises.", BEFORE, AFTER, line, BEFORE, AFTER, "It will."].join("\n");
        let mut pieces = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            pieces.push(Piece { span: Span::new(start, start + line.len()), verdict: None });
            start += line.len() + 1;
        }
        let mut body = vec![true; pieces.len()];
        mark(&text, &mut pieces, &mut body, &FurnitureRules::bundled());
        assert_eq!(pieces[3].verdict.as_ref().map(|verdict| verdict.rule.as_ref()), rule, "{line}");
        assert_eq!(body[3], rule.is_none());
    }

    #[test]
    fn captions_and_links_between_sentences_go() {
        check("Dockers looked on as the first grain ship left the quay", Some("line-between-sentences"));
        check("'Last straw': shippers gathered at the customs house to be heard", Some("line-between-sentences"));
    }

    #[test]
    fn subheadings_and_unended_paragraphs_stay() {
        check("What shippers want", None);
        check("Step 3: carry the sacks of grain down to the quay", None);
        check("Dockers said they had looked on as the first ship left", None);
        check("How Grain Reaches the Towns of the Lowland Coast", None);
        check("“We knew. We were told of it in May,” said the mayor of the town", None);
        check("Dockers looked on as the first grain ship left the quay.", None);
        check("The port named what it would ask of every ship that calls:", None);
    }

    #[test]
    fn pull_quotes_go() {
        check("“The toll at the harbour will rise”", Some("pull-quote"));
        check("Shippers are angry about the new toll and want to be heard Jo Doe", Some("pull-quote"));
        check("The toll at the harbour will rise again in May.", Some("pull-quote"));
        check("“The toll at the harbour will fall.”", None);
    }
}
