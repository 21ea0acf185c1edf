//! Where the things of a drawing stand: origins to the left, newsrooms that are not here beside them, articles to the
//! right by their day, in rows of their outlets.

use std::collections::BTreeMap;

use crate::days;
use crate::told::shorten;
use crate::view::graph::{Graph, Key, Thing};

const WIDTH: f32 = 1_120.0;
const BOX: f32 = 44.0;
const GAP: f32 = 14.0;
const TOP: f32 = 40.0;
const ORIGIN_WIDTH: f32 = 288.0;
const NEWSROOM_WIDTH: f32 = 190.0;
const ARTICLE_WIDTH: f32 = 196.0;

/// A drawing, laid out.
pub(crate) struct Drawing {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) heads: Vec<Label>,
    pub(crate) ticks: Vec<Label>,
    pub(crate) description: String,
}

/// A thing where it stands.
pub(crate) struct Node {
    pub(crate) id: usize,
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) name: String,
    pub(crate) full: String,
    pub(crate) note: String,
    pub(crate) href: String,
}

/// A link where it runs.
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) number: usize,
    pub(crate) class: &'static str,
    pub(crate) path: String,
    pub(crate) words: String,
    /// Where its label stands, if there is room for one.
    pub(crate) label: Option<Label>,
}

/// Words in a drawing.
pub(crate) struct Label {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) words: String,
}

/// Lays a graph out; `None` where there is nothing to draw a line between.
pub(crate) fn lay(graph: &Graph) -> Option<Drawing> {
    if graph.links.is_empty() || graph.things.len() < 2 {
        return None;
    }
    let of =
        |wanted: fn(&Key) -> bool| -> Vec<&Thing> { graph.things.iter().filter(|thing| wanted(&thing.key)).collect() };
    let articles = of(|key| matches!(key, Key::Article(_)));
    let newsrooms = of(|key| matches!(key, Key::Newsroom(_)));
    let origins = of(|key| matches!(key, Key::Origin(_)));
    let left = if newsrooms.is_empty() { ORIGIN_WIDTH + 110.0 } else { ORIGIN_WIDTH + NEWSROOM_WIDTH + 186.0 };
    let left = if origins.is_empty() { left - ORIGIN_WIDTH - 60.0 } else { left };
    let (mut places, rows) = place_articles(&articles, left);
    let lanes = rows.max(1);
    let tallest = lanes.max(origins.len()).max(newsrooms.len());
    let height = tallest as f32 * (BOX + GAP);
    spread(&mut places, &articles, lanes, height);
    column(graph, &mut places, &newsrooms, left - NEWSROOM_WIDTH - 80.0, height);
    column(graph, &mut places, &origins, 0.0, height);
    Some(draw(graph, &places, &articles, left, height))
}

type Places = BTreeMap<Key, (f32, f32)>;

/// Articles by day, in as many lanes as keep them from covering each other; one outlet's articles next to each other.
fn place_articles(articles: &[&Thing], left: f32) -> (Places, usize) {
    let scale = Scale::new(articles, left);
    let mut rows: Vec<&str> = Vec::new();
    for article in articles {
        if !rows.contains(&article.row.as_str()) {
            rows.push(&article.row);
        }
    }
    let mut places = Places::new();
    let mut lane = 0;
    for row in rows {
        let mut ends: Vec<f32> = Vec::new();
        for article in articles.iter().filter(|article| article.row == row) {
            let x = scale.at(article.day.as_deref());
            let free = ends.iter().position(|end| *end + GAP <= x).unwrap_or(ends.len());
            if free == ends.len() {
                ends.push(0.0);
            }
            ends[free] = x + ARTICLE_WIDTH;
            places.insert(article.key.clone(), (x, (lane + free) as f32));
        }
        lane += ends.len();
    }
    (places, lane)
}

/// Lanes become heights, evenly over the drawing.
fn spread(places: &mut Places, articles: &[&Thing], lanes: usize, height: f32) {
    let step = height / lanes as f32;
    for article in articles {
        if let Some((_, y)) = places.get_mut(&article.key) {
            *y = TOP + *y * step + (step - BOX) / 2.0;
        }
    }
}

