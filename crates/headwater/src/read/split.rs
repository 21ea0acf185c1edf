//! Sentences and quotations: spans only, no character is changed.

mod quotes;

use crate::knowledge::Stop;
use crate::{Abbreviations, Article, Sentence, Span};

use self::quotes::Quotes;

/// The longest word that is looked up as an abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 24;
/// What is longer, in bytes, is no sentence.
const LONGEST_SENTENCE: usize = 6_000;

/// The sentences of an article, in order.
pub fn split(article: &Article, abbreviations: &Abbreviations) -> Vec<Sentence> {
    let text = article.text.as_str();
    let mut sentences = Vec::new();
    let mut carried = false;
    for (paragraph, &span) in article.paragraphs.iter().enumerate() {
        let quotes = quotes::quotes(text, span, carried, abbreviations);
        carried = quotes.unclosed;
        let spans = sentence_spans(text, span, &quotes, abbreviations);
        let mut next = 0;
        for span in spans {
            let quotes = clip(&quotes.spans, &mut next, span, text);
            sentences.push(Sentence { span, paragraph, quotes });
        }
    }
    sentences
}

/// The parts of the quotations that lie in a sentence. `next` is the first quotation that may reach into it.
fn clip(quotes: &[Span], next: &mut usize, sentence: Span, text: &str) -> Vec<Span> {
    let mut clipped = Vec::new();
    while let Some(quote) = quotes.get(*next) {
        if quote.overlaps(sentence) {
            let part = Span::new(quote.start().max(sentence.start()), quote.end().min(sentence.end())).trim(text);
            clipped.extend((!part.is_empty()).then_some(part));
        }
        if sentence.end() < quote.end() {
            break;
        }
        *next += 1;
    }
    clipped
}

/// The sentences of one paragraph.
fn sentence_spans(text: &str, paragraph: Span, quotes: &Quotes, abbreviations: &Abbreviations) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = paragraph.start();
    let mut at = start;
    while let Some(found) = text[at..paragraph.end()].find(is_terminator) {
        let stop = at + found;
        let end = end_of_stop(text, stop, paragraph.end(), quotes);
        if ends_sentence(text, Span::new(paragraph.start(), stop), end, paragraph.end(), abbreviations) {
            spans.push(Span::new(start, end).trim(text));
            start = end;
        }
        at = end;
    }
    spans.push(Span::new(start, paragraph.end()).trim(text));
    spans.retain(|span| !span.is_empty());
    spans.into_iter().flat_map(|span| shorter(text, span)).collect()
}

/// The pieces of a stretch without full stops that is longer than sentences are, cut at white space. Later stages may
/// look at all of a sentence from each of its words; a list without an end must not cost its square there.
fn shorter(text: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start();
    while LONGEST_SENTENCE < span.end() - start {
        let reach = text.floor_char_boundary(start + LONGEST_SENTENCE);
        let before = text[start..reach].rfind(char::is_whitespace).map(|at| start + at);
        let behind = || text[reach..span.end()].find(char::is_whitespace).map(|at| reach + at);
        let Some(end) = before.or_else(behind) else { break };
        pieces.push(Span::new(start, end).trim(text));
        start = Span::new(end, span.end()).trim(text).start();
    }
    pieces.push(Span::new(start, span.end()));
    pieces
}

