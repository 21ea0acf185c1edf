//! Which outlet a source is: by its name, by how its name looks, or by going back to one named before.

use super::words::{Parts, Word};
use super::{Answer, REMEMBERED, Reader};
use crate::knowledge::Noun;
use crate::{Attribution, Credit, EntityKind, OutletKind, Source, Span};

/// How many credits and sentences on a report may be named.
const SOON: usize = 6;

impl Reader<'_> {
    /// An outlet by name, or by what it is called with a name.
    pub(super) fn outlet(&self, parts: &Parts, told: bool) -> Option<Answer> {
        if let Some(answer) = self.own_outlet(parts) {
            return Some(answer);
        }
        if let Some(outlet) = self.outlet_named(parts, told) {
            return Some((Source::Outlet(self.outlets.get(outlet)?.name.clone()), "outlet-by-name"));
        }
        if let Some(name) = self.short_for(parts) {
            return Some((Source::Outlet(name), "outlet-for-short"));
        }
        let name = self.own_name(parts);
        if told {
            let name = if name.is_empty() { parts.described(self.text) } else { name };
            let named = parts.all.iter().any(|word| word.capital && !self.unnamed.is(&word.lower, Noun::Determiner));
            return named.then_some((Source::Outlet(name), "told-outlet"));
        }
        if let Some(name) = self.published_in(parts) {
            return Some((Source::Outlet(name), "report-in"));
        }
        if !name.is_empty()
            && (self.outlets.looks_like(&name) || self.outlets.by_name(&name).is_some())
            && self.person_name(parts).is_none()
        {
            return Some((Source::Outlet(name), "outlet-by-look"));
        }
        let kind = parts.core.iter().any(|word| !word.capital && self.unnamed.is(&word.lower, Noun::Outlet));
        if kind && !name.is_empty() && parts.core.last().is_some_and(|word| word.capital) {
            return Some((Source::Outlet(name), "outlet-by-kind"));
        }
        None
    }

    /// "This newspaper": the article's own outlet, if it is known.
    fn own_outlet(&self, parts: &Parts) -> Option<Answer> {
        let own = parts.lead.last().is_some_and(|word| self.unnamed.is(&word.lower, Noun::Own));
        let outlet = parts.core.len() == 1 && parts.rest.is_empty() && parts.is(Noun::Outlet, self.unnamed);
        let home = self.home.filter(|_| own && outlet)?;
        Some((Source::Outlet(home.to_owned()), "own-outlet"))
    }

    /// The outlet that is named within the source and meant by it: the last of a line of owners ("the Gazette's Harbour
    /// Hour"), not one that only tells where somebody works. A short name that a person of the article has is the
    /// person's.
    fn outlet_named(&self, parts: &Parts, told: bool) -> Option<usize> {
        let (first, last) = (parts.all.first()?, parts.all.last()?);
        let thing = self.outlet_thing(parts);
        let mut meant = None;
        for (span, outlet) in self.settled.range(first.span.start()..last.span.end()).map(|(_, found)| *found) {
            let single = !span.of(self.text).contains(' ');
            let persons = single && !told && self.person_called(span.of(self.text)).is_some();
            if last.span.end() < span.end() || persons {
                continue;
            }
            let in_core = parts.core.iter().any(|word| span.contains(word.span));
            let behind = parts.all.iter().any(|word| span.end() <= word.span.start());
            let owned = parts.all.iter().any(|word| span.contains(word.span) && word.possessive);
            if told || thing || (in_core && (!behind || owned)) {
                meant = Some(outlet);
                if !owned {
                    break;
                }
            }
        }
        meant
    }

    /// "the Lantern", "Harbour": the only outlet named so far that begins or ends with this word; behind "the", a short name
    /// that several outlets have is still an outlet's, whichever it is.
    fn short_for(&self, parts: &Parts) -> Option<String> {
        let [word] = parts.core else { return None };
        let lead = parts.definite(self.unnamed);
        if !word.capital || !parts.rest.is_empty() || self.person_called(&word.lower).is_some() {
            return None;
        }
        let written = word.span.of(self.text);
        let recent = self.before.len().saturating_sub(REMEMBERED);
        let mut only: Option<&str> = None;
        for source in &self.before[recent..] {
            let Source::Outlet(name) = source else { continue };
            let last = lead && name.rsplit_once(' ').is_some_and(|(_, last)| last == written);
            if (last || self.outlets.nickname(name) == Some(written)) && only.is_none_or(|only| only == name) {
                only = Some(name);
            } else if last {
                return None;
            }
        }
        let ambiguous = lead && self.unsettled.contains(&word.span);
        only.map(str::to_owned).or_else(|| ambiguous.then(|| written.to_owned()))
    }

    /// "A new report suggests": an outlet that is credited with the same right after is who reported it, if it is one
    /// only.
    pub(super) fn name_later(&self, attributions: &[Attribution], credits: &mut [Credit]) {
        for at in 0..credits.len() {
            let open = matches!(&*credits[at].rule, "report" | "outlet-without-name");
            let plain = match &credits[at].source {
                Source::Outlet(words) | Source::Document(words) => self.plain_report(words),
                _ => false,
            };
            // "The report" goes back, not ahead.
            let back = attributions[at].source.is_some_and(|span| self.opens_definite(span));
            if !(open && plain) || back || !credits[at].via.is_empty() {
                continue;
            }
            let here = self.sentence_of(&attributions[at]);
            let mut named: Vec<Source> = Vec::new();
            for next in at + 1..credits.len().min(at + SOON) {
                let near = self.sentence_of(&attributions[next]) <= here + SOON;
                let known =
                    &*credits[next].rule != "outlet-without-name" && matches!(credits[next].source, Source::Outlet(_));
                if near && known && !named.contains(&credits[next].source) {
                    named.push(credits[next].source.clone());
                }
            }
            if let [only] = &named[..] {
                credits[at].source = only.clone();
                credits[at].rule = "report-named-later".into();
            }
        }
    }

    fn opens_definite(&self, span: Span) -> bool {
        let first = span.of(self.text).split_whitespace().next().unwrap_or("");
        self.unnamed.is(&first.to_lowercase(), Noun::Definite)
    }

    /// Whether words are no more than "report" or "newspaper" with an adjective or two, and one of them.
    fn plain_report(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        let noun = lower.rsplit(' ').next().unwrap_or("");
        let one = [Noun::Report, Noun::Outlet].iter().any(|kind| self.unnamed.is(noun, *kind));
        one && lower.split(' ').count() <= 5 && !lower.split(' ').any(|word| self.unnamed.is(word, Noun::EndsNoun))
    }

    fn sentence_of(&self, attribution: &Attribution) -> usize {
        let place = attribution.source.map_or(0, Span::start);
        self.sentences.partition_point(|sentence| sentence.span.start() <= place)
    }

    /// "a report in the Harbour Lantern": whatever it is called, what publishes a report is an outlet.
    fn published_in(&self, parts: &Parts) -> Option<String> {
        let [lead, rest @ ..] = parts.rest else { return None };
        let report = parts.is(Noun::Report, self.unnamed) || parts.is(Noun::Reports, self.unnamed);
        // "A report on the Tarnbeat website", but not "on the Tarn bridge".
        let site = || rest.iter().any(|word| !word.capital && self.unnamed.is(&word.lower, Noun::Outlet));
        let on = self.unnamed.is(&lead.lower, Noun::PublishedOn) && site();
        let published = report && (on || self.unnamed.is(&lead.lower, Noun::PublishedIn));
        let article = rest.first().is_some_and(|word| self.unnamed.is(&word.lower, Noun::Definite));
        let name: Vec<&Word> =
            rest.iter().skip(usize::from(article)).take_while(|word| word.capital && !word.breaks).collect();
        let (first, last) = (name.first()?, name.last()?);
        let words = first.span.cover(last.span).of(self.text);
        let from = self.unnamed.is(&lead.lower, Noun::PublishedFrom);
        let body = name.iter().any(|word| self.unnamed.is(&word.lower, Noun::Organization));
        let enough = if from { !body && self.person_called(words).is_none() } else { article || 1 < name.len() };
        (published && enough && !self.bodies.contains(&words.to_lowercase())).then(|| words.to_owned())
    }

    /// Whether the noun is something an outlet publishes, or an outlet: its report, its website.
    pub(super) fn outlet_thing(&self, parts: &Parts) -> bool {
        let own = parts.core.len() < 2 || parts.core.last().is_some_and(|word| !word.capital);
        own && [Noun::Report, Noun::Outlet, Noun::Outlets].iter().any(|noun| parts.is(*noun, self.unnamed))
    }

    /// "The paper", "the report": the outlet that the nearest paragraph credits, if it is one only.
    pub(super) fn back_to_outlet(&self, parts: &Parts, span: Span) -> Option<Answer> {
        if !self.outlet_thing(parts) {
            return None;
        }
        let several = parts.is(Noun::Outlets, self.unnamed);
        let small = parts.core.iter().all(|word| !word.capital) || parts.core.len() == 1;
        let points = parts.definite(self.unnamed) || parts.lead.is_empty();
        let report = parts.is(Noun::Report, self.unnamed);
        if small && parts.rest.is_empty() && points && !several {
            match self.outlets_near(parts.noun(), span)[..] {
                [one] => return Some((self.before[one].clone(), "the-report-said")),
                [] => {}
                _ => return Some((Source::Unresolved(parts.described(self.text)), "the-report-said")),
            }
            let document = self.last(|source| matches!(source, Source::Document(_)));
            if let Some(document) = document.filter(|_| report) {
                return Some((document, "the-report-said"));
            }
            if let Some(outlet) = self.only_outlet_named(parts.noun(), span) {
                return Some((outlet, "the-report-said"));
            }
            if report {
                let reporter = self.just_credited().filter(|_| parts.definite(self.unnamed));
                let document = || (Source::Document(parts.described(self.text)), "report");
                return Some(reporter.map_or_else(document, |reporter| (reporter, "the-report-said")));
            }
        }
        if report && parts.rest.iter().any(|word| word.capital) {
            return Some((Source::Document(parts.described(self.text)), "report"));
        }
        if let Some(name) = self.name_of_report(parts).filter(|_| report) {
            return Some((Source::Outlet(name), "report-by-name"));
        }
        Some((Source::Outlet(parts.described(self.text)), "outlet-without-name"))
    }

    /// "A Saturday Tarnbeat report": the name before the noun, if it is no body's, person's or people's.
    fn name_of_report(&self, parts: &Parts) -> Option<String> {
        let (_, core) = parts.core.split_last()?;
        let days = core.iter().take_while(|word| self.unnamed.is(&word.lower, Noun::When)).count();
        let (first, last) = (core.get(days)?, core.last()?);
        let plain = |word: &Word| {
            let other = [Noun::Organization, Noun::People, Noun::When];
            word.capital && !word.breaks && !other.iter().any(|noun| self.unnamed.is(&word.lower, *noun))
        };
        let span = first.span.cover(last.span);
        let words = span.of(self.text);
        let known = self.named.get(&first.span.start()).map(|(_, kind)| *kind);
        let stranger = !matches!(known, Some(EntityKind::Person | EntityKind::Place | EntityKind::Organization))
            || self.outlets.looks_like(words);
        let free = !self.bodies.contains(&words.to_lowercase()) && self.person_called(words).is_none();
        let indefinite = !parts.definite(self.unnamed);
        (core[days..].iter().all(plain) && stranger && free && indefinite).then(|| words.to_owned())
    }

    /// Whom the credit right before names, if it is a name that no list knows: "…, according to Tarnbeat. The report says".
    fn just_credited(&self) -> Option<Source> {
        let name = match self.before.last()? {
            Source::Organization(name) => name,
            Source::Person(name) if self.stranger(name) => name,
            _ => return None,
        };
        let mut words = name.split(' ');
        let body = words.clone().any(|word| self.unnamed.is(&word.to_lowercase(), Noun::Organization));
        let named = words.all(|word| word.starts_with(char::is_uppercase));
        let unlisted = named && !body && !self.bodies.contains(&name.to_lowercase());
        unlisted.then(|| Source::Organization(name.clone()))
    }

    /// Whether a name of one word, taken for a person's, stands nowhere with a title: it may as well be an outlet's.
    fn stranger(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let person = self.people.named(&[&lower]).and_then(|person| self.people.get(person));
        !name.contains(' ') && person.is_none_or(|person| person.roles.is_empty() && !person.name.contains(' '))
    }

    /// The outlets credited in the nearest paragraph before `span` that credits one of this kind: places in `before`.
    fn outlets_near(&self, noun: &str, span: Span) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut paragraph = None;
        for (place, index) in self.outlets_credited.iter().rev().take(REMEMBERED) {
            let source = &self.before[*index];
            if span.start() < *place || !self.can_be(noun, source.name()) {
                continue;
            }
            let here = self.paragraph(*place);
            if *paragraph.get_or_insert(here) != here {
                break;
            }
            if found.iter().all(|other| self.before[*other] != *source) {
                found.push(*index);
            }
        }
        found
    }

    /// The only outlet of this kind that is named before `span`, credited or not.
    fn only_outlet_named(&self, noun: &str, span: Span) -> Option<Source> {
        let mut only: Option<&str> = None;
        for (_, outlet) in self.settled.range(..span.start()).rev().take(REMEMBERED).map(|(_, found)| *found) {
            let outlet = self.outlets.get(outlet)?;
            if outlet.kind == OutletKind::Channel || !self.can_be(noun, &outlet.name) {
                continue;
            }
            if only.is_some_and(|other| other != outlet.name) {
                return None;
            }
            only = Some(&outlet.name);
        }
        only.map(|name| Source::Outlet(name.to_owned()))
    }

    /// Whether an outlet can go by this noun: "the station" is no newspaper. One that no list knows can be anything.
    fn can_be(&self, noun: &str, name: &str) -> bool {
        let kind = self.outlets.by_name(name).map(|outlet| outlet.kind).or_else(|| self.kind_by_look(name));
        let Some(kind) = kind else { return true };
        let sorts = [
            (Noun::Paper, OutletKind::Newspaper),
            (Noun::Station, OutletKind::Broadcaster),
            (Noun::Magazine, OutletKind::Magazine),
            (Noun::Agency, OutletKind::Agency),
        ];
        let mut sorts = sorts.iter().filter(|(sort, _)| self.unnamed.is(noun, *sort)).peekable();
        sorts.peek().is_none() || sorts.any(|(_, wanted)| *wanted == kind)
    }

    /// What an outlet is by the words of its name: "Radio Harbour".
    fn kind_by_look(&self, name: &str) -> Option<OutletKind> {
        let has = |noun| name.split(' ').any(|word| self.unnamed.is(&word.to_lowercase(), noun));
        match (has(Noun::StationWord), has(Noun::PaperWord)) {
            (true, _) => Some(OutletKind::Broadcaster),
            (_, true) => Some(OutletKind::Newspaper),
            _ => None,
        }
    }

    fn paragraph(&self, place: usize) -> usize {
        let at = self.sentences.partition_point(|sentence| sentence.span.start() <= place).saturating_sub(1);
        self.sentences.get(at).map_or(0, |sentence| sentence.paragraph)
    }
}
