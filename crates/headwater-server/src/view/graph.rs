//! Who rests on whom: the articles, the newsrooms and people behind them, and the links between, each with its words.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire::{Claim, Derivation, Origin, OriginAppearance};

use crate::told::{Tale, counted, shorten};
use crate::view::claims::icon;
use crate::view::head::key;
use crate::view::{Extent, Home, passage};

/// The most of each kind that is drawn; together with what is folded they stay below 60.
const ARTICLES: usize = 24;
const NEWSROOMS: usize = 10;
const ORIGINS: usize = 16;

/// Links beyond these are left out of the table until all is asked for.
const LINKS: usize = 60;

/// What a drawing shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// An article of the story, by its place in it.
    Article(usize),
    /// A newsroom whose own article is not among them.
    Newsroom(String),
    /// A person, body, document, or unnamed people.
    Origin(String),
}

/// A thing that is drawn.
pub(crate) struct Thing {
    pub(crate) key: Key,
    pub(crate) icon: &'static str,
    pub(crate) name: String,
    pub(crate) note: String,
    /// Where it leads on the page or at the desk; empty for nowhere.
    pub(crate) href: String,
    /// When it was published, for articles.
    pub(crate) day: Option<String>,
    /// What its outlet is, for the row of an article.
    pub(crate) row: String,
}

/// One rests on another.
pub(crate) struct Link {
    pub(crate) number: usize,
    pub(crate) from: Key,
    pub(crate) to: Key,
    pub(crate) how: &'static str,
    pub(crate) from_name: String,
    pub(crate) to_name: String,
    /// In how many claims; 0 for what holds for the article as a whole.
    pub(crate) claims: usize,
    /// The words that show it.
    pub(crate) words: String,
    pub(crate) language: String,
    pub(crate) here: String,
    pub(crate) there: Option<passage::Outside>,
}

/// The whole of it.
pub(crate) struct Graph {
    pub(crate) things: Vec<Thing>,
    pub(crate) links: Vec<Link>,
    /// Links that are not in the table.
    pub(crate) more: usize,
    /// What was folded or left out of the drawing, in a sentence.
    pub(crate) folded: String,
}

/// A link as it is gathered.
struct Found<'a> {
    claims: BTreeSet<usize>,
    teller: usize,
    words: &'a str,
    start: Option<usize>,
}

type Gathered<'a> = BTreeMap<(Key, Key, &'static str), Found<'a>>;

