//! How names are shortened and varied: what one name can be short for, within an article and across articles.

use super::{
    Names,
    names::{class, parts, slug},
};

/// The words of a person's name as they are compared: no titles, no accents, no "Jr.".
pub(crate) fn person_words(name: &str, names: &Names) -> Vec<String> {
    let all: Vec<&str> = parts(name).collect();
    let titles = all.iter().take_while(|word| names.word_classes(word) & class::TITLE != 0).count();
    let titles = if titles < all.len() { titles } else { 0 };
    let kept = all[titles..].iter().filter(|word| names.word_classes(word) & class::GENERATION == 0);
    kept.map(|word| slug(word)).filter(|word| !word.is_empty()).collect()
}

/// Whether a name can be short for a fuller one: the surname, the given name, the given name and the surname, an
/// initial for a given name, or the fuller name's beginning or end.
pub(crate) fn short_for(words: &[String], fuller: &[String]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let (Some(fuller_first), Some(fuller_last)) = (fuller.first(), fuller.last()) else { return false };
    match words.len() {
        1 => first == fuller_last || first == fuller_first,
        count if fuller.len() < count => false,
        _ if fuller.starts_with(words) || fuller.ends_with(words) => true,
        _ => last == fuller_last && same_given(first, fuller_first) && within(&words[1..], &fuller[1..]),
    }
}

/// Whether words can stand for a person by the beginning of the name: one word only if it is a given name.
pub(crate) fn may_be_given(words: &[String], names: &Names) -> bool {
    words.len() != 1 || names.word_classes(&words[0]) & class::GIVEN != 0
}

/// Whether all words stand among the fuller ones in the same order, initials for words allowed.
fn within(words: &[String], fuller: &[String]) -> bool {
    let mut fuller = fuller.iter();
    words.iter().all(|word| fuller.any(|fuller| same_given(word, fuller)))
}

fn same_given(word: &str, fuller: &str) -> bool {
    let initial = |one: &str, other: &str| one.chars().count() == 1 && other.starts_with(one);
    word == fuller || initial(word, fuller) || initial(fuller, word)
}

/// A body's name as it is compared: without article, accents and the form of the company.
pub(crate) fn body_key(name: &str, names: &Names) -> String {
    let mut words: Vec<&str> = parts(name).collect();
    while 1 < words.len() && names.word_classes(words[words.len() - 1]) & class::COMPANY_FORM != 0 {
        words.pop();
    }
    if 1 < words.len() && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    slug(&words.join(" "))
}

/// The letters and digits of a name: what is left alike when only spaces, hyphens, articles or a web ending differ.
pub(crate) fn letters(name: &str, names: &Names) -> String {
    let name = name.strip_suffix(".com").or_else(|| name.strip_suffix(".org")).unwrap_or(name);
    let large = parts(name).filter(|word| names.word_classes(word) & class::INSIDE == 0);
    let mut letters: String = large.map(slug).collect();
    if letters.is_empty() {
        letters = slug(name);
    }
    letters
}

/// Whether two names differ by one letter put in, left out or mistaken.
pub(crate) fn one_letter_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let alike = short.iter().zip(long).take_while(|(left, right)| left == right).count();
    match long.len() - short.len() {
        0 => short.get(alike + 1..) == long.get(alike + 1..),
        1 => short[alike..] == long[alike + 1..],
        _ => false,
    }
}

/// Acronyms shorter than this are not written as words.
const SHORTEST_AS_WORD: usize = 4;

/// A name that may be an acronym, without full stops; empty if it cannot be one.
pub(crate) fn acronym_key(name: &str) -> String {
    let letters: String = name.chars().filter(|letter| *letter != '.').collect();
    let shouted = letters.chars().all(|letter| letter.is_uppercase() || letter == '&');
    // British papers write long acronyms as words: "Unicef".
    let word = letters.chars().all(char::is_alphabetic) && SHORTEST_AS_WORD <= letters.chars().count();
    match shouted || (word && letters.starts_with(char::is_uppercase)) {
        true if 1 < letters.len() => letters.to_uppercase(),
        _ => String::new(),
    }
}

/// The acronyms that a name of three words and more (two, with small words) could have.
pub(crate) fn acronyms(name: &str, names: &Names) -> Vec<String> {
    let words: Vec<&str> = parts(name).collect();
    let initial = |word: &&str| word.chars().next().filter(|letter| letter.is_alphabetic());
    let large = words.iter().filter(|word| names.word_classes(word) & class::INSIDE == 0);
    let short: String = large.filter_map(initial).flat_map(char::to_uppercase).collect();
    let all: String = words.iter().filter_map(initial).flat_map(char::to_uppercase).collect();
    let mut acronyms = vec![short, all];
    acronyms.retain(|acronym| 1 < acronym.chars().count());
    acronyms.dedup();
    acronyms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        person_words(name, &Names::bundled())
    }

    #[test]
    fn persons_are_shortened() {
        for (short, full) in [
            ("Merrow", "Jane Merrow"),
            ("Jane", "Jane Merrow"),
            ("J. Merrow", "Jane Merrow"),
            ("Jane Merrow", "Dr. Jane Anne Merrow"),
            ("Jane Anne", "Jane Anne Merrow"),
            ("al Merrow", "Jane al Merrow"),
        ] {
            assert!(short_for(&words(short), &words(full)), "{short} for {full}");
        }
        for (short, full) in
            [("Paul Merrow", "Jane Merrow"), ("Anne", "Jane Anne Merrow"), ("Jane Tolland", "Jane Merrow")]
        {
            assert!(!short_for(&words(short), &words(full)), "{short} for {full}");
        }
    }

    #[test]
    fn bodies_are_shortened() {
        let names = Names::bundled();
        assert_eq!(body_key("Harbour Group Limited", &names), body_key("the Harbour", &names));
        assert!(acronyms("Office for Harbour Safety", &names).contains(&"OHS".to_owned()));
        assert_eq!(acronym_key("O.H.S."), "OHS");
        assert_eq!(acronym_key("Ohs"), "");
        assert_eq!(letters("Harbour-News.com", &names), letters("Harbour News", &names));
    }

    #[test]
    fn one_letter_makes_a_variant() {
        assert!(one_letter_apart("merrowton", "merowton"));
        assert!(one_letter_apart("merrowton", "merrowten"));
        assert!(!one_letter_apart("merrowton", "marrowten"));
        assert!(one_letter_apart("", ""));
    }
}
