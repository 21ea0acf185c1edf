//! What the article states, clause by clause, on whose word.

mod clause;
mod number;

use crate::knowledge::{Duties, Phrase, Word};
use crate::{
    Article, Attribution, Chain, Credit, Modality, Number, Polarity, Sentence, Span, Statement, Time, Wording, chains,
};

/// The longest name of an agency in brackets before a text, in bytes.
const LONGEST_AGENCY: usize = 24;

/// The most attributions of one sentence that are held against each other: a sentence with more is no prose, and each more
/// would cost the time of all before it.
const MOST_TOGETHER: usize = 64;

/// The most bytes between a cue and its content; what is further apart has other things in between.
const LONGEST_TOLD: usize = 80;

/// A piece of a sentence that is on one word: a source's, or the article's own.
struct Piece {
    span: Span,
    /// The attributions that carry it, the article's own first; several where sources stand side by side.
    carriers: Vec<usize>,
}

/// The statements of an article, in text order. A statement is words of the article, never a paraphrase.
pub fn state(
    article: &Article,
    sentences: &[Sentence],
    attributions: &[Attribution],
    credits: &[Credit],
    times: &[Time],
    wording: &Wording,
) -> Vec<Statement> {
    let mut contents = contents(attributions);
    let mut statements = Vec::new();
    for sentence in sentences {
        let here = contents.reaching(sentence.span);
        for piece in pieces(&article.text, behind_dateline(article, sentence), attributions, credits, &here) {
            for clause in clause::clauses(&article.text, piece.span, wording) {
                statements.extend(statement(&article.text, clause, &piece, sentence, attributions, credits, wording));
            }
        }
    }
    hang_times(&mut statements, times);
    statements
}

/// A sentence without where and by whom it was filed: "TARN, Oct 8 (Norvane) - ", "(Norvane) ".
fn behind_dateline(article: &Article, sentence: &Sentence) -> Span {
    let words = sentence.span.of(&article.text);
    let filed = article.dateline.as_deref().and_then(|dateline| words.strip_prefix(dateline));
    let bracket = || {
        let (name, rest) = words.strip_prefix('(')?.split_once(')')?;
        let short = name.len() <= LONGEST_AGENCY && name.starts_with(char::is_uppercase);
        (short && rest.starts_with(' ')).then_some(rest)
    };
    let Some(rest) = filed.or_else(bracket) else { return sentence.span };
    let said = rest.trim_start_matches(|letter: char| letter.is_whitespace() || "-–—".contains(letter));
    Span::new(sentence.span.end() - said.len(), sentence.span.end())
}

/// The contents of all attributions in order of place, read from the front as the sentences go by.
struct Contents {
    spans: Vec<(Span, usize)>,
    from: usize,
}

fn contents(attributions: &[Attribution]) -> Contents {
    let mut spans: Vec<(Span, usize)> = attributions
        .iter()
        .enumerate()
        .filter(|(_, attribution)| attribution.reported)
        .flat_map(|(index, attribution)| {
            let frame = attribution.source.iter().chain(&attribution.cue);
            attribution.content.iter().chain(frame).map(move |span| (*span, index))
        })
        .collect();
    spans.sort();
    Contents { spans, from: 0 }
}

impl Contents {
    /// The attributions with a piece in this sentence, in order.
    fn reaching(&mut self, sentence: Span) -> Vec<usize> {
        while self.spans.get(self.from).is_some_and(|(span, _)| span.end() <= sentence.start()) {
            self.from += 1;
        }
        let reaching = self.spans[self.from..].iter().take_while(|(span, _)| span.start() < sentence.end());
        let mut found: Vec<usize> =
            reaching.filter(|(span, _)| span.overlaps(sentence)).map(|(_, index)| *index).collect();
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_TOGETHER);
        found
    }
}