/// Who rests on whom in a story.
pub(crate) fn graph(tale: &Tale, extent: Extent, home: Home) -> Graph {
    let mut gathered = Gathered::new();
    let mut origins: BTreeMap<String, &Origin> = BTreeMap::new();
    for derivation in &tale.story.derivations {
        derived(tale, derivation, &mut gathered);
    }
    for (index, claim) in tale.story.claims.iter().enumerate() {
        credited(tale, index, claim, &mut gathered, &mut origins);
    }
    let (mut things, folded) = things(tale, &gathered, &origins, home);
    let mut links: Vec<((Key, Key, &'static str), Found)> = gathered.into_iter().collect();
    let drawn: BTreeSet<&Key> = things.iter().map(|thing| &thing.key).collect();
    let is_drawn = |(from, to, _): &(Key, Key, &str)| drawn.contains(from) && drawn.contains(to);
    links.sort_by_cached_key(|(link, found)| {
        (!is_drawn(link), order(link.2), std::cmp::Reverse(found.claims.len()), link.clone())
    });
    // What is drawn stands in the table too, however much it is.
    let drawn = links.iter().filter(|(link, _)| is_drawn(link)).count();
    let ends: BTreeSet<Key> = links[..drawn].iter().flat_map(|((from, to, _), _)| [from.clone(), to.clone()]).collect();
    things.retain(|thing| matches!(thing.key, Key::Article(_)) || ends.contains(&thing.key));
    let shown = links.len().min(extent.first(LINKS.max(drawn)));
    let more = links.len() - shown;
    let name = |key: &Key| name(tale, &origins, key);
    let links = links.into_iter().take(shown).enumerate();
    let links = links.map(|(at, ((from, to, how), found))| Link {
        from_name: name(&from),
        to_name: name(&to),
        ..link(tale, at + 1, from, to, how, &found, home)
    });
    Graph { things, links: links.collect(), more, folded }
}

/// Links between articles first, then to newsrooms, then to people.
fn order(how: &str) -> usize {
    ["copies", "rewrites", "says it is from", "cites", "quotes"].iter().position(|one| *one == how).unwrap_or(9)
}

fn link(tale: &Tale, number: usize, from: Key, to: Key, how: &'static str, found: &Found, home: Home) -> Link {
    let teller = &tale.articles[found.teller];
    let sentence = found.start.and_then(|start| teller.sentence(start)).map(|(index, _)| index);
    Link {
        number,
        from,
        to,
        how,
        from_name: String::new(),
        to_name: String::new(),
        claims: found.claims.len(),
        words: shorten(found.words, 220),
        language: teller.article.language.clone(),
        here: home.article(&teller.article.id, sentence),
        there: found.start.and_then(|_| passage::outside(teller, found.words)),
    }
}

fn name(tale: &Tale, origins: &BTreeMap<String, &Origin>, key: &Key) -> String {
    match key {
        Key::Article(index) => tale.articles[*index].name.clone(),
        Key::Newsroom(outlet) => outlet.clone(),
        Key::Origin(key) => origins.get(key).map_or_else(String::new, |origin| origin.name.clone()),
    }
}

fn derived<'a>(tale: &Tale<'a>, derivation: &'a Derivation, gathered: &mut Gathered<'a>) {
    let Some(teller) = tale.index(&derivation.article) else { return };
    let how = match derivation.how.as_str() {
        "copies" => "copies",
        "paraphrases" => "rewrites",
        _ => "says it is from",
    };
    let to = match tale.index(&derivation.from) {
        Some(index) => Key::Article(index),
        None if derivation.from.starts_with("a-") => return,
        None => Key::Newsroom(derivation.from.clone()),
    };
    let own = |evidence: &&headwater_output::wire::Evidence| evidence.article == derivation.article;
    let evidence = derivation.evidence.iter().find(own);
    let found = Found {
        claims: BTreeSet::new(),
        teller,
        words: evidence.map_or("", |evidence| evidence.words.as_str()),
        start: evidence.and_then(|evidence| evidence.start),
    };
    gathered.insert((Key::Article(teller), to, how), found);
}

/// The links that the chains of a claim show.
fn credited<'a>(
    tale: &Tale<'a>,
    claim: usize,
    told: &'a Claim,
    gathered: &mut Gathered<'a>,
    origins: &mut BTreeMap<String, &'a Origin>,
) {
    for origin in &told.origins {
        for at in &origin.appearances {
            let Some(teller) = tale.index(&at.article) else { continue };
            let path = path(tale, teller, origin, at);
            for (turn, pair) in path.windows(2).enumerate() {
                if let Key::Origin(key) = &pair[1] {
                    origins.entry(key.clone()).or_insert(origin);
                }
                let how = match &pair[1] {
                    Key::Origin(_) if origin.anonymous => "cites",
                    Key::Origin(_) => "quotes",
                    _ => derived_how(gathered, &pair[0], &pair[1]).unwrap_or("says it is from"),
                };
                let found = gathered
                    .entry((pair[0].clone(), pair[1].clone(), how))
                    .or_insert_with(|| shown(tale, teller, at, turn));
                found.claims.insert(claim);
            }
        }
    }
}

/// How one article is known to rest on another or on a newsroom as a whole, where it is no credit.
fn derived_how(gathered: &Gathered, from: &Key, to: &Key) -> Option<&'static str> {
    ["copies", "rewrites"].into_iter().find(|how| gathered.contains_key(&(from.clone(), to.clone(), how)))
}

