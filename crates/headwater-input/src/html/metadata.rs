//! What a page says of itself: every date it claims is kept, with where it stood. Nothing is chosen here.

use headwater::{ClaimedDate, Hints};
use serde_json::Value;

use super::scan::Scan;

/// `meta` names that hold a publication date, surest first.
const DATES: [&str; 8] = [
    "article:published_time",
    "og:published_time",
    "datePublished",
    "parsely-pub-date",
    "dc.date.issued",
    "publish-date",
    "date",
    "article:modified_time",
];
const TITLES: [&str; 3] = ["og:title", "twitter:title", "parsely-title"];
const OUTLETS: [&str; 2] = ["og:site_name", "application-name"];
const AUTHORS: [&str; 3] = ["author", "article:author", "parsely-author"];

/// The deepest linked data that is looked into.
const DEEPEST: usize = 32;

/// The caller's hints, filled up with what the page says.
pub(super) fn hints(page: &Scan, given: Hints) -> Hints {
    let data: Vec<Value> = page.linked_data.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let article = data.iter().find_map(|value| article(value, DEEPEST));
    let field = |path: &[&str]| article.and_then(|article| name(article, path));
    let meta = |names: &[&str]| names.iter().find_map(|name| meta(page, name)).map(str::to_owned);
    let title = Some(page.title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());

    let mut hints = given;
    hints.canonical = hints.canonical.or_else(|| page.canonical.clone());
    hints.url = hints.url.or_else(|| page.canonical.clone()).or_else(|| meta(&["og:url"]));
    hints.title = hints.title.or_else(|| field(&["headline"])).or_else(|| meta(&TITLES)).or(title);
    hints.outlet = hints.outlet.or_else(|| field(&["publisher", "name"])).or_else(|| meta(&OUTLETS));
    hints.byline = hints.byline.or_else(|| field(&["author", "name"])).or_else(|| meta(&AUTHORS));
    hints.language = hints.language.or_else(|| page.language.clone());
    hints.dates.extend(dates(page, article));
    hints
}

fn dates(page: &Scan, article: Option<&Value>) -> Vec<ClaimedDate> {
    let claimed = |written: &str, place: String| ClaimedDate { written: written.to_owned(), place };
    let linked = ["datePublished", "dateCreated", "dateModified"].into_iter().filter_map(|field| {
        let written = article?.get(field)?.as_str()?;
        Some(claimed(written, format!("json-ld {field}")))
    });
    let metas = DATES.into_iter().filter_map(|name| Some(claimed(meta(page, name)?, format!("meta {name}"))));
    let times = page.times.iter().take(1).map(|written| claimed(written, "time".to_owned()));
    linked.chain(metas).chain(times).collect()
}

fn meta<'a>(page: &'a Scan, name: &str) -> Option<&'a str> {
    let found = page.metas.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, content)| content.as_str())
}

/// The first object whose type ends in `Article` (schema.org: NewsArticle, ReportageNewsArticle...) or `BlogPosting`.
fn article(value: &Value, deepest: usize) -> Option<&Value> {
    let deeper = deepest.checked_sub(1)?;
    match value {
        Value::Array(several) => several.iter().find_map(|value| article(value, deeper)),
        Value::Object(fields) => {
            let kinds = fields.get("@type").map(words).unwrap_or_default();
            if kinds.iter().any(|kind| kind.ends_with("Article") || *kind == "BlogPosting") {
                return Some(value);
            }
            fields.get("@graph").or_else(|| fields.get("mainEntity")).and_then(|value| article(value, deeper))
        }
        _ => None,
    }
}

/// The words at a path; the first of a list; an object by its `name`.
fn name(value: &Value, path: &[&str]) -> Option<String> {
    match (value, path) {
        (Value::Array(several), _) => several.iter().find_map(|value| name(value, path)),
        (Value::String(words), [] | ["name"]) => Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        (Value::Object(fields), [field, rest @ ..]) => name(fields.get(*field)?, rest),
        _ => None,
    }
}

fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::String(word) => vec![word],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use headwater::Hints;

    use super::super::scan::scan;
    use super::hints;

    fn check(html: &str) -> Hints {
        hints(&scan(html), Hints::default())
    }

    #[test]
    fn linked_data_goes_before_metas() {
        let found = check(
            r#"<meta property="og:title" content="Meta"><meta property="article:published_time" content="2024-10-09">
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],
            "headline": "Linked", "datePublished": "2024-10-08T07:40:00+02:00", "author": [{"name": "Ada Vell"}],
            "publisher": {"name": "Norvane"}}]}</script>"#,
        );
        assert_eq!(found.title.as_deref(), Some("Linked"));
        assert_eq!(found.outlet.as_deref(), Some("Norvane"));
        assert_eq!(found.byline.as_deref(), Some("Ada Vell"));
        let dates: Vec<_> = found.dates.iter().map(|date| (date.written.as_str(), date.place.as_str())).collect();
        let linked = ("2024-10-08T07:40:00+02:00", "json-ld datePublished");
        assert_eq!(dates, [linked, ("2024-10-09", "meta article:published_time")]);
    }

    #[test]
    fn broken_linked_data_is_passed_over() {
        let found = check("<title>Only  this</title><script type='application/ld+json'>{oops</script>");
        assert_eq!(found.title.as_deref(), Some("Only this"));
    }
}
