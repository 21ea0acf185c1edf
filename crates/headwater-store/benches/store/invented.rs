//! Invented articles, as many as one likes, the same each time.

use headwater::{Body, ClaimedDate, Hints, Page};

/// Numbers drawn by chance, the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }
}

const SYLLABLES: [&str; 16] = [
    "bor", "dun", "vel", "ostre", "vaal", "mez", "tol", "karu", "lin", "sha", "quen", "rif", "gar", "pel", "nor", "ith",
];
const VERBS: [&str; 8] =
    ["would stop", "had reached", "will not accept", "could delay", "has cost", "rejected", "plans to pay for", "left"];
const OBJECTS: [&str; 8] = [
    "the talks on the border",
    "300 houses",
    "a third of its branches",
    "the offer made last week",
    "$4.5 million in aid",
    "the road to the capital",
    "the ceasefire",
    "the vote",
];

fn name(dice: &mut Dice) -> String {
    let name: String = (0..4).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect();
    name[..1].to_uppercase() + &name[1..]
}

/// Articles about so many happenings that each has a few articles, and some have many; of about 15 words a sentence.
pub(crate) fn articles(count: usize, sentences: usize) -> impl Iterator<Item = Page> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut left = 0;
    let (mut things, mut day) = (Vec::new(), 0);
    (0..count).map(move |number| {
        if left == 0 {
            left = [1, 1, 1, 2, 2, 3, 5, 8, 20][dice.below(9)];
            things = (0..8).map(|_| name(&mut dice)).collect();
            day = dice.below(700);
        }
        left -= 1;
        let mut text = String::new();
        for _ in 0..sentences {
            let mut thing = || things[dice.below(8)].clone();
            let (who, where_, whom) = (thing(), thing(), thing());
            let what = format!("{} {}", VERBS[dice.below(8)], OBJECTS[dice.below(8)]);
            text += &match dice.below(4) {
                0 => format!("{who} {whom}, mayor of {where_}, said that the port {what}. "),
                1 => format!("“The {who} company {what},” {whom} told reporters in {where_}.\n\n"),
                2 => format!("According to a senior official in {where_}, {who} {what}. "),
                _ => format!("The union of {where_} {what}, while {who} {whom} was still in the city. "),
            };
        }
        let date = format!("{}-{:02}-{:02}", 2023 + day / 365, 1 + day % 365 / 31, 1 + day % 28);
        let hints = Hints {
            url: Some(format!("https://news.example/{number}")),
            outlet: Some(format!("{} Gazette", SYLLABLES[dice.below(16)])),
            title: Some(format!("{} and {} in {}", things[0], things[1], things[dice.below(8)])),
            dates: vec![ClaimedDate { written: date, place: "input".to_owned() }],
            ..Hints::default()
        };
        Page { place: number.to_string(), body: Body::Exact(text), hints }
    })
}
