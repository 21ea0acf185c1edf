//! Words to call a claim or a story by: always an article's own, to the letter.

use crate::{Claim, StatementRef};

use super::Members;

/// The plainest wording among the statements of a claim.
pub(crate) fn wording(members: &Members, statements: &[StatementRef]) -> String {
    let first = statements.first().map(|at| {
        let reading = &members.readings[at.article];
        reading.statements[at.statement].span.of(&reading.article.text)
    });
    first.unwrap_or_default().to_owned()
}

/// What a story is about: a headline of its articles, or else its first claim.
pub(crate) fn title(members: &Members, claims: &[Claim]) -> String {
    let headline = members.articles.iter().find_map(|article| members.readings[*article].article.title.clone());
    headline.or_else(|| claims.first().map(|claim| claim.text.clone())).unwrap_or_default()
}
