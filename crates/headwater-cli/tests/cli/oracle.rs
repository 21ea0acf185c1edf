//! What holds for the records of any input: every offset lies in its text, begins before it ends, and where words are
//! quoted beside it, it points to exactly these.

use std::collections::BTreeMap;

use serde_json::Value;

/// The first thing that is wrong with records, if any is.
pub(crate) fn fault(records: &[Value]) -> Option<String> {
    let articles = records.iter().filter(|record| record["type"] == "article");
    let texts: BTreeMap<&str, Vec<char>> = articles
        .clone()
        .filter_map(|article| Some((article["id"].as_str()?, article["text"].as_str()?.chars().collect())))
        .collect();
    let of_articles = articles.clone().find_map(|article| of_article(article, &texts[article["id"].as_str()?]));
    of_articles.or_else(|| records.iter().find_map(|record| evidence(record, &texts)))
}

/// Of an article's own findings, whose offsets are in its text.
fn of_article(article: &Value, text: &[char]) -> Option<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut spans: Vec<(Value, Value)> = Vec::new();
    for found in ["mentions", "times"].iter().flat_map(|name| list(&article[*name])) {
        spans.push((found["start"].clone(), found["end"].clone()));
    }
    let mut pairs = list(&article["sentences"]);
    for attribution in list(&article["attributions"]) {
        pairs.extend([attribution["source"].clone()].into_iter().filter(|source| !source.is_null()));
        pairs.extend(list(&attribution["cue"]));
        pairs.extend(list(&attribution["content"]));
    }
    spans.extend(pairs.iter().map(|pair| (pair[0].clone(), pair[1].clone())));
    spans.iter().find_map(|(start, end)| wrong(text, start, end, None))
}

/// Of everything that points into an article from elsewhere, at any depth.
fn evidence(value: &Value, texts: &BTreeMap<&str, Vec<char>>) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| evidence(item, texts)),
        Value::Object(fields) => {
            let own = || {
                let (start, end) = (fields.get("start")?, fields.get("end")?);
                let article = fields.get("article").and_then(Value::as_str).filter(|_| !start.is_null())?;
                let Some(text) = texts.get(article) else { return Some(format!("no article: {value}")) };
                wrong(text, start, end, fields.get("words").and_then(Value::as_str))
            };
            own().or_else(|| fields.values().find_map(|inner| evidence(inner, texts)))
        }
        _ => None,
    }
}

fn wrong(text: &[char], start: &Value, end: &Value, words: Option<&str>) -> Option<String> {
    let (Some(start), Some(end)) = (start.as_u64(), end.as_u64()) else {
        return Some(format!("{start}–{end} are no offsets"));
    };
    let (start, end) = (start as usize, end as usize);
    if end <= start || text.len() < end {
        return Some(format!("{start}–{end} of {}", text.len()));
    }
    let there: String = text[start..end].iter().collect();
    words.filter(|words| *words != there).map(|words| format!("{start}–{end} is {there:?}, quoted as {words:?}"))
}

#[test]
fn a_wrong_offset_is_noticed() {
    let records = |end: usize, words: &str| {
        let text = "Ferries stop.";
        let because = serde_json::json!([{"article": "a-1", "start": 0, "end": end, "words": words}]);
        [
            serde_json::json!({"type": "article", "id": "a-1", "text": text, "sentences": [[0, 13]]}),
            serde_json::json!({"type": "story", "because": because}),
        ]
    };
    assert_eq!(fault(&records(7, "Ferries")), None);
    assert!(fault(&records(6, "Ferries")).is_some_and(|fault| fault.contains("quoted as")));
    assert!(fault(&records(14, "Ferries")).is_some_and(|fault| fault.contains("of 13")));
}
