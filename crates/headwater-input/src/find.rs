//! Which files to read.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::Problem;
use crate::form::Form;

/// Kinds that are read from a folder, by extension. A file named by itself is read whatever it is called.
const KINDS: [&str; 14] =
    ["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "rss", "atom", "opml", "csv", "tsv", "warc", "parquet"];

/// Kinds that say little: read from a folder where their first bytes are those of a feed or a list of feeds.
const OPEN_KINDS: [&str; 2] = ["xml", "json"];

/// What a search for files found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to read: as given, those of a folder by name.
    pub files: Vec<PathBuf>,
    /// The files passed over, and why.
    pub skipped: Vec<Skipped>,
    /// What could not be looked into.
    pub problems: Vec<Problem>,
}

/// A file that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Which file.
    pub path: PathBuf,
    /// Why not.
    pub why: String,
}

/// Lists the files at and below `paths`. Folders are searched to any depth; links to folders are not followed.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match path.metadata() {
            Ok(data) if data.is_dir() => search(path, &mut found),
            Ok(_) => found.files.push(path.clone()),
            Err(error) => found.problems.push(Problem::new(path.display().to_string(), plain(&error))),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.files.retain(|file| seen.insert(file.clone()));
    found
}

fn search(folder: &Path, found: &mut Found) {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !hidden(entry.path());
    for entry in entries.filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => sort(entry, found),
            Err(error) => {
                let place = error.path().unwrap_or(folder).display().to_string();
                let why = error.io_error().map_or_else(|| error.to_string(), plain);
                found.problems.push(Problem::new(place, why));
            }
        }
    }
}

fn sort(entry: walkdir::DirEntry, found: &mut Found) {
    let path = entry.into_path();
    match reason_to_skip(&path) {
        None => found.files.push(path),
        Some(why) => found.skipped.push(Skipped { path, why }),
    }
}

/// Why a file of a folder is not read; `None` if it is.
fn reason_to_skip(path: &Path) -> Option<String> {
    let Ok(data) = path.metadata() else { return Some("a link that leads nowhere".to_owned()) };
    if !data.is_file() {
        return Some("no regular file".to_owned());
    }
    if data.len() == 0 {
        return Some("empty".to_owned());
    }
    match kind(path) {
        Some(kind) if KINDS.contains(&kind.as_str()) => None,
        Some(kind) if OPEN_KINDS.contains(&kind.as_str()) && is_feed(path) => None,
        Some(kind) => Some(format!("`.{kind}` is not read from folders; name the file itself to read it as text")),
        None => Some("no extension; name the file itself to read it as text".to_owned()),
    }
}

/// The extension that tells the kind, lower case; that of `page.html.gz` is `html`.
pub(crate) fn kind(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    if extension == "gz" { kind(Path::new(path.file_stem()?)) } else { Some(extension) }
}

fn is_feed(path: &Path) -> bool {
    let mut start = Vec::new();
    let file = std::fs::File::open(path);
    file.and_then(|file| file.take(4096).read_to_end(&mut start)).is_ok() && Form::is_feed_or_list(&start)
}

fn hidden(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'))
}

/// The operating system's reason in words that start small and carry no number.
pub(crate) fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
