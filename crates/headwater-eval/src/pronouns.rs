//! Who "he said" is: speakers that are pronouns, in GUM's coreference.
//!
//! A gold pronoun that stands right before a reporting verb counts; it is right if the attribution whose source it is
//! names somebody of the pronoun's own cluster. One without an attribution, or without a name, is wrong.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::{Value, json};

/// The pronouns that count.
const PRONOUNS: [&str; 3] = ["he", "she", "they"];

/// Words that may stand between a pronoun and its verb.
const BETWEEN: [&str; 9] = ["also", "has", "have", "had", "then", "later", "further", "repeatedly", "once"];

/// The verbs of reports, as the scorer understands them; the reader has its own.
const REPORTS: &str = "said says say told tells added adds noted notes explained explains claimed claims claim stated \
    states announced announces argued argues insisted insists warned warns acknowledged acknowledges confirmed confirms \
    denied denies reported reports wrote writes replied continued commented remarked admitted admits suggested suggests \
    declared revealed predicted promised recalled recounted";

/// A document of GUM; offsets are characters.
#[derive(Deserialize)]
struct Document {
    id: String,
    genre: String,
    published: Option<String>,
    text: String,
    clusters: Vec<Cluster>,
}

#[derive(Deserialize)]
struct Cluster {
    mentions: Vec<[usize; 2]>,
}

/// The part of an article record that is asked for.
#[derive(Deserialize)]
struct Article {
    attributions: Vec<Attribution>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Attribution {
    source: Option<[usize; 2]>,
    name: Option<String>,
    entity: Option<Value>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
    entity: Option<Value>,
}

/// Speakers and how many were right: a row for the development part's news and one for all news.
pub(crate) fn run(shared: &Path, binary: &Path) -> anyhow::Result<Value> {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (part, row) in [("dev", Some("dev news")), ("train", None)] {
        let documents = load(&shared.join(format!("data/coref/gum_{part}.jsonl.gz")))?;
        let articles = read(&documents, binary)?;
        for document in &documents {
            let Some(article) = articles.get(&document.id) else { bail!("{} was not read", document.id) };
            for (place, cluster) in speakers(document) {
                let right = usize::from(is_right(document, article, place, cluster));
                for row in row.into_iter().chain(["news"]) {
                    let [all, hits] = counts.entry(row).or_default();
                    (*all, *hits) = (*all + 1, *hits + right);
                }
            }
        }
    }
    let rows = counts.into_iter().map(|(row, [all, hits])| {
        (row.to_owned(), json!({"speakers": all, "right": hits, "accuracy": hits as f64 / all.max(1) as f64}))
    });
    Ok(Value::Object(rows.collect()))
}

/// The news of one part.
fn load(path: &Path) -> anyhow::Result<Vec<Document>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let documents: Result<Vec<Document>, _> = text.lines().map(serde_json::from_str).collect();
    let mut documents = documents.with_context(|| format!("{} is not as expected", path.display()))?;
    documents.retain(|document| document.genre == "news");
    Ok(documents)
}

/// What the binary makes of the documents, by their ids.
fn read(documents: &[Document], binary: &Path) -> anyhow::Result<BTreeMap<String, Article>> {
    let folder = std::env::temp_dir().join(format!("headwater-eval-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("pronouns.jsonl");
    let lines = documents.iter().map(|document| {
        json!({"id": document.id, "published": document.published, "text": document.text}).to_string() + "\n"
    });
    std::fs::write(&path, lines.collect::<String>()).with_context(|| format!("cannot write {}", path.display()))?;
    let output = Command::new(binary).args(["read", "--quiet", "--format", "jsonl", "--no-clean"]).arg(&path).output();
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    let output = output.with_context(|| format!("cannot run {}", binary.display()))?;
    let mut articles = BTreeMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let named = record["ref"].as_str().and_then(|name| name.rsplit('/').next()).unwrap_or_default().to_owned();
        if record["type"] == "article" {
            articles.insert(named, serde_json::from_value(record)?);
        }
    }
    Ok(articles)
}

/// Gold pronouns before a reporting verb: where each begins, and its cluster.
fn speakers(document: &Document) -> Vec<(usize, usize)> {
    let letters: Vec<char> = document.text.chars().collect();
    let mut found = Vec::new();
    for (number, cluster) in document.clusters.iter().enumerate() {
        for [start, end] in &cluster.mentions {
            let mention: String = letters.get(*start..*end).into_iter().flatten().collect();
            let pronoun = PRONOUNS.contains(&mention.to_lowercase().as_str());
            if pronoun && reports(letters.get(*end..).unwrap_or_default()) {
                found.push((*start, number));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether a reporting verb stands here, with nothing but small words and single spaces before it.
fn reports(letters: &[char]) -> bool {
    let text: String = letters.iter().take(60).collect();
    let mut words = text.strip_prefix(' ').unwrap_or_default().split(' ');
    let verb = words.find(|word| !BETWEEN.contains(&word.to_lowercase().as_str())).unwrap_or_default();
    let end = verb.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(verb.len());
    REPORTS.split_whitespace().any(|report| report == verb[..end].to_lowercase())
}

/// Whether the attribution whose source stands here names somebody of this cluster.
fn is_right(document: &Document, article: &Article, place: usize, cluster: usize) -> bool {
    let covers =
        |attribution: &&Attribution| attribution.source.is_some_and(|[start, end]| start <= place && place < end);
    let Some(attribution) = article.attributions.iter().find(covers) else { return false };
    let named = |mention: &&Mention| attribution.entity.is_some() && mention.entity == attribution.entity;
    let mut mentions = article.mentions.iter().filter(named).peekable();
    if mentions.peek().is_some() {
        return mentions.any(|mention| owner(document, mention.start, mention.end) == Some(cluster));
    }
    let Some(name) = attribution.name.as_deref().filter(|name| !name.is_empty()) else { return false };
    let letters: Vec<char> = document.text.chars().collect();
    document.clusters[cluster].mentions.iter().any(|[start, end]| {
        let mention: String = letters.get(*start..*end).into_iter().flatten().collect();
        !PRONOUNS.contains(&mention.to_lowercase().as_str()) && mention.to_lowercase().contains(&name.to_lowercase())
    })
}

/// The cluster of the smallest gold mention around these words.
fn owner(document: &Document, start: usize, end: usize) -> Option<usize> {
    let around = document.clusters.iter().enumerate().flat_map(|(number, cluster)| {
        let mentions = cluster.mentions.iter().filter(move |mention| mention[0] <= start && end <= mention[1]);
        mentions.map(move |mention| (mention[1] - mention[0], number))
    });
    around.min().map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_stand_before_reporting_verbs() {
        let mention = |start, end| Cluster { mentions: vec![[start, end]] };
        let text = "“No,” she also said. He slept. They say, he thinks.";
        let document = Document {
            id: "d".into(),
            genre: "news".into(),
            published: None,
            text: text.into(),
            clusters: vec![mention(6, 9), mention(21, 23), mention(31, 35), mention(41, 43)],
        };
        assert_eq!(speakers(&document), [(6, 0), (31, 2)]);
    }
}
