//! PROV-JSON: where articles and claims come from, in the words of the W3C's PROV.
//!
//! A copy is an alternate of what it copies; who credits has a primary source; a paraphrase is derived. A claim is
//! quoted from the articles that say it, and attributed to its origins.

use headwater_output::Book;
use headwater_output::wire::{Article, Claim, Origin, Record, Story};
use serde_json::{Map, Value, json};

use crate::safe;

/// The provenance of records.
pub(crate) fn prov(records: &[Record]) -> String {
    let kinds = ["entity", "agent", "wasAttributedTo", "wasDerivedFrom", "alternateOf"];
    let mut found = Found { book: Book::new(records), statements: kinds.map(|kind| (kind, Map::new())).into() };
    for record in records {
        match record {
            Record::Article(article) => found.article(article),
            Record::Story(story) => found.story(story),
            Record::Run(_) | Record::Unread(_) => {}
        }
    }
    let mut document = Map::new();
    let prefix = json!({ "hw": "urn:headwater:", "xsd": "http://www.w3.org/2001/XMLSchema#" });
    document.insert("prefix".to_owned(), prefix);
    for (kind, statements) in found.statements {
        if !statements.is_empty() {
            document.insert(kind.to_owned(), Value::Object(statements));
        }
    }
    safe::json(&Value::Object(document))
}

/// Statements of PROV, by their kind.
struct Found<'a> {
    book: Book<'a>,
    statements: Vec<(&'static str, Map<String, Value>)>,
}

impl Found<'_> {
    fn add(&mut self, kind: &str, name: String, value: Value) {
        if let Some((_, statements)) = self.statements.iter_mut().find(|(known, _)| *known == kind) {
            statements.entry(name).or_insert(value);
        }
    }

    /// A relation is named by what it says, so that it is said once.
    fn relate(&mut self, kind: &str, value: Value) {
        let name = format!("_:{}", safe::mark(&format!("{kind} {value}")));
        self.add(kind, name, value);
    }

    fn outlet(&mut self, name: &str) -> String {
        let id = format!("hw:outlet-{}", safe::mark(name));
        let agent = json!({ "prov:type": qualified("prov:Organization"), "prov:label": safe::visible(name) });
        self.add("agent", id.clone(), agent);
        id
    }

    fn origin(&mut self, origin: &Origin) -> String {
        let id = format!("hw:{}", safe::token(&origin.id));
        let kind = match origin.kind.as_str() {
            "organization" | "outlet" => "prov:Organization",
            _ => "prov:Person",
        };
        let mut agent = json!({ "prov:label": safe::visible(&origin.name), "hw:kind": safe::visible(&origin.kind) });
        // A document is no agent; who speaks through it is, and that is not told.
        if !matches!(origin.kind.as_str(), "document" | "unresolved") {
            agent["prov:type"] = qualified(kind);
        }
        if let Some(count) = origin.count {
            agent["hw:count"] = json!({ "$": count.to_string(), "type": "xsd:int" });
        }
        self.add("agent", id.clone(), agent);
        id
    }

    fn article(&mut self, article: &Article) {
        let id = named(&article.id);
        let mut entity = json!({ "prov:type": qualified("hw:Article"), "hw:ref": safe::visible(&article.place) });
        if let Some(title) = &article.title {
            entity["prov:label"] = safe::visible(title).into();
        }
        if let Some(url) = safe::address(article.url.as_deref()) {
            entity["prov:location"] = json!({ "$": url, "type": "xsd:anyURI" });
        }
        if let Some(published) = &article.published {
            entity["hw:published"] = safe::visible(&published.date).into();
        }
        self.add("entity", id.clone(), entity);
        if let Some(outlet) = &article.outlet {
            let agent = self.outlet(outlet);
            self.relate("wasAttributedTo", json!({ "prov:entity": id, "prov:agent": agent }));
        }
    }

    fn story(&mut self, story: &Story) {
        for one in &story.derivations {
            let (from, to) = (self.source(&one.from), named(&one.article));
            match one.how.as_str() {
                "copies" => self.relate("alternateOf", json!({ "prov:alternate1": to, "prov:alternate2": from })),
                how => {
                    let mut value = json!({ "prov:generatedEntity": to, "prov:usedEntity": from, "hw:how": how });
                    // A paraphrase is a derivation of no further kind.
                    if how == "credits" {
                        value["prov:type"] = qualified("prov:PrimarySource");
                    }
                    self.relate("wasDerivedFrom", value);
                }
            }
        }
        story.claims.iter().for_each(|claim| self.claim(claim, story));
    }

    /// What a derivation names: an article, or what an outlet had, which was not read.
    fn source(&mut self, from: &str) -> String {
        if self.book.article(from).is_some() {
            return named(from);
        }
        let agent = self.outlet(from);
        let id = format!("hw:unread-{}", safe::mark(from));
        let label = format!("What {} had; not among the articles read", safe::visible(from));
        self.add("entity", id.clone(), json!({ "prov:label": label }));
        self.relate("wasAttributedTo", json!({ "prov:entity": id, "prov:agent": agent }));
        id
    }

    fn claim(&mut self, claim: &Claim, story: &Story) {
        let id = format!("hw:{}", safe::token(&claim.id));
        let [least, most] = claim.independent;
        let entity = json!({
            "prov:type": qualified("hw:Claim"),
            "prov:value": claim.text,
            "hw:story": safe::visible(&story.id),
            "hw:originsAtLeast": { "$": least.to_string(), "type": "xsd:int" },
            "hw:originsAtMost": { "$": most.to_string(), "type": "xsd:int" },
        });
        self.add("entity", id.clone(), entity);
        for article in headwater_output::articles_of(claim) {
            let article = named(article);
            let value = json!({ "prov:generatedEntity": id, "prov:usedEntity": article, "prov:type": qualified("prov:Quotation") });
            self.relate("wasDerivedFrom", value);
        }
        for origin in &claim.origins {
            let agent = self.origin(origin);
            self.relate("wasAttributedTo", json!({ "prov:entity": id, "prov:agent": agent }));
        }
    }
}

fn named(article: &str) -> String {
    format!("hw:{}", safe::token(article))
}

fn qualified(name: &str) -> Value {
    json!({ "$": name, "type": "prov:QUALIFIED_NAME" })
}