/// Things in one column, each as near as may be to what leads to it.
fn column(graph: &Graph, places: &mut Places, things: &[&Thing], x: f32, height: f32) {
    let mut ordered: Vec<(f32, &Thing)> =
        things.iter().map(|thing| (pull(graph, places, &thing.key), *thing)).collect();
    ordered.sort_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.key.cmp(&other.key)));
    let step = height / ordered.len().max(1) as f32;
    for (index, (_, thing)) in ordered.into_iter().enumerate() {
        places.insert(thing.key.clone(), (x, TOP + index as f32 * step + (step - BOX) / 2.0));
    }
}

/// The mean height of what is placed already and leads to a thing.
fn pull(graph: &Graph, places: &Places, key: &Key) -> f32 {
    let leading = graph.links.iter().filter(|link| link.to == *key).filter_map(|link| places.get(&link.from));
    let heights: Vec<f32> = leading.map(|(_, y)| *y).collect();
    heights.iter().sum::<f32>() / heights.len().max(1) as f32
}

/// Days as places from left to right; those without one stand at the end.
struct Scale {
    first: Option<jiff::civil::Date>,
    days: f32,
    left: f32,
    room: f32,
}

impl Scale {
    fn new(articles: &[&Thing], left: f32) -> Scale {
        let known = || articles.iter().filter_map(|article| days::days(article.day.as_deref()?)).map(|days| days.from);
        let (first, last) = (known().min(), known().max());
        let days = first.zip(last).map_or(0, |(first, last)| (last - first).get_days());
        let undated = articles.iter().any(|article| article.day.is_none());
        let room = WIDTH - left - ARTICLE_WIDTH - if undated { ARTICLE_WIDTH + GAP } else { 0.0 };
        Scale { first, days: days as f32, left, room: room.max(0.0) }
    }

    fn at(&self, day: Option<&str>) -> f32 {
        let day = day.and_then(days::days).map(|days| days.from);
        let Some((first, day)) = self.first.zip(day) else { return WIDTH - ARTICLE_WIDTH };
        let passed = (day - first).get_days() as f32;
        if self.days < 1.0 { self.left + self.room / 2.0 } else { self.left + self.room * passed / self.days }
    }
}

fn draw(graph: &Graph, places: &Places, articles: &[&Thing], left: f32, height: f32) -> Drawing {
    let numbers: BTreeMap<&Key, usize> = graph.things.iter().enumerate().map(|(at, thing)| (&thing.key, at)).collect();
    let nodes = graph.things.iter().filter_map(|thing| node(thing, numbers[&thing.key], *places.get(&thing.key)?));
    let nodes: Vec<Node> = nodes.collect();
    let mut edges: Vec<Edge> = Vec::new();
    for link in &graph.links {
        let (Some(from), Some(to)) = (numbers.get(&link.from), numbers.get(&link.to)) else { continue };
        let (path, middle) = curve(&nodes, *from, *to);
        let label = (link.how != "quotes" && link.how != "cites").then_some(middle).map(|(x, y)| Label {
            x,
            y,
            words: link.how.to_owned(),
        });
        let label = label.filter(|label| room_for(label, &edges, &nodes));
        let words = match link.claims {
            0 => format!("{} {} {}", link.from_name, link.how, link.to_name),
            claims => {
                let claims = crate::told::counted(claims, "claim", "claims");
                format!("{} {} {} ({claims})", link.from_name, link.how, link.to_name)
            }
        };
        edges.push(Edge { from: *from, to: *to, number: link.number, class: class_of(link.how), path, words, label });
    }
    let heads = heads(graph, left);
    let ticks = ticks(articles, places, TOP + height + 30.0);
    let description = edges.iter().map(|edge| edge.words.as_str()).collect::<Vec<_>>().join(". ");
    let height = (TOP + height + 44.0) as u32;
    Drawing { width: WIDTH as u32, height, nodes, edges, heads, ticks, description }
}

fn class_of(how: &str) -> &'static str {
    match how {
        "copies" => "copies",
        "rewrites" => "rewrites",
        "says it is from" => "credits",
        "cites" => "cites",
        _ => "quotes",
    }
}

