//! What comes out: records that hold what they promise, in every format.

use serde_json::Value;

use crate::{of_type, records, run};

#[test]
fn the_first_record_says_what_made_the_others() {
    let records = records(&["demo", "--format", "jsonl"]);
    assert_eq!(records[0]["type"], "run");
    assert_eq!(records[0]["schema"], 1);
}

#[test]
fn every_offset_lies_in_its_text_and_points_to_words() {
    let records = records(&["demo", "--format", "jsonl"]);
    let articles = of_type(&records, "article");
    let length = |id: &Value| {
        let article = articles.iter().find(|article| article["id"] == *id).expect("an article");
        article["text"].as_str().expect("text").chars().count()
    };
    for story in of_type(&records, "story") {
        for claim in story["claims"].as_array().expect("claims") {
            for at in claim["appearances"].as_array().expect("appearances") {
                let (start, end) = (at["start"].as_u64().expect("a start"), at["end"].as_u64().expect("an end"));
                assert!(start < end && end as usize <= length(&at["article"]), "{at}");
            }
        }
    }
}

#[test]
fn ranges_hold() {
    for story in of_type(&records(&["demo", "--format", "jsonl"]), "story") {
        for claim in story["claims"].as_array().expect("claims") {
            let (least, most) = (&claim["independent"][0], &claim["independent"][1]);
            assert!(1 <= least.as_u64().expect("a number") && least.as_u64() <= most.as_u64(), "{claim}");
        }
    }
}

#[test]
fn json_is_one_object_with_the_same_records() {
    let (out, _, _) = run(&["demo", "--format", "json"]);
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let records = records(&["demo", "--format", "jsonl"]);
    assert_eq!(whole["articles"].as_array().expect("articles").len(), of_type(&records, "article").len());
    assert_eq!(whole["stories"].as_array().expect("stories").len(), of_type(&records, "story").len());
}

#[test]
fn markdown_has_every_claim() {
    let (out, _, _) = run(&["demo", "--format", "markdown"]);
    let records = records(&["demo", "--format", "jsonl"]);
    let claims: usize =
        of_type(&records, "story").iter().map(|story| story["claims"].as_array().map_or(0, Vec::len)).sum();
    let rows = out.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit()).count();
    assert_eq!(rows, claims);
}
