//! Lines of a page, and which of them were one line before somebody broke them.

use crate::Span;

/// The longest line, in characters, of a text that was broken to a width.
const WIDEST: usize = 100;
/// The shortest: narrower text is a list or a poem.
const NARROWEST: usize = 45;
/// How many breaks must look like breaks to a width before the text is taken to be so.
const FEWEST_BREAKS: usize = 3;
/// A line of so many characters that stops in mid-sentence goes on in the next.
const LONG: usize = 40;

/// One line without the white space at its ends, and whether no empty line stands before it.
struct Line {
    span: Span,
    follows: bool,
    width: usize,
}

/// The paragraphs of a text taken to the letter: its lines, where they are not broken to a width.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let width = width(text, &lines);
    join(&lines, |before, after| width.is_some_and(|width| is_filled(text, before, after, width)))
}

/// The lines of a scraped page, those that are one sentence joined.
pub(super) fn joined(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let width = width(text, &lines);
    join(&lines, |before, after| {
        width.is_some_and(|width| is_filled(text, before, after, width)) || goes_on(text, before, after)
    })
}

/// `words` with every run of white space that holds a line break made one space.
pub(super) fn on_one_line(words: &str) -> String {
    if !words.contains(['\n', '\r']) {
        return words.to_owned();
    }
    words.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut start, mut follows) = (0, false);
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        if !span.is_empty() {
            lines.push(Line { span, follows, width: span.of(text).chars().count() });
        }
        follows = !span.is_empty();
        start += line.len() + 1;
    }
    lines
}

fn join(lines: &[Line], joins: impl Fn(&Line, &Line) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match spans.last_mut() {
            Some(last) if line.follows && joins(&lines[at - 1], line) => *last = last.cover(line.span),
            _ => spans.push(line.span),
        }
    }
    spans
}

/// The width that the text was broken to, if it was: most lines are full, and most stop in mid-sentence.
fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let width = lines.iter().map(|line| line.width).max().filter(|width| (NARROWEST..=WIDEST).contains(width))?;
    let pairs = || lines.windows(2).filter(|pair| pair[1].follows);
    let breaks = pairs().count();
    let full = pairs().filter(|pair| is_filled(text, &pair[0], &pair[1], width)).count();
    let open = pairs().filter(|pair| !ends_sentence(pair[0].span.of(text))).count();
    (FEWEST_BREAKS <= full && breaks * 6 <= full * 10 && breaks <= open * 2).then_some(width)
}

/// Whether the first word of `after` had no more room in `before`; a ragged margin is allowed for.
fn is_filled(text: &str, before: &Line, after: &Line, width: usize) -> bool {
    let word = after.span.of(text).split_whitespace().next().map_or(0, |word| word.chars().count());
    width < before.width + 1 + word + 4
}

/// Whether a line stops in mid-sentence and the next one takes it up.
fn goes_on(text: &str, before: &Line, after: &Line) -> bool {
    let (head, tail) = (before.span.of(text), after.span.of(text));
    LONG <= before.width
        && (head.ends_with(',') || tail.starts_with(char::is_lowercase) && head.ends_with(char::is_alphanumeric))
}

/// Whether a line ends as sentences do.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    line.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}
