//! `headwater_meet([{stripe, term, having}])`, of all that reaches a stripe: `[{article, others}]`, whom each of the
//! stripe's articles is compared with.

use std::sync::Arc;

use datafusion::arrow::array::types::{UInt16Type, UInt32Type};
use datafusion::arrow::array::{ArrayRef, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use headwater::steps::{Posting, meet};

use super::lists::{as_lists, as_structures, end, field, list, made, numbers, ranges, structure, structures};
use super::{Function, STRIPE};

pub(super) fn function() -> Function {
    let element = structure(&[("article", DataType::UInt32), ("others", list(DataType::UInt32))]);
    Function::new("headwater_meet", 1, list(element), run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let lists = as_lists(&given[0])?;
    let reached = as_structures(lists.values())?;
    let (stripe, term) = (numbers::<UInt32Type>(reached, "stripe")?, numbers::<UInt32Type>(reached, "term")?);
    let having = as_lists(field(reached, "having")?)?;
    let posting = as_structures(having.values())?;
    let (article, weight) = (numbers::<UInt32Type>(posting, "article")?, numbers::<UInt16Type>(posting, "weight")?);
    let spans: Vec<_> = ranges(having).collect();
    let (mut ends, mut articles, mut inner, mut others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for range in ranges(lists) {
        let first = range.clone().next().map_or(0, |at| stripe.value(at) * STRIPE);
        let of_term = |at: usize| {
            let posting = move |place: usize| (article.value(place), weight.value(place));
            spans[at].clone().map(posting).map(move |(article, weight)| Posting {
                article,
                term: term.value(at),
                weight,
            })
        };
        for (article, met) in meet(first, range.flat_map(of_term).collect()) {
            articles.push(article);
            others.extend(met);
            inner.push(end(others.len())?);
        }
        ends.push(end(articles.len())?);
    }
    let others = made(inner, Arc::new(UInt32Array::from(others)))?;
    let columns = vec![("article", Arc::new(UInt32Array::from(articles)) as ArrayRef), ("others", others)];
    made(ends, structures(columns, None)?)
}
