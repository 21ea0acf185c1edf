//! `headwater_telling(terms)`: the terms that an article is looked up by, `[{term, weight}]`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, UInt16Array, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result};
use headwater::steps::Terms;

use super::Function;
use super::lists::{bytes, end, list, made, structure, structures};

pub(super) fn function() -> Function {
    let element = structure(&[("term", DataType::UInt32), ("weight", DataType::UInt16)]);
    Function::new("headwater_telling", 1, list(element), run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let (mut ends, mut terms, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..given[0].len() {
        for (term, weight) in terms_of(&given[0], at)?.telling_weights() {
            terms.push(term);
            weights.push(weight);
        }
        ends.push(end(terms.len())?);
    }
    let columns: Vec<(&str, ArrayRef)> =
        vec![("term", Arc::new(UInt32Array::from(terms))), ("weight", Arc::new(UInt16Array::from(weights)))];
    made(ends, structures(columns, None)?)
}

/// The terms at a place of a column of their bytes.
pub(super) fn terms_of(column: &ArrayRef, at: usize) -> Result<Terms> {
    let damaged = || DataFusionError::Execution("terms of another version of headwater, or damaged ones".to_owned());
    Terms::from_bytes(bytes(column, at)?).ok_or_else(damaged)
}