fn node(thing: &Thing, id: usize, (x, y): (f32, f32)) -> Option<Node> {
    let (class, width, letters) = match thing.key {
        Key::Article(_) if thing.day.is_none() => ("article undated", ARTICLE_WIDTH, 18),
        Key::Article(_) => ("article", ARTICLE_WIDTH, 18),
        Key::Newsroom(_) => ("newsroom", NEWSROOM_WIDTH, 17),
        Key::Origin(_) => ("origin", ORIGIN_WIDTH, 30),
    };
    Some(Node {
        id,
        class,
        icon: thing.icon,
        x,
        y,
        width,
        name: shorten(&thing.name, letters),
        full: format!("{} ({})", thing.name, thing.note),
        note: thing.note.clone(),
        href: thing.href.clone(),
    })
}

/// A line from the left side of one to the right side of another, and the middle of it.
fn curve(nodes: &[Node], from: usize, to: usize) -> (String, (f32, f32)) {
    let side = |id: usize| nodes.iter().find(|node| node.id == id);
    let (Some(from), Some(to)) = (side(from), side(to)) else { return (String::new(), (0.0, 0.0)) };
    let (x1, y1) = (from.x, from.y + BOX / 2.0);
    let (mut x2, y2) = (to.x + to.width, to.y + BOX / 2.0);
    let mut bend = ((x1 - x2) / 2.0).max(36.0);
    if x1 < x2 + 8.0 {
        x2 = to.x;
        bend = 56.0;
        let path = format!("M{x1:.0} {y1:.0}C{:.0} {y1:.0} {:.0} {y2:.0} {x2:.0} {y2:.0}", x1 - bend, x2 - bend);
        return (path, (x1.min(x2) - bend * 0.75, (y1 + y2) / 2.0));
    }
    let path = format!("M{x1:.0} {y1:.0}C{:.0} {y1:.0} {:.0} {y2:.0} {:.0} {y2:.0}", x1 - bend, x2 + bend, x2 + 5.0);
    (path, ((x1 + x2) / 2.0, (y1 + y2) / 2.0 - 5.0))
}

/// Whether a label would cover neither another one nor a box.
fn room_for(label: &Label, edges: &[Edge], nodes: &[Node]) -> bool {
    let half = label.words.len() as f32 * 3.4;
    let others = edges.iter().filter_map(|edge| edge.label.as_ref());
    let clear = |other: &Label| {
        16.0 < (other.y - label.y).abs() || half + other.words.len() as f32 * 3.4 + 6.0 < (other.x - label.x).abs()
    };
    let outside = |node: &Node| {
        label.x + half < node.x
            || node.x + node.width < label.x - half
            || label.y + 4.0 < node.y
            || node.y + BOX < label.y - 12.0
    };
    others.into_iter().all(clear) && nodes.iter().all(outside)
}

fn heads(graph: &Graph, left: f32) -> Vec<Label> {
    let has = |wanted: fn(&Key) -> bool| graph.things.iter().any(|thing| wanted(&thing.key));
    let mut heads = Vec::new();
    let mut say = |x: f32, words: &str| heads.push(Label { x, y: 18.0, words: words.to_owned() });
    if has(|key| matches!(key, Key::Origin(_))) {
        say(0.0, "On whose word");
    }
    if has(|key| matches!(key, Key::Newsroom(_))) {
        say(left - NEWSROOM_WIDTH - 80.0, "Through newsrooms");
    }
    say(left, "Your articles, by day");
    heads
}

/// The days of the articles beneath them, as many as there is room for.
fn ticks(articles: &[&Thing], places: &Places, y: f32) -> Vec<Label> {
    let mut at: Vec<(f32, String)> = articles
        .iter()
        .filter_map(|article| {
            let (x, _) = places.get(&article.key)?;
            Some((x + ARTICLE_WIDTH / 2.0, article.day.as_deref().map_or("no date".to_owned(), days::short)))
        })
        .collect();
    at.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ticks: Vec<Label> = Vec::new();
    for (x, words) in at {
        if ticks.last().is_none_or(|last| 110.0 <= x - last.x) {
            ticks.push(Label { x, y, words });
        }
    }
    ticks
}
