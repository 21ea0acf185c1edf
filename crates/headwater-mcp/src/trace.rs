//! `trace_claim`: how one claim was counted, passage by passage and chain by chain.

use headwater_output::wire::{Appearance, Article, Claim, Difference, Origin, OriginAppearance};
use headwater_output::{articles_of, crediting, hops, origin_words};
use headwater_store::{Note, Store};
use serde::Serialize;

use crate::asked::{self, Detail, TraceClaim};
use crate::quote::{LONGEST, Untrusted, shown};
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::{Linked, PASSAGE, Passage, Rest, TITLE, Tale, counting, left};

/// The most characters of a chain.
const CHAIN: usize = 160;

/// How much is told, in characters and numbers.
struct Extent {
    passages: usize,
    longest: usize,
    chains: usize,
    proofs: usize,
    proof: usize,
}

const BRIEF: Extent = Extent { passages: 3, longest: PASSAGE, chains: 2, proofs: 2, proof: 80 };
const FULL: Extent = Extent { passages: 30, longest: LONGEST, chains: 6, proofs: 6, proof: 200 };

#[derive(Debug, Serialize)]
pub(crate) struct Traced {
    id: String,
    story: String,
    text: String,
    counted: String,
    why: Vec<String>,
    untrusted: Untrusted,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    origins: Vec<Credited>,
    passages: Vec<Said>,
    /// Which of its articles have it from which.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests: Vec<Rest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Differing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    linked: Vec<Linked>,
    /// What the store's owner wrote beside the claim: no words of a page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    owner_notes: Vec<Noted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

/// A note of the store's owner.
#[derive(Debug, Serialize)]
struct Noted {
    note: String,
    written: String,
}

/// An origin, and how many articles credit it.
#[derive(Debug, Serialize)]
struct Credited {
    origin: String,
    articles: usize,
    untrusted: Untrusted,
}

/// A passage, and who has it from whom there.
#[derive(Debug, Serialize)]
struct Said {
    #[serde(flatten)]
    passage: Passage,
    /// Empty where the article names nobody for it.
    chains: Vec<Chain>,
}

#[derive(Debug, Serialize)]
struct Chain {
    /// "Herald ← Courier ← three people (unnamed)".
    from: String,
    shown_by: Vec<Proof>,
    untrusted: Untrusted,
}

/// Words that show a link, and the rule that found them.
#[derive(Debug, Serialize)]
struct Proof {
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    untrusted: Untrusted,
}

/// How accounts differ.
#[derive(Debug, Serialize)]
pub(crate) struct Differing {
    kind: String,
    contradiction: bool,
    accounts: Vec<Account>,
    untrusted: Untrusted,
}

#[derive(Debug, Serialize)]
struct Account {
    article: String,
    quote: String,
    untrusted: Untrusted,
}

pub(crate) fn answer(store: &Store, id: &str, asked: &TraceClaim) -> Result<Traced, Refusal> {
    let offset = asked::offset(asked.offset)?;
    let unknown = || Refusal::Unknown(id.to_owned());
    let found = store.claim(id)?.ok_or_else(unknown)?;
    let records = store.story(&found.story)?.ok_or_else(unknown)?.records();
    let tale = Tale::of(&records).ok_or_else(unknown)?;
    let notes = if offset == 0 { store.notes(id)? } else { Vec::new() };
    Ok(match asked.detail.unwrap_or_default() {
        Detail::Brief => traced(&tale, &found.claim, notes, offset, Room::short(), &BRIEF),
        Detail::Full => traced(&tale, &found.claim, notes, offset, Room::long(), &FULL),
    })
}

fn traced(tale: &Tale, claim: &Claim, notes: Vec<Note>, offset: usize, mut room: Room, extent: &Extent) -> Traced {
    let passages = extent.passages;
    let first = |most: usize| if offset == 0 { most } else { 0 };
    let mine = articles_of(claim);
    let about = tale.story.derivations.iter().filter(|one| mine.contains(&one.article.as_str()));
    let reasons = claim.because.iter().chain(claim.first.iter().map(|first| &first.note));
    let why = room.fill(reasons.map(|reason| shown(reason, TITLE)), passages);
    let written = notes.len();
    let notes = notes.into_iter().map(|note| Noted { note: shown(&note.text, extent.longest), written: note.written });
    let owner_notes = room.fill(notes, first(passages));
    let origins = room.fill(claim.origins.iter().map(credited), first(passages));
    let said = claim.appearances.iter().skip(offset).filter_map(|at| said(tale, claim, at, extent));
    let said = room.fill(said, passages);
    let differences = claim.differences.iter().map(|one| differing(tale, one, PASSAGE / 2));
    let differences = room.fill(differences, first(passages / 2));
    let rests = room.fill(about.map(|one| tale.rest(one)), first(passages / 2));
    let linked = room.fill(tale.linked(claim), first(passages));
    let next = offset + said.len();
    let mut left_out = Vec::new();
    left_out.extend(left(
        claim.appearances.len(),
        next,
        "passage",
        "passages",
        "trace_claim with this next_offset as offset",
    ));
    if offset == 0 {
        let full = "trace_claim with detail full";
        left_out.extend(left(claim.origins.len(), origins.len(), "origin", "origins", full));
        left_out.extend(left(claim.differences.len(), differences.len(), "difference", "differences", full));
        left_out.extend(left(written, owner_notes.len(), "note", "notes", full));
        left_out.extend(left(claim.linked.len(), linked.len(), "linked claim", "linked claims", full));
    }
    Traced {
        id: claim.id.clone(),
        story: tale.story.id.clone(),
        text: shown(&claim.text, PASSAGE),
        counted: counting(claim),
        why,
        untrusted: Untrusted,
        origins,
        passages: said,
        rests,
        differences,
        linked,
        owner_notes,
        next_offset: (next < claim.appearances.len()).then_some(next),
        left_out,
    }
}

fn credited(origin: &Origin) -> Credited {
    let articles: std::collections::BTreeSet<&str> = origin.appearances.iter().map(|at| at.article.as_str()).collect();
    Credited { origin: shown(&origin_words(origin), TITLE), articles: articles.len(), untrusted: Untrusted }
}

fn said(tale: &Tale, claim: &Claim, at: &Appearance, extent: &Extent) -> Option<Said> {
    let article = tale.article(&at.article)?;
    let here = |link: &&OriginAppearance| (&link.article, link.start, link.end) == (&at.article, at.start, at.end);
    let links = claim.origins.iter().flat_map(|origin| {
        origin.appearances.iter().filter(here).map(move |link| chain(tale, article, origin, link, extent))
    });
    Some(Said { passage: tale.passage(at, extent.longest)?, chains: links.take(extent.chains).collect() })
}

fn chain(tale: &Tale, article: &Article, origin: &Origin, link: &OriginAppearance, extent: &Extent) -> Chain {
    let attributions = link.attributions.iter().filter_map(|index| article.attributions.get(*index));
    let credits = attributions.map(|attribution| Proof {
        words: shown(crediting(article, attribution), extent.proof),
        rule: Some(format!("{}, {}", attribution.rule, attribution.resolved_by)),
        untrusted: Untrusted,
    });
    let others = link.because.iter().map(|evidence| {
        let words = format!("{}: {}", tale.name(&evidence.article), shown(&evidence.words, extent.proof));
        Proof { words, rule: None, untrusted: Untrusted }
    });
    let from = shown(&hops(article, origin, link).join(" ← "), CHAIN);
    Chain { from, shown_by: credits.chain(others).take(extent.proofs).collect(), untrusted: Untrusted }
}

/// A difference with the words that differ.
pub(crate) fn differing(tale: &Tale, difference: &Difference, longest: usize) -> Differing {
    let accounts = difference.appearances.iter().take(4).map(|at| Account {
        article: at.article.clone(),
        quote: shown(tale.words(at), longest),
        untrusted: Untrusted,
    });
    Differing {
        kind: difference.kind.clone(),
        contradiction: difference.contradiction,
        accounts: accounts.collect(),
        untrusted: Untrusted,
    }
}