/// The pieces of a sentence by carrier, in order. The words that only say who speaks are no piece.
fn pieces(text: &str, sentence: Span, attributions: &[Attribution], credits: &[Credit], here: &[usize]) -> Vec<Piece> {
    let mut edges = vec![sentence.start(), sentence.end()];
    let beside = |index: &usize| parts(&attributions[*index]).chain(told(&attributions[*index]));
    for span in here.iter().flat_map(beside) {
        edges.extend([span.start(), span.end()].iter().filter(|edge| inside(sentence, **edge)));
    }
    edges.sort_unstable();
    edges.dedup();
    let mut pieces: Vec<Piece> = Vec::new();
    for edge in edges.windows(2) {
        let span = Span::new(edge[0], edge[1]);
        let carriers = match carriers(span, attributions, credits, here) {
            none if none.is_empty() => declined(span, attributions, here),
            some => some,
        };
        let frame = is_frame(span, attributions, credits, here, &carriers);
        match pieces.last_mut() {
            // White space and marks go with the words before them.
            Some(last) if last.span.end() == span.start() && !span.of(text).contains(char::is_alphanumeric) => {
                last.span = last.span.cover(span);
            }
            Some(last) if last.carriers == carriers && last.span.end() == span.start() && !frame => {
                last.span = last.span.cover(span);
            }
            _ if frame || span.trim(text).is_empty() => {}
            _ => pieces.push(Piece { span, carriers }),
        }
    }
    pieces
}

/// Whoever would not comment carries the statement that they would not.
fn declined(span: Span, attributions: &[Attribution], here: &[usize]) -> Vec<usize> {
    let of = |index: &&usize| {
        let attribution = &attributions[**index];
        let mut frame = attribution.source.iter().chain(&attribution.cue);
        attribution.polarity == Polarity::Declined && frame.any(|part| part.overlaps(span))
    };
    here.iter().find(of).copied().into_iter().collect()
}

fn inside(span: Span, at: usize) -> bool {
    span.start() < at && at < span.end()
}

fn parts(attribution: &Attribution) -> impl Iterator<Item = Span> {
    attribution.source.iter().chain(&attribution.cue).chain(&attribution.content).copied()
}

/// The attributions on which this stretch rests for the article: the widest content around it, and those beside it.
/// Who speaks inside what somebody says does not carry it; a credit that another one rests on is reached through that.
fn carriers(span: Span, attributions: &[Attribution], credits: &[Credit], here: &[usize]) -> Vec<usize> {
    let around = |index: usize| {
        attributions[index]
            .content
            .iter()
            .filter(|content| content.overlap(span) == span.len())
            .map(|content| content.len())
            .max()
    };
    let holding: Vec<(usize, usize)> = here.iter().filter_map(|index| Some((*index, around(*index)?))).collect();
    let behind = |index: usize| {
        holding
            .iter()
            .any(|(other, _)| *other != index && rests_on(credits, *other, index) && !rests_on(credits, index, *other))
    };
    let mut heads: Vec<(usize, usize)> = holding.iter().copied().filter(|(index, _)| !behind(*index)).collect();
    // What somebody is credited with does not rest on an "it is said" around it.
    let sourced = |index: usize| attributions[index].source.is_some();
    if heads.iter().any(|(index, _)| sourced(*index)) {
        heads.retain(|(index, _)| sourced(*index));
    }
    let widest = heads.iter().map(|(_, width)| *width).max().unwrap_or(0);
    heads.into_iter().filter(|(_, width)| *width == widest).map(|(index, _)| index).collect()
}

fn rests_on(credits: &[Credit], index: usize, on: usize) -> bool {
    credits.get(index).is_some_and(|credit| credit.via.contains(&on))
}

/// Whether a stretch only says who speaks: a source or cue of an attribution that is not itself said by its carrier.
/// Where a source would not comment, that itself is the statement.
fn is_frame(span: Span, attributions: &[Attribution], credits: &[Credit], here: &[usize], carriers: &[usize]) -> bool {
    here.iter().any(|index| {
        let attribution = &attributions[*index];
        let step = carriers.is_empty()
            || carriers.iter().any(|carrier| rests_on(credits, *carrier, *index))
            || carriers.iter().any(|carrier| denied(attributions, *carrier, *index));
        step && attribution.polarity != Polarity::Declined
            && !attribution.content.is_empty()
            && attribution
                .source
                .iter()
                .chain(&attribution.cue)
                .chain(&told(attribution))
                .any(|part| part.overlaps(span))
    })
}

/// Whether an attribution is what a carrier denies: of "denied reports that it will close" only the last words are stated.
fn denied(attributions: &[Attribution], carrier: usize, index: usize) -> bool {
    let denies = matches!(attributions[carrier].polarity, Polarity::Denied | Polarity::Rejected);
    let within = |span: &Span| attributions[carrier].content.iter().any(|content| content.overlap(*span) == span.len());
    denies && carrier != index && attributions[index].content.iter().all(within)
}

