//! What many threads read, in an order that they did not choose.

use headwater::Reading;

use crate::Problem;

/// Readings by id, and all problems by place. A page given twice is read once.
pub fn in_order(results: Vec<Result<Reading, Problem>>, problems: Vec<Problem>) -> (Vec<Reading>, Vec<Problem>) {
    let mut readings = Vec::new();
    let mut unread = problems;
    for result in results {
        match result {
            Ok(reading) => readings.push(reading),
            Err(problem) => unread.push(problem),
        }
    }
    readings.sort_by_cached_key(|reading: &Reading| (reading.article.id.clone(), reading.article.place.clone()));
    readings.dedup_by(|a, b| a.article.id == b.article.id);
    unread.sort_by(|a, b| (&a.place, &a.why).cmp(&(&b.place, &b.why)));
    (readings, unread)
}
