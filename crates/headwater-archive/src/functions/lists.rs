//! Lists of structures, taken apart and made.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::types::ArrowPrimitiveType;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray, PrimitiveArray, StructArray};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{DataFusionError, Result, exec_err};

/// The type of a structure with these fields.
pub(super) fn structure(fields: &[(&str, DataType)]) -> DataType {
    DataType::Struct(fields_of(fields))
}

fn fields_of(fields: &[(&str, DataType)]) -> Fields {
    fields.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect()
}

/// The type of a list of these.
pub(super) fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(of, true)))
}

/// Lists, each as the range of its elements; no elements where there is no list.
pub(super) fn ranges(lists: &ListArray) -> impl Iterator<Item = Range<usize>> {
    let range = |at: usize| match lists.is_null(at) {
        true => 0..0,
        false => lists.value_offsets()[at] as usize..lists.value_offsets()[at + 1] as usize,
    };
    (0..lists.len()).map(range)
}

/// A column of lists.
pub(super) fn as_lists(column: &ArrayRef) -> Result<&ListArray> {
    column.as_list_opt::<i32>().ok_or_else(|| unexpected("a list", column))
}

/// A column of structures.
pub(super) fn as_structures(column: &ArrayRef) -> Result<&StructArray> {
    column.as_struct_opt().ok_or_else(|| unexpected("a structure", column))
}

/// A field of a structure.
pub(super) fn field<'a>(of: &'a StructArray, name: &str) -> Result<&'a ArrayRef> {
    of.column_by_name(name).ok_or_else(|| DataFusionError::Execution(format!("no field `{name}`")))
}

/// A field of numbers.
pub(super) fn numbers<'a, T: ArrowPrimitiveType>(of: &'a StructArray, name: &str) -> Result<&'a PrimitiveArray<T>> {
    let column = field(of, name)?;
    column.as_primitive_opt::<T>().ok_or_else(|| unexpected("numbers", column))
}

fn unexpected(what: &str, column: &ArrayRef) -> DataFusionError {
    DataFusionError::Execution(format!("{what} is asked for, not {}", column.data_type()))
}

/// The bytes at a place of a column of bytes.
pub(super) fn bytes(column: &ArrayRef, at: usize) -> Result<&[u8]> {
    if column.is_null(at) {
        return exec_err!("bytes are missing");
    }
    if let Some(views) = column.as_binary_view_opt() {
        return Ok(views.value(at));
    }
    if let Some(large) = column.as_binary_opt::<i64>() {
        return Ok(large.value(at));
    }
    column.as_binary_opt::<i32>().map(|plain| plain.value(at)).ok_or_else(|| unexpected("bytes", column))
}

/// Lists that end where these counts say, of all their elements one after another.
pub(super) fn made(ends: Vec<i32>, elements: ArrayRef) -> Result<ArrayRef> {
    let field = Arc::new(Field::new_list_field(elements.data_type().clone(), true));
    let offsets = OffsetBuffer::new([vec![0], ends].concat().into());
    Ok(Arc::new(ListArray::try_new(field, offsets, elements, None)?))
}

/// Structures of these columns.
pub(super) fn structures(columns: Vec<(&str, ArrayRef)>, valid: Option<Vec<bool>>) -> Result<ArrayRef> {
    let kinds: Vec<(&str, DataType)> =
        columns.iter().map(|(name, column)| (*name, column.data_type().clone())).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(Arc::new(StructArray::try_new(fields_of(&kinds), columns, valid.map(NullBuffer::from))?))
}

/// A count of elements, as lists take it.
pub(super) fn end(count: usize) -> Result<i32> {
    i32::try_from(count).map_err(|_| DataFusionError::Execution("too many elements in one batch".to_owned()))
}
