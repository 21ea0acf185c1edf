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

/// Codes for a terminal that our own reports have: bold, faint, red, green, and back to plain.
const OURS: [&str; 5] = ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[31m", "\u{1B}[32m"];

/// Text as a terminal may have it: what would command it, or turn words round, is shown as a sign of itself. Our own
/// styles stay.
pub fn for_terminal(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let ours = OURS.iter().find(|code| rest.starts_with(**code));
        match ours {
            Some(code) => shown.push_str(code),
            None => shown.push(sign(letter)),
        }
        rest = &rest[ours.map_or(letter.len_utf8(), |code| code.len())..];
    }
    shown
}

/// The letter, or what is shown in its place.
pub(crate) fn sign(letter: char) -> char {
    match letter {
        '\n' | '\t' => letter,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{FFFD}'),
        '\u{7F}'..='\u{9F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        '\u{E0000}'..='\u{E007F}' => '\u{FFFD}',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::{for_terminal, hides};

    #[test]
    fn a_terminal_gets_no_code_of_a_page() {
        for (page, shown) in [
            ("a\u{1B}[31;1mb", "a␛[31;1mb"),
            ("\u{1B}]52;c;eA==\u{7}", "␛]52;c;eA==␇"),
            ("\u{1B}]8;;http://x.example\u{1B}\\x", "␛]8;;http://x.example␛\\x"),
            ("over\rprinted\u{8}", "over␍printed␈"),
            ("\u{9B}31m\u{202E}txt.exe", "\u{FFFD}31m\u{FFFD}txt.exe"),
            ("\u{1B}[1mours\u{1B}[0m\té\n", "\u{1B}[1mours\u{1B}[0m\té\n"),
        ] {
            assert_eq!(for_terminal(page), shown);
        }
    }

    #[test]
    fn what_hides_or_turns_words_round_is_told_from_what_scripts_need() {
        assert!("\u{202E}\u{200B}\u{0}\u{AD}\u{E0041}".chars().all(hides));
        assert!(!"é 北京 🙂\u{200D}\n\t".chars().any(hides));
    }
}
