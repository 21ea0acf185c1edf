//! `headwater_nearest([{other, alike}])`, of all that an article met or was met by: `{factor, nearest: [{other, alike}]}`.

use std::sync::Arc;

use datafusion::arrow::array::types::{Float32Type, UInt32Type};
use datafusion::arrow::array::{ArrayRef, Float32Array, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use headwater::steps::{Neighbour, nearest};

use super::Function;
use super::lists::{as_lists, as_structures, end, list, made, numbers, ranges, structure, structures};

pub(super) fn function() -> Function {
    let element = structure(&[("other", DataType::UInt32), ("alike", DataType::Float32)]);
    let returns = structure(&[("factor", DataType::Float32), ("nearest", list(element))]);
    Function::new("headwater_nearest", 1, returns, run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let lists = as_lists(&given[0])?;
    let met = as_structures(lists.values())?;
    let (other, alike) = (numbers::<UInt32Type>(met, "other")?, numbers::<Float32Type>(met, "alike")?);
    let (mut factors, mut ends, mut others, mut how) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for range in ranges(lists) {
        let met: Vec<Neighbour> = range.map(|at| (other.value(at), alike.value(at))).collect();
        let (factor, kept) = nearest(&met);
        factors.push(factor);
        others.extend(kept.iter().map(|(other, _)| *other));
        how.extend(kept.iter().map(|(_, alike)| *alike));
        ends.push(end(others.len())?);
    }
    let kept = structures(
        vec![("other", Arc::new(UInt32Array::from(others))), ("alike", Arc::new(Float32Array::from(how)))],
        None,
    )?;
    let columns = vec![("factor", Arc::new(Float32Array::from(factors)) as ArrayRef), ("nearest", made(ends, kept)?)];
    structures(columns, None)
}
