//! Who is credited with what, exactly as worded. Who "the report" is, is decided in `resolve`.
//!
//! Three steps: the sentence as tokens (`line`), cues with their sources (`frame`, with noun phrases from `phrase`),
//! and what each credits (`content`). Quotations that go on over sentences and paragraphs are joined here. What the form of
//! a paragraph credits without any cue is added (`laid_out`).

mod content;
mod frame;
mod laid_out;
pub(crate) mod line;
mod phrase;
mod quoted;

use self::content::{Draft, Known};
use self::line::Line;
use crate::{Article, Attribution, Cues, Mode, Outlets, Polarity, Sentence, Span};

/// The attributions of an article, in text order.
pub fn attribute(article: &Article, sentences: &[Sentence], cues: &Cues, outlets: &Outlets) -> Vec<Attribution> {
    let mut page = Joined::default();
    let known = Known::new(&article.text, outlets);
    let mut inner = Vec::new();
    let mut paragraph = usize::MAX;
    for (place, sentence) in sentences.iter().enumerate() {
        if sentence.paragraph != paragraph {
            if !goes_on(sentences, place) {
                page.end_paragraph();
            }
            paragraph = sentence.paragraph;
        }
        let line = Line::new(&article.text, sentence, cues);
        let frames = frame::frames(&line, cues);
        let mut drafts = content::drafts(&line, &frames, &known);
        if place == 0 && drafts.is_empty() {
            drafts.extend(content::headline(&line));
        }
        page.add(sentence, &line, drafts);
        inner.extend(quoted::within_quotes(&article.text, sentence, cues, &known));
    }
    page.end_paragraph();
    page.drafts.extend(laid_out::laid_out(article, cues));
    quoted::put_behind(&mut page.drafts, inner);
    finished(page.drafts, sentences)
}

/// Whether a quotation goes on from the paragraph before: it is not closed there, and this one opens with a mark again.
fn goes_on(sentences: &[Sentence], place: usize) -> bool {
    let Some(before) = place.checked_sub(1).map(|before| &sentences[before]) else { return false };
    let open = before.quotes.last().is_some_and(|quote| quote.end() == before.span.end());
    let opens = |quote: &Span| quote.start() <= sentences[place].span.start() + 4;
    open && sentences[place].quotes.first().is_some_and(opens)
}

/// The drafts of the article so far, and what the next sentences may add to.
#[derive(Default)]
struct Joined {
    drafts: Vec<Draft>,
    /// Drafts whose content is yet to come: "She said:".
    waiting: Option<Vec<usize>>,
    /// Drafts that spoke last in this paragraph, in quotation marks.
    speaker: Option<Vec<usize>>,
    /// Drafts that spoke last in this paragraph, in whatever way.
    last: Option<Vec<usize>>,
    /// Drafts with whose words in quotation marks the paragraph before ended.
    before: Option<Vec<usize>>,
    /// Whether this paragraph has anything but quotations that nobody has been found for.
    told: bool,
    /// Quoted sentences nobody has been found for yet.
    pending: Vec<Span>,
}

impl Joined {
    /// A quotation that nobody is credited with goes on from whoever spoke last in its paragraph, or, if it is a
    /// paragraph of its own, from whoever was quoted at the end of the one before.
    fn end_paragraph(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let takers = if self.told { self.last.take() } else { self.before.clone() };
        if let Some(takers) = takers.filter(|_| !pending.is_empty()) {
            for index in &takers {
                self.drafts[*index].content.extend(&pending);
                self.drafts[*index].quoted = true;
            }
            self.speaker = Some(takers);
        }
        let silent = !self.told && pending.is_empty();
        if !silent {
            self.before = self.speaker.take();
        }
        self.speaker = None;
        self.last = None;
        self.told = false;
    }

