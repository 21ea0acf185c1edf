//! Word classes: verb, noun, name and so on, word by word from left to right.

use super::token::{Passage, Token};
use crate::Tagger;

/// How many features speak for the class of a token.
pub const CLASS_FEATURES: usize = 15;

/// The class of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// None of the others; also what stands before a passage and after it.
    Other,
    /// A noun.
    Noun,
    /// A proper noun.
    Name,
    /// A verb in its plain form.
    Verb,
    /// A verb in the past.
    Past,
    /// A verb in the present.
    Present,
    /// "saying".
    Gerund,
    /// "said", after "has" or "was".
    Participle,
    /// "would".
    Modal,
    /// "of", and "that" before a clause.
    Preposition,
    /// "to".
    To,
    /// "the".
    Determiner,
    /// "high".
    Adjective,
    /// "highly".
    Adverb,
    /// "she".
    Pronoun,
    /// "her", and what makes a noun one: "'s".
    Possessive,
    /// "who".
    Relative,
    /// "and".
    Conjunction,
    /// "three".
    Number,
    /// A mark.
    Mark,
}

/// Every class, by its number.
pub const CLASSES: [Class; 20] = [
    Class::Other,
    Class::Noun,
    Class::Name,
    Class::Verb,
    Class::Past,
    Class::Present,
    Class::Gerund,
    Class::Participle,
    Class::Modal,
    Class::Preposition,
    Class::To,
    Class::Determiner,
    Class::Adjective,
    Class::Adverb,
    Class::Pronoun,
    Class::Possessive,
    Class::Relative,
    Class::Conjunction,
    Class::Number,
    Class::Mark,
];

impl Class {
    /// The class with this number.
    pub fn of(number: u8) -> Class {
        CLASSES.get(usize::from(number)).copied().unwrap_or(Class::Other)
    }

    /// Whether it is a verb that stands for a clause: not "to say", not "would".
    pub fn is_verb(self) -> bool {
        matches!(self, Class::Past | Class::Present | Class::Verb | Class::Participle | Class::Gerund)
    }

    /// Whether it can head a noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(self, Class::Noun | Class::Name | Class::Pronoun | Class::Number)
    }
}

/// The class of each token.
pub fn classes(passage: &Passage, tagger: &Tagger) -> Vec<Class> {
    let mut classes = Vec::with_capacity(passage.tokens.len());
    let mut keys = [0; CLASS_FEATURES];
    let mut before = [Class::Other; 2];
    for (index, token) in passage.tokens.iter().enumerate() {
        let known = plain_class(token).or_else(|| tagger.only_class(token.word).map(Class::of));
        let class = known.unwrap_or_else(|| {
            class_keys(&passage.tokens, index, before, &mut keys);
            Class::of(tagger.likely_class(&keys))
        });
        classes.push(class);
        before = [class, before[0]];
    }
    classes
}

/// What needs no model: marks.
pub fn plain_class(token: &Token) -> Option<Class> {
    token.mark.is_some().then_some(Class::Mark)
}

/// What speaks for the class of a token; `before`: the classes of the token before it and of the one before that.
pub fn class_keys(tokens: &[Token], index: usize, before: [Class; 2], keys: &mut [u32; CLASS_FEATURES]) {
    let token = &tokens[index];
    let word = |offset: isize| at(tokens, index, offset).map_or(1, |token| token.word);
    let ending = |offset: isize| at(tokens, index, offset).map_or(1, |token| token.ending);
    let shape = |offset: isize| at(tokens, index, offset).map_or(99, |token| token.shape as u32);
    let classes = before[0] as u32 * 32 + before[1] as u32;
    let first = u32::from(index == 0 || shape(-1) == super::token::Shape::Stop as u32);
    *keys = [
        mix(100, token.word, 0),
        mix(101, token.ending, token.shape as u32),
        mix(102, token.tail, before[0] as u32),
        mix(103, token.shape as u32 + 32 * first, classes),
        mix(104, token.word, before[0] as u32),
        mix(105, word(-1), token.ending),
        mix(106, word(1), token.ending),
        mix(107, word(-1), before[0] as u32),
        mix(108, word(-2), before[1] as u32),
        mix(109, word(1), before[0] as u32),
        mix(110, word(2), 0),
        mix(111, ending(1), token.tail),
        mix(112, ending(-1), before[0] as u32),
        mix(113, shape(-1) + 32 * shape(1), token.shape as u32 + 32 * first),
        mix(114, token.word, word(1)),
    ];
}

/// The token at an offset from another.
pub fn at(tokens: &[Token], index: usize, offset: isize) -> Option<&Token> {
    index.checked_add_signed(offset).and_then(|index| tokens.get(index))
}

/// One number for a kind of feature and what it found.
pub fn mix(kind: u32, first: u32, second: u32) -> u32 {
    let both = u64::from(first) << 32 | u64::from(second);
    let mixed = (both ^ u64::from(kind).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    ((mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}
