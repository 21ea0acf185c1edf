//! The records as a graph, for all formats that draw one.
//!
//! Two graphs: everything ([`whole`]), with articles, outlets, claims and origins; and for each story who has it from
//! whom ([`lineages`]), small enough to look at.

use std::collections::BTreeMap;

use headwater_output::wire::{Article, Claim, Origin, Record, Story};
use headwater_output::{Book, origin_words};

use crate::safe;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Article,
    Outlet,
    Claim,
    Origin,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Outlet => "outlet",
            Kind::Claim => "claim",
            Kind::Origin => "origin",
        }
    }
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) label: String,
    /// An article's publication date, EDTF.
    pub(crate) date: String,
    /// An article's address.
    pub(crate) url: String,
}

/// A graph: nodes by id, edges by their ends and what they say, with how often they say it and with which words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Graph {
    pub(crate) title: String,
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) edges: BTreeMap<(String, String, String), Edge>,
}

/// An edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) weight: usize,
    /// The words that show it, the first that were found.
    pub(crate) words: String,
}

/// The attributes that nodes and edges have beside label and weight.
pub(crate) const NODE_ATTRIBUTES: [&str; 3] = ["kind", "date", "url"];
pub(crate) const EDGE_ATTRIBUTES: [&str; 2] = ["kind", "words"];

impl Graph {
    fn node(&mut self, id: &str, kind: Kind, label: &str) -> String {
        let label = safe::short(label, 200);
        let node = || Node { kind, label, date: String::new(), url: String::new() };
        self.nodes.entry(id.to_owned()).or_insert_with(node);
        id.to_owned()
    }

    fn article(&mut self, id: &str, book: &Book) -> String {
        let named = safe::token(id);
        let known = book.article(id);
        let label = known.map_or_else(|| id.to_owned(), |article| label_of(article, book));
        let named = self.node(&named, Kind::Article, &label);
        if let (Some(article), Some(node)) = (known, self.nodes.get_mut(&named)) {
            let published = article.published.as_ref().map(|published| safe::line(&published.date));
            node.date = published.unwrap_or_default();
            node.url = safe::address(article.url.as_deref()).unwrap_or_default().to_owned();
        }
        named
    }

    fn outlet(&mut self, name: &str) -> String {
        self.node(&format!("outlet-{}", safe::mark(name)), Kind::Outlet, name)
    }

    fn origin(&mut self, origin: &Origin) -> String {
        // Who passed it on differs from claim to claim; who it is does not.
        let who = Origin { via: Vec::new(), ..origin.clone() };
        self.node(&safe::token(&origin.id), Kind::Origin, &origin_words(&who))
    }

    fn edge(&mut self, from: &str, to: &str, kind: &str, words: &str) {
        if from == to {
            return;
        }
        let edge = self.edges.entry((from.to_owned(), to.to_owned(), kind.to_owned())).or_default();
        edge.weight += 1;
        if edge.words.is_empty() {
            edge.words = safe::short(words, 300);
        }
    }

    fn derivations(&mut self, story: &Story, book: &Book) {
        for one in &story.derivations {
            let article = self.article(&one.article, book);
            let is_article = book.article(&one.from).is_some() || story.articles.contains(&one.from);
            let from = if is_article { self.article(&one.from, book) } else { self.outlet(&one.from) };
            let words = one.evidence.first().map_or("", |evidence| &evidence.words);
            self.edge(&article, &from, &one.how, words);
        }
    }
}

fn label_of(article: &Article, book: &Book) -> String {
    let name = book.name(&article.id).to_owned();
    match (&article.outlet, &article.title) {
        (Some(outlet), Some(title)) => format!("{outlet}: {title}"),
        (None, Some(title)) => title.clone(),
        (Some(outlet), None) => format!("{outlet}: {name}"),
        (None, None) => name,
    }
}

/// Everything in one graph.
pub(crate) fn whole(records: &[Record]) -> Graph {
    let book = Book::new(records);
    let mut graph = Graph { title: "On whose word news rests".to_owned(), ..Graph::default() };
    for record in records {
        match record {
            Record::Article(article) => {
                let node = graph.article(&article.id, &book);
                if let Some(outlet) = &article.outlet {
                    let outlet = graph.outlet(outlet);
                    graph.edge(&node, &outlet, "published by", "");
                }
            }
            Record::Story(story) => {
                graph.derivations(story, &book);
                story.claims.iter().for_each(|claim| add_claim(&mut graph, claim, &book));
            }
            Record::Run(_) | Record::Unread(_) => {}
        }
    }
    graph
}

fn add_claim(graph: &mut Graph, claim: &Claim, book: &Book) {
    let node = graph.node(&safe::token(&claim.id), Kind::Claim, &claim.text);
    for at in &claim.appearances {
        let article = graph.article(&at.article, book);
        graph.edge(&article, &node, "says", book.words(at));
    }
    for origin in &claim.origins {
        let words = origin.appearances.iter().flat_map(|at| &at.because).map(|evidence| evidence.words.as_str()).next();
        let origin = graph.origin(origin);
        graph.edge(&node, &origin, "rests on", words.unwrap_or_default());
    }
    for link in &claim.linked {
        let other = graph.node(&safe::token(&link.claim), Kind::Claim, &link.claim);
        graph.edge(&node, &other, &link.how, "");
    }
    // A link may have named a claim before its own words were seen.
    if let Some(known) = graph.nodes.get_mut(&node) {
        known.label = safe::short(&claim.text, 200);
    }
}

/// For each story, who has it from whom: its articles, the outlets between, the origins.
pub(crate) fn lineages(records: &[Record]) -> Vec<Graph> {
    let book = Book::new(records);
    let stories = records.iter().filter_map(|record| match record {
        Record::Story(story) => Some(story),
        _ => None,
    });
    stories.map(|story| lineage(story, &book)).collect()
}

fn lineage(story: &Story, book: &Book) -> Graph {
    let mut graph = Graph { title: safe::short(&story.title, 200), ..Graph::default() };
    for article in &story.articles {
        graph.article(article, book);
    }
    graph.derivations(story, book);
    for origin in story.claims.iter().flat_map(|claim| &claim.origins) {
        let end = graph.origin(origin);
        for at in &origin.appearances {
            let mut from = graph.article(&at.article, book);
            for outlet in &at.via {
                let outlet = graph.outlet(outlet);
                graph.edge(&from, &outlet, "credits", "");
                from = outlet;
            }
            graph.edge(&from, &end, "quotes", "");
        }
    }
    graph
}
