//! Invents stories: who says what where, in how many words, by a dice whose throws are always the same.

use headwater::{Body, ClaimedDate, Hints, Page};

pub(crate) const OUTLETS: [&str; 8] = [
    "Quarn Herald",
    "Tolmeza Post",
    "Varnik Ledger",
    "Ostrevaal Echo",
    "Lindmark Courier",
    "Brundel Gazette",
    "Norvane Observer",
    "Sarrow Chronicle",
];
pub(crate) const PLACES: [&str; 6] = ["Tolmeza", "Quarn", "Varnik", "Ostrevaal", "Lindmark", "Sarrow"];
pub(crate) const SOURCES: [&str; 9] = [
    "harbour master Per Ekdal",
    "mayor Ines Brandal",
    "the Union of River Pilots",
    "the Coastal Water Board",
    "two people familiar with the inquiry",
    "a senior official who asked not to be named",
    "transport minister Oda Revik",
    "a spokesman for the Norvane Shipping Company",
    "the Hollen Courier",
];
/// What is claimed, each in three wordings.
pub(crate) const CLAIMS: [[&str; 3]; 8] = [
    [
        "the lock at PLACE had been left open for nine days",
        "for nine days the lock at PLACE had been left open",
        "the PLACE lock had been left open for nine days",
    ],
    [
        "the ferry Alvina will not sail from PLACE before June",
        "the ferry Alvina will not leave PLACE before June",
        "before June the ferry Alvina will not sail from PLACE",
    ],
    [
        "a third of the houses in PLACE were flooded",
        "one third of all houses in PLACE were flooded",
        "in PLACE a third of the houses were flooded",
    ],
    [
        "the council of PLACE will sell its old harbour to a cement company",
        "the old harbour of PLACE will be sold to a cement company by the council",
        "the PLACE council will sell the old harbour to a cement company",
    ],
    [
        "eleven fishing boats sank off PLACE in the storm",
        "in the storm eleven fishing boats sank off PLACE",
        "eleven fishing boats went down off PLACE in the storm",
    ],
    [
        "the bridge at PLACE was built with the wrong steel",
        "the wrong steel was used to build the bridge at PLACE",
        "the PLACE bridge was built with the wrong steel",
    ],
    [
        "the only hospital in PLACE will lose its night ward in May",
        "in May the only hospital in PLACE will lose its night ward",
        "the only PLACE hospital will lose its night ward in May",
    ],
    [
        "the price of grain in PLACE has doubled since March",
        "since March the price of grain in PLACE has doubled",
        "grain prices in PLACE have doubled since March",
    ],
];
/// How a source is credited with a claim.
const FRAMES: [&str; 4] = [
    "CLAIM, SOURCE said on Tuesday.",
    "According to SOURCE, CLAIM.",
    "SOURCE said that CLAIM.",
    "SOURCE told reporters that CLAIM.",
];
/// What an article has of its own, on nobody's word.
const FILLERS: [&str; 8] = [
    "The river rose by two metres in April.",
    "Most of the town lies below the dyke.",
    "A market is held on the quay every second Sunday.",
    "The road to the north has been closed since the winter.",
    "Two new schools opened there last autumn.",
    "About four thousand people live in the valley.",
    "The railway line was given up forty years ago.",
    "Barley is the main crop of the district.",
];

/// Throws that are always the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: usize) -> Dice {
        Dice(0x9E37_79B9_7F4A_7C15 ^ (seed as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95))
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % most as u64) as usize
    }

    pub(crate) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// A claim, who makes it, and where.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub(crate) claim: usize,
    pub(crate) source: &'static str,
    pub(crate) place: &'static str,
}

impl Told {
    pub(crate) fn any(dice: &mut Dice) -> Told {
        Told { claim: dice.below(CLAIMS.len()), source: dice.one_of(&SOURCES), place: dice.one_of(&PLACES) }
    }

    /// Its words in one of three wordings.
    pub(crate) fn words(&self, wording: usize) -> String {
        CLAIMS[self.claim][wording % 3].replace("PLACE", self.place)
    }

    /// A sentence that credits its source with it.
    pub(crate) fn sentence(&self, wording: usize, frame: usize) -> String {
        let sentence =
            FRAMES[frame % FRAMES.len()].replace("SOURCE", self.source).replace("CLAIM", &self.words(wording));
        capital(&sentence)
    }

    /// An article of an outlet that tells it, among things of its own.
    pub(crate) fn article(&self, outlet: &str, wording: usize, frame: usize, dice: &mut Dice) -> Page {
        let text = format!("{}\n\n{}", self.sentence(wording, frame), fillers(dice));
        page(outlet, &text)
    }
}

pub(crate) fn fillers(dice: &mut Dice) -> String {
    let first = dice.below(FILLERS.len());
    format!("{} {}", FILLERS[first], FILLERS[(first + 1 + dice.below(FILLERS.len() - 1)) % FILLERS.len()])
}

pub(crate) fn capital(sentence: &str) -> String {
    sentence[..1].to_uppercase() + &sentence[1..]
}

pub(crate) fn page(outlet: &str, text: &str) -> Page {
    let hints = Hints { outlet: Some(outlet.to_owned()), ..Hints::default() };
    Page { place: outlet.to_owned(), body: Body::Exact(text.to_owned()), hints }
}

pub(crate) fn dated(page: Page, day: &str) -> Page {
    let date = ClaimedDate { written: day.to_owned(), place: "input".to_owned() };
    Page { hints: Hints { dates: vec![date], ..page.hints }, ..page }
}
