//! The one way by which words reach a page: markup is escaped, and characters that hide or reorder words are shown.

use std::fmt::{self, Write};

pub(crate) use headwater_output::hides;

/// What askama sends every value of a page through.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown;

impl askama::filters::Escaper for Shown {
    fn write_escaped_str<W: Write>(&self, mut out: W, words: &str) -> fmt::Result {
        words.chars().try_for_each(|letter| write_letter(&mut out, letter))
    }

    fn write_escaped_char<W: Write>(&self, mut out: W, letter: char) -> fmt::Result {
        write_letter(&mut out, letter)
    }
}

fn write_letter(out: &mut impl Write, letter: char) -> fmt::Result {
    match letter {
        '&' => out.write_str("&amp;"),
        '<' => out.write_str("&lt;"),
        '>' => out.write_str("&gt;"),
        '"' => out.write_str("&quot;"),
        '\'' => out.write_str("&#39;"),
        hidden if hides(hidden) => write!(out, "\u{27E6}U+{:04X}\u{27E7}", u32::from(hidden)),
        letter => out.write_char(letter),
    }
}

#[cfg(test)]
mod tests {
    use askama::filters::Escaper;

    use super::Shown;

    fn check(words: &str, shown: &str) {
        let mut out = String::new();
        Shown.write_escaped_str(&mut out, words).expect("a string takes all");
        assert_eq!(out, shown);
    }

    #[test]
    fn markup_becomes_words() {
        check("<b onclick='x'>\"&\"", "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&quot;");
    }

    #[test]
    fn what_hides_is_seen() {
        check("a\u{202E}b\u{0}", "a⟦U+202E⟧b⟦U+0000⟧");
        check("crème 🙂\u{200D}\n", "crème 🙂\u{200D}\n");
    }
}
