//! Finds captions: galleries counted through, and lines that begin or end with the owner of a picture.

use crate::knowledge::Verdict;
use crate::{FurnitureKind, FurnitureRules};

use super::lines;
use super::pieces::Piece;

/// The most words of a line that can be a caption.
const MOST_CAPTION_WORDS: usize = 60;
/// The fewest words of a caption whose owner stands in front of it or behind it.
const FEWEST_CAPTION_WORDS: usize = 8;
/// How far into a line a caption glued to its front is looked for, in bytes.
const LONGEST_GLUED_CAPTION: usize = 600;

/// A line that is a caption as a whole, or the credit of one.
pub(super) fn caption(words: &str, rules: &FurnitureRules) -> Option<Verdict> {
    if captioned(words, rules) {
        return Some(Verdict::new(FurnitureKind::Caption, "credited-caption"));
    }
    if owned(words, rules) {
        return Some(Verdict::new(FurnitureKind::Caption, "owner-and-caption"));
    }
    is_owner(words, rules).then(|| Verdict::new(FurnitureKind::Credit, "owner-in-brackets"))
}

/// "1/8 ... 2/8 ...": where the captions of a gallery begin and end in a line.
pub(super) fn gallery(words: &str, rules: &FurnitureRules) -> Option<(usize, usize)> {
    let mut counted = 0;
    let mut total = None;
    let (mut start, mut last) = (0, 0);
    for word in words.split_whitespace() {
        let Some((number, of)) = counter(word) else { continue };
        if number == counted + 1 && total.is_none_or(|total| total == of) {
            last = word.as_ptr() as usize - words.as_ptr() as usize;
            start = if counted == 0 { last } else { start };
            counted = number;
            total = Some(of);
        }
    }
    (2 <= counted).then(|| (heading(words, start), last + caption_end(&words[last..], rules)))
}

/// A picture's number and how many there are: "3/8".
fn counter(word: &str) -> Option<(u16, u16)> {
    let (number, of) = word.split_once('/')?;
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    (1 <= number && number <= of && 2 <= of).then_some((number, of))
}

/// Where the heading of a gallery begins: behind the sentence before its first caption.
fn heading(words: &str, first: usize) -> usize {
    let before = &words[..first];
    let mut sentence = before.match_indices(['.', '!', '?', '”', '"']).filter(|(at, mark)| {
        let rest = &before[at + mark.len()..];
        rest.starts_with(' ') && lines::ends_sentence(&before[..at + mark.len()])
    });
    sentence.next_back().map_or(0, |(at, mark)| at + mark.len())
}

/// Where the last caption of a gallery ends: behind the owner of its picture, else with the line, else with its sentence.
fn caption_end(words: &str, rules: &FurnitureRules) -> usize {
    let mut owned = words.split_whitespace().take(MOST_CAPTION_WORDS).filter(|word| {
        let owner = word.rsplit_once('/').map_or(*word, |(_, owner)| owner);
        counter(word).is_none() && owner.starts_with(char::is_uppercase) && rules.is_picture_agency(owner)
    });
    if let Some(word) = owned.next() {
        return word.as_ptr() as usize - words.as_ptr() as usize + word.len();
    }
    match words.split_whitespace().nth(MOST_CAPTION_WORDS) {
        None => words.len(),
        Some(_) => words.find(". ").map_or(words.len(), |at| at + 1),
    }
}

/// "1/8 ...", "2/8 ...": the captions of a gallery on lines of their own, and what stands above them and is no sentence.
pub(super) fn mark_numbered(text: &str, pieces: &mut [Piece]) {
    let number = |piece: &Piece| piece.span.of(text).split_whitespace().next().and_then(counter);
    let numbers: Vec<Option<(u16, u16)>> = pieces.iter().map(number).collect();
    let follows = |one: Option<(u16, u16)>, next: Option<(u16, u16)>| match (one, next) {
        (Some((one, of)), Some((next, total))) => of == total && one + 1 == next,
        _ => false,
    };
    let gallery = || Verdict::new(FurnitureKind::Caption, "gallery");
    for at in 0..pieces.len() {
        let before = at.checked_sub(1).is_some_and(|before| follows(numbers[before], numbers[at]));
        let heads = numbers.get(at + 1).is_some_and(|next| follows(numbers[at], *next));
        if before || heads {
            pieces[at].verdict.get_or_insert_with(gallery);
        }
        if heads && !before {
            let above = pieces[..at].iter_mut().rev().take(2);
            for piece in above.take_while(|piece| !lines::ends_sentence(piece.span.of(text))) {
                piece.verdict.get_or_insert_with(gallery);
            }
        }
    }
}

/// Whether a line ends with the owner of a picture: "The quay (Jo Doe/Norvane)", "The quay at dawn. (Harbour Archive)".
fn captioned(words: &str, rules: &FurnitureRules) -> bool {
    if words.split_whitespace().nth(MOST_CAPTION_WORDS).is_some() {
        return false;
    }
    let end = words.trim_end_matches(['.', ')', ']', ' ']);
    if end.rsplit_once(['/', '|']).is_some_and(|(_, owner)| rules.is_picture_agency(owner.trim())) {
        return true;
    }
    let Some((before, owner)) = words.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else { return false };
    let is_sign_off = rules.is_picture_agency(owner) && lines::ends_sentence(before.trim_end());
    before.split_whitespace().nth(7).is_some() && rules.are_names(owner.split_whitespace()) && !is_sign_off
}

