//! Links out of the desk: only to web addresses, and to the very words where the reader's browser can find them.

/// The longest address that is made a link.
const LONGEST: usize = 2_048;

/// Passages longer than this are named by their first and last words.
const WHOLE: usize = 120;

/// An address as it may be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) url: String,
    /// Where it leads, to be shown beside the link.
    pub(crate) host: String,
}

/// The address, if it is one of the web: `http` or `https`, a plain host, nothing hidden in it.
pub(crate) fn address(url: &str) -> Option<Address> {
    if LONGEST < url.len() || url.chars().any(|letter| letter.is_whitespace() || crate::escape::hides(letter)) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    (!host.is_empty() && host.chars().all(plain)).then(|| Address { url: url.to_owned(), host: host.to_owned() })
}

/// The address with a text fragment: a browser that opens it shows these words highlighted.
pub(crate) fn passage(url: &str, words: &str) -> Option<String> {
    let Address { url, .. } = address(url)?;
    let words = words.split_whitespace().collect::<Vec<_>>();
    if words.is_empty() {
        return None;
    }
    let joint = if url.contains('#') { ":~:text=" } else { "#:~:text=" };
    let whole = words.join(" ");
    let text = if whole.len() <= WHOLE || words.len() < 12 {
        encode(&whole)
    } else {
        format!("{},{}", encode(&words[..5].join(" ")), encode(&words[words.len() - 5..].join(" ")))
    };
    Some(format!("{url}{joint}{text}"))
}

/// Percent-encodes all but what never has a meaning of its own in a fragment; `-` and `,` have one in text fragments.
pub(crate) fn encode(words: &str) -> String {
    let mut out = String::with_capacity(words.len() * 2);
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An id within an address or as an anchor: as it is, where it has letters, digits and hyphens only.
pub(crate) fn slug(id: &str) -> String {
    encode(id).replace("%2D", "-")
}

#[cfg(test)]
mod tests {
    use super::{address, passage};

    #[test]
    fn only_web_addresses_are_linked() {
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT://example.example/%0aalert(1)",
            "java\tscript://x",
            "data:text/html,x",
            "vbscript://x",
            "//example.example",
            "http://",
            "http://user@host/",
            "https://exa\u{202E}mple/",
            "https://ехample/",
            "https:// example",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
        assert_eq!(address("https://norvane.example/a?b").expect("a link").host, "norvane.example");
    }

    #[test]
    fn a_link_names_the_words() {
        let link = passage("https://a.example/x", "It is serious, not enough");
        assert_eq!(link.as_deref(), Some("https://a.example/x#:~:text=It%20is%20serious%2C%20not%20enough"));
        let long = "one two three four five ".repeat(20);
        let link = passage("https://a.example/x#top", &long).expect("a link");
        assert!(
            link.ends_with("#top:~:text=one%20two%20three%20four%20five,one%20two%20three%20four%20five"),
            "{link}"
        );
    }
}