/// From an article to an origin, over the newsrooms between. An outlet whose articles are here stands for the first of them.
fn path(tale: &Tale, teller: usize, origin: &Origin, at: &OriginAppearance) -> Vec<Key> {
    let own = tale.articles[teller].article.outlet.as_deref();
    let carrier = carrier(tale, teller, origin, at).into_iter();
    let between = at.via.iter().map(String::as_str).chain(carrier).map(|outlet| newsroom(tale, outlet));
    let end = match origin.kind.as_str() {
        "outlet" => newsroom(tale, &origin.name),
        _ => Key::Origin(key(origin)),
    };
    let mut path = vec![Key::Article(teller)];
    for key in between.chain([end]) {
        let outlet_of = |key: &Key| match key {
            Key::Article(index) => tale.articles[*index].article.outlet.as_deref(),
            _ => None,
        };
        let itself = own.is_some() && outlet_of(&key) == own;
        if !itself && !path.contains(&key) {
            path.push(key);
        }
    }
    path
}

/// The newsroom whose unnamed people these are, where the chain does not say so and it is none of ours: people without a
/// name are somebody's, named ones speak to all.
pub(crate) fn carrier<'a>(tale: &Tale, teller: usize, origin: &'a Origin, at: &OriginAppearance) -> Option<&'a str> {
    let outlet = origin.outlet.as_deref().filter(|outlet| origin.anonymous && *outlet != origin.name)?;
    let told = at.via.iter().any(|via| via == outlet);
    let own = tale.articles[teller].article.outlet.as_deref() == Some(outlet);
    (!told && !own && matches!(newsroom(tale, outlet), Key::Newsroom(_))).then_some(outlet)
}

fn newsroom(tale: &Tale, outlet: &str) -> Key {
    tale.of_outlet(outlet).map_or_else(|| Key::Newsroom(outlet.to_owned()), Key::Article)
}

/// The words that show the link at a turn of a chain.
fn shown<'a>(tale: &Tale<'a>, teller: usize, at: &'a OriginAppearance, turn: usize) -> Found<'a> {
    let told = &tale.articles[teller];
    let attribution = at.attributions.get(turn).or(at.attributions.last());
    let attribution = attribution.and_then(|index| told.article.attributions.get(*index));
    let spans = attribution.map(|attribution| attribution.source.iter().chain(&attribution.cue));
    let from = spans.clone().and_then(|spans| spans.map(|span| span[0]).min());
    let to = spans.and_then(|spans| spans.map(|span| span[1]).max());
    let evidence = at.because.iter().find(|evidence| evidence.article == told.article.id);
    let (words, start) = match (from.zip(to), evidence) {
        (Some((from, to)), _) => (told.cut(from, to), Some(from)),
        (None, Some(evidence)) => (evidence.words.as_str(), evidence.start),
        (None, None) => (told.cut(at.start, at.end), Some(at.start)),
    };
    Found { claims: BTreeSet::new(), teller, words, start }
}

/// What is drawn, and what was folded, in words.
fn things(tale: &Tale, gathered: &Gathered, origins: &BTreeMap<String, &Origin>, home: Home) -> (Vec<Thing>, String) {
    let mut weight: BTreeMap<&Key, usize> = BTreeMap::new();
    for ((from, to, _), found) in gathered {
        *weight.entry(from).or_default() += 1 + found.claims.len();
        *weight.entry(to).or_default() += 1 + found.claims.len();
    }
    let weight = |key: &Key| weight.get(key).copied().unwrap_or_default();
    let copies = folded_copies(tale, gathered);
    let mut articles: Vec<usize> = (0..tale.articles.len()).filter(|index| !copies.contains_key(index)).collect();
    let all = articles.len();
    articles.sort_by_key(|index| (std::cmp::Reverse(weight(&Key::Article(*index))), *index));
    articles.truncate(ARTICLES);
    articles.sort_unstable();
    let left_out = all - articles.len();
    let mut things: Vec<Thing> =
        articles.iter().map(|index| article(tale, *index, count_copies(&copies, *index), home)).collect();
    let behind: Vec<&Key> = behind(gathered);
    let (newsrooms, more_newsrooms) = heaviest(&behind, &weight, NEWSROOMS, |key| matches!(key, Key::Newsroom(_)));
    let (people, more_people) = heaviest(&behind, &weight, ORIGINS, |key| matches!(key, Key::Origin(_)));
    things.extend(newsrooms.into_iter().map(away));
    things.extend(people.into_iter().filter_map(|key| origin(gathered, origins, key)));
    let folded = [
        (copies.len(), "copy is", "copies are"),
        (left_out, "further article is", "further articles are"),
        (more_newsrooms, "further newsroom is", "further newsrooms are"),
        (more_people, "further origin is", "further origins are"),
    ];
    let folded: Vec<String> =
        folded.iter().filter(|(count, ..)| 0 < *count).map(|(count, one, many)| counted(*count, one, many)).collect();
    let folded = if folded.is_empty() { String::new() } else { format!("{} not drawn.", folded.join(", ")) };
    (things, folded)
}