/// Whether the owner of a picture stands before or behind words that are no whole sentence: "NORVANE The quay at dawn",
/// "The quay at dawn NORVANE".
fn owned(words: &str, rules: &FurnitureRules) -> bool {
    let count = words.split_whitespace().take(MOST_CAPTION_WORDS + 1).count();
    if !(FEWEST_CAPTION_WORDS..=MOST_CAPTION_WORDS).contains(&count) || lines::ends_sentence(words) {
        return false;
    }
    let mut front = words.split_whitespace();
    let is_marked = |word: &str| word.split([':', '/']).any(|part| rules.is_picture_agency(part));
    let begins = front.next().is_some_and(|word| word.starts_with(char::is_uppercase) && is_marked(word))
        && front
            .next()
            .is_some_and(|word| word.starts_with(|first: char| first.is_uppercase() || "•|-–".contains(first)));
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let is_sign = 2 < last.len() && last.chars().all(char::is_uppercase);
    begins || is_sign && rules.is_picture_agency(last)
}

/// "(Jo Doe / Harbour Post)": nothing but who owns a picture.
fn is_owner(words: &str, rules: &FurnitureRules) -> bool {
    let inner = words.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let Some((who, owner)) = inner.and_then(|inner| inner.split_once('/')) else { return false };
    // "The Harbour Post": what names do not begin with, outlets do.
    let few = |names: &str| {
        let names = names.split_whitespace();
        names.clone().nth(5).is_none() && (rules.are_names(names.clone()) || rules.are_names(names.skip(1)))
    };
    few(who) && few(owner)
}

/// Where a caption with its credit ends that is glued to the front of a paragraph: "... JO DOE/NORVANE The harbour".
pub(super) fn credit_within(words: &str, rules: &FurnitureRules) -> Option<usize> {
    let mut reach = words.len().min(LONGEST_GLUED_CAPTION);
    while !words.is_char_boundary(reach) {
        reach -= 1;
    }
    let slashes = words[..reach].rmatch_indices('/');
    slashes.map(|(at, _)| at + 1).find_map(|start| {
        let owner = words[start..].split(char::is_whitespace).next()?;
        let end = start + owner.len();
        let capitals = !owner.chars().any(char::is_lowercase);
        let body = words[end..].trim_start();
        let begins = body.starts_with(|first: char| first.is_uppercase() || "\"“‘".contains(first));
        let long = body.split_whitespace().nth(7).is_some();
        (capitals && begins && long && rules.is_picture_agency(owner)).then_some(end)
    })
}

/// A credit in brackets after the last sentence of a line.
pub(super) fn credit_at_end(words: &str, rules: &FurnitureRules) -> Option<(usize, Verdict)> {
    let open = if words.ends_with(')') {
        '('
    } else if words.ends_with(']') {
        '['
    } else {
        return None;
    };
    let at = words.rfind(open)?;
    if !lines::ends_sentence(words[..at].trim_end()) {
        return None;
    }
    let verdict = rules.sure(&words[at..])?;
    (verdict.kind == FurnitureKind::Credit).then_some((at, verdict))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::strip::pieces::cut;

    /// The pieces of a page that are captions of a gallery, and the others.
    #[track_caller]
    fn check(text: &str, captions: &[&str], others: &[&str]) {
        let pieces = cut(text, &FurnitureRules::bundled());
        let is_gallery = |piece: &&Piece| piece.verdict.as_ref().is_some_and(|verdict| verdict.rule == "gallery");
        let (found, left): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(is_gallery);
        let words = |pieces: Vec<&Piece>| pieces.iter().map(|piece| piece.span.of(text)).collect::<Vec<&str>>();
        assert_eq!((words(found), words(left)), (captions.to_vec(), others.to_vec()));
    }

    #[test]
    fn galleries_end_where_the_article_goes_on() {
        check(
            "The quay fell. The harbour in pictures 2 show all 1/2 The quay at dawn Reuters 2/2 A boat Jo Doe/PA The mayor wept.",
            &["The harbour in pictures 2 show all 1/2 The quay at dawn Reuters 2/2 A boat Jo Doe/PA"],
            &["The quay fell.", "The mayor wept."],
        );
    }

    #[test]
    fn galleries_stand_on_lines_too() {
        check(
            "The quay fell.\n\nThe harbour in pictures\n\n1/3 The quay at dawn\n\n2/3 A boat\n\n3/3 The mayor\n\nThe mayor wept.",
            &["The harbour in pictures", "1/3 The quay at dawn", "2/3 A boat", "3/3 The mayor"],
            &["The quay fell.", "The mayor wept."],
        );
    }

    #[test]
    fn shares_are_no_galleries() {
        check("In 1/2 of all towns it fell.", &[], &["In 1/2 of all towns it fell."]);
    }

    #[test]
    fn owners_of_pictures_mark_captions() {
        let rules = FurnitureRules::bundled();
        let rule = |words: &str| caption(words, &rules).map(|verdict| verdict.rule);
        assert_eq!(rule("AFP • PA Jo Doe swam from the quay that fell").as_deref(), Some("owner-and-caption"));
        assert_eq!(rule("The mayor looks at the quay that fell on Friday AFP").as_deref(), Some("owner-and-caption"));
        assert_eq!(rule("(Jo Doe / Harbour Post)").as_deref(), Some("owner-in-brackets"));
        assert_eq!(rule("Reuters Ostwick reported the fall of the quay."), None);
        assert_eq!(rule("Reuters reported the fall of the quay"), None);
        assert_eq!(rule("(The Harbour Post / Jo Doe)").as_deref(), Some("owner-in-brackets"));
        assert_eq!(rule("(and/or the mayor)"), None);
    }
}
