//! Which format a file is in: by its extension, and by its first bytes where that leaves it open.

use crate::{html, xml};

/// How many bytes are looked at.
const LOOKED_AT: usize = 4096;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One page of text.
    Text,
    /// One page of HTML.
    Html,
    /// A page a line, as JSON.
    Lines,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// Rows of a table, with this byte between cells.
    Table(u8),
    /// Columns of a table.
    Parquet,
}

impl Form {
    /// The format of a file with this extension and these first bytes.
    pub(crate) fn tell(kind: Option<&str>, start: &[u8]) -> Form {
        match kind {
            _ if start.starts_with(b"PAR1") => Form::Parquet,
            Some("txt" | "text") => Form::Text,
            Some("html" | "htm" | "xhtml") => Form::Html,
            Some("jsonl" | "ndjson") => Form::Lines,
            Some("rss" | "atom") => Form::Feed,
            Some("opml") => Form::Opml,
            Some("csv") => Form::Table(separator(start)),
            Some("tsv" | "tab") => Form::Table(b'\t'),
            _ => Form::of_bytes(start),
        }
    }

    fn of_bytes(start: &[u8]) -> Form {
        let start = &start[..start.len().min(LOOKED_AT)];
        let first = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
        match first.first() {
            Some(b'{') if is_json_feed(first) => Form::Feed,
            Some(b'{') => Form::Lines,
            Some(b'<') => Form::of_markup(start),
            _ => Form::Text,
        }
    }

    fn of_markup(start: &[u8]) -> Form {
        match xml::root(start).as_deref() {
            Some("rss" | "feed" | "RDF") => Form::Feed,
            Some("opml") => Form::Opml,
            _ if html::looks_like(start) => Form::Html,
            _ => Form::Text,
        }
    }

    /// Whether the first bytes of a file with an extension that says little (`xml`, `json`) are those of a feed or a list.
    pub(crate) fn is_feed_or_list(start: &[u8]) -> bool {
        matches!(Form::of_bytes(start), Form::Feed | Form::Opml)
    }
}

/// What stands between the names of a table's columns: where commas are used for decimals, it is a semicolon.
fn separator(start: &[u8]) -> u8 {
    let head = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| head.iter().filter(|byte| **byte == wanted).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

/// A JSON Feed names its version, by the standard in its first line.
fn is_json_feed(start: &[u8]) -> bool {
    let mark = b"jsonfeed.org/version/";
    start.windows(mark.len()).any(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::Form;

    fn check(kind: Option<&str>, start: &str, form: Form) {
        assert_eq!(Form::tell(kind, start.as_bytes()), form, "{kind:?} {start}");
    }

    #[test]
    fn the_extension_goes_first_and_then_the_first_bytes() {
        check(Some("txt"), "<html>", Form::Text);
        check(Some("html"), "no markup", Form::Html);
        check(None, "<!DOCTYPE html><html>", Form::Html);
        check(None, "{\"text\": \"a\"}", Form::Lines);
        check(Some("json"), "{\"version\": \"https://jsonfeed.org/version/1.1\"}", Form::Feed);
        check(Some("xml"), "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Form::Feed);
        check(None, "\u{FEFF}<feed xmlns=\"x\">", Form::Feed);
        check(None, "<opml version=\"2.0\">", Form::Opml);
        check(Some("csv"), "a;b;c\n1,2;3", Form::Table(b';'));
        check(Some("csv"), "text", Form::Table(b','));
        check(None, "<3 is a heart", Form::Text);
        check(None, "", Form::Text);
    }
}
