//! What a server answered, as an archive kept it: a status line, headers, and a body that may be packed.

use std::io::Read;

use super::MOST;
use crate::html;

/// The most headers that are looked at.
const MOST_HEADERS: usize = 256;

/// The most times that a body is unpacked.
const MOST_LAYERS: usize = 3;

/// An answer.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// In the order in which they were applied.
    encodings: Vec<String>,
    chunked: bool,
    /// The body as it came over the network.
    pub(super) body: &'a [u8],
}

/// The answer in a block.
pub(super) fn answer(block: &[u8]) -> Result<Answer<'_>, String> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let mut lenient = httparse::ParserConfig::default();
    lenient.allow_spaces_after_header_name_in_responses(true);
    lenient.allow_obsolete_multiline_headers_in_responses(true);
    lenient.ignore_invalid_headers_in_responses(true);
    lenient.allow_multiple_spaces_in_response_status_delimiters(true);
    let length = match lenient.parse_response(&mut response, block) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Err("the server's answer has no end of its headers".to_owned()),
        Err(error) => return Err(format!("no answer of a server: {error}")),
    };
    let value = |name: &str| {
        let found = response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let words: Vec<String> = found.map(|header| String::from_utf8_lossy(header.value).trim().to_owned()).collect();
        words.join(", ")
    };
    let list = |words: String| -> Vec<String> {
        words.split(',').map(|word| word.trim().to_ascii_lowercase()).filter(|word| !word.is_empty()).collect()
    };
    Ok(Answer {
        status: response.code.unwrap_or_default(),
        content_type: Some(value("content-type")).filter(|kind| !kind.is_empty()),
        encodings: list(value("content-encoding")),
        chunked: list(value("transfer-encoding")).iter().any(|encoding| encoding == "chunked"),
        body: &block[length..],
    })
}

/// Whether a block holds a page that was there. One that cannot be told is taken for a page, so that it is named.
pub(super) fn is_page(block: &[u8]) -> bool {
    let Ok(answer) = answer(block) else { return true };
    let found = (200..300).contains(&answer.status) && !answer.body.is_empty();
    let is_html = match &answer.content_type {
        Some(kind) => super::is_html(Some(kind)),
        None => html::looks_like(answer.body),
    };
    found && is_html
}

/// The body as the page was: chunks joined, unpacked.
pub(super) fn unpacked(answer: &Answer) -> Result<Vec<u8>, String> {
    let mut body = joined(answer).unwrap_or_else(|| answer.body.to_owned());
    if MOST_LAYERS < answer.encodings.len() {
        return Err(format!("packed {} times over", answer.encodings.len()));
    }
    for encoding in answer.encodings.iter().rev() {
        body = match encoding.as_str() {
            // Some archives keep the page unpacked and the header that says it was packed.
            "gzip" | "x-gzip" if !body.starts_with(&[0x1F, 0x8B]) => body,
            "gzip" | "x-gzip" => limited(flate2::read::MultiGzDecoder::new(body.as_slice()))?,
            "deflate" => match limited(flate2::read::ZlibDecoder::new(body.as_slice())) {
                Ok(words) => words,
                Err(_) => limited(flate2::read::DeflateDecoder::new(body.as_slice()))?,
            },
            "br" if std::str::from_utf8(&body).is_ok() => body,
            "br" => limited(brotli_decompressor::Decompressor::new(body.as_slice(), 1 << 14))?,
            "identity" | "utf-8" => body,
            other => return Err(format!("packed as `{other}`, which is not read")),
        };
    }
    Ok(body)
}

/// The body with its chunks joined; `None` where it has no chunks, or was joined before it was kept.
pub(super) fn joined(answer: &Answer) -> Option<Vec<u8>> {
    if !answer.chunked {
        return None;
    }
    let (mut body, mut rest) = (Vec::new(), answer.body);
    loop {
        let end = rest.iter().take(128).position(|byte| *byte == b'\n')?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(body);
        }
    }
}

/// What a stream unpacks to, as far as pages go.
fn limited(stream: impl Read) -> Result<Vec<u8>, String> {
    let mut words = Vec::new();
    let read = stream.take(MOST + 1).read_to_end(&mut words);
    if MOST < words.len() as u64 {
        return Err(format!("unpacks to over {} MiB; one page has far less", MOST >> 20));
    }
    // What a broken connection cut off is read as far as it came.
    match read {
        Err(error) if words.is_empty() => Err(format!("cannot be unpacked: {error}")),
        _ => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, is_page, unpacked};

    fn check(block: &[u8], words: &str) {
        let answer = answer(block).expect("an answer");
        assert_eq!(String::from_utf8(unpacked(&answer).expect("words")).expect("UTF-8"), words);
    }

    #[test]
    fn chunks_are_joined_and_what_only_claims_to_have_any_is_left() {
        check(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nThe \r\n5\r\nferry\r\n0\r\n\r\n",
            "The ferry",
        );
        check(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>The ferry", "<p>The ferry");
        check(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nThe ferry", "The ferry");
    }

    #[test]
    fn what_was_kept_unpacked_is_taken_as_it_is() {
        check(b"HTTP/1.1 200\r\nContent-Encoding: gzip\r\n\r\nThe ferry", "The ferry");
        check(b"HTTP/1.1 200\r\nContent-Encoding: br\r\n\r\nThe ferry", "The ferry");
    }

    #[test]
    fn only_html_that_was_there_is_a_page() {
        assert!(is_page(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a"));
        assert!(is_page(b"HTTP/1.1 200 OK\r\n\r\n<!doctype html><p>a"));
        assert!(!is_page(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>a"));
        assert!(!is_page(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nabc"));
        assert!(is_page(b"no answer"), "so that it is named");
    }
}
