//! Who is credited with what, as a model learnt it from annotated news: for what no rule is sure of.
//!
//! One pass over the words, no parser. Every token gets a state (`lattice`), from features of the words around it
//! (`feature`) weighed by [`Tagger`]; the states say what is source, cue and content and what belongs together.

pub mod feature;
pub mod hint;
mod join;
pub mod lattice;
pub mod token;
pub mod word_class;

use self::feature::View;
use self::lattice::{Role, STATES, Scores, State};
use self::token::{Passage, Quote};
use crate::{Article, Attribution, Cues, Knowledge, Mode, Polarity, Sentence, Span, Tagger};

/// The share of a content within quotation marks from which on all of it counts as quoted.
const DIRECT: f64 = 0.9;

/// The attributions that rules found, completed by what the model finds, in text order.
pub fn complete(
    article: &Article,
    sentences: &[Sentence],
    ruled: Vec<Attribution>,
    cues: &Cues,
    tagger: &Tagger,
) -> Vec<Attribution> {
    let tagged = tag(article, sentences, &ruled, tagger);
    join::join(article, ruled, tagged, cues)
}

/// What rules find in an article: what the model is told besides the words.
pub fn ruled(article: &Article, sentences: &[Sentence], knowledge: &Knowledge) -> Vec<Attribution> {
    super::attribute(article, sentences, &knowledge.cues, &knowledge.outlets)
}

/// The attributions of an article as the model sees them, told what the rules found, in text order.
pub fn tag(article: &Article, sentences: &[Sentence], ruled: &[Attribution], tagger: &Tagger) -> Vec<Attribution> {
    let steps = lattice::ruled(tagger.steps());
    let mut found = Vec::new();
    let passages = token::passages(article, sentences);
    let hints = hint::hints(&passages, ruled);
    for (passage, hints) in passages.into_iter().zip(hints) {
        let view = View::new(&passage, hints, tagger);
        let states = label(&view, tagger, &steps);
        found.extend(groups(&states).iter().filter_map(|group| attribution(&passage, group)));
    }
    found
}

/// The best run of states through a passage.
fn label(view: &View, tagger: &Tagger, steps: &[[[i16; STATES]; STATES]]) -> Vec<State> {
    let labels: [usize; STATES] = std::array::from_fn(|state| State::of(state).label());
    let mut keys = Vec::with_capacity(64);
    let mut states = Vec::with_capacity(view.len());
    let mut gaps = Vec::with_capacity(view.len());
    for index in 0..view.len() {
        view.label_keys(index, &mut keys);
        let by_label = tagger.label_scores(&keys);
        view.state_keys(index, &mut keys);
        let mut by_state = tagger.state_scores(&keys);
        by_state.iter_mut().zip(labels).for_each(|(sum, label)| *sum += by_label[label]);
        states.push(by_state);
        gaps.push(view.gap(index));
    }
    lattice::best(&Scores { states: &states, gaps: &gaps, steps })
}

/// The pieces of one attribution: role, first token, one past the last.
type Group = Vec<(Role, usize, usize)>;

/// The pieces that belong together.
fn groups(states: &[State]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut before = State::of(0);
    for (index, &state) in states.iter().enumerate() {
        if let Some(role) = state.role {
            if !state.continues(before) {
                groups.push(Vec::new());
            }
            let Some(group) = groups.last_mut() else { continue };
            match group.last_mut() {
                Some(piece) if !state.begins => piece.2 = index + 1,
                _ => group.push((role, index, index + 1)),
            }
        }
        before = state;
    }
    groups
}

/// An attribution of these pieces; `None` without a content or a cue.
fn attribution(passage: &Passage, group: &Group) -> Option<Attribution> {
    let span = |first: usize, end: usize| passage.tokens[first].span.cover(passage.tokens[end - 1].span);
    let of = |wanted: Role| -> Vec<Span> {
        let pieces = group.iter().filter(|piece| piece.0 == wanted);
        pieces.map(|piece| span(piece.1, piece.2)).collect()
    };
    let (cue, content) = (of(Role::Cue), of(Role::Content));
    let attribution = Attribution {
        source: of(Role::Source).first().copied(),
        mode: mode(passage, group),
        cue,
        content,
        polarity: Polarity::Said,
        rule: "tagger".into(),
        passes_on: Vec::new(),
        reported: false,
    };
    (!attribution.content.is_empty() && !attribution.cue.is_empty()).then_some(attribution)
}

/// How far the content is in quotation marks.
fn mode(passage: &Passage, group: &Group) -> Mode {
    let contents = group.iter().filter(|piece| piece.0 == Role::Content);
    let tokens = contents.flat_map(|piece| &passage.tokens[piece.1..piece.2]);
    let quotes = tokens.map(|token| token.quote).filter(|quote| matches!(quote, Quote::Inside | Quote::Outside));
    let (mut inside, mut all) = (0.0, 0.0);
    for quote in quotes {
        all += 1.0;
        inside += if quote == Quote::Inside { 1.0 } else { 0.0 };
    }
    match inside {
        _ if all * DIRECT <= inside => Mode::Direct,
        0.0 => Mode::Indirect,
        _ => Mode::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Page};

    /// What the model alone finds in a text: "source | cue | content / content", one a line.
    fn check(text: &str, expected: &[&str]) {
        let knowledge = Knowledge::once();
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let reading = crate::read(&page, knowledge);
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" / ");
        let ruled = ruled(&reading.article, &reading.sentences, knowledge);
        let found = tag(&reading.article, &reading.sentences, &ruled, &knowledge.tagger);
        let shown: Vec<String> = found
            .iter()
            .map(|one| {
                let source = one.source.map_or("", |source| source.of(text));
                format!("{source} | {} | {}", words(&one.cue), words(&one.content))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn finds_who_said_what() {
        check(
            "“We will rebuild the bridge,” said Mira Oduya, the mayor.",
            &["Mira Oduya, the mayor | said | “We will rebuild the bridge,”"],
        );
        check(
            "The minister said that the harbour would stay closed.",
            &["The minister | said | that the harbour would stay closed"],
        );
    }

    #[test]
    fn finds_nothing_in_nothing() {
        check("", &[]);
        check("””'' “", &[]);
        check("港口已关闭。", &[]);
    }
}
