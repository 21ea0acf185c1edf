//! `headwater_alike([{article, terms, others}])`, of a stripe's articles with whom they met, and of those without: how
//! alike they are, `[{one, other, alike}]`.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::types::UInt32Type;
use datafusion::arrow::array::{ArrayRef, AsArray, Float32Array, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result};
use headwater::steps::{Terms, alike};

use super::Function;
use super::lists::{as_lists, as_structures, end, field, list, made, numbers, ranges, structure, structures};
use super::telling::terms_of;

pub(super) fn function() -> Function {
    let element = structure(&[("one", DataType::UInt32), ("other", DataType::UInt32), ("alike", DataType::Float32)]);
    Function::new("headwater_alike", 1, list(element), run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let lists = as_lists(&given[0])?;
    let shown = as_structures(lists.values())?;
    let (article, terms) = (numbers::<UInt32Type>(shown, "article")?, field(shown, "terms")?);
    let others = as_lists(field(shown, "others")?)?;
    let met = others.values().as_primitive::<UInt32Type>();
    let spans: Vec<_> = ranges(others).collect();
    let (mut ends, mut one, mut other, mut how) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for range in ranges(lists) {
        let known = |at| Ok((article.value(at), terms_of(terms, at)?));
        let known: HashMap<u32, Terms> = range.clone().map(known).collect::<Result<_>>()?;
        let of = |article: u32| {
            known.get(&article).ok_or_else(|| DataFusionError::Execution(format!("no terms of article {article}")))
        };
        for at in range {
            for place in spans[at].clone() {
                one.push(article.value(at));
                other.push(met.value(place));
                how.push(alike(of(article.value(at))?, of(met.value(place))?));
            }
        }
        ends.push(end(one.len())?);
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("one", Arc::new(UInt32Array::from(one))),
        ("other", Arc::new(UInt32Array::from(other))),
        ("alike", Arc::new(Float32Array::from(how))),
    ];
    made(ends, structures(columns, None)?)
}
