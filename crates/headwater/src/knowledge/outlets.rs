//! Publishers of news: their names, nicknames, owners, and which are agencies.

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::Span;

/// One publisher of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The name it goes by.
    pub name: String,
    /// Every name that means it and nothing else, `name` among them unless that is an ordinary word.
    pub names: Vec<String>,
    /// Its web hosts; their subdomains belong to it too.
    pub domains: Vec<String>,
    /// Who owns it, where that joins it with others.
    pub owner: Option<String>,
    /// What it is.
    pub kind: OutletKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// What a publisher of news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutletKind {
    /// It sells news to other outlets.
    Agency,
    /// A newspaper and its site.
    Newspaper,
    /// Radio or television and its site.
    Broadcaster,
    /// A magazine and its site.
    Magazine,
    /// Born on the web.
    Site,
    /// A platform on which anybody publishes: where something was said, never who said it.
    Channel,
}

/// How surely a name means an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Surety {
    /// The name means this outlet and nothing else.
    Full,
    /// The name may mean it: "the Post", "Bloomberg", "PA".
    Short,
}

/// Publishers of news: their names, nicknames, owners, and which are agencies.
pub struct Outlets {
    list: Vec<Outlet>,
    /// What to look for in a text, by first word, longest first.
    patterns: HashMap<String, Vec<Pattern>>,
    /// Full names in lower case without their article.
    by_name: HashMap<String, usize>,
    /// Names that are ordinary words, as written, article and all: "The Sun", "Time".
    by_word: HashMap<String, usize>,
    /// Short names as written, without their article, and all outlets they may mean.
    by_short: HashMap<String, Vec<usize>>,
    by_domain: HashMap<String, usize>,
    looks: Looks,
}

/// A name to look for.
struct Pattern {
    words: String,
    outlet: usize,
    surety: Surety,
    after_article: bool,
}

/// How names of outlets look that are in no list.
#[derive(Deserialize)]
struct Looks {
    endings: Vec<String>,
    beginnings: Vec<String>,
    exceptions: HashSet<String>,
    tails: Vec<String>,
    feet: Vec<Foot>,
}

/// How the desk of an agency signs below its text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Foot {
    agency: String,
    #[allow(dead_code, reason = "for who reads the table")]
    why: String,
    /// In lower case: how the line begins, and what stands behind that in it, in this order.
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test"))]
    finds: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "for the test"))]
    skips: Vec<String>,
}

impl Foot {
    fn fits(&self, line: &str) -> bool {
        let line = line.trim().to_lowercase();
        let mut rest = line.as_str();
        self.words.iter().enumerate().all(|(place, words)| {
            let found =
                if place == 0 { rest.starts_with(words.as_str()).then_some(0) } else { rest.find(words.as_str()) };
            found.is_some_and(|at| {
                rest = &rest[at + words.len()..];
                true
            })
        })
    }
}

/// An outlet as it stands in the data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    word: bool,
    #[serde(default)]
    domains: Vec<String>,
    owner: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agency: Vec<Entry>,
    newspaper: Vec<Entry>,
    broadcaster: Vec<Entry>,
    magazine: Vec<Entry>,
    site: Vec<Entry>,
    channel: Vec<Entry>,
}

/// The longest host name there can be; also keeps the search for hosts linear.
const LONGEST_HOST: usize = 253;

/// The longest sign-off of a desk, in bytes.
const LONGEST_FOOT: usize = 600;

/// Below this length an upper-case word is more likely an acronym of something else than an outlet shouted.
const SHORTEST_SHOUTED: usize = 5;

