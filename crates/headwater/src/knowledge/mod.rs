//! What is known before anything is read: one table for each question, loaded from `data/` and `models/`.
//!
//! Nothing about a language stands in code (invariant 9). A rule is an entry in a table with its name, its reason, what
//! it finds and what it must skip; the tests at the bottom of each file run every rule on its own examples.

mod abbreviations;
pub(crate) mod calendar;
mod cues;
mod furniture;
mod joining;
mod likeness;
pub(crate) mod names;
pub(crate) mod naming;
mod outlets;
mod stances;
mod tagger;
mod trees;
mod unnamed;
mod wording;
mod words;

pub use self::abbreviations::Abbreviations;
pub(crate) use self::abbreviations::Stop;
pub use self::calendar::Calendar;
pub use self::cues::Cues;
pub(crate) use self::cues::{Class, CueWord, Form, PhraseKind, Takes, Verb};
pub use self::furniture::FurnitureRules;
pub(crate) use self::furniture::{Verdict, bare};
pub use self::joining::Joining;
pub(crate) use self::joining::SIGNS;
pub(crate) use self::likeness::dot;
pub use self::likeness::{Likeness, cosine};
pub use self::names::{Names, Thing};
pub use self::outlets::{Outlet, OutletKind, Outlets, Surety};
pub use self::stances::Stances;
pub(crate) use self::stances::{Inflection, Role, Rule};
pub(crate) use self::tagger::STATES;
pub use self::tagger::Tagger;
#[doc(hidden)]
pub use self::tagger::TaggerParts;
pub(crate) use self::unnamed::Noun;
pub use self::unnamed::Unnamed;
pub use self::wording::Wording;
pub(crate) use self::wording::{Duties, Phrase, Word};
pub use self::words::Words;

/// All that is known before reading, one table for each question. Build it once; it is shared by all threads.
pub struct Knowledge {
    /// What menus, teasers, captions and credits look like.
    pub furniture: FurnitureRules,
    /// Which full stops end no sentence.
    pub abbreviations: Abbreviations,
    /// Publishers of news: their names, nicknames, owners, and which are agencies.
    pub outlets: Outlets,
    /// Persons, bodies and places known by name; titles and roles.
    pub names: Names,
    /// How days and stretches of time are worded.
    pub calendar: Calendar,
    /// How somebody is credited.
    pub cues: Cues,
    /// How people are described who are not named.
    pub unnamed: Unnamed,
    /// How sure, on what condition, and how many: the small words of statements.
    pub wording: Wording,
    /// How near two texts are in meaning.
    pub likeness: Likeness,
    /// How much each sign counts for two statements being one claim.
    pub joining: Joining,
    /// How common a word is.
    pub words: Words,
    /// How a party is worded to take a stand.
    pub stances: Stances,
    /// The model that finds attributions where no rule does.
    pub tagger: Tagger,
}

impl Knowledge {
    /// The knowledge that comes with headwater: English.
    pub fn bundled() -> Knowledge {
        Knowledge {
            furniture: FurnitureRules::bundled(),
            abbreviations: Abbreviations::bundled(),
            outlets: Outlets::bundled(),
            names: Names::bundled(),
            calendar: Calendar::bundled(),
            cues: Cues::bundled(),
            unnamed: Unnamed::bundled(),
            wording: Wording::bundled(),
            likeness: Likeness::bundled(),
            joining: Joining::bundled(),
            words: Words::bundled(),
            stances: Stances::bundled(),
            tagger: Tagger::bundled(),
        }
    }

    /// The same, loaded once for all tests.
    #[cfg(test)]
    pub(crate) fn once() -> &'static Knowledge {
        static ONCE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
        ONCE.get_or_init(Knowledge::bundled)
    }
}
