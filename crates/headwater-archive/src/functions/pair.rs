//! `headwater_pair(one, factor, other, factor, alike)`: `{first, second, likeness}`; null if they are no pair.

use std::sync::Arc;

use datafusion::arrow::array::types::{Float32Type, UInt32Type};
use datafusion::arrow::array::{ArrayRef, AsArray, Float32Array, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use headwater::steps::pair;

use super::Function;
use super::lists::{structure, structures};

pub(super) fn function() -> Function {
    let returns =
        structure(&[("first", DataType::UInt32), ("second", DataType::UInt32), ("likeness", DataType::Float32)]);
    Function::new("headwater_pair", 5, returns, run)
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let number = |at: usize| given[at].as_primitive::<UInt32Type>();
    let weight = |at: usize| given[at].as_primitive::<Float32Type>();
    let (mut valid, mut first, mut second, mut likeness) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..given[0].len() {
        let (one, other) = ((number(0).value(at), weight(1).value(at)), (number(2).value(at), weight(3).value(at)));
        let pair = pair(one, other, weight(4).value(at));
        valid.push(pair.is_some());
        first.push(pair.map_or(0, |pair| pair.first));
        second.push(pair.map_or(0, |pair| pair.second));
        likeness.push(pair.map_or(0.0, |pair| pair.likeness));
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("first", Arc::new(UInt32Array::from(first))),
        ("second", Arc::new(UInt32Array::from(second))),
        ("likeness", Arc::new(Float32Array::from(likeness))),
    ];
    structures(columns, Some(valid))
}