/// What stands between a cue and its content behind it: who was told, and when.
fn told(attribution: &Attribution) -> Option<Span> {
    let content = attribution.content.first()?.start();
    let cue = attribution.cue.iter().map(|cue| cue.end()).filter(|end| *end <= content).max()?;
    let apart = attribution.source.is_none_or(|source| source.end() <= cue || content <= source.start());
    (apart && cue < content && content - cue <= LONGEST_TOLD).then(|| Span::new(cue, content))
}

/// One clause as a statement; `None` where it says nothing.
fn statement(
    text: &str,
    clause: Span,
    piece: &Piece,
    sentence: &Sentence,
    attributions: &[Attribution],
    credits: &[Credit],
    wording: &Wording,
) -> Option<Statement> {
    let words = wording.words(text, clause);
    let quoted = sentence.quotes.iter().any(|quote| quote.overlap(clause) + 2 >= clause.len());
    let own = piece.carriers.is_empty();
    if words.is_empty() || own && !quoted && !says_something(&words) {
        return None;
    }
    let chains: Vec<Chain> = piece.carriers.iter().flat_map(|index| chains(credits, *index)).collect();
    let signs = signs(&words);
    Some(Statement {
        span: clause,
        attribution: piece.carriers.first().copied(),
        polarity: piece.carriers.first().map_or(Polarity::Said, |index| attributions[*index].polarity),
        chains,
        modality: modality(&words, wording),
        negated: signs.negated(wording),
        conditions: conditions(&words, text, clause, wording),
        times: Vec::new(),
        numbers: number::numbers(text, &words, wording),
        quoted,
    })
}

/// Whether the article's own words say that something is so: they are more than a label.
fn says_something(words: &[Word]) -> bool {
    words.len() >= 3 && words.iter().any(clause::is_finite) || words.len() >= 6
}

/// The words of a clause, to look for phrases in.
struct Signs<'w, 't> {
    words: &'w [Word<'t>],
}

fn signs<'w, 't>(words: &'w [Word<'t>]) -> Signs<'w, 't> {
    Signs { words }
}

impl Signs<'_, '_> {
    /// Whether a word negates, "not only" and its like left aside.
    fn negated(&self, wording: &Wording) -> bool {
        let mut at = 0;
        while at < self.words.len() {
            if let Some((count, Phrase::NoNegation)) = phrase(self.words, at, wording) {
                at += count;
                continue;
            }
            if self.words[at].duties.does(Duties::NEGATION) {
                return true;
            }
            at += 1;
        }
        false
    }
}

fn phrase<'k>(words: &[Word], at: usize, wording: &'k Wording) -> Option<(usize, &'k Phrase)> {
    wording.phrase(words[at..].iter().map(|word| word.lower.as_ref()))
}

/// How sure a clause is put, by the first word that says so. A name in capitals ("May") says nothing.
fn modality(words: &[Word], wording: &Wording) -> Modality {
    let said = (0..words.len()).find_map(|at| match phrase(words, at, wording)? {
        (_, Phrase::Modality(modality)) if at == 0 || !words[at].capital => Some(*modality),
        _ => None,
    });
    said.unwrap_or(Modality::Is)
}

/// The conditions in a clause: from the word that opens one to the next comma or the end.
fn conditions(words: &[Word], text: &str, clause: Span, wording: &Wording) -> Vec<Span> {
    let mut conditions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match phrase(words, at, wording) {
            Some((count, Phrase::Condition)) => {
                let start = words[at].span.start();
                let end = words[at..]
                    .windows(2)
                    .find(|pair| Span::new(pair[0].span.end(), pair[1].span.start()).of(text).contains([',', ';']))
                    .map_or(clause.end(), |pair| pair[0].span.end());
                conditions.push(Span::new(start, end).trim(text));
                at += words[at..].iter().take_while(|word| word.span.start() < end).count().max(count);
            }
            Some((count, Phrase::NoCondition)) => at += count,
            _ => at += 1,
        }
    }
    conditions
}

