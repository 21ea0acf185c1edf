//! Names: persons, organizations, places, outlets, each joined to one entity within the article.
//!
//! Outlets are found by their list, states and bodies by the gazetteers, the rest by a small tagger trained on open
//! text. Two things are never joined on one name: where two candidates remain, a name is a thing of its own.

mod clusters;
mod tokens;
mod tag;
mod find;
mod join;
mod describe;
#[cfg(test)]
mod training;

use foldhash::HashMap;

use crate::{Article, Entity, Mention, Names, Outlets, Sentence, knowledge::names::class};

use self::tag::{Seen, seen};
use self::tokens::{Shape, Token};

/// The names in an article and the things they name, both in the order of the text.
pub fn name(
    article: &Article,
    sentences: &[Sentence],
    names: &Names,
    outlets: &Outlets,
) -> (Vec<Mention>, Vec<Entity>) {
    let text = &article.text;
    let sentences: Vec<Vec<Token>> =
        sentences.iter().map(|sentence| tokens::tokens(text, sentence.span, names)).collect();
    let found = find::find(text, &sentences, names, outlets);
    let mut joined = join::join(text, &found, names, outlets);
    describe::describe(text, &sentences, names, &mut joined);
    joined.in_text_order()
}

/// Notes how the words of a sentence are written: what one sentence shows helps to read the others.
fn written(tokens: &[Token], seen: &mut HashMap<u64, u8>) {
    let mut opens = true;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let bits = match token.shape {
            Shape::Lower => seen::LOWER,
            Shape::Capital | Shape::Mixed | Shape::Shouted if !opens => seen::CAPITAL,
            _ => 0,
        };
        let titled = before.is_some_and(|before| before.shape.is_capital() && before.classes & class::TITLE != 0);
        let bits = bits | if titled && token.shape.is_capital() { seen::TITLED } else { 0 };
        if bits != 0 {
            *seen.entry(token.hash).or_default() |= bits;
        }
        // After a mark, such as an opening quotation mark or a colon, a capital shows nothing.
        opens = token.shape == Shape::Mark;
    }
}

impl Seen for HashMap<u64, u8> {
    fn written(&self, hash: u64) -> u8 {
        self.get(&hash).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Body, EntityKind, Hints, Knowledge, Page, read};

    /// Reads `text` and compares its entities: "name: mention | mention".
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let page = Page { place: "p".into(), body: Body::Exact(text.into()), hints: Hints::default() };
        let reading = read(&page, Knowledge::once());
        let entities: Vec<String> = reading
            .entities
            .iter()
            .enumerate()
            .map(|(at, entity)| {
                let words: Vec<&str> = reading
                    .mentions
                    .iter()
                    .filter(|mention| mention.entity == at)
                    .map(|mention| mention.span.of(&reading.article.text))
                    .collect();
                let kind = match entity.kind {
                    EntityKind::Person => "person",
                    EntityKind::Organization => "organization",
                    EntityKind::Place => "place",
                    EntityKind::Outlet => "outlet",
                    EntityKind::Other => "other",
                };
                format!("{kind} {}: {}", entity.name, words.join(" | "))
            })
            .collect();
        assert_eq!(entities, expected, "in {text:?}");
    }

    #[test]
    fn surnames_are_joined_to_full_names() {
        check(
            "Jane Merrow resigned in London on Monday. Merrow, 50, said nothing. Mr. Tolland, a critic, praised Merrow.",
            &["person Jane Merrow: Jane Merrow | Merrow | Merrow", "place London: London", "person Tolland: Tolland"],
        );
    }

    #[test]
    fn two_candidates_are_no_answer() {
        check(
            "Jane Merrow and Paul Merrow met in Paris. Then Mr. Merrow left.",
            &[
                "person Jane Merrow: Jane Merrow",
                "person Paul Merrow: Paul Merrow",
                "place Paris: Paris",
                "person Merrow: Merrow",
            ],
        );
    }

    #[test]
    fn acronyms_and_spellings_are_joined() {
        check(
            "The International Atomic Energy Agency (IAEA) sent a team to Kiev. The IAEA said Kyiv was safe.",
            &[
                "organization International Atomic Energy Agency: International Atomic Energy Agency | IAEA | IAEA",
                "place Kyiv: Kiev | Kyiv",
            ],
        );
    }

    #[test]
    fn descriptions_are_joined_to_the_only_candidate() {
        check(
            "Ukrainian President Oleh Marchuk met Jane Merrow in Paris. The Ukrainian leader smiled.",
            &[
                "person Oleh Marchuk: Oleh Marchuk | The Ukrainian leader",
                "person Jane Merrow: Jane Merrow",
                "place Paris: Paris",
            ],
        );
    }

    #[test]
    fn outlets_are_outlets() {
        check(
            "The Washington Post reported on Monday that the Kremlin agreed, the Post said. The Harbour Gazette was first.",
            &[
                "outlet Washington Post: Washington Post | Post",
                "organization Kremlin: Kremlin",
                "outlet Harbour Gazette: Harbour Gazette",
            ],
        );
    }

    #[test]
    fn small_words_and_acronyms_belong_to_names() {
        check(
            "Jane Merrow met Faisal al-Marri in St. Petersburg. The Harbour Accident Office (HAO) stayed away.",
            &[
                "person Jane Merrow: Jane Merrow",
                "person Faisal al-Marri: Faisal al-Marri",
                "place St. Petersburg: St. Petersburg",
                "organization Harbour Accident Office: Harbour Accident Office | HAO",
            ],
        );
    }

    #[test]
    fn odd_text_is_no_danger() {
        for text in
            ["", "\u{0}", "ſ'S ’s", "É. À.", "the the the", "𝔘𝔫𝔦𝔱𝔢𝔡 𝔖𝔱𝔞𝔱𝔢𝔰", "((((((", "A.A.A.A.A", "北京の東京"]
        {
            let page = Page { place: "p".into(), body: Body::Exact(text.into()), hints: Hints::default() };
            read(&page, Knowledge::once());
        }
    }
}
