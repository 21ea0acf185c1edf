//! `headwater_reach([{article, weight}])`, of all articles that have a term: `[{stripe, having: [{article, weight}]}]`.

use std::sync::Arc;

use datafusion::arrow::array::types::{UInt16Type, UInt32Type};
use datafusion::arrow::array::{ArrayRef, UInt16Array, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use headwater::steps::reach;

use super::lists::{as_lists, as_structures, end, list, made, numbers, ranges, structure, structures};
use super::{Function, STRIPE};

pub(super) fn function() -> Function {
    let having = structure(&[("article", DataType::UInt32), ("weight", DataType::UInt16)]);
    let element = structure(&[("stripe", DataType::UInt32), ("having", list(having))]);
    Function::new("headwater_reach", 1, list(element), run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let lists = as_lists(&given[0])?;
    let elements = as_structures(lists.values())?;
    let (article, weight) = (numbers::<UInt32Type>(elements, "article")?, numbers::<UInt16Type>(elements, "weight")?);
    let (mut ends, mut stripes, mut inner) = (Vec::new(), Vec::new(), Vec::new());
    let (mut articles, mut weights) = (Vec::new(), Vec::new());
    for range in ranges(lists) {
        let having = range.map(|at| (article.value(at), weight.value(at))).collect();
        for (stripe, having) in reach(having, STRIPE) {
            stripes.push(stripe);
            articles.extend(having.iter().map(|(article, _)| *article));
            weights.extend(having.iter().map(|(_, weight)| *weight));
            inner.push(end(articles.len())?);
        }
        ends.push(end(stripes.len())?);
    }
    let having = structures(
        vec![("article", Arc::new(UInt32Array::from(articles))), ("weight", Arc::new(UInt16Array::from(weights)))],
        None,
    )?;
    let columns = vec![("stripe", Arc::new(UInt32Array::from(stripes)) as ArrayRef), ("having", made(inner, having)?)];
    made(ends, structures(columns, None)?)
}
