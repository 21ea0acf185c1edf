//! Elements with more attributes than any page needs: the tokenizer compares each with all before it, so that a hundred
//! thousand of them would cost minutes.

use std::borrow::Cow;

/// The most attributes of one element that are looked at. Real ones have fewer than a hundred.
const MOST: usize = 1_024;

/// The page without what elements have beyond [`MOST`] attributes; the same page where none has more.
pub(super) fn bounded(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut kept = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(open) = bytes[at..].iter().position(|byte| *byte == b'<').map(|found| at + found) {
        let tag = Tag::at(bytes, open);
        if let Some(excess) = tag.excess {
            kept.push_str(&html[done..excess]);
            done = tag.end;
        }
        at = tag.end.max(open + 1);
    }
    if done == 0 { Cow::Borrowed(html) } else { Cow::Owned(kept + &html[done..]) }
}

/// What looks like a start tag.
struct Tag {
    /// Where its attributes become too many, if they do.
    excess: Option<usize>,
    /// Where its `>` is, or the page ends.
    end: usize,
}

impl Tag {
    fn at(bytes: &[u8], open: usize) -> Tag {
        if !bytes.get(open + 1).is_some_and(u8::is_ascii_alphabetic) {
            return Tag { excess: None, end: open + 1 };
        }
        let (mut attributes, mut excess, mut quote, mut before) = (0, None, None, b'<');
        for (at, byte) in bytes.iter().enumerate().skip(open + 1) {
            match (quote, *byte) {
                (Some(mark), byte) if byte == mark => quote = None,
                (Some(_), _) => {}
                (None, b'>') => return Tag { excess, end: at },
                (None, mark @ (b'"' | b'\'')) if before == b'=' => quote = Some(mark),
                (None, byte) if before.is_ascii_whitespace() && !byte.is_ascii_whitespace() => {
                    attributes += 1;
                    if MOST < attributes && excess.is_none() {
                        excess = Some(at);
                    }
                }
                (None, _) => {}
            }
            before = *byte;
        }
        Tag { excess, end: bytes.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, bounded};

    #[test]
    fn only_what_is_too_much_is_left_out() {
        for page in ["", "<", "a < b", "<p class='a > b' x>é</p>", "<p", "<p x='", "<!-- a b -->"] {
            assert_eq!(bounded(page), page);
        }
        let many = format!("<p>é</p><div{}>é</div>", " a=1".repeat(MOST + 5));
        assert_eq!(bounded(&many), format!("<p>é</p><div{} >é</div>", " a=1".repeat(MOST)));
    }
}
