//! Time expressions: where they stand and what they mean, not yet hung on the article's day.

use crate::{Article, Calendar, Sentence, Time};

/// The time expressions of an article, in order.
pub(crate) fn date(_article: &Article, _sentences: &[Sentence], _calendar: &Calendar) -> Vec<Time> {
    Vec::new()
}
