//! Who is credited by the form of a paragraph alone: a turn in a transcript, "ODUYA: Was it shut?", and a signature under
//! a quotation, "“It was shut.” — Mira Oduya".

use std::collections::BTreeMap;

use super::content::Draft;
use super::line::{Kind, Line, Token};
use crate::knowledge::Class;
use crate::{Article, Cues, Polarity, Sentence, Span};

/// The most words in a name before a colon or behind a dash.
const NAME: usize = 6;

/// The most bytes before the colon of a turn.
const REACH: usize = 60;

/// The fewest turns that make a transcript. Two of them must be of one speaker: "Where: … When: …" is a list.
const TURNS: usize = 3;

/// The fewest bytes of what is signed.
const SIGNED: usize = 12;

/// What paragraphs of such a form credit, in text order.
pub(super) fn laid_out(article: &Article, cues: &Cues) -> Vec<Draft> {
    let text = article.text.as_str();
    let mut turns = Vec::new();
    let mut found = Vec::new();
    for paragraph in &article.paragraphs {
        if let Some(turn) = turn(text, *paragraph, cues) {
            turns.push(turn);
        } else {
            found.extend(signed(text, *paragraph, cues));
        }
    }
    if is_transcript(text, &turns) {
        found.extend(turns);
        found.sort_by_key(|draft| draft.cue.start());
    }
    found
}

/// Whether several speak, and somebody more than once.
fn is_transcript(text: &str, turns: &[Draft]) -> bool {
    let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
    for source in turns.iter().filter_map(|turn| turn.source) {
        *speakers.entry(source.of(text).split_whitespace().next_back().unwrap_or_default()).or_default() += 1;
    }
    TURNS <= turns.len() && 2 <= speakers.len() && speakers.values().any(|turns| 2 <= *turns)
}

/// "ODUYA: Was it shut?"
fn turn(text: &str, paragraph: Span, cues: &Cues) -> Option<Draft> {
    let words = paragraph.of(text);
    let start = paragraph.start() + (words.len() - words.trim_start_matches(is_mark).len());
    let reach = text[start..paragraph.end()].char_indices().take_while(|(at, _)| *at <= REACH);
    let colon = start + reach.into_iter().find(|(_, letter)| *letter == ':')?.0;
    let said = Span::new(colon + 1, paragraph.end()).trim(text);
    let spaced = text[colon + 1..].starts_with(char::is_whitespace);
    let source = Span::new(start, colon).trim(text);
    (spaced && !said.is_empty() && is_name(text, source, cues)).then(|| draft("turn", source, (colon, colon + 1), said))
}

/// "“It was shut.” — Mira Oduya"
fn signed(text: &str, paragraph: Span, cues: &Cues) -> Option<Draft> {
    let words = paragraph.of(text);
    let (at, dash) = words.char_indices().rev().find(|(_, letter)| matches!(letter, '—' | '–' | '―' | '-' | '~'))?;
    let said = words[..at].trim_end_matches(['—', '–', '―', '-', '~']).trim_end();
    let quoted = said.starts_with(is_mark) && said.ends_with(is_mark);
    let end = words[at..].find([',', '(']).map_or(words.len(), |end| at + end);
    let signature = words[at + dash.len_utf8()..end].trim_end_matches('.').len() + at + dash.len_utf8();
    let here = |from: usize, to: usize| Span::new(paragraph.start() + from, paragraph.start() + to);
    let source = here(at + dash.len_utf8(), signature).trim(text);
    let cue = (here(at, at).start(), here(at, at).start() + dash.len_utf8());
    (quoted && SIGNED <= said.len() && is_name(text, source, cues))
        .then(|| draft("signed", source, cue, here(0, said.len())))
}

fn draft(rule: &'static str, source: Span, cue: (usize, usize), said: Span) -> Draft {
    Draft {
        source: Some(source),
        cue: Span::new(cue.0, cue.1),
        content: vec![said],
        polarity: Polarity::Said,
        rule,
        passes_on: Vec::new(),
        awaits: false,
        announces: false,
        quoted: true,
    }
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'')
}

/// Whether words are nothing but a name: each with a capital letter, none of them a label or a verb of speech.
fn is_name(text: &str, name: Span, cues: &Cues) -> bool {
    let line = Line::new(text, &Sentence { span: name, paragraph: 0, quotes: Vec::new() }, cues);
    let word = |token: &Token| token.kind == Kind::Word && token.capital && !token.is(Class::Label);
    let mark = |token: &Token| matches!(token.kind, Kind::Stop | Kind::Comma | Kind::Open | Kind::Close);
    let words = line.tokens.iter().filter(|token| token.kind == Kind::Word).count();
    let named = line.tokens.iter().all(|token| word(token) && token.word.verb.is_none() || mark(token));
    named && (1..=NAME).contains(&words)
}
