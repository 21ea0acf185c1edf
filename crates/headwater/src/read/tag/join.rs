//! What rules found and what the model found, as one list.
//!
//! A rule is sure that there is an attribution, what it does and on whom it rests; the model is surer where it ends. So
//! where both see a cue, the rule's attribution stays and takes the model's extent: where they mostly agree, and wherever
//! quotation marks show what is said. What only one of them sees is added.

use crate::knowledge::{Class, CueWord, Form, Takes};
use crate::{Article, Attribution, Cues, Mode, Polarity, Span};

/// The share of both contents that must be common for the model's extent to be taken where nothing is in quotation marks.
/// Where they differ more, the model has mostly broken off in the middle of a clause (sourcing chains found: 0.850 with
/// this, 0.805 without; 2026-11-22).
const COMMON: f64 = 0.5;

/// The share of the shorter of two contents that must be in the longer for that to hold it.
const HELD: f64 = 0.8;

/// Both lists as one, in text order.
pub(crate) fn join(
    article: &Article,
    ruled: Vec<Attribution>,
    tagged: Vec<Attribution>,
    cues: &Cues,
) -> Vec<Attribution> {
    let mut rested_on = vec![false; ruled.len()];
    for passed in ruled.iter().flat_map(|attribution| &attribution.passes_on) {
        rested_on.get_mut(*passed).into_iter().for_each(|rested_on| *rested_on = true);
    }
    let places = Places::of(&tagged);
    let mates: Vec<Option<usize>> = ruled.iter().map(|attribution| places.mate(&tagged, attribution)).collect();
    let mut taken = vec![Taken::default(); tagged.len()];
    for (attribution, at) in ruled.iter().zip(&mates).filter_map(|(one, at)| Some((one, (*at)?))) {
        taken[at].rules += 1;
        taken[at].named += usize::from(named(attribution, &tagged[at]));
    }
    let mut joined: Vec<(Option<usize>, Attribution)> = Vec::new();
    for (index, attribution) in ruled.into_iter().enumerate() {
        let linked = rested_on[index] || !attribution.passes_on.is_empty();
        let attribution = match mates[index].map(|at| (&tagged[at], taken[at])) {
            Some((mate, taken)) if surer(mate, &attribution, linked) => {
                let alone = taken.rules == 1 || taken.named == 1 && named(&attribution, mate);
                widened(article, attribution, mate, alone)
            }
            _ => attribution,
        };
        joined.push((Some(index), attribution));
    }
    let left = tagged.into_iter().zip(taken).filter(|(_, taken)| taken.rules == 0);
    joined.extend(left.map(|(attribution, _)| (None, judged(article, attribution, cues))));
    in_order(joined)
}

/// How many rules' attributions credit with the words of one of the model's, and how many of them name its source.
#[derive(Clone, Copy, Default)]
struct Taken {
    rules: usize,
    named: usize,
}

/// Whether the source of a rule's attribution is in that of the model's.
fn named(ruled: &Attribution, tagged: &Attribution) -> bool {
    ruled.source.is_some_and(|own| tagged.source.is_some_and(|source| own.overlaps(source)))
}

/// Whether the model is surer than a rule of what is credited; `linked`: the rule's rests on another or another on it.
///
/// Where they differ, it is so for what is in quotation marks; but a quotation that goes on over sentences is followed
/// further by the rules, and so is what is passed on, unless one of the two holds the other. Never where the model tears a
/// source apart: "… who asked | not to be named".
fn surer(tagged: &Attribution, ruled: &Attribution, linked: bool) -> bool {
    if ruled.source.is_some_and(|source| tagged.content.iter().any(|piece| piece.overlaps(source))) {
        return false;
    }
    let (own, rules) = (length(&tagged.content), length(&ruled.content));
    let holds = HELD * own.min(rules) as f64 <= shared(&ruled.content, &tagged.content) as f64;
    let longer = ruled.mode == Mode::Direct && own < rules;
    let quoted = tagged.mode != Mode::Indirect && !longer && (holds || !linked);
    let agree = COMMON <= common(&ruled.content, &tagged.content);
    ruled.polarity != Polarity::Declined && if agree { !linked } else { quoted }
}

