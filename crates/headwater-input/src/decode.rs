//! Bytes to text: byte order marks, declared encodings, and a guess where nothing is declared.

use encoding_rs::Encoding;

/// Text, and how its bytes were read.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// The encoding, unless it was UTF-8 as expected; and whether bytes had to be replaced.
    pub(crate) note: Option<String>,
}

/// Reads bytes as text. UTF-8 where they are; else by byte order mark, by `declared`, or by a browser's guess.
/// `None` where they are no text in any encoding.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Option<Decoded> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Some(read(&bytes[length..], encoding, "byte order mark"));
    }
    if binary(bytes) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded { text: text.to_owned(), note: None });
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes())) {
        return Some(read(bytes, encoding, "declared"));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(read(bytes, detector.guess(None, chardetng::Utf8Detection::Allow), "guessed"))
}

/// A file with a NUL in its first 8 KiB is no text: what `grep` and `git` go by. UTF-16 was told apart by its mark.
fn binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8192).any(|byte| *byte == 0)
}

fn read(bytes: &[u8], encoding: &'static Encoding, how: &str) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let utf8 = encoding == encoding_rs::UTF_8;
    let mut note = (!utf8).then(|| format!("read as {} ({how})", encoding.name()));
    if replaced {
        let more = "some bytes stand for no character and were replaced by U+FFFD";
        note = Some(note.map_or_else(|| more.to_owned(), |note| format!("{note}; {more}")));
    }
    Decoded { text: text.into_owned(), note }
}

/// The encoding that an HTML page declares for itself in its first 1,024 bytes, as the HTML standard has it.
pub(crate) fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let after = &head[head.find("charset=")? + "charset=".len()..];
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', '>', ';', '/']).unwrap_or(label.len());
    (0 < end).then(|| label[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{declared_in_html, decode};

    fn check(bytes: &[u8], text: &str, note: Option<&str>) {
        let decoded = decode(bytes, None).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.note.as_deref()), (text, note));
    }

    #[test]
    fn what_is_utf8_is_taken_as_it_is() {
        check("caf\u{e9} “x”".as_bytes(), "café “x”", None);
        check(b"", "", None);
    }

    #[test]
    fn a_byte_order_mark_tells_the_encoding() {
        check(b"\xEF\xBB\xBFplain", "plain", None);
        check(b"\xFF\xFEh\0i\0", "hi", Some("read as UTF-16LE (byte order mark)"));
    }

    #[test]
    fn the_rest_is_guessed_as_a_browser_would() {
        check(b"The caf\xe9 was \x93full\x94.", "The café was “full”.", Some("read as windows-1252 (guessed)"));
    }

    #[test]
    fn bytes_with_nul_are_no_text() {
        assert!(decode(b"PK\x03\x04\0\0", None).is_none());
    }

    #[test]
    fn html_may_declare_its_encoding() {
        let declared = |html: &str| declared_in_html(html.as_bytes());
        assert_eq!(declared("<meta charset=\"koi8-r\">").as_deref(), Some("koi8-r"));
        assert_eq!(declared("<meta content='text/html; charset=big5'>").as_deref(), Some("big5"));
        assert_eq!(declared("<p>no"), None);
    }
}