impl Outlets {
    /// The table that comes with headwater.
    pub fn bundled() -> Outlets {
        let file: File = toml::from_str(include_str!("../../data/shared/outlets.toml")).expect("bundled, and tested");
        let looks = toml::from_str(include_str!("../../data/en/outlets.toml")).expect("bundled, and tested");
        let mut outlets = Outlets {
            list: Vec::new(),
            patterns: HashMap::default(),
            by_name: HashMap::default(),
            by_word: HashMap::default(),
            by_short: HashMap::default(),
            by_domain: HashMap::default(),
            looks,
        };
        outlets.add_all(file.agency, OutletKind::Agency);
        outlets.add_all(file.newspaper, OutletKind::Newspaper);
        outlets.add_all(file.broadcaster, OutletKind::Broadcaster);
        outlets.add_all(file.magazine, OutletKind::Magazine);
        outlets.add_all(file.site, OutletKind::Site);
        outlets.add_all(file.channel, OutletKind::Channel);
        outlets.sort_patterns();
        outlets
    }

    /// The agency whose desk signs like this line, if it says so by how it signs: "(Reporting by …; Editing by …)".
    pub fn signed_by(&self, line: &str) -> Option<&Outlet> {
        // A sign-off is a line in brackets of some names.
        let short = line.len() <= LONGEST_FOOT && line.trim_start().starts_with('(');
        let foot = self.looks.feet.iter().find(|foot| short && foot.fits(line))?;
        self.by_name(&foot.agency)
    }

    /// The outlet at an index that [`Outlets::find`] gave.
    pub fn get(&self, outlet: usize) -> Option<&Outlet> {
        self.list.get(outlet)
    }

    /// All outlets, in the order of the data file.
    pub fn all(&self) -> &[Outlet] {
        &self.list
    }

