//! OPML: lists of feeds, as feed readers save them. A list has no pages; it names where they would come from.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::{Problem, xml};

/// A feed that a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What the list calls it.
    pub title: Option<String>,
    /// The feed's address.
    pub feed: String,
    /// The site's address.
    pub site: Option<String>,
}

/// The feeds that an OPML list names, each once, in its order. `place` is what to call the list.
pub fn parse_opml(bytes: &[u8], place: &str) -> Result<Vec<Outline>, Problem> {
    xml::check_depth(bytes).map_err(|why| Problem::new(place, why))?;
    if xml::root(bytes).as_deref() != Some("opml") {
        return Err(Problem::new(place, "no OPML list"));
    }
    let mut outlines: Vec<Outline> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    xml::walk(bytes, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && let Some(outline) = outline(tag)
            && seen.insert(outline.feed.clone())
        {
            outlines.push(outline);
        }
        true
    });
    Ok(outlines)
}

fn outline(tag: &BytesStart) -> Option<Outline> {
    if !tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
        return None;
    }
    let value = |names: &[&str]| {
        let mut found = tag.attributes().flatten();
        let found =
            found.find(|attribute| names.iter().any(|name| attribute.key.as_ref().eq_ignore_ascii_case(name)))?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?.trim().to_owned();
        Some(value).filter(|value| !value.is_empty())
    };
    Some(Outline {
        feed: value(&["xmlUrl"])?,
        title: value(&["title"]).or_else(|| value(&["text"])),
        site: value(&["htmlUrl"]),
    })
}

/// What a list comes to where nothing is fetched: that it has no pages, the feeds it names, and what can be done.
pub(crate) fn problem(bytes: &[u8], place: &str) -> Problem {
    const NAMED: usize = 5;
    let outlines = match parse_opml(bytes, place) {
        Ok(outlines) => outlines,
        Err(problem) => return problem,
    };
    let mut names: Vec<String> = outlines.iter().take(NAMED).map(|outline| outline.feed.clone()).collect();
    names.extend((NAMED < outlines.len()).then(|| format!("{} more", outlines.len() - NAMED)));
    let feeds = if outlines.len() == 1 { "1 feed".to_owned() } else { format!("{} feeds", outlines.len()) };
    let why = match outlines.is_empty() {
        true => "a list that names no feed".to_owned(),
        false => format!(
            "a list of {feeds}, not pages, and nothing is fetched; save the feeds as files and read those: {}",
            names.join(", ")
        ),
    };
    Problem::new(place, why)
}

#[cfg(test)]
mod tests {
    use super::{parse_opml, problem};

    const LIST: &str = r#"<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
        <outline text="Papers"><outline type="rss" text="Norvane &amp; Sons" xmlUrl="https://norvane.example/rss?a=1&amp;b=2"
        htmlUrl="https://norvane.example"/><outline text="no feed"/></outline>
        <outline title="Courier" xmlurl="https://courier.example/feed"/>
        <outline title="Again" xmlUrl="https://courier.example/feed"/></body></opml>"#;

    #[test]
    fn feeds_are_named_once_at_any_depth() {
        let found = parse_opml(LIST.as_bytes(), "list.opml").expect("a list");
        let named: Vec<_> = found.iter().map(|one| (one.title.as_deref(), one.feed.as_str())).collect();
        let first = (Some("Norvane & Sons"), "https://norvane.example/rss?a=1&b=2");
        assert_eq!(named, [first, (Some("Courier"), "https://courier.example/feed")]);
        assert_eq!(found[0].site.as_deref(), Some("https://norvane.example"));
    }

    #[test]
    fn a_list_says_what_can_be_done_with_it() {
        let said = problem(LIST.as_bytes(), "list.opml").to_string();
        assert!(said.starts_with("cannot read `list.opml`: a list of 2 feeds, not pages"), "{said}");
        assert!(said.contains("https://courier.example/feed"), "{said}");
        assert!(problem(b"<rss/>", "x").to_string().contains("no OPML list"));
    }
}
