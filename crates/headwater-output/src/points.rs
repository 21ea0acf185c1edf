//! Bytes to code points: the model counts the first, records the second.

/// Every so many bytes a count is kept; between two counts the characters are counted.
const STEP: usize = 64;

/// Converts byte offsets of one text into offsets in Unicode code points.
pub(crate) struct Points<'a> {
    text: &'a str,
    /// How many code points start before each multiple of [`STEP`] bytes.
    before: Vec<usize>,
}

impl<'a> Points<'a> {
    pub(crate) fn new(text: &'a str) -> Points<'a> {
        let starts = |chunk: &[u8]| chunk.iter().filter(|byte| starts_character(**byte)).count();
        let before = text.as_bytes().chunks(STEP).scan(0, |sum, chunk| {
            let here = *sum;
            *sum += starts(chunk);
            Some(here)
        });
        Points { text, before: before.collect() }
    }

    /// The code point at which byte `at` stands; past the end, the number of code points.
    pub(crate) fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let Some(block) = at.checked_sub(1).map(|last| last / STEP) else { return 0 };
        let rest = &self.text.as_bytes()[block * STEP..at];
        self.before[block] + rest.iter().filter(|byte| starts_character(**byte)).count()
    }

    pub(crate) fn span(&self, span: headwater::Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// Whether a byte of UTF-8 is the first of its character.
fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn every_boundary_agrees_with_counting_characters() {
        let text = "“Été” – 北京 and 🙂 ".repeat(20);
        let points = Points::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }

    #[test]
    fn an_empty_text_has_none() {
        assert_eq!(Points::new("").at(0), 0);
        assert_eq!(Points::new("").at(9), 0);
    }
}