    fn add(&mut self, sentence: &Sentence, line: &Line, new: Vec<Draft>) {
        let quoted = wholly_quoted(line);
        if new.is_empty() {
            return self.add_silent(sentence, line, quoted);
        }
        self.told = true;
        let base = self.drafts.len();
        let begins = line.in_quote(0);
        let pending = std::mem::take(&mut self.pending);
        for mut draft in new {
            draft.passes_on.iter_mut().for_each(|index| *index += base);
            let leads = draft.content.first().is_some_and(|first| first.start() <= sentence.span.start() + 4);
            if begins && leads && draft.quoted {
                draft.content.splice(0..0, pending.iter().copied());
            }
            self.drafts.push(draft);
        }
        let all: Vec<usize> = (base..self.drafts.len()).collect();
        let waiting: Vec<usize> = all.iter().copied().filter(|index| self.drafts[*index].awaits).collect();
        let speaking: Vec<usize> = all.iter().copied().filter(|index| self.drafts[*index].quoted).collect();
        // Of several who speak in one sentence none can be told to speak on.
        let one =
            all.len() == 1 && self.drafts[base].source.is_some() && self.drafts[base].polarity != Polarity::Declined;
        self.last = if one { Some(all) } else { (!speaking.is_empty()).then(|| speaking.clone()) };
        self.waiting = (!waiting.is_empty()).then_some(waiting);
        self.speaker = (!speaking.is_empty()).then_some(speaking);
    }

    /// A sentence without a cue: a quotation that goes on, one that was announced, or one whose speaker is yet to come.
    fn add_silent(&mut self, sentence: &Sentence, line: &Line, quoted: bool) {
        let span = line.span(0, line.tokens.len()).unwrap_or(sentence.span);
        let waiting = self.waiting.take();
        let announced =
            waiting.as_ref().is_some_and(|waiting| waiting.iter().all(|index| self.drafts[*index].announces));
        let takers = match (quoted, waiting, &self.speaker) {
            (true, Some(waiting), _) => Some(waiting),
            (false, Some(waiting), _) if announced => Some(waiting),
            (true, None, Some(speaker)) => Some(speaker.clone()),
            _ => None,
        };
        match takers {
            Some(takers) => {
                for index in &takers {
                    self.drafts[*index].content.push(span);
                    self.drafts[*index].quoted = quoted;
                }
                self.told = true;
                self.speaker = quoted.then(|| takers.clone());
                self.last = Some(takers);
            }
            None if quoted => self.pending.push(span),
            None => {
                self.told = true;
                self.pending.clear();
                self.speaker = None;
            }
        }
    }
}

/// Whether all words of a sentence stand in quotation marks.
fn wholly_quoted(line: &Line) -> bool {
    let mut words = line.tokens.iter().filter(|token| token.is_word()).peekable();
    words.peek().is_some() && words.all(|token| token.quoted)
}

/// The drafts as attributions, in text order, with what they pass on by their new places.
fn finished(drafts: Vec<Draft>, sentences: &[Sentence]) -> Vec<Attribution> {
    let keep = |draft: &Draft| !draft.content.is_empty() || draft.polarity == Polarity::Declined;
    let mut places = vec![usize::MAX; drafts.len()];
    let mut kept = 0;
    for (index, draft) in drafts.iter().enumerate() {
        if keep(draft) {
            places[index] = kept;
            kept += 1;
        }
    }
    let quotes: Vec<Span> = sentences.iter().flat_map(|sentence| sentence.quotes.iter().copied()).collect();
    let place = |passes_on: &[usize]| passes_on.iter().map(|index| places[*index]).filter(|at| *at < kept).collect();
    drafts
        .iter()
        .filter(|draft| keep(draft))
        .map(|draft| Attribution {
            source: draft.source,
            cue: vec![draft.cue],
            content: draft.content.clone(),
            mode: if draft.rule == "turn" { Mode::Direct } else { mode(&draft.content, &quotes) },
            polarity: draft.polarity,
            rule: draft.rule.into(),
            passes_on: place(&draft.passes_on),
            reported: true,
        })
        .collect()
}

