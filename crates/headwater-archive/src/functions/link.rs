//! `headwater_link([{article, terms, factor, pairs: [{second, likeness}]}])`, of a set that pairs hold together:
//! `[{article, story}]`, where a story goes by its first article.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::types::{Float32Type, UInt32Type};
use datafusion::arrow::array::{ArrayRef, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use headwater::steps::{Pair, Terms, link};

use super::Function;
use super::lists::{as_lists, as_structures, end, field, list, made, numbers, ranges, structure, structures};
use super::telling::terms_of;

pub(super) fn function() -> Function {
    let element = structure(&[("article", DataType::UInt32), ("story", DataType::UInt32)]);
    Function::new("headwater_link", 1, list(element), run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let lists = as_lists(&given[0])?;
    let member = as_structures(lists.values())?;
    let (article, factor) = (numbers::<UInt32Type>(member, "article")?, numbers::<Float32Type>(member, "factor")?);
    let (terms, pairs) = (field(member, "terms")?, as_lists(field(member, "pairs")?)?);
    let pair = as_structures(pairs.values())?;
    let (second, likeness) = (numbers::<UInt32Type>(pair, "second")?, numbers::<Float32Type>(pair, "likeness")?);
    let spans: Vec<_> = ranges(pairs).collect();
    let (mut ends, mut articles, mut stories) = (Vec::new(), Vec::new(), Vec::new());
    for range in ranges(lists) {
        let known = |at| Ok((article.value(at), (terms_of(terms, at)?, factor.value(at))));
        let known: BTreeMap<u32, (Terms, f32)> = range.clone().map(known).collect::<Result<_>>()?;
        let of_one = |at: usize| {
            let first = article.value(at);
            let pair = move |place| Pair { first, second: second.value(place), likeness: likeness.value(place) };
            spans[at].clone().map(pair)
        };
        let pairs: Vec<Pair> = range.flat_map(of_one).collect();
        for story in link(&known, &pairs) {
            stories.extend(story.iter().map(|_| story[0]));
            articles.extend(story);
        }
        ends.push(end(articles.len())?);
    }
    let columns: Vec<(&str, ArrayRef)> =
        vec![("article", Arc::new(UInt32Array::from(articles))), ("story", Arc::new(UInt32Array::from(stories)))];
    made(ends, structures(columns, None)?)
}
