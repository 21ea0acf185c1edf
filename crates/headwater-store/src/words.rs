//! What a user typed, as a question to the index. Nothing that is typed has a meaning of its own there, but quotation
//! marks that come in pairs: the words between them stand side by side.

/// The most words and phrases that are looked for.
const MOST_TERMS: usize = 32;
/// The longest of them, in bytes.
const LONGEST: usize = 200;

/// The question to the index, or `None` where nothing that was typed is a word.
pub(crate) fn question(typed: &str) -> Option<String> {
    let terms: Vec<String> = terms(typed).iter().map(|term| format!("\"{term}\"")).collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// The words and phrases that were typed: none with a quotation mark in it, each with a letter or a digit.
pub(crate) fn terms(typed: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let pieces: Vec<&str> = typed.split(['"', '“', '”', '„', '«', '»']).collect();
    let last = pieces.len() - 1;
    for (index, piece) in pieces.into_iter().enumerate() {
        // Odd pieces stand between two marks; the last one has no mark after it, so it is no phrase.
        match index % 2 == 1 && index < last {
            true => terms.push(piece.split_whitespace().collect::<Vec<_>>().join(" ")),
            false => terms.extend(piece.split_whitespace().map(str::to_owned)),
        }
    }
    terms.retain(|term| term.chars().any(char::is_alphanumeric) && term.len() <= LONGEST && !term.contains('\0'));
    terms.truncate(MOST_TERMS);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(question(typed).unwrap_or_default(), expected, "{typed}");
    }

    #[test]
    fn what_is_typed_is_only_ever_words() {
        check("ferry sank", "\"ferry\" \"sank\"");
        check("ferry OR sank NOT (bank*)", "\"ferry\" \"OR\" \"sank\" \"NOT\" \"(bank*)\"");
        check("title:ferry - ^", "\"title:ferry\"");
        check("", "");
        check("\" ' * ()", "");
    }

    #[test]
    fn marks_in_pairs_make_a_phrase_and_a_single_one_is_no_error() {
        check("the \"ferry  sank\" off", "\"the\" \"ferry sank\" \"off\"");
        check("“ferry sank”", "\"ferry sank\"");
        check("ferry \"sank off", "\"ferry\" \"sank\" \"off\"");
    }
}
