//! Characters that hide.

/// Whether a character is there to be unseen, or turns the order of others round: it could make words look like others
/// than they are. White space, and the joiners that scripts and emoji need, are left alone.
pub fn hides(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' | '\u{200C}' | '\u{200D}' => false,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}' => true,
        letter => letter.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn what_hides_or_turns_words_round_is_told_from_what_scripts_need() {
        assert!("\u{202E}\u{200B}\u{0}\u{AD}\u{E0041}".chars().all(hides));
        assert!(!"é 北京 🙂\u{200D}\n\t".chars().any(hides));
    }
}
