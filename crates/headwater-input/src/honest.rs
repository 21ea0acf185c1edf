//! What a reader of a page should know and cannot see: characters that hide or turn words round, and words in letters of
//! two alphabets or drawn like others, as names have that are made to look like others.

use headwater::Page;
use unicode_security::{MixedScript, skeleton};

/// The most words that a note names.
const MOST_NAMED: usize = 3;

/// The fewest letters of a word that is held against Latin ones: one or two may be a sign of mathematics.
const FEWEST_LETTERS: usize = 3;

/// Notes on the words of a page; none on an ordinary one.
pub(crate) fn notes(page: &Page, text: &str) -> Vec<String> {
    let hints = [&page.hints.outlet, &page.hints.title, &page.hints.byline];
    let all = || std::iter::once(text).chain(hints.into_iter().flatten().map(String::as_str));
    let unseen = all().flat_map(str::chars).filter(|letter| is_unseen(*letter)).count();
    let latin = is_latin(all());
    let named = |is_it: &dyn Fn(&str) -> bool| {
        let mut words: Vec<&str> = all().flat_map(words).filter(|word| is_it(word)).take(MOST_NAMED).collect();
        words.dedup();
        (!words.is_empty()).then(|| words.join("”, “"))
    };
    let mut notes = Vec::new();
    if 0 < unseen {
        notes.push(format!("{unseen} characters that hide, or turn words round, stand in it"));
    }
    if let Some(words) = named(&is_mixed) {
        notes.push(format!("letters of two alphabets stand in one word: “{words}”"));
    }
    if let Some(words) = named(&|word| latin && is_disguised(word)) {
        notes.push(format!("letters that are drawn like others stand in it: “{words}”"));
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

/// Scripts that are written together, as in Japanese, count as one.
fn is_mixed(word: &str) -> bool {
    !word.is_single_script()
}

/// Whether most of the letters are Latin, by a look at the first thousands.
fn is_latin<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let letters = texts.flat_map(str::chars).filter(|letter| letter.is_alphabetic()).take(4096);
    let (latin, others): (Vec<char>, Vec<char>) = letters.partition(|letter| letter.is_ascii());
    others.len() < latin.len()
}

/// Whether a word is drawn like a Latin one, in letters of another alphabet or of other purposes. Words of Latin letters
/// with marks, strokes or ligatures are ordinary.
fn is_disguised(word: &str) -> bool {
    let plain =
        |letter: char| matches!(letter, '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{1D400}'..='\u{1D6A3}');
    let other = |letter: char| !letter.is_ascii() && !('\u{80}'..='\u{24F}').contains(&letter) && letter < '\u{1E00}';
    word.chars().any(plain)
        || FEWEST_LETTERS <= word.chars().count()
            && word.chars().all(other)
            && skeleton(word).all(|letter| letter.is_ascii_alphabetic())
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
    fn letters_that_are_drawn_like_others_are_noted_among_latin_ones() {
        let around = "The mayor of Quarn told the";
        check(
            &format!("{around} \u{455}\u{441}\u{43E}\u{440}\u{435} and the \u{FF30}ost."),
            &["letters that are drawn like others stand in it: “\u{455}\u{441}\u{43E}\u{440}\u{435}”, “\u{FF30}ost”"],
        );
        for fine in ["Yıldız", "Bjærum", "Łódź", "Straße", "ﬁnds", "Москва", "東京タワー", "α and β", "Đặng"]
        {
            check(&format!("{around} {fine}."), &[]);
        }
        check("\u{441}\u{43E}\u{440} \u{43D}\u{430} \u{443}\u{43B}\u{438}\u{446}\u{435}", &[]);
    }

    /// Letters, and others that are drawn like them.
    const TWINS: [(char, char); 24] = [
        ('a', '\u{430}'),
        ('c', '\u{441}'),
        ('e', '\u{435}'),
        ('i', '\u{456}'),
        ('j', '\u{458}'),
        ('o', '\u{43E}'),
        ('p', '\u{440}'),
        ('s', '\u{455}'),
        ('x', '\u{445}'),
        ('y', '\u{443}'),
        ('A', '\u{410}'),
        ('B', '\u{412}'),
        ('H', '\u{41D}'),
        ('M', '\u{41C}'),
        ('P', '\u{420}'),
        ('T', '\u{422}'),
        ('o', '\u{3BF}'),
        ('v', '\u{3BD}'),
        ('E', '\u{395}'),
        ('o', '\u{585}'),
        ('h', '\u{4BB}'),
        ('D', '\u{13A0}'),
        ('a', '\u{FF41}'),
        ('e', '\u{1D41E}'),
    ];

    #[test]
    fn of_each_pair_of_names_that_look_alike_one_is_noted() {
        const NAMES: [&str; 20] = [
            "Ola Venn",
            "Per Ekdal",
            "Ina Pross",
            "Hedda Sjovik",
            "Tolmeza Courier",
            "Quarn Morning Post",
            "Brundel Express",
            "Varnik Ledger",
            "Ostrevaal Daily",
            "Merrendal Times",
            "Jonas Haldevik",
            "Mette Pelsund",
            "Alex Norvane",
            "Dagny Ivarsholm",
            "Coastal Water Board",
            "Union of River Pilots",
            "Norvane Shipping Company",
            "Sarrow Chronicle",
            "Hollen Express Courier",
            "Ostrevaal Pensioners’ Post",
        ];
        let mut pairs = 0;
        for name in NAMES {
            check(&format!("The lock was left open, {name} said on Tuesday."), &[]);
            let places =
                TWINS.iter().flat_map(|(letter, twin)| name.match_indices(*letter).map(move |at| (at.0, twin)));
            for (at, twin) in places {
                let drawn = format!("{}{twin}{}", &name[..at], &name[at + 1..]);
                let text = format!("The lock was left open, {drawn} said on Tuesday.");
                let page = Page { place: String::new(), body: Body::Exact(text.clone()), hints: Hints::default() };
                assert!(!notes(&page, &text).is_empty(), "{drawn:?}");
                pairs += 1;
            }
        }
        assert!(200 <= pairs, "{pairs}");
        eprintln!("tried: {pairs} pairs");
    }

    #[test]
    fn what_the_page_says_of_itself_is_looked_at_too() {
        let hints = Hints { outlet: Some("Tolm\u{435}za Courier".to_owned()), ..Hints::default() };
        let page = Page { place: String::new(), body: Body::Exact(String::new()), hints };
        assert_eq!(notes(&page, ""), ["letters of two alphabets stand in one word: “Tolm\u{435}za”"]);
    }
}