/// Gives each statement the times in it, and takes them out of its numbers: "6.10am" and "2014" count nothing.
fn hang_times(statements: &mut [Statement], times: &[Time]) {
    for statement in statements {
        let first = times.partition_point(|time| time.span.end() <= statement.span.start());
        let within = times[first..].iter().take_while(|time| time.span.start() < statement.span.end());
        statement.times = (first..).zip(within).map(|(index, _)| index).collect();
        let numbers = std::mem::take(&mut statement.numbers);
        let counts = |number: &Number| statement.times.iter().all(|time| !times[*time].span.overlaps(number.span));
        statement.numbers = numbers.into_iter().filter(counts).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Knowledge, Page};

    /// The clauses of a text in which nobody is credited, each followed by a bar.
    fn check(text: &str, expected: &str) {
        let page = Page { place: "a.txt".to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let knowledge = Knowledge::once();
        let article = crate::read::strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
        let sentences = vec![Sentence { span: Span::new(0, text.len()).trim(text), paragraph: 0, quotes: Vec::new() }];
        let statements = state(&article, &sentences, &[], &[], &[], &knowledge.wording);
        let found: Vec<&str> = statements.iter().map(|statement| statement.span.of(text)).collect();
        assert_eq!(found.join(" | "), expected);
    }

    fn first(text: &str) -> Statement {
        let knowledge = Knowledge::once();
        let words = Span::new(0, text.len());
        let piece = Piece { span: words, carriers: Vec::new() };
        let sentence = Sentence { span: words, paragraph: 0, quotes: Vec::new() };
        statement(text, words, &piece, &sentence, &[], &[], &knowledge.wording).expect("it says something")
    }

    #[test]
    fn clauses_part_where_a_second_verb_begins() {
        check("The bridge fell and nine people were hurt.", "The bridge fell | nine people were hurt");
        check("The mayor and the council closed the bridge.", "The mayor and the council closed the bridge");
        check(
            "The ferry, which carried 40 people, sank off Tolmeza.",
            "The ferry, which carried 40 people, sank off Tolmeza | which carried 40 people",
        );
        check("Prices rose; wages fell.", "Prices rose; wages fell");
        check("Prices rose again in May; wages fell at once.", "Prices rose again in May | wages fell at once");
        check(
            "The firm will pay $12 a share, with a deal done by June.",
            "The firm will pay $12 a share | with a deal done by June",
        );
    }

    /// The statements of a text as `read` makes them, each followed by a bar.
    fn check_read(text: &str, expected: &str) {
        let page = Page { place: "a.txt".to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let reading = crate::read(&page, Knowledge::once());
        let found: Vec<&str> = reading.statements.iter().map(|statement| statement.span.of(text)).collect();
        assert_eq!(found.join(" | "), expected);
    }

    #[test]
    fn where_a_letter_comes_from_is_not_stated() {
        check_read("TARN, Oct 8 (Norvane) - The bridge fell on Monday.", "The bridge fell on Monday");
        check_read("(Norvane) The bridge fell on Monday.", "The bridge fell on Monday");
    }

    #[test]
    fn of_denied_reports_the_report_is_stated() {
        check_read("The mayor denied reports that the bridge will close.", "the bridge will close");
    }

    #[test]
    fn who_was_told_is_not_stated() {
        check_read("Jana Holt told him on the old bridge that the ferry was late.", "that the ferry was late");
    }

    #[test]
    fn how_sure_is_read_from_the_words() {
        assert_eq!(first("The firm could offer more").modality, Modality::Could);
        assert_eq!(first("The firm opened it in May").modality, Modality::Is);
        assert!(first("The firm has never paid").negated);
        assert!(!first("The firm not only paid").negated);
    }

    #[test]
    fn a_condition_runs_to_the_end_of_its_clause() {
        let text = "Talks would begin once a truce is in place, she hoped";
        let statement = first(text);
        assert_eq!(
            statement.conditions.iter().map(|span| span.of(text)).collect::<Vec<_>>(),
            ["once a truce is in place"]
        );
    }

    #[test]
    fn strange_text_is_survived() {
        for text in ["", "“", "’’ — ,,, ;;;", "шесть ракет, которые", "a,b;c:d--e"] {
            let knowledge = Knowledge::once();
            clause::clauses(text, Span::new(0, text.len()), &knowledge.wording);
        }
    }
}