/// How far a content is quoted. `quotes` are in text order.
fn mode(content: &[Span], quotes: &[Span]) -> Mode {
    let total: usize = content.iter().map(|piece| piece.len()).sum();
    let mut quoted = 0;
    for piece in content {
        let first = quotes.partition_point(|quote| quote.end() <= piece.start());
        quoted += quotes[first..]
            .iter()
            .take_while(|quote| quote.start() < piece.end())
            .map(|quote| quote.overlap(*piece))
            .sum::<usize>();
    }
    match quoted {
        0 => Mode::Indirect,
        _ if total * 9 <= quoted * 10 => Mode::Direct,
        _ => Mode::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Body, Hints, Knowledge, Page, Reading};

    fn reading(text: &str) -> Reading {
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        crate::read(&page, Knowledge::once())
    }

    /// What the rules find, one line each: rule, source, content.
    fn found(text: &str) -> Vec<(String, String)> {
        let reading = reading(text);
        let knowledge = Knowledge::once();
        let ruled = super::attribute(&reading.article, &reading.sentences, &knowledge.cues, &knowledge.outlets);
        let line = |attribution: &crate::Attribution| {
            let source = attribution.source.map_or("", |source| source.of(&reading.article.text));
            let pieces: Vec<&str> = attribution.content.iter().map(|piece| piece.of(&reading.article.text)).collect();
            (attribution.rule.to_string(), format!("{source} | {}", pieces.join(" … ")))
        };
        ruled.iter().map(line).collect()
    }

    #[test]
    fn rules_find_and_skip_their_examples() {
        for rule in &Knowledge::once().cues.rules {
            assert!(!rule.why.is_empty() && !rule.finds.is_empty() && !rule.skips.is_empty(), "{}", rule.name);
            for example in &rule.finds {
                let (text, wanted) = example.split_once("=> ").expect("an example tells what is found");
                let text = text.trim_end();
                let found = found(text);
                assert!(
                    found.iter().any(|(name, line)| *name == rule.name && line == wanted),
                    "{}: {text}\nfound {found:#?}",
                    rule.name
                );
            }
            for text in &rule.skips {
                assert!(found(text).is_empty(), "{}: {text}\nfound {:#?}", rule.name, found(text));
            }
        }
    }

    fn check_chain(text: &str, wanted: &[&str]) {
        let reading = reading(text);
        let chains: Vec<String> = (0..reading.attributions.len())
            .filter(|at| reading.credits.iter().all(|credit| !credit.via.contains(at)))
            .flat_map(|at| crate::chains(&reading.credits, at))
            .map(|chain| chain.links().iter().map(|link| link.source.name()).collect::<Vec<_>>().join(" < "))
            .collect();
        assert_eq!(chains, wanted, "{text}");
    }

    #[test]
    fn chains_go_from_outlet_to_origin() {
        check_chain(
            "The bridge is safe, the Tarn Gazette reported on Tuesday citing three people familiar with the tests.",
            &["Tarn Gazette < three people familiar with the tests"],
        );
        check_chain("Two engineers told the Tarn Gazette the bridge was safe.", &["Tarn Gazette < Two engineers"]);
        check_chain(
            "Mayor Jana Holt confirmed that the bridge was safe, according to the Tarn Gazette.",
            &["Tarn Gazette < Jana Holt"],
        );
    }

    #[test]
    fn who_was_spoken_to_passes_it_on() {
        check_chain("Speaking to the Tarn Gazette, Holt said: “The bridge is safe.”", &["Tarn Gazette < Holt"]);
        check_chain(
            "In an interview with the Tarn Gazette, Jana Holt said the bridge was safe.",
            &["Tarn Gazette < Jana Holt"],
        );
        check_chain(
            "Holt's office, when contacted by the Tarn Gazette, said the bridge was safe.",
            &["Tarn Gazette < Holt's office"],
        );
    }

    #[test]
    fn those_quoted_within_quotations_stand_behind_the_speaker() {
        check_chain("“The engineers said the bridge was safe,” Jana Holt told reporters.", &["Jana Holt < engineers"]);
    }

    #[test]
    fn denied_reports_are_no_link() {
        check_chain("Mayor Jana Holt denied reports that the bridge was unsafe.", &["Jana Holt", "reports"]);
    }

    #[test]
    fn strange_text_is_read() {
        for text in [
            "",
            "\"",
            "said",
            "“said,” said",
            "according to",
            "citing",
            "He said:",
            "’’’’",
            "a, b, said, c, told",
            "Æ’s “ø” sagde",
        ] {
            found(text);
        }
        found(&"He said that he said, ".repeat(2000));
    }
}