/// A rule's attribution with the model's content, and the model's source too if no other rule has a part in it: of "Oduya
/// and Holt said" the rules make two attributions. Nor where the source stands with an earlier cue: "…, adding that".
///
/// The model reads one paragraph: what rules follow into the next ones stays.
fn widened(article: &Article, attribution: Attribution, tagged: &Attribution, alone: bool) -> Attribution {
    let inherited = matches!(&*attribution.rule, "participle" | "said-again");
    let alone = alone && !(inherited && attribution.source.is_some());
    let source = if alone { tagged.source.or(attribution.source) } else { attribution.source };
    let mut content = tagged.content.clone();
    let end = content.last().map_or(0, |last| last.end());
    let paragraph = article.paragraphs.partition_point(|paragraph| paragraph.end() < end);
    let last = article.paragraphs.get(paragraph).map_or(end, |paragraph| paragraph.end());
    content.extend(attribution.content.iter().filter(|piece| last <= piece.start()));
    Attribution { source, cue: tagged.cue.clone(), content, mode: tagged.mode, ..attribution }
}

/// The share of two contents that both hold.
fn common(left: &[Span], right: &[Span]) -> f64 {
    let both = shared(left, right);
    let all = (length(left) + length(right)).saturating_sub(both);
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

fn length(pieces: &[Span]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum()
}

fn shared(left: &[Span], right: &[Span]) -> usize {
    left.iter().flat_map(|left| right.iter().map(|right| left.overlap(*right))).sum()
}

/// A model's attribution with what the cue words tell: whether it reports, and what its source does.
///
/// Where nothing is in quotation marks the model takes too much for a report: of what it alone finds there, a third lies
/// where a reader sees a statement.
fn judged(article: &Article, mut attribution: Attribution, cues: &Cues) -> Attribution {
    let quoted = attribution.mode != Mode::Indirect && !spoken_of(article, &attribution, cues)
        || says_that(article, &attribution, cues);
    for cue in &attribution.cue {
        for word in cue.of(&article.text).split(|letter: char| !letter.is_alphanumeric()) {
            let word = word.to_lowercase();
            let known = cues.word(&word);
            attribution.reported |= quoted && known.is(Class::SpeechNoun);
            if let Some(verb) = known.verb {
                attribution.reported |= quoted;
                attribution.polarity = verb.polarity;
            }
            let phrase = |words: &[String]| words.first().is_some_and(|first| *first == word);
            attribution.reported |= quoted && cues.phrases().iter().any(|credit| phrase(&credit.words));
        }
    }
    attribution
}

/// Whether an attribution without quotation marks reports for all that: its content opens with "that" and among its cue is
/// a word of speech, as verb or noun, or its cue is one of the plainest verbs of speech; and nothing leaves open whether
/// anything was said.
fn says_that(article: &Article, attribution: &Attribution, cues: &Cues) -> bool {
    let opens = attribution.content.first().and_then(|content| content.of(&article.text).split_whitespace().next());
    let that = opens.is_some_and(|word| cues.word(&word.to_lowercase()).is(Class::That));
    let cue = attribution.cue.iter().flat_map(|cue| cue.of(&article.text).split_whitespace());
    let words: Vec<_> = cue.map(|word| cues.word(&word.to_lowercase())).collect();
    let open = passive(&words) || words.iter().any(|word| word.is_any(&[Class::Modal, Class::Negation]));
    let plain = |word: &CueWord| word.verb.is_some_and(|verb| matches!(verb.takes, Takes::Any | Takes::Recipient));
    let said = words.len() <= 2 && words.iter().any(plain);
    !open && (said || that && words.iter().any(|word| word.verb.is_some() || word.is(Class::SpeechNoun)))
}

/// Whether the source is whom others speak of: "Tarn is reported to have “no plan”".
fn spoken_of(article: &Article, attribution: &Attribution, cues: &Cues) -> bool {
    let cue = attribution.cue.iter().flat_map(|cue| cue.of(&article.text).split_whitespace());
    let words: Vec<_> = cue.map(|word| cues.word(&word.to_lowercase())).collect();
    let before = |source: Span| attribution.cue.first().is_some_and(|cue| source.end() <= cue.start());
    passive(&words) && attribution.source.is_some_and(before)
}

fn passive(words: &[CueWord]) -> bool {
    words.iter().any(|word| word.is(Class::Be))
        && words.iter().any(|word| word.verb.is_some_and(|verb| verb.form == Form::Past))
}

/// Puts attributions in text order, and what they pass on with them.
fn in_order(mut joined: Vec<(Option<usize>, Attribution)>) -> Vec<Attribution> {
    joined.sort_by_key(|(index, attribution)| (first_place(attribution), *index));
    let mut places = vec![usize::MAX; joined.len()];
    for (place, (index, _)) in joined.iter().enumerate() {
        index.and_then(|index| places.get_mut(index)).into_iter().for_each(|old| *old = place);
    }
    let mut attributions = Vec::with_capacity(joined.len());
    for (_, mut attribution) in joined {
        attribution.passes_on.iter_mut().for_each(|old| *old = places.get(*old).copied().unwrap_or(usize::MAX));
        attribution.passes_on.retain(|place| *place < places.len());
        attributions.push(attribution);
    }
    attributions
}

fn first_place(attribution: &Attribution) -> usize {
    let pieces = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
    pieces.map(|piece| piece.start()).min().unwrap_or(0)
}

fn shares(left: &[Span], right: &[Span]) -> bool {
    left.iter().any(|left| right.iter().any(|right| left.overlaps(*right)))
}

/// The cues and contents of a list of attributions by place. The model's never overlap.
struct Places {
    spans: Vec<(Span, usize)>,
}

impl Places {
    fn of(attributions: &[Attribution]) -> Places {
        let all = attributions.iter().enumerate();
        let spans = all.flat_map(|(index, one)| one.cue.iter().chain(&one.content).map(move |span| (*span, index)));
        let mut spans: Vec<(Span, usize)> = spans.collect();
        spans.sort();
        Places { spans }
    }

    /// The first of `tagged` that credits with words of this attribution's cue.
    fn mate(&self, tagged: &[Attribution], attribution: &Attribution) -> Option<usize> {
        self.touching(&attribution.cue).find(|at| shares(&tagged[*at].cue, &attribution.cue))
    }

    /// Which attributions have a cue or content that overlaps one of these.
    fn touching<'places>(&'places self, pieces: &'places [Span]) -> impl Iterator<Item = usize> + 'places {
        pieces.iter().flat_map(|piece| {
            let first = self.spans.partition_point(|(span, _)| span.end() <= piece.start());
            let near = self.spans[first..].iter().take_while(|(span, _)| span.start() < piece.end());
            near.map(|(_, index)| *index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Knowledge, Page};

    /// Who is credited in a text and by what, one each: "source | rule", with " | reported" where statements may rest on it.
    fn check(text: &str, expected: &[&str]) {
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let reading = crate::read(&page, Knowledge::once());
        let shown: Vec<String> = reading
            .attributions
            .iter()
            .map(|one| {
                let source = one.source.map_or("", |source| source.of(text));
                let by = if one.rule == "tagger" { "model" } else { "rule" };
                format!("{source} | {by}{}", if one.reported { " | reported" } else { "" })
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_both_find_is_one() {
        check("The minister said that the harbour would stay closed.", &["The minister | rule | reported"]);
    }

    #[test]
    fn whom_others_speak_of_reports_nothing() {
        let reports = |text: &str| {
            let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
            let article = crate::read(&page, Knowledge::once()).article;
            let place = |words: &str| {
                let start = text.find(words).expect("the words stand there");
                Span::new(start, start + words.len())
            };
            let attribution = Attribution {
                source: Some(place("the ministry")),
                cue: vec![place("is reported")],
                content: vec![place("“no plan”")],
                mode: Mode::Mixed,
                polarity: Polarity::Said,
                rule: "tagger".into(),
                passes_on: Vec::new(),
                reported: false,
            };
            judged(&article, attribution, &Knowledge::once().cues).reported
        };
        assert!(!reports("In Tarn the ministry is reported to have “no plan”."));
        assert!(reports("That there is “no plan” is reported by the ministry."));
    }

    #[test]
    fn what_nobody_reports_carries_no_statement() {
        check("The mayor wants to close the harbour.", &["The mayor | model"]);
    }
}
