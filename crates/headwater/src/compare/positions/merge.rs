//! Joins what several sentences tell of one stand.

use std::collections::{BTreeMap, BTreeSet};

use super::Stand;
use crate::knowledge::Duties;
use crate::{Position, Span, Wording};

/// Two stands are about one thing if this much of the shorter one's telling words stands in the longer one.
const SAME: f32 = 0.5;
/// Of one party on one thing, more stances than this say nothing: only those told most often stay.
const MOST_STANCES: usize = 2;

/// A position, and the telling words of what it is about.
struct Merged {
    position: Position,
    about: BTreeSet<String>,
}

/// The positions, in order of actor; of one actor those told most often first.
pub(super) fn merge(stands: Vec<Stand>, wording: &Wording) -> Vec<Position> {
    let mut by_actor: BTreeMap<String, Vec<Merged>> = BTreeMap::new();
    for stand in stands {
        let about = telling(&stand.on, wording);
        let known = by_actor.entry(stand.actor.clone()).or_default();
        let same = |known: &&mut Merged| known.position.stance == stand.stance && alike(&known.about, &about);
        match known.iter_mut().find(same) {
            Some(known) => add(&mut known.position, stand),
            None => known.push(Merged { position: position(stand), about }),
        }
    }
    by_actor.into_values().flat_map(ordered).collect()
}

/// The positions of one actor, those told most often first.
fn ordered(merged: Vec<Merged>) -> Vec<Position> {
    let mut merged = few_stances(merged);
    merged.sort_by(|a, b| {
        let (a, b) = (&a.position, &b.position);
        b.places.len().cmp(&a.places.len()).then((a.stance, &a.on).cmp(&(b.stance, &b.on)))
    });
    merged.into_iter().map(|merged| merged.position).collect()
}

/// The words of a phrase that mean something by themselves, cut to their stems' length so that endings do not part them.
fn telling(on: &str, wording: &Wording) -> BTreeSet<String> {
    let words = wording.words(on, Span::new(0, on.len()));
    let telling = words.iter().filter(|word| !word.duties.does(Duties::STOP));
    telling.map(|word| word.lower.chars().take(6).collect()).collect()
}

fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let common = a.intersection(b).count();
    0 < common && SAME <= common as f32 / a.len().min(b.len()) as f32
}

fn position(stand: Stand) -> Position {
    Position {
        actor: stand.actor,
        stance: stand.stance,
        on: stand.on,
        toward: stand.toward,
        condition: stand.condition,
        places: vec![stand.place],
    }
}

fn add(position: &mut Position, stand: Stand) {
    if !position.places.contains(&stand.place) {
        position.places.push(stand.place);
    }
    position.toward = position.toward.take().or(stand.toward);
    position.condition = position.condition.take().or(stand.condition);
}

/// Without the stances that the actor takes less often on a thing on which it takes more than `MOST_STANCES`.
fn few_stances(merged: Vec<Merged>) -> Vec<Merged> {
    let outnumbered = |this: &Merged| {
        let rival = |other: &&Merged| {
            other.position.stance != this.position.stance
                && this.position.places.len() < other.position.places.len()
                && alike(&other.about, &this.about)
        };
        let rivals: BTreeSet<_> = merged.iter().filter(rival).map(|other| other.position.stance).collect();
        MOST_STANCES <= rivals.len()
    };
    let keep: Vec<bool> = merged.iter().map(|this| !outnumbered(this)).collect();
    merged.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(merged, _)| merged).collect()
}
