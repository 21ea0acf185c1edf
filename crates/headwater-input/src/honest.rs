//! What a reader of a page should know and cannot see: characters that hide or turn words round, and words in letters of
//! two alphabets, as names have that are made to look like others.

use headwater::Page;

/// The most words that a note names.
const MOST_NAMED: usize = 3;

/// Notes on the words of a page; none on an ordinary one.
pub(crate) fn notes(page: &Page, text: &str) -> Vec<String> {
    let hints = [&page.hints.outlet, &page.hints.title, &page.hints.byline];
    let all = || std::iter::once(text).chain(hints.into_iter().flatten().map(String::as_str));
    let unseen = all().flat_map(str::chars).filter(|letter| is_unseen(*letter)).count();
    let mut mixed: Vec<&str> = all().flat_map(words).filter(|word| is_mixed(word)).take(MOST_NAMED).collect();
    mixed.dedup();
    let mut notes = Vec::new();
    if 0 < unseen {
        notes.push(format!("{unseen} characters that hide, or turn words round, stand in it"));
    }
    if !mixed.is_empty() {
        notes.push(format!("letters of two alphabets stand in one word: “{}”", mixed.join("”, “")));
    }
    notes
}

/// Codes for terminals, overrides of the direction of writing, and tags. Joiners, soft hyphens and white space are not:
/// ordinary pages have them.
fn is_unseen(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}' => true,
        letter => letter.is_control(),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_ascii())
}

fn is_mixed(word: &str) -> bool {
    let other = |letter: char| matches!(letter, '\u{370}'..='\u{3FF}' | '\u{400}'..='\u{52F}');
    word.chars().any(|letter| letter.is_ascii_alphabetic()) && word.chars().any(other)
}

#[cfg(test)]
mod tests {
    use headwater::{Body, Hints, Page};

    use super::notes;

    fn check(text: &str, expected: &[&str]) {
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        assert_eq!(notes(&page, text), expected, "{text:?}");
    }

    #[test]
    fn what_cannot_be_seen_is_noted() {
        check("Café, naïve, “Москва”, Αθήνα, 5 µm, soft\u{AD}ly\u{200B}.\r\n", &[]);
        check("a\u{1B}[31mb\u{202E}c", &["2 characters that hide, or turn words round, stand in it"]);
        check(
            "\u{420}er Ekdal and r\u{435}uters.example",
            &["letters of two alphabets stand in one word: “\u{420}er”, “r\u{435}uters”"],
        );
    }

    #[test]
    fn what_the_page_says_of_itself_is_looked_at_too() {
        let hints = Hints { outlet: Some("Tolm\u{435}za Courier".to_owned()), ..Hints::default() };
        let page = Page { place: String::new(), body: Body::Exact(String::new()), hints };
        assert_eq!(notes(&page, ""), ["letters of two alphabets stand in one word: “Tolm\u{435}za”"]);
    }
}
