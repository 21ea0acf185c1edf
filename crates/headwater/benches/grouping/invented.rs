//! Articles that nobody wrote, story by story: the same ones on every machine.

/// A row of numbers that look like chance (xorshift).
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    /// A number below the limit, the small ones far more often, as words of a language are.
    fn common(&mut self, limit: usize) -> usize {
        let share = self.below(1 << 20) as f64 / (1 << 20) as f64;
        (limit as f64).powf(share) as usize % limit
    }
}

const SYLLABLES: [&str; 16] = [
    "bor", "dun", "vel", "ostre", "vaal", "mez", "tol", "karu", "lin", "sha", "quen", "rif", "gar", "pel", "nor", "ith",
];

/// A word that means nothing, of so many syllables: each number gives another.
fn word(mut number: usize, syllables: usize) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word
}

/// An article that nobody wrote.
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) day: Option<String>,
    pub(crate) text: String,
    pub(crate) story: usize,
}

/// What kind of articles to make up.
struct Kind {
    dated: bool,
    /// From how many names those of a story are drawn.
    names: usize,
    /// How many articles a story has on average.
    articles: usize,
    /// In a hundred, how many are copies with some words changed.
    copies: usize,
    /// Whether they are all of the first text, or each of the latest.
    of_first: bool,
}

/// Articles one after another, those of one story within some days, and stories beside each other.
pub(crate) struct Invented {
    kind: Kind,
    chance: Chance,
    count: usize,
    made: usize,
    /// The stories of these days: number, its own words, its latest text.
    current: Vec<(usize, Vec<String>, Vec<String>)>,
    stories: usize,
}

/// How many words an article has.
const LENGTH: usize = 140;
/// How many stories run beside each other.
const CURRENT: usize = 40;
/// How many articles are published on a day.
const DAILY: usize = 200;

impl Invented {
    /// Stories of five articles, one article in five a near-copy.
    pub(crate) fn stories(count: usize) -> Invented {
        Invented::of(Kind { dated: true, names: 1 << 20, articles: 5, copies: 20, of_first: false }, count)
    }

    /// The same without days.
    pub(crate) fn undated(count: usize) -> Invented {
        Invented::of(Kind { dated: false, names: 1 << 20, articles: 5, copies: 20, of_first: false }, count)
    }

    /// The same, where all stories together have 4,096 names, and no days.
    pub(crate) fn few_names(count: usize) -> Invented {
        Invented::of(Kind { dated: false, names: 1 << 12, articles: 5, copies: 20, of_first: false }, count)
    }

    /// One story of near-copies.
    pub(crate) fn one_story(count: usize) -> Invented {
        Invented::of(Kind { dated: true, names: 1 << 20, articles: usize::MAX, copies: 100, of_first: true }, count)
    }

    fn of(kind: Kind, count: usize) -> Invented {
        Invented { kind, chance: Chance(0x9e37_79b9_7f4a_7c15), count, made: 0, current: Vec::new(), stories: 0 }
    }

    /// A story with thirty words of its own, in place of one that is over.
    fn renew(&mut self) -> usize {
        let most = if self.kind.articles == usize::MAX { 1 } else { CURRENT };
        if self.current.len() == most {
            let over = self.kind.articles != usize::MAX && self.chance.below(self.kind.articles) == 0;
            let place = self.chance.below(most);
            if !over {
                return place;
            }
            self.current.swap_remove(place);
        }
        let names = self.kind.names;
        let syllables = if names == 1 << 12 { 3 } else { 5 };
        let own = (0..30).map(|_| word(self.chance.below(names), syllables)).collect();
        self.current.push((self.stories, own, Vec::new()));
        self.stories += 1;
        self.current.len() - 1
    }

    /// Words of the language, and every third one of the story.
    fn text(&mut self, place: usize) -> Vec<String> {
        let mut text = Vec::with_capacity(LENGTH);
        for at in 0..LENGTH {
            let common = self.chance.common(1 << 16);
            let own = &self.current[place].1;
            text.push(if at % 3 == 0 { own[self.chance.below(own.len())].clone() } else { word(common, 4) });
        }
        text
    }

    /// The latest text of a story with one word in twenty changed.
    fn copy(&mut self, place: usize) -> Vec<String> {
        let mut text = self.current[place].2.clone();
        for _ in 0..text.len() / 20 {
            let at = self.chance.below(text.len());
            text[at] = word(self.chance.common(1 << 16), 4);
        }
        text
    }
}

impl Iterator for Invented {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        if self.made == self.count {
            return None;
        }
        let place = self.renew();
        let copied = !self.current[place].2.is_empty() && self.chance.below(100) < self.kind.copies;
        let text = if copied { self.copy(place) } else { self.text(place) };
        let day = self.made / DAILY;
        let day = format!("{}-{:02}-{:02}", 2000 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
        if !copied || !self.kind.of_first {
            self.current[place].2.clone_from(&text);
        }
        self.made += 1;
        Some(Made {
            id: format!("{:016x}", (self.made as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            day: self.kind.dated.then_some(day),
            text: text.join(" "),
            story: self.current[place].0,
        })
    }
}