    /// The outlets named in `text`, in order, as whole words, the article left out; the longest name wins.
    ///
    /// A short name that several outlets share is found once for each of them, at the same place: whoever has only
    /// one candidate left may choose it, nobody else ([`Outlets::settle`]).
    pub fn find(&self, text: &str) -> Vec<(Span, usize, Surety)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = next_word(text, at) {
            let word_end = word_end(text, start);
            at = match self.host_at(text, start, word_end).or_else(|| self.name_at(text, start, word_end)) {
                Some((span, outlets)) => {
                    found.extend(outlets.into_iter().map(|(outlet, surety)| (span, outlet, surety)));
                    span.end()
                }
                None => word_end,
            };
        }
        found
    }

    /// What [`Outlets::find`] found, short names settled by the full names in the same text: "the Post" is the outlet
    /// among its candidates that is also named in full, if only one is. Unsettled ones are left out.
    pub fn settle(&self, found: &[(Span, usize, Surety)]) -> Vec<(Span, usize)> {
        let full: HashSet<usize> = found.iter().filter(|(_, _, surety)| *surety == Surety::Full).map(|f| f.1).collect();
        let mut settled = Vec::new();
        for group in found.chunk_by(|left, right| left.0 == right.0) {
            let mut named = group.iter().filter(|(_, outlet, _)| full.contains(outlet));
            match (group, named.next(), named.next()) {
                ([(span, outlet, _)], _, _) | (_, Some((span, outlet, _)), None) => settled.push((*span, *outlet)),
                _ => {}
            }
        }
        settled
    }

    /// The outlet of this name: a leading article is ignored; full names in any case, ordinary words ("Time", "The Sun")
    /// as written, short names as written and only if one outlet goes by it. A web host is a name too.
    pub fn by_name(&self, name: &str) -> Option<&Outlet> {
        self.index_of(name).map(|outlet| &self.list[outlet])
    }

    /// As [`Outlets::by_name`], but its index.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        let bare = without_article(name.trim());
        if let Some(outlet) = self.by_word.get(name.trim()).or_else(|| self.by_name.get(&key(bare))) {
            return Some(*outlet);
        }
        match self.by_short.get(bare).map(Vec::as_slice) {
            Some([outlet]) => Some(*outlet),
            Some(_) => None,
            None if bare.contains('.') => self.index_of_host(bare),
            None => None,
        }
    }

    /// The outlet whose host this is, or whose host it is a subdomain of.
    pub fn by_domain(&self, host: &str) -> Option<&Outlet> {
        self.index_of_host(host).map(|outlet| &self.list[outlet])
    }

    /// Whether a name that may be in no list looks like an outlet's: "Harbour Gazette", "Radio Harbour".
    pub fn looks_like(&self, name: &str) -> bool {
        let bare = without_article(name.trim());
        let capital = bare.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
        let ends = |ending: &String| {
            bare.strip_suffix(ending.as_str()).is_some_and(|rest| rest.ends_with(' ') && 1 < rest.len())
        };
        let begins = |beginning: &String| {
            bare.strip_prefix(beginning.as_str()).is_some_and(|rest| rest.starts_with(' ') && 1 < rest.len())
        };
        capital
            && !self.looks.exceptions.contains(bare)
            && (self.looks.endings.iter().any(ends) || self.looks.beginnings.iter().any(begins))
    }

    /// What an outlet is called for short once it has been named in full: "Harbour" for "Harbour Online".
    pub(crate) fn nickname<'name>(&self, name: &'name str) -> Option<&'name str> {
        let (short, tail) = name.rsplit_once(' ')?;
        (!short.contains(' ') && self.looks.tails.iter().any(|known| known == tail)).then_some(short)
    }

    fn index_of_host(&self, host: &str) -> Option<usize> {
        let lower = host.trim_end_matches('.').to_lowercase();
        let mut rest = lower.as_str();
        loop {
            if let Some(outlet) = self.by_domain.get(rest) {
                return Some(*outlet);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The outlet whose host starts here.
    fn host_at(&self, text: &str, start: usize, word_end: usize) -> Option<(Span, Vec<(usize, Surety)>)> {
        let after = &text.as_bytes()[word_end..];
        if !matches!(after, [b'.' | b'-', next, ..] if next.is_ascii_alphanumeric()) || text[..start].ends_with('@') {
            return None;
        }
        let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let length = text[start..].bytes().take(LONGEST_HOST).take_while(is_host).count();
        let host = text[start..start + length].trim_end_matches(['.', '-']);
        let outlet = self.index_of_host(host)?;
        Some((Span::new(start, start + host.len()), vec![(outlet, Surety::Full)]))
    }

    /// The outlets whose longest name starts here.
    fn name_at(&self, text: &str, start: usize, word_end: usize) -> Option<(Span, Vec<(usize, Surety)>)> {
        let patterns = self.patterns.get(&text[start..word_end])?;
        let fits = |pattern: &&Pattern| {
            text[start..].starts_with(pattern.words.as_str())
                && ends_whole(&text[start + pattern.words.len()..], pattern.surety)
                && (!pattern.after_article || after_article(&text[..start]))
        };
        let first = patterns.iter().find(fits)?;
        let outlets = patterns.iter().filter(|pattern| pattern.words == first.words).filter(fits);
        let span = Span::new(start, start + first.words.len());
        Some((span, outlets.map(|pattern| (pattern.outlet, pattern.surety)).collect()))
    }

    fn add_all(&mut self, entries: Vec<Entry>, kind: OutletKind) {
        for entry in entries {
            self.add(entry, kind);
        }
    }

    fn add(&mut self, entry: Entry, kind: OutletKind) {
        let outlet = self.list.len();
        let mut full = entry.names;
        let mut short = entry.short;
        if !entry.word {
            full.insert(0, entry.name.clone());
        } else if entry.name.starts_with("The ") || entry.name.chars().all(|letter| !letter.is_lowercase()) {
            short.push(entry.name.clone());
        }
        if entry.word && kind == OutletKind::Magazine {
            full.push(format!("{} magazine", without_article(&entry.name)));
        }
        if entry.word {
            self.by_word.entry(entry.name.clone()).or_insert(outlet);
        }
        for name in &full {
            self.by_name.entry(key(without_article(name))).or_insert(outlet);
            self.add_pattern(name, outlet, Surety::Full);
        }
        for name in &short {
            self.by_short.entry(without_article(name).to_owned()).or_default().push(outlet);
            self.add_pattern(name, outlet, Surety::Short);
        }
        for domain in &entry.domains {
            self.by_domain.entry(domain.clone()).or_insert(outlet);
        }
        let Entry { name, domains, owner, country, .. } = entry;
        self.list.push(Outlet { name, names: full, domains, owner, kind, country });
    }

    /// Looks for a name as written, with a typographic apostrophe, and shouted.
    fn add_pattern(&mut self, name: &str, outlet: usize, surety: Surety) {
        let bare = without_article(name);
        let after_article = bare.len() < name.len() && (surety == Surety::Short || !bare.contains(' '));
        let mut spellings = vec![bare.to_owned()];
        if bare.contains('\'') {
            spellings.push(bare.replace('\'', "’"));
        }
        if surety == Surety::Full && SHORTEST_SHOUTED <= bare.len() && bare != bare.to_uppercase() {
            spellings.push(bare.to_uppercase());
        }
        for words in spellings {
            let first = words[..word_end(&words, next_word(&words, 0).unwrap_or(0))].trim_start_matches('+').to_owned();
            let words = words.trim_start_matches('+').to_owned();
            self.patterns.entry(first).or_default().push(Pattern { words, outlet, surety, after_article });
        }
    }

    /// Longest first, so that the first that fits is the longest; full before short among equals.
    #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself; their order reaches nothing")]
    fn sort_patterns(&mut self) {
        for patterns in self.patterns.values_mut() {
            patterns.sort_by(|left, right| {
                (right.words.len(), left.surety, left.outlet).cmp(&(left.words.len(), right.surety, right.outlet))
            });
        }
    }
}

/// A name as it is looked up: lower case, one kind of apostrophe.
fn key(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

fn without_article(name: &str) -> &str {
    ["the ", "The ", "THE "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// Where the next word starts, from `at` on.
fn next_word(text: &str, at: usize) -> Option<usize> {
    text[at..].find(char::is_alphanumeric).map(|offset| at + offset)
}

/// Where the run of letters and digits that starts at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    text[start..].find(|next: char| !next.is_alphanumeric()).map_or(text.len(), |offset| start + offset)
}

/// Whether a name may end before these words: not within a word, nor before the rest of a longer name.
fn ends_whole(rest: &str, surety: Surety) -> bool {
    let mut following = rest.chars();
    match (following.next(), following.next()) {
        (Some(next), _) if next.is_alphanumeric() => false,
        (Some('-'), Some(next)) => !next.is_uppercase() && !next.is_numeric(),
        // "the Post Office", "Sky Blue": a short form before another capital is most often part of a longer name.
        (Some(' '), Some(next)) if surety == Surety::Short => !next.is_uppercase(),
        _ => true,
    }
}

fn after_article(before: &str) -> bool {
    let Some(before) = before.strip_suffix([' ', '\u{a0}', '\n']) else { return false };
    ["the", "The", "THE"]
        .iter()
        .filter_map(|article| before.strip_suffix(article))
        .any(|rest| !rest.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds outlets in `text` and compares "words=outlet" pairs; a short form has a question mark.
    fn check(text: &str, expected: &[&str]) {
        let outlets = Outlets::bundled();
        let found: Vec<String> = outlets
            .find(text)
            .into_iter()
            .map(|(span, outlet, surety)| {
                let mark = if surety == Surety::Short { "?" } else { "" };
                format!("{}={}{mark}", span.of(text), outlets.list[outlet].name)
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn feet_find_and_skip_their_examples() {
        let outlets = Outlets::bundled();
        for foot in &outlets.looks.feet {
            for line in &foot.finds {
                assert_eq!(outlets.signed_by(line).map(|outlet| outlet.name.as_str()), Some(&*foot.agency), "{line}");
            }
            for line in &foot.skips {
                assert!(outlets.signed_by(line).is_none(), "{line}");
            }
        }
    }

    #[test]
    fn finds_full_names() {
        check("Reuters and the Financial Times reported it.", &["Reuters=Reuters", "Financial Times=Financial Times"]);
        check("ANKARA (REUTERS) - The FT's report", &["REUTERS=Reuters", "FT=Financial Times"]);
        check("seen on www.bbc.co.uk/news and Reuters.com.", &["www.bbc.co.uk=BBC", "Reuters.com=Reuters"]);
        check("The Economist and Time magazine", &["Economist=The Economist", "Time magazine=Time"]);
    }

    #[test]
    fn the_longest_name_wins() {
        check("New York Daily News", &["New York Daily News=New York Daily News"]);
        check("Interfax-Ukraine said", &["Interfax-Ukraine=Interfax-Ukraine"]);
    }

    #[test]
    fn ordinary_words_need_their_article() {
        check("The sun shone and Time passed; Independent sources wired.", &[]);
        check("As The Sun reported", &["Sun=Baltimore Sun?", "Sun=The Sun?", "Sun=Toronto Sun?", "Sun=Vancouver Sun?"]);
        check("The Post Office and the Times Square", &[]);
        check("mail@reuters.com", &[]);
    }

    #[test]
    fn odd_text_is_no_danger() {
        for text in ["", "é’the", "the ", "a.b.c-", "\u{a0}the\u{a0}Poſt", "+972", "…Le Canard Enchaîné…"] {
            Outlets::bundled().find(text);
        }
    }

    #[test]
    fn names_are_looked_up() {
        let outlets = Outlets::bundled();
        let name = |name: &str| outlets.by_name(name).map(|outlet| outlet.name.as_str());
        assert_eq!(name("the financial times"), Some("Financial Times"));
        assert_eq!(name("The Sun"), Some("The Sun"));
        assert_eq!(name("Bloomberg"), Some("Bloomberg News"));
        assert_eq!(name("the Post"), None);
        assert_eq!(name("the Times"), None);
        assert_eq!(name("time"), None);
        assert_eq!(name("Time"), Some("Time"));
        assert_eq!(name("www.reuters.com"), Some("Reuters"));
        assert_eq!(outlets.by_domain("edition.cnn.com").map(|outlet| outlet.name.as_str()), Some("CNN"));
        assert_eq!(outlets.by_domain("example.org"), None);
    }

    #[test]
    fn unknown_outlets_are_known_by_their_looks() {
        let outlets = Outlets::bundled();
        for name in ["Harbour Gazette", "the Daily Lantern", "Radio Harbour", "Quayside TV", "North Shore News Agency"]
        {
            assert!(outlets.looks_like(name), "{name}");
        }
        for name in ["Gazette", "breaking News", "Fake News", "Harbour Authority", "", "The Post"] {
            assert!(!outlets.looks_like(name), "{name}");
        }
    }

    #[test]
    fn short_forms_are_settled_by_full_ones() {
        let outlets = Outlets::bundled();
        let text = "The Washington Post had it. The Post said so. The Journal did not. Bloomberg agreed.";
        let settled: Vec<&str> = outlets.settle(&outlets.find(text)).iter().map(|found| found.0.of(text)).collect();
        assert_eq!(settled, ["Washington Post", "Post", "Journal", "Bloomberg"]);
        let text = "The Post said so.";
        assert!(outlets.settle(&outlets.find(text)).is_empty());
    }

    #[test]
    fn no_two_outlets_share_a_full_name_or_a_host() {
        let outlets = Outlets::bundled();
        for (index, outlet) in outlets.list.iter().enumerate() {
            for name in &outlet.names {
                assert_eq!(outlets.by_name[&key(without_article(name))], index, "{name} is another outlet's");
            }
            for domain in &outlet.domains {
                assert_eq!(outlets.by_domain[domain], index, "{domain} is another outlet's");
            }
        }
    }
}