fn is_terminator(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// Where the marks end that belong to the full stop at `stop`: more stops, closing quotation marks and brackets.
fn end_of_stop(text: &str, stop: usize, limit: usize, quotes: &Quotes) -> usize {
    let mut end = stop;
    loop {
        let rest = &text[end..limit];
        let mut letters = rest.chars();
        let Some(first) = letters.next() else { return end };
        let second = letters.next();
        if is_terminator(first) || matches!(first, ')' | ']') || quotes.closes(end) {
            end += first.len_utf8();
        } else if first == ' ' && quotes.closes(end + 1) {
            end += 1 + second.map_or(0, char::len_utf8);
        } else if first == ' ' && second == Some('.') && rest[2..].chars().next().is_none_or(|third| third == ' ') {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Whether the stop after `before` and up to `end` ends a sentence.
fn ends_sentence(text: &str, before: Span, end: usize, limit: usize, abbreviations: &Abbreviations) -> bool {
    let rest = &text[end..limit];
    let stop = &text[before.end()..end];
    if rest.trim_start().is_empty() {
        return true;
    }
    if stop.starts_with(['。', '！', '？']) {
        return true;
    }
    if !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let after =
        rest.trim_start().trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '„', '-', '–', '—', ' ', '`']);
    let Some(first) = after.chars().next() else { return true };
    if first.is_lowercase() {
        return false;
    }
    match stop {
        "." => full_stop_ends(before, text, after, abbreviations),
        _ if stop.starts_with(['?', '!']) && 1 < stop.len() => !speaker_follows(after, abbreviations),
        _ => true,
    }
}

/// Whether a single full stop after `before` ends a sentence when `after` follows.
fn full_stop_ends(before: Span, text: &str, after: &str, abbreviations: &Abbreviations) -> bool {
    let word = last_word(before.of(text));
    let first =
        after.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’')).next().unwrap_or("");
    match abbreviations.stop(word) {
        Stop::Never => false,
        Stop::UnlessNumber => {
            !after.starts_with(|letter: char| letter.is_ascii_digit()) && abbreviations.starts_sentence(first)
        }
        Stop::BeforeStarter => abbreviations.starts_sentence(first),
        // "1. The harbour": a number alone at the head of a paragraph counts it.
        Stop::Ends => {
            !(word.len() == before.len() && !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_digit()))
        }
    }
}

/// The last word of `before`, with the full stops within: "U.S".
fn last_word(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take_while(|(at, letter)| {
            before.len() - at <= LONGEST_ABBREVIATION && (letter.is_alphanumeric() || matches!(letter, '.' | '-'))
        })
        .last()
        .map_or(before.len(), |(at, _)| at);
    &before[start..]
}

/// Whether `after` begins with a speaker and a word of speaking: "Ms Doe asked".
fn speaker_follows(after: &str, abbreviations: &Abbreviations) -> bool {
    let mut words = after.split_whitespace();
    let Some(first) = words.next() else { return false };
    if abbreviations.starts_sentence(first) || first.ends_with(',') {
        return false;
    }
    words
        .take(4)
        .find(|word| !word.starts_with(char::is_uppercase))
        .is_some_and(|word| abbreviations.reports(word.trim_end_matches(['.', ',', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Knowledge, Page};

    /// Splits `text`, taken to the letter; sentences are shown between bars, quotations between braces.
    fn check(text: &str, expected: &str) {
        let knowledge = Knowledge::once();
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let article = super::super::strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
        let shown: Vec<String> = split(&article, &knowledge.abbreviations)
            .iter()
            .map(|sentence| {
                let mut shown = sentence.span.of(text).to_owned();
                for quote in sentence.quotes.iter().rev() {
                    shown.insert(quote.end() - sentence.span.start(), '}');
                    shown.insert(quote.start() - sentence.span.start(), '{');
                }
                shown
            })
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn sentences_end_where_they_end() {
        check("The toll rose. It fell again.", "The toll rose.|It fell again.");
        check(
            "Mr. Doe met Gen. Roe of the U.S. Army at 9 a.m. on Friday.",
            "Mr. Doe met Gen. Roe of the U.S. Army at 9 a.m. on Friday.",
        );
        check("He left the U.S. The rest stayed.", "He left the U.S.|The rest stayed.");
        check("J. R. Doe paid $3.5 million. No. 4 burned.", "J. R. Doe paid $3.5 million.|No. 4 burned.");
        check("He waited... and left. Then… Nobody came.", "He waited... and left.|Then…|Nobody came.");
        check("Ship sinks off Cape\nNine were saved.", "Ship sinks off Cape|Nine were saved.");
        check("1. The harbour is shut.", "1. The harbour is shut.");
        check("", "");
        check("...", "...");
    }

    #[test]
    fn a_full_stop_within_marks_ends_the_sentence_with_the_marks() {
        check("“We go.” He left.", "“{We go.}”|He left.");
        check("\"We go.\" He left.", "\"{We go.}\"|He left.");
        check("“Why now?” Ms Doe asked. “Why?”", "“{Why now?}” Ms Doe asked.|“{Why?}”");
        check("“Why now?” she asked.", "“{Why now?}” she asked.");
    }

    #[test]
    fn marks_find_each_other() {
        check("He said “it is so” and “not so”.", "He said “{it is so}” and “{not so}”.");
        check("He said: “It is so. We go’. They went.", "He said: “{It is so.}|{We go}’.|They went.");
        check("“He told me ‘no’,” she said.", "“{He told me ‘no’,}” she said.");
        check("She felt ‘ready to go’ in the ’90s.", "She felt ‘{ready to go}’ in the ’90s.");
        check("The growers’ hall and the guild's 'old' oven.", "The growers’ hall and the guild's '{old}' oven.");
        check("It is ‘the growers’ own choice’, he said.", "It is ‘{the growers’ own choice}’, he said.");
        check("A 5'10\" man said \"yes\".", "A 5'10\" man said \"{yes}\".");
    }

    #[test]
    fn a_quotation_ends_with_its_paragraph_unless_it_is_taken_up() {
        check("“One.\n“Two,” he said.", "“{One.}|“{Two,}” he said.");
        check("“One.\nTwo,” he said.", "“{One.}|{Two,}” he said.");
    }

    #[test]
    fn text_broken_to_a_width_is_read_as_if_it_were_not() {
        let text = "The guild of river pilots has asked the two ministries to\nput off the new fee until the locks are mended, and says\nthat its members will stay ashore from Friday unless they\nare heard. Nobody has answered.\n\nThe locks are shut.";
        let joined = "The guild of river pilots has asked the two ministries to\nput off the new fee until the locks are mended, and says\nthat its members will stay ashore from Friday unless they\nare heard.|Nobody has answered.|The locks are shut.";
        check(text, joined);
    }

    #[test]
    fn what_is_longer_than_any_sentence_is_cut_between_words() {
        let text = "toll é ".repeat(3_000) + &"x".repeat(9_000) + " y";
        let knowledge = Knowledge::once();
        let page = Page { place: String::new(), body: Body::Exact(text.clone()), hints: Hints::default() };
        let article = super::super::strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
        let spans: Vec<&str> =
            split(&article, &knowledge.abbreviations).iter().map(|sentence| sentence.span.of(&text)).collect();
        assert_eq!(spans.join(" "), text);
        assert_eq!(spans.iter().filter(|words| LONGEST_SENTENCE < words.len()).count(), 1);
    }

    #[test]
    fn any_text_is_split_without_panic() {
        for text in ["“”‘’\"'", "。”！“", "’’’’ a’ ‘a ‘b ‘c", "\u{301}.\u{301}’", ". . . .", "«»„“”\n\n\n"]
        {
            let knowledge = Knowledge::once();
            let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
            let article = super::super::strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
            for sentence in split(&article, &knowledge.abbreviations) {
                assert!(!sentence.span.of(text).is_empty());
                assert!(sentence.quotes.iter().all(|quote| sentence.span.contains(*quote)));
            }
        }
    }
}
