//! A sheet of terminal text: wrapped to a width, styled for those who want colour.

use anstyle::{Effects, Style};

/// Plain words in a fixed style; the styles are codes that a stream strips where nobody can see them.
pub(crate) const STRONG: Style = Style::new().effects(Effects::BOLD);
pub(crate) const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// Text that grows line by line.
pub(crate) struct Sheet {
    text: String,
    width: usize,
}

impl Sheet {
    /// A sheet of so many columns; below 40 nothing would fit beside its indent.
    pub(crate) fn new(width: usize) -> Sheet {
        Sheet { text: String::new(), width: width.max(40) }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that stands as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Words in a style, wrapped; `first` begins the first line, further ones are indented as far.
    pub(crate) fn wrap(&mut self, first: &str, words: &str, style: Style) {
        let indent = " ".repeat(textwrap::core::display_width(first));
        let options = textwrap::Options::new(self.width).initial_indent(first).subsequent_indent(&indent);
        for line in textwrap::wrap(words, options) {
            let (lead, rest) = line.split_at(line.len() - line[lead_of(&line, first, &indent)..].len());
            self.line(&format!("{lead}{style}{}{style:#}", rest.trim_end()));
        }
    }

    pub(crate) fn heading(&mut self, words: &str) {
        self.blank();
        self.wrap("  ", words, STRONG);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// How many bytes of a line are its indent.
fn lead_of(line: &str, first: &str, indent: &str) -> usize {
    if line.starts_with(first) { first.len() } else { indent.len().min(line.len() - line.trim_start().len()) }
}

/// The words, shortened in their middle of nothing and at their end with "…", to so many columns.
pub(crate) fn shorten(words: &str, columns: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if textwrap::core::display_width(&words) <= columns {
        return words;
    }
    let mut short = String::new();
    for word in words.split(' ') {
        if columns < textwrap::core::display_width(&short) + textwrap::core::display_width(word) + 2 {
            break;
        }
        short = if short.is_empty() { word.to_owned() } else { format!("{short} {word}") };
    }
    if short.is_empty() {
        words.chars().take(columns.saturating_sub(1)).collect::<String>() + "…"
    } else {
        short + " …"
    }
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn long_words_are_shortened_between_words() {
        assert_eq!(shorten("Talks  on the\nharbour", 40), "Talks on the harbour");
        assert_eq!(shorten("Talks on the harbour", 12), "Talks on …");
        assert_eq!(shorten("Incomprehensibilities", 8), "Incompr…");
    }
}