fn behind<'a>(gathered: &'a Gathered) -> Vec<&'a Key> {
    let all: BTreeSet<&Key> = gathered.keys().flat_map(|(from, to, _)| [from, to]).collect();
    all.into_iter().collect()
}

fn heaviest<'a>(
    keys: &[&'a Key],
    weight: &impl Fn(&Key) -> usize,
    most: usize,
    wanted: impl Fn(&Key) -> bool,
) -> (Vec<&'a Key>, usize) {
    let mut keys: Vec<&Key> = keys.iter().copied().filter(|key| wanted(key)).collect();
    keys.sort_by_key(|key| (std::cmp::Reverse(weight(key)), *key));
    let more = keys.len().saturating_sub(most);
    keys.truncate(most);
    (keys, more)
}

/// In a story of many articles, those that copy another: which one, to its end.
fn folded_copies(tale: &Tale, gathered: &Gathered) -> BTreeMap<usize, usize> {
    if tale.articles.len() <= ARTICLES {
        return BTreeMap::new();
    }
    let direct = gathered.keys().filter_map(|key| match key {
        (Key::Article(from), Key::Article(to), "copies") if from != to => Some((*from, *to)),
        _ => None,
    });
    let direct: BTreeMap<usize, usize> = direct.collect();
    let root = |from: usize| {
        let mut at = from;
        for _ in 0..direct.len() {
            match direct.get(&at) {
                Some(next) if *next != from => at = *next,
                _ => break,
            }
        }
        at
    };
    direct.keys().map(|from| (*from, root(*from))).filter(|(from, to)| from != to && !direct.contains_key(to)).collect()
}

fn count_copies(copies: &BTreeMap<usize, usize>, of: usize) -> usize {
    copies.values().filter(|to| **to == of).count()
}

fn article(tale: &Tale, index: usize, copies: usize, home: Home) -> Thing {
    let told = &tale.articles[index];
    let date = told.published().map(str::to_owned);
    let day = date.as_deref().map_or_else(|| "no date".to_owned(), crate::days::short);
    let note = if 0 < copies { format!("{day} · +{}", counted(copies, "copy", "copies")) } else { day };
    Thing {
        key: Key::Article(index),
        icon: "article",
        name: crate::told::plain_name(told.article),
        note,
        href: home.article(&told.article.id, None),
        day: date,
        row: told.article.outlet.clone().unwrap_or_else(|| told.name.clone()),
    }
}

fn away(key: &Key) -> Thing {
    let Key::Newsroom(outlet) = key else { unreachable!("only newsrooms are asked for") };
    Thing {
        key: key.clone(),
        icon: "outlet",
        name: outlet.clone(),
        note: "not in your files".to_owned(),
        href: String::new(),
        day: None,
        row: String::new(),
    }
}

fn origin(gathered: &Gathered, origins: &BTreeMap<String, &Origin>, key: &Key) -> Option<Thing> {
    let Key::Origin(name) = key else { return None };
    let origin = origins.get(name)?;
    let into = gathered.iter().filter(|((_, to, _), _)| to == key);
    let claims: BTreeSet<usize> = into.flat_map(|(_, found)| found.claims.iter().copied()).collect();
    let verb = if origin.anonymous { "cited in" } else { "quoted in" };
    let people = origin.count.map(|count| format!("{count} unnamed · "));
    let people = people.or_else(|| origin.anonymous.then(|| "unnamed · ".to_owned())).unwrap_or_default();
    Some(Thing {
        key: key.clone(),
        icon: icon(origin),
        name: origin.name.clone(),
        note: format!("{people}{verb} {}", counted(claims.len(), "claim", "claims")),
        href: String::new(),
        day: None,
        row: String::new(),
    })
}
