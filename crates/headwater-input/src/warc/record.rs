//! One record: its header and its block of bytes.

use std::io::{self, BufRead, Read};

use super::MOST;
use super::source::{Source, Spot};

/// The most bytes of a record's header.
const LONGEST_HEADER: u64 = 64 << 10;

/// One record.
pub(super) struct Record {
    pub(super) spot: Spot,
    pub(super) head: Head,
    pub(super) block: Vec<u8>,
}

/// What a record's header says, as far as it is used.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// `response`, `revisit`...
    pub(super) kind: String,
    pub(super) address: Option<String>,
    /// When it was captured.
    pub(super) date: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) block_digest: Option<String>,
    pub(super) payload_digest: Option<String>,
    /// The address of the record that a revisit is the same as.
    pub(super) refers_to: Option<String>,
    length: Option<u64>,
}

/// A record that could not be read.
pub(super) struct Broken {
    pub(super) spot: Spot,
    pub(super) why: String,
    /// Whether nothing can be read behind it.
    pub(super) last: bool,
}

/// The next record; `None` at the end. After an error the source stands at the next record that can be found.
pub(super) fn next(source: &mut Source) -> Result<Option<Record>, Broken> {
    let found = source.advance();
    let spot = source.spot();
    let record = match found {
        Ok(false) => return Ok(None),
        Ok(true) => read(source, spot),
        Err(error) => Err(error.to_string()),
    };
    record.map(Some).map_err(|why| {
        let last = !source.recover().unwrap_or(false);
        Broken { spot, why, last }
    })
}

fn read(source: &mut Source, spot: Spot) -> Result<Record, String> {
    let head = Head::read(source)?;
    let length = head.length.ok_or("its header names no length")?;
    let mut block = Vec::new();
    source.take(length.min(MOST)).read_to_end(&mut block).map_err(|error| error.to_string())?;
    if MOST < length {
        source.skip(length - MOST).map_err(|error| error.to_string())?;
        if head.may_be_page() {
            return Err(format!("over {} MiB; one page has far less", MOST >> 20));
        }
    } else if (block.len() as u64) < length {
        return Err(format!("it ends after {} of {length} bytes", block.len()));
    }
    check_end(source).map_err(|error| error.to_string())??;
    Ok(Record { spot, head, block })
}

/// Behind a block stand ends of lines; what stands there instead shows that the length was wrong. One more look shows
/// whether the gzip member ends as it should: only there is the sum of its bytes.
fn check_end(source: &mut Source) -> io::Result<Result<(), String>> {
    if !matches!(source.fill_buf()?.first(), None | Some(b'\r' | b'\n')) {
        return Ok(Err("its length is not that of its bytes".to_owned()));
    }
    for _ in 0..4 {
        if matches!(source.fill_buf()?.first(), Some(b'\r' | b'\n')) {
            source.consume(1);
        }
    }
    source.fill_buf().map(|_| Ok(()))
}

impl Head {
    fn read(source: &mut Source) -> Result<Head, String> {
        let mut left = source.take(LONGEST_HEADER);
        let mut head = Head::default();
        let mut field = String::new();
        let mut first = true;
        loop {
            let mut line = Vec::new();
            let read = left.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("its header does not end".to_owned());
            }
            let line = String::from_utf8_lossy(line.trim_ascii_end());
            if std::mem::take(&mut first) {
                if !line.starts_with("WARC/") {
                    return Err("no record begins here".to_owned());
                }
            } else if line.starts_with([' ', '\t']) {
                field.push(' ');
                field.push_str(line.trim());
            } else {
                head.take(&std::mem::replace(&mut field, line.clone().into_owned()));
                if line.is_empty() {
                    return Ok(head);
                }
            }
        }
    }

    fn take(&mut self, field: &str) {
        let Some((name, value)) = field.split_once(':') else { return };
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let address = |value: Option<String>| value.map(|value| value.trim_matches(['<', '>']).to_owned());
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.unwrap_or_default().to_ascii_lowercase(),
            "warc-target-uri" => self.address = address(value),
            "warc-refers-to-target-uri" => self.refers_to = address(value),
            "warc-date" => self.date = value,
            "warc-block-digest" => self.block_digest = value,
            "warc-payload-digest" => self.payload_digest = value,
            "content-type" => self.content_type = value,
            "content-length" => self.length = value.and_then(|value| value.parse().ok()),
            _ => {}
        }
    }

    /// Whether a record that is too long to look at could have been a page.
    fn may_be_page(&self) -> bool {
        match self.kind.as_str() {
            "resource" | "conversion" => super::is_html(self.content_type.as_deref()),
            _ => false,
        }
    }
}
