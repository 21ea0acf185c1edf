//! Which quotation marks belong together.

use crate::{Abbreviations, Span};

/// The quotations of one paragraph.
pub(super) struct Quotes {
    /// What stands between the marks, in order; a quotation within a quotation belongs to the outer one.
    pub(super) spans: Vec<Span>,
    /// Whether the last one was still open at the end.
    pub(super) unclosed: bool,
    /// Where the closing marks stand, in order.
    closing: Vec<usize>,
}

impl Quotes {
    /// Whether a closing mark stands at `at`.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.closing.binary_search(&at).is_ok()
    }
}

/// The quotations of a paragraph. `carried` says that the paragraph before ended within one.
pub(super) fn quotes(text: &str, paragraph: Span, carried: bool, abbreviations: &Abbreviations) -> Quotes {
    let mut matcher = Matcher { carried, ..Matcher::new(text, paragraph, abbreviations) };
    let words = paragraph.of(text);
    let mut before = None;
    let mut letters = words.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if is_mark(letter) {
            let place = Place { at: paragraph.start() + at, letter, before, after: letters.peek().map(|next| next.1) };
            matcher.meet(&place);
        }
        before = Some(letter);
    }
    matcher.finish()
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '‘' | '’')
}

/// A mark and its neighbours.
struct Place {
    at: usize,
    letter: char,
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    fn end(&self) -> usize {
        self.at + self.letter.len_utf8()
    }

    /// Something goes on right after it and nothing that is a word stands right before it.
    fn can_open(&self) -> bool {
        self.after.is_some_and(|letter| !letter.is_whitespace())
            && self.before.is_none_or(|letter| letter.is_whitespace() || "([{-–—/:“‘\"'".contains(letter))
    }

    /// Something stands right before it and no word goes on right after it.
    fn can_close(&self) -> bool {
        self.before.is_some_and(|letter| !letter.is_whitespace()) && !self.after.is_some_and(char::is_alphanumeric)
    }

    /// White space on both sides, as in tokenised text.
    fn stands_free(&self) -> bool {
        self.before.is_none_or(char::is_whitespace) && self.after.is_none_or(char::is_whitespace)
    }

    fn is_within_word(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric)
    }
}

/// A quotation that was opened.
struct Open {
    /// The first byte within the marks.
    inside: usize,
    /// Where it ends if no better mark comes.
    weak: Option<usize>,
    /// Whether it is a quotation even if nothing closes it.
    sure: bool,
}

struct Matcher<'a> {
    text: &'a str,
    paragraph: Span,
    abbreviations: &'a Abbreviations,
    carried: bool,
    double: Option<Open>,
    single: Option<Open>,
    spans: Vec<Span>,
    closing: Vec<usize>,
}

