//! Annotated text: brat stand-off for attributions, CoNLL-U for word classes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use headwater::training::lattice::Role;
use headwater::training::word_class::Class;

/// An article with its attributions.
pub(crate) struct Document {
    /// The file's name without its ending.
    pub(crate) name: String,
    /// The words.
    pub(crate) text: String,
    /// For each attribution its pieces, in bytes.
    pub(crate) attributions: Vec<Vec<(Role, usize, usize)>>,
}

/// The articles of a folder of `.txt` and `.ann`, by name.
pub(crate) fn documents(folder: &Path) -> Result<Vec<Document>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "ann"));
    paths.sort();
    paths.iter().map(|path| document(path)).collect()
}

fn document(path: &Path) -> Result<Document> {
    let text = text_of(&path.with_extension("txt"))?;
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let bytes = |place: &str| place.parse::<usize>().ok().and_then(|place| offsets.get(place).copied());
    let annotation = text_of(path)?;
    let mut spans: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let mut attributions = Vec::new();
    for line in annotation.lines() {
        let mut fields = line.split('\t');
        let (name, what) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        if name.starts_with('T') {
            let pieces = what.split_once(' ').map_or("", |(_, places)| places).split(';');
            let pair = |piece: &str| piece.split_once(' ').and_then(|(from, to)| Some((bytes(from)?, bytes(to)?)));
            spans.insert(name, pieces.filter_map(pair).collect());
        } else if name.starts_with('E') {
            attributions.push(event(what, &spans));
        }
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Document { name, text, attributions })
}

fn event(what: &str, spans: &BTreeMap<&str, Vec<(usize, usize)>>) -> Vec<(Role, usize, usize)> {
    let mut pieces = Vec::new();
    for (role, name) in what.split(' ').filter_map(|part| part.split_once(':')) {
        let role = match role.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
            "Source" => Role::Source,
            "Cue" => Role::Cue,
            "Content" => Role::Content,
            _ => continue,
        };
        let found = spans.get(name).map_or(&[][..], Vec::as_slice);
        pieces.extend(found.iter().map(|(from, to)| (role, *from, *to)));
    }
    pieces
}

/// A sentence of a treebank: its text, and each word's end in it with its class.
pub(crate) struct Sentence {
    /// The words as written.
    pub(crate) text: String,
    /// Where each word ends, and its class.
    pub(crate) words: Vec<(usize, Class)>,
}

/// The sentences of a CoNLL-U file whose id starts with one of `wanted`; all, if that is empty.
pub(crate) fn sentences(path: &Path, wanted: &[&str]) -> Result<Vec<Sentence>> {
    let text = text_of(path)?;
    let mut sentences = Vec::new();
    for block in text.split("\n\n") {
        let id = block.lines().find_map(|line| line.strip_prefix("# sent_id = ")).unwrap_or("");
        if wanted.is_empty() || wanted.iter().any(|start| id.starts_with(start)) {
            sentences.push(sentence(block));
        }
    }
    Ok(sentences)
}

fn sentence(block: &str) -> Sentence {
    let mut sentence = Sentence { text: String::new(), words: Vec::new() };
    let mut covered = 0;
    let mut spaced = false;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, form, _, _, fine, _, _, _, _, misc] = fields[..] else { continue };
        if let Some((_, last)) = number.split_once('-') {
            // Two words written as one, "don't": its letters stand for both.
            covered = last.parse().unwrap_or(0);
            append(&mut sentence.text, form, &mut spaced, misc);
            continue;
        }
        let Ok(number) = number.parse::<usize>() else { continue };
        if covered < number {
            append(&mut sentence.text, form, &mut spaced, misc);
        }
        let end = sentence.text.len();
        let end = if number < covered { end.saturating_sub(2) } else { end };
        sentence.words.push((end, class(fine, form)));
    }
    sentence
}

fn append(text: &mut String, form: &str, spaced: &mut bool, misc: &str) {
    if *spaced {
        text.push(' ');
    }
    text.push_str(form);
    *spaced = !misc.contains("SpaceAfter=No");
}

/// The class for a tag of the Penn Treebank.
fn class(tag: &str, form: &str) -> Class {
    match tag {
        "NN" | "NNS" => Class::Noun,
        "NNP" | "NNPS" => Class::Name,
        "VB" => Class::Verb,
        "VBD" => Class::Past,
        "VBP" | "VBZ" => Class::Present,
        "VBG" => Class::Gerund,
        "VBN" => Class::Participle,
        "MD" => Class::Modal,
        "IN" | "RP" => Class::Preposition,
        "TO" => Class::To,
        "DT" | "PDT" => Class::Determiner,
        "JJ" | "JJR" | "JJS" => Class::Adjective,
        "RB" | "RBR" | "RBS" => Class::Adverb,
        "PRP" | "EX" => Class::Pronoun,
        "PRP$" | "POS" => Class::Possessive,
        "WP" | "WP$" | "WDT" | "WRB" => Class::Relative,
        "CC" => Class::Conjunction,
        "CD" => Class::Number,
        _ if form.chars().all(|letter| !letter.is_alphanumeric()) => Class::Mark,
        _ => Class::Other,
    }
}

#[allow(clippy::disallowed_methods, reason = "a trainer reads files")]
fn text_of(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
