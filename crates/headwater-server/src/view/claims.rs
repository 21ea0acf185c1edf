//! The table of claims: articles and origins side by side, and behind each claim its passages and the count's reason.

use std::collections::BTreeMap;

use headwater_output::in_circle;
use headwater_output::wire::{Appearance, Claim, Origin, OriginAppearance};

use crate::days;
use crate::link;
use crate::questions::Remark;
use crate::told::{Tale, Told, counted, shorten};
use crate::view::graph;
use crate::view::head::{breadth, range, told};
use crate::view::passage::{Passage, passage};
use crate::view::{Extent, Home};

/// Claims beyond these are behind a link.
const CLAIMS: usize = 120;

/// Passages of one claim beyond these are behind a link.
const PASSAGES: usize = 8;

/// Origins of one claim named in its row.
const NAMED: usize = 3;

/// The table.
pub(crate) struct Claims {
    /// Claims that several articles tell.
    pub(crate) shared: Vec<Row>,
    /// Claims that one article tells.
    pub(crate) single: Vec<Row>,
    /// How many are behind a link.
    pub(crate) more: usize,
}

/// A claim.
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) articles: usize,
    pub(crate) range: String,
    /// For sorting: the most origins it may have.
    pub(crate) most: usize,
    pub(crate) origins: Vec<Resting>,
    pub(crate) more_origins: usize,
    pub(crate) first: String,
    pub(crate) agreement: Agreement,
    pub(crate) dates: String,
    pub(crate) passages: Vec<Said>,
    pub(crate) more_passages: usize,
    pub(crate) because: Vec<String>,
    pub(crate) linked: Vec<Linked>,
    /// What the desk's owner wrote beside it.
    pub(crate) notes: Vec<Remark>,
}

/// On whom a claim rests.
pub(crate) struct Resting {
    /// Which drawing stands for it: `person`, `organization`, `outlet`, `document`, `unnamed`, `unresolved`.
    pub(crate) icon: &'static str,
    pub(crate) words: String,
    pub(crate) via: String,
}

/// Whether those who tell a claim agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    Single,
    Agree,
    Differ,
    Contradict,
}

impl Agreement {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Agreement::Single => "only one article",
            Agreement::Agree => "agree",
            Agreement::Differ => "differ",
            Agreement::Contradict => "contradict",
        }
    }

    pub(crate) fn mark(self) -> &'static str {
        match self {
            Agreement::Single => "·",
            Agreement::Agree => "=",
            Agreement::Differ => "≠",
            Agreement::Contradict => "✕",
        }
    }

    pub(crate) fn key(self) -> &'static str {
        match self {
            Agreement::Single => "single",
            Agreement::Agree => "agree",
            Agreement::Differ => "differ",
            Agreement::Contradict => "contradict",
        }
    }
}

/// A passage with the chains behind it.
pub(crate) struct Said {
    pub(crate) passage: Passage,
    pub(crate) chains: Vec<Chain>,
}

/// From the article to the last source in sight, with the words that show every link.
pub(crate) struct Chain {
    pub(crate) hops: Vec<String>,
    pub(crate) proofs: Vec<Proof>,
}

/// Words that show a link, and the rule that found them.
pub(crate) struct Proof {
    pub(crate) words: String,
    pub(crate) rule: String,
}

/// Another claim that bears on this one.
pub(crate) struct Linked {
    pub(crate) how: String,
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) text: String,
}

/// The table of a story's claims.
pub(crate) fn claims(tale: &Tale, extent: Extent, home: Home) -> Claims {
    let all = &tale.story.claims;
    let shown = all.len().min(extent.first(CLAIMS));
    let rows = all.iter().take(shown).enumerate().map(|(index, claim)| row(tale, index, claim, extent, home));
    let (shared, single) = rows.partition(|row: &Row| 1 < row.articles);
    Claims { shared, single, more: all.len() - shown }
}

/// One claim.
pub(crate) fn row(tale: &Tale, index: usize, claim: &Claim, extent: Extent, home: Home) -> Row {
    let shown = claim.appearances.len().min(extent.first(PASSAGES));
    let named = claim.origins.len().min(NAMED);
    let first = claim.appearances.iter().filter_map(|at| tale.index(&at.article)).min();
    let links = links(claim);
    Row {
        number: index + 1,
        id: link::slug(&claim.id),
        text: claim.text.clone(),
        articles: breadth(claim),
        range: range(claim),
        most: if claim.origins.is_empty() { 0 } else { claim.independent[1] },
        origins: claim.origins.iter().take(named).map(resting).collect(),
        more_origins: claim.origins.len() - named,
        first: first.map_or_else(String::new, |index| tale.articles[index].name.clone()),
        agreement: agreement(claim),
        dates: claim.dates.iter().take(3).map(|date| days::in_words(date)).collect::<Vec<_>>().join(" · "),
        passages: claim.appearances.iter().take(shown).filter_map(|at| said(tale, &links, at, home)).collect(),
        more_passages: claim.appearances.len() - shown,
        because: because(tale, claim),
        linked: claim.linked.iter().filter_map(|link| linked(tale, &link.claim, &link.how)).collect(),
        notes: Vec::new(),
    }
}