impl<'a> Matcher<'a> {
    fn new(text: &'a str, paragraph: Span, abbreviations: &'a Abbreviations) -> Matcher<'a> {
        Matcher {
            text,
            paragraph,
            abbreviations,
            carried: false,
            double: None,
            single: None,
            spans: Vec::new(),
            closing: Vec::new(),
        }
    }

    fn meet(&mut self, place: &Place) {
        match place.letter {
            '"' => self.meet_straight(place),
            '“' | '„' | '«' => self.meet_opening(place),
            '”' | '»' => self.meet_closing(place),
            '‘' => self.meet_single_opening(place),
            _ => self.meet_apostrophe(place),
        }
    }

    fn meet_straight(&mut self, place: &Place) {
        let missing_space = place.before.is_some_and(|letter| matches!(letter, ',' | ':' | '.'))
            && place.after.is_some_and(char::is_alphanumeric);
        match &self.double {
            Some(_) if place.can_open() && place.before != Some('(') => self.reopen(place),
            Some(_) => self.close_double(place.at),
            None if place.can_open() || place.stands_free() || missing_space => self.open_double(place),
            None => self.close_carried(place.at),
        }
    }

    fn meet_opening(&mut self, place: &Place) {
        match &self.double {
            Some(_) if place.can_close() && !place.can_open() => self.close_double(place.at),
            Some(_) => self.reopen(place),
            None => self.open_double(place),
        }
    }

    fn meet_closing(&mut self, place: &Place) {
        match &self.double {
            Some(_) => self.close_double(place.at),
            None if place.can_open() => self.open_double(place),
            None => self.close_carried(place.at),
        }
    }

    fn meet_single_opening(&mut self, place: &Place) {
        if place.can_open() && !self.is_elision(place) {
            self.drop_single();
            let clause_begins = self.paragraph.of(self.text)[..place.at - self.paragraph.start()]
                .trim_end()
                .ends_with([',', ':', '.', '!', '?', '“', '"']);
            let sure = place.at == self.paragraph.start() || clause_begins;
            self.single = Some(Open { inside: place.end(), weak: None, sure });
        }
    }

    /// A mark that is an apostrophe more often than a quotation mark.
    fn meet_apostrophe(&mut self, place: &Place) {
        if place.is_within_word() {
            return;
        }
        let is_stop = |letter: char| ".,!?;…".contains(letter);
        let at_stop = place.before.is_some_and(is_stop) || place.after.is_some_and(is_stop);
        let nested =
            matches!((&self.double, &self.single), (Some(double), Some(single)) if single.inside < double.inside);
        if self.single.is_some() && !nested && place.can_close() {
            self.close_single(place);
        } else if let Some(double) = &mut self.double
            && at_stop
            && place.can_close()
            && place.letter == '’'
        {
            double.weak = double.weak.or(Some(place.at));
        } else if place.letter == '\'' && place.can_open() && !self.is_elision(place) && self.single.is_none() {
            self.single = Some(Open { inside: place.end(), weak: None, sure: false });
        }
    }

    fn is_elision(&self, place: &Place) -> bool {
        let rest = &self.text[place.end()..self.paragraph.end()];
        let word = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
        word.len() <= 6 && self.abbreviations.is_elided(word)
    }

    fn open_double(&mut self, place: &Place) {
        self.carried = false;
        self.double = Some(Open { inside: place.end(), weak: None, sure: true });
    }

    fn close_double(&mut self, at: usize) {
        let Some(open) = self.double.take() else { return };
        self.spans.push(Span::new(open.inside, at));
        self.closing.push(at);
        if self.single.as_ref().is_some_and(|single| open.inside < single.inside) {
            self.single = None;
        }
    }

    /// A second opening mark: the first quotation was never closed, or closed with the wrong mark.
    fn reopen(&mut self, place: &Place) {
        let end = self.double.as_ref().and_then(|open| open.weak).unwrap_or(place.at);
        self.close_double(end);
        if end == place.at {
            self.closing.pop();
        }
        self.open_double(place);
    }

    /// A closing mark with nothing open: it closes the quotation that the paragraph before left open.
    fn close_carried(&mut self, at: usize) {
        if std::mem::take(&mut self.carried) {
            self.spans.push(Span::new(self.paragraph.start(), at));
            self.closing.push(at);
        }
    }

    /// "the growers’ hall": after an s and before another word it closes only if nothing better comes.
    fn close_single(&mut self, place: &Place) {
        let Some(mut open) = self.single.take() else { return };
        let possessive = place.before == Some('s')
            && self.text[place.end()..self.paragraph.end()]
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(char::is_lowercase));
        if possessive {
            open.weak = open.weak.or(Some(place.at));
            self.single = Some(open);
        } else {
            self.spans.push(Span::new(open.inside, place.at));
            self.closing.push(place.at);
        }
    }

    /// What was opened with a single mark and met another: it ends where it may have, or was none.
    fn drop_single(&mut self) {
        if let Some(open) = self.single.take()
            && let Some(end) = open.weak
        {
            self.spans.push(Span::new(open.inside, end));
            self.closing.push(end);
        }
    }

    fn finish(mut self) -> Quotes {
        let end = self.paragraph.end();
        let unclosed = match self.double.take() {
            Some(Open { inside, weak: Some(weak), .. }) => {
                self.spans.push(Span::new(inside, weak));
                self.closing.push(weak);
                false
            }
            Some(open) => {
                self.spans.push(Span::new(open.inside, end));
                true
            }
            None => false,
        };
        match self.single.take() {
            Some(open) if open.sure && open.weak.is_none() => self.spans.push(Span::new(open.inside, end)),
            single => {
                self.single = single;
                self.drop_single();
            }
        }
        self.closing.sort_unstable();
        Quotes { spans: outermost(self.spans), unclosed, closing: self.closing }
    }
}

/// The spans that lie in no other.
fn outermost(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut reach = 0;
    spans.retain(|span| {
        let outer = reach < span.end() && !span.is_empty();
        reach = reach.max(span.end());
        outer
    });
    spans
}
