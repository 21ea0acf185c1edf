//! STIX 2.1: a report a story, a note a claim, an identity for every outlet and origin.
//!
//! STIX wants a moment for every object. Ours is the first second of the day the story was first published, in UTC, or
//! of 1970 where no day is told: the same records must give the same bytes, so no clock is asked.

use std::collections::BTreeMap;

use headwater_output::wire::{Claim, Origin, Record, Story};
use headwater_output::{Book, articles_of, origin_words};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::safe;

/// What our ids are made under, so that no other program's words give the same.
const NAMESPACE: Uuid = Uuid::from_u128(0x9d3c_5a50_0f2b_5c1e_8a77_6b1f_0e4d_2c91);

/// The bundle of records.
pub(crate) fn stix(records: &[Record]) -> String {
    let book = Book::new(records);
    let mut found = Bundle { book, objects: BTreeMap::new(), when: safe::moment(None) };
    let us = found.identity("headwater", "headwater", "system");
    for record in records {
        if let Record::Story(story) = record {
            found.when = safe::moment(story.first.as_deref());
            found.story(story, &us);
        }
    }
    let objects: Vec<Value> = found.objects.into_values().collect();
    let ids: Vec<&str> = objects.iter().filter_map(|object| object["id"].as_str()).collect();
    safe::json(&json!({ "type": "bundle", "id": id("bundle", &ids.join(" ")), "objects": objects }))
}

/// The objects of a bundle, by id.
struct Bundle<'a> {
    book: Book<'a>,
    objects: BTreeMap<String, Value>,
    when: String,
}

impl Bundle<'_> {
    /// Adds an object; what is there already is not added again.
    fn add(&mut self, kind: &str, key: &str, mut value: Value) -> String {
        let id = id(kind, key);
        for (name, given) in
            [("type", kind), ("spec_version", "2.1"), ("id", &id), ("created", &self.when), ("modified", &self.when)]
        {
            value[name] = given.into();
        }
        self.objects.entry(id.clone()).or_insert(value);
        id
    }

    fn identity(&mut self, key: &str, name: &str, class: &str) -> String {
        let name = Some(safe::line(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "not named".to_owned());
        self.add("identity", &format!("{class} {key}"), json!({ "name": name, "identity_class": class }))
    }

    fn story(&mut self, story: &Story, us: &str) {
        let mut refs = Vec::new();
        let mut references = Vec::new();
        for id in &story.articles {
            let Some(article) = self.book.article(id) else { continue };
            if let Some(outlet) = &article.outlet {
                refs.push(self.identity(outlet, outlet, "organization"));
            }
            let title = article.title.as_deref().unwrap_or_default();
            references.push(reference(article.outlet.as_deref(), article.url.as_deref(), title, id));
        }
        for claim in &story.claims {
            refs.extend(self.claim(claim, us));
        }
        refs.sort();
        refs.dedup();
        if refs.is_empty() {
            refs.push(us.to_owned());
        }
        let mut value = json!({
            "name": safe::short(&story.title, 300),
            "published": self.when,
            "created_by_ref": us,
            "object_refs": refs,
        });
        if !references.is_empty() {
            value["external_references"] = references.into();
        }
        self.add("report", &story.id, value);
    }

    /// A claim as a note, its origins as what it is about, and a relationship to each: the note's id and theirs.
    fn claim(&mut self, claim: &Claim, us: &str) -> Vec<String> {
        let mut origins: Vec<String> = claim.origins.iter().map(|origin| self.origin(origin)).collect();
        origins.sort();
        origins.dedup();
        let about = if origins.is_empty() { vec![us.to_owned()] } else { origins.clone() };
        let [least, most] = claim.independent;
        let resting: Vec<String> = claim.origins.iter().map(|origin| safe::line(&origin_words(origin))).collect();
        let articles = articles_of(claim);
        let counted = format!(
            "Said in {}. Independent origins: at least {least}, at most {most}.",
            headwater_output::counted(articles.len(), "article", "articles")
        );
        let rests = if resting.is_empty() {
            "No source is named.".to_owned()
        } else {
            format!("Rests on: {}.", resting.join("; "))
        };
        let references: Vec<Value> = claim
            .appearances
            .iter()
            .map(|at| {
                let article = self.book.article(&at.article);
                let outlet = article.and_then(|article| article.outlet.as_deref());
                let url = article.and_then(|article| article.url.as_deref());
                reference(outlet, url, self.book.words(at), &at.article)
            })
            .collect();
        let mut value = json!({
            "abstract": safe::short(&claim.text, 300),
            "content": format!("{}\n\n{counted}\n{rests}", safe::visible(&claim.text)),
            "created_by_ref": us,
            "object_refs": about,
        });
        if !references.is_empty() {
            value["external_references"] = references.into();
        }
        let note = self.add("note", &claim.id, value);
        let mut all = vec![note.clone()];
        for origin in origins {
            let relation = json!({ "relationship_type": "related-to", "source_ref": note, "target_ref": origin, "created_by_ref": us, "description": "The claim rests on this origin." });
            all.push(self.add("relationship", &format!("{note} {origin}"), relation));
            all.push(origin);
        }
        all
    }

    fn origin(&mut self, origin: &Origin) -> String {
        let class = match origin.kind.as_str() {
            "person" => "individual",
            "organization" | "outlet" => "organization",
            "anonymous" => "group",
            _ => "unspecified",
        };
        let who = Origin { via: Vec::new(), ..origin.clone() };
        // An outlet is one identity, whether it published or is an origin.
        let key = if origin.kind == "outlet" { &origin.name } else { &origin.id };
        let name = if origin.kind == "outlet" { origin.name.clone() } else { origin_words(&who) };
        self.identity(key, &name, class)
    }
}

fn reference(outlet: Option<&str>, url: Option<&str>, words: &str, article: &str) -> Value {
    let outlet = outlet.map(safe::line).filter(|outlet| !outlet.is_empty());
    let mut value = json!({
        "source_name": outlet.unwrap_or_else(|| "outlet not told".to_owned()),
        "external_id": safe::line(article),
    });
    if let Some(url) = safe::address(url) {
        value["url"] = url.into();
    }
    if !words.is_empty() {
        value["description"] = safe::line(words).into();
    }
    value
}

fn id(kind: &str, key: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&NAMESPACE, format!("{kind} {key}").as_bytes()))
}