fn resting(origin: &Origin) -> Resting {
    let via: Vec<&str> = origin.via.iter().map(String::as_str).filter(|via| *via != origin.name).collect();
    Resting { icon: icon(origin), words: told(origin), via: via.join(", ") }
}

/// Which drawing stands for an origin.
pub(crate) fn icon(origin: &Origin) -> &'static str {
    match origin.kind.as_str() {
        _ if origin.anonymous => "unnamed",
        "person" => "person",
        "organization" => "organization",
        "outlet" => "outlet",
        "document" => "document",
        _ => "unresolved",
    }
}

pub(crate) fn agreement(claim: &Claim) -> Agreement {
    if breadth(claim) < 2 {
        Agreement::Single
    } else if claim.differences.iter().any(|difference| difference.contradiction) {
        Agreement::Contradict
    } else if claim.differences.is_empty() {
        Agreement::Agree
    } else {
        Agreement::Differ
    }
}

/// The origins of a claim by the statement that credits them.
type Links<'a> = BTreeMap<(&'a str, usize, usize), Vec<(&'a Origin, &'a OriginAppearance)>>;

fn links(claim: &Claim) -> Links<'_> {
    let mut links = Links::new();
    for origin in &claim.origins {
        for link in &origin.appearances {
            links.entry((&link.article, link.start, link.end)).or_default().push((origin, link));
        }
    }
    links
}

fn said(tale: &Tale, links: &Links, at: &Appearance, home: Home) -> Option<Said> {
    let teller = tale.article(&at.article)?;
    let links = links.get(&(at.article.as_str(), at.start, at.end)).into_iter().flatten();
    let chains = links.map(|(origin, link)| chain(tale, teller, origin, link));
    Some(Said { chains: chains.collect(), passage: passage(tale, at, home)? })
}

fn chain(tale: &Tale, teller: &Told, origin: &Origin, link: &OriginAppearance) -> Chain {
    let mut hops = vec![teller.name.clone()];
    hops.extend(link.via.iter().cloned());
    let carrier = tale.index(&link.article).and_then(|teller| graph::carrier(tale, teller, origin, link));
    hops.extend(carrier.map(str::to_owned));
    hops.push(if origin.anonymous { format!("{} (unnamed)", origin.name) } else { origin.name.clone() });
    hops.dedup();
    let written = link.attributions.iter().filter_map(|index| attribution(teller, *index));
    let shown = link.because.iter().map(|evidence| Proof {
        words: shorten(&evidence.words, 160),
        rule: format!("in {}", tale.name(&evidence.article)),
    });
    Chain { proofs: written.chain(shown).collect(), hops }
}

/// The words that credit somebody, and the rules that found them and who is meant.
fn attribution(teller: &Told, index: usize) -> Option<Proof> {
    let attribution = teller.article.attributions.get(index)?;
    let spans = attribution.source.iter().chain(&attribution.cue);
    let from = spans.clone().map(|span| span[0]).min()?;
    let to = spans.map(|span| span[1]).max()?;
    let rule = format!("rules {}, {}", attribution.rule, attribution.resolved_by);
    Some(Proof { words: shorten(teller.cut(from, to), 160), rule })
}

/// Why the count is what it is, and what would change it.
fn because(tale: &Tale, claim: &Claim) -> Vec<String> {
    let mut sentences = claim.because.clone();
    sentences.extend(claim.first.iter().map(|first| first.note.clone()));
    let circle = in_circle(claim);
    if claim.origins.is_empty() && !circle {
        let tellers = tale.tellers(&claim.appearances);
        let who = tellers.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        sentences.push(format!("No origin is counted: {who} credits nobody for it."));
    }
    let [least, most] = claim.independent;
    sentences.push(
        match claim.origins.len() {
            0 if circle => "It would have an origin if one of them named somebody outside the circle.",
            0 => "It would have an origin if an article said on whose word it rests.",
            1 => "It would become two if an article had it from somebody else who is surely not the same.",
            _ if least < most => "The range would narrow if an article told who these are.",
            _ => "It would become fewer if two of these turned out to speak for one, or to have it from each other.",
        }
        .to_owned(),
    );
    sentences
}

fn linked(tale: &Tale, id: &str, how: &str) -> Option<Linked> {
    let index = tale.claim(id)?;
    let text = shorten(&tale.story.claims[index].text, 120);
    let how = match how {
        "denies" => "Denied by or denying",
        "updates" => "Another state of",
        "narrows" => "Told in more detail by",
        how => how,
    };
    Some(Linked { how: how.to_owned(), number: index + 1, id: link::slug(id), text })
}

impl Claims {
    /// Sets each note beside its claim.
    pub(crate) fn set_notes(&mut self, notes: &[Remark]) {
        for row in self.shared.iter_mut().chain(&mut self.single) {
            let mine = |note: &&Remark| note.about.as_ref().is_some_and(|about| link::slug(about) == row.id);
            row.notes = notes.iter().filter(mine).cloned().collect();
        }
    }
}

impl Row {
    /// "9 passages in 5 articles".
    pub(crate) fn summary(&self) -> String {
        let passages = counted(self.passages.len() + self.more_passages, "passage", "passages");
        if self.articles < 2 { passages } else { format!("{passages} in {} articles", self.articles) }
    }
}
