//! Articles that nobody wrote: the same ones on every machine.

/// A row of numbers that look like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A name that means nothing: "Tolmevaan".
    fn name(&mut self) -> String {
        let name: String = (0..2 + self.below(2)).map(|_| self.one(&SYLLABLES)).collect();
        name[..1].to_uppercase() + &name[1..]
    }
}

const SYLLABLES: [&str; 16] = [
    "bor", "dun", "vel", "ostre", "vaal", "mez", "tol", "karu", "lin", "sha", "quen", "rif", "gar", "pel", "nor", "ith",
];
const SUBJECTS: [&str; 10] = [
    "the harbour",
    "the ministry",
    "a ferry with forty passengers",
    "the new toll",
    "the guild of river pilots",
    "the two governments",
    "a fire in the northern district",
    "the central bank",
    "the lower house",
    "the company that runs the locks",
];
const VERBS: [&str; 10] = [
    "would stop",
    "had already reached",
    "will not accept",
    "was still looking at",
    "could delay",
    "has cost",
    "had damaged",
    "is going to replace",
    "rejected",
    "plans to pay for",
];
const OBJECTS: [&str; 10] = [
    "the talks on the border",
    "more than 300 houses",
    "a third of its branches",
    "the offer made ten days ago",
    "about $4.5 million in aid",
    "the road to the capital",
    "at least 34 people",
    "the ceasefire, which began in March,",
    "a draft of the agreement",
    "the vote in the upper house",
];
const TAILS: [&str; 10] = [
    "before the end of the year",
    "on Tuesday",
    "since April 11",
    "if the other side agrees",
    "because of the storm",
    "for the first time in 12 years",
    "without giving any reason",
    "after weeks of protests",
    "as prices went up by 3.4 per cent",
    "unless the locks are mended",
];
const ROLES: [&str; 6] = ["foreign minister", "mayor", "spokeswoman for the port", "general", "economist", "pilot"];
const UNNAMED: [&str; 5] = [
    "three people familiar with the matter",
    "a senior official",
    "two diplomats who asked not to be named",
    "sources close to the talks",
    "a person briefed on the plan",
];
const VERBS_OF_SPEECH: [&str; 6] = ["said", "told reporters", "warned", "confirmed", "denied", "added"];

fn clause(chance: &mut Chance) -> String {
    let (subject, verb) = (chance.one(&SUBJECTS), chance.one(&VERBS));
    format!("{subject} {verb} {} {}", chance.one(&OBJECTS), chance.one(&TAILS))
}

fn sentence(chance: &mut Chance) -> String {
    let clause = clause(chance);
    let capital = clause[..1].to_uppercase() + &clause[1..];
    let (said, unnamed) = (chance.one(&VERBS_OF_SPEECH), chance.one(&UNNAMED));
    match chance.below(8) {
        0 => format!(
            "{} {}, {} of {}, {said} that {clause}.",
            chance.name(),
            chance.name(),
            chance.one(&ROLES),
            chance.name()
        ),
        1 => format!("“{capital},” {} {said} on Friday.", chance.name()),
        2 => format!("According to {unnamed}, {clause}."),
        3 => format!("The {} Gazette reported that {clause}, citing {unnamed}.", chance.name()),
        4 => format!("The report said {clause}, and “{}” was “{}”.", chance.one(&OBJECTS), chance.one(&TAILS)),
        5 => format!(
            "Mr. {} of the {} Union said: “{capital}. It is {} to me.”",
            chance.name(),
            chance.name(),
            chance.name()
        ),
        _ => format!("{capital}, while {}.", self::clause(chance)),
    }
}

/// An article of about so many bytes.
pub(crate) fn article(seed: u64, bytes: usize) -> String {
    let mut chance = Chance::new(seed + 1);
    let mut text = String::with_capacity(bytes + 400);
    while text.len() < bytes {
        text.push_str(&sentence(&mut chance));
        text.push_str(if chance.below(3) == 0 { "\n\n" } else { " " });
    }
    text
}

/// So many articles that tell one story: each has some of its sentences, and two of its own.
pub(crate) fn story(count: usize) -> Vec<String> {
    let mut chance = Chance::new(7);
    let told: Vec<String> = (0..40).map(|_| sentence(&mut chance)).collect();
    let one = |seed| {
        let mut chance = Chance::new(seed);
        let mut sentences: Vec<String> = (0..12).map(|_| told[chance.below(told.len())].clone()).collect();
        sentences.extend([sentence(&mut chance), sentence(&mut chance)]);
        sentences.join("\n\n")
    };
    (1..=count as u64).map(one).collect()
}
