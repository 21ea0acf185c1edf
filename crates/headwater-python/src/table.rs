//! A table: rows as dictionaries, columns over the Arrow C data interface, frames of pandas and polars.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, LargeStringArray, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use headwater_export::{Cell, Kind};
use pyo3::exceptions::{PyIndexError, PyKeyError, PyRuntimeError};
use pyo3::types::{PyAnyMethods, PyCapsule, PyDict, PyDictMethods, PyList, PySlice};
use pyo3::{Bound, FromPyObject, IntoPyObject, Py, PyAny, PyResult, Python, pyclass, pymethods};

use crate::shown;

/// A table of what was found: the columns that the Parquet files of `headwater export` have, by the same names.
///
/// Iterate over it for rows as dictionaries, or hand it to what takes Arrow (`pyarrow.table(t)`, `polars.DataFrame(t)`,
/// DuckDB): no value is copied then.
#[pyclass(frozen, module = "headwater")]
#[derive(Clone)]
pub(crate) struct Table {
    /// Its name, that of the Parquet file too.
    #[pyo3(get)]
    name: &'static str,
    /// What its rows are, in words.
    #[pyo3(get)]
    about: &'static str,
    columns: &'static [headwater_export::Column],
    batch: RecordBatch,
}

/// What is taken out of a table: a row, or some, or a column.
#[derive(FromPyObject)]
enum Key<'py> {
    Row(isize),
    Rows(Bound<'py, PySlice>),
    Column(String),
}

impl Table {
    /// The table, column by column.
    pub(crate) fn new(table: &headwater_export::Table) -> Result<Table, ArrowError> {
        let fields = table.columns.iter().map(|(name, kind, about)| {
            let kind = match kind {
                Kind::Text => DataType::LargeUtf8,
                Kind::Number => DataType::Int64,
                Kind::Truth => DataType::Boolean,
            };
            let about = [("description".to_owned(), (*about).to_owned())];
            Field::new(*name, kind.clone(), kind != DataType::Boolean).with_metadata(about)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let columns = (0..table.columns.len()).map(|index| column(table, index)).collect();
        let batch = RecordBatch::try_new(schema, columns)?;
        Ok(Table { name: table.name, about: table.about, columns: table.columns, batch })
    }

    /// Its name.
    pub(crate) fn called(&self) -> &'static str {
        self.name
    }

    /// What its rows are.
    pub(crate) fn says(&self) -> &'static str {
        self.about
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names of its columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _, _)| *name)
    }

    /// A value as words; none where it is not known.
    pub(crate) fn words(&self, row: usize, column: usize) -> Option<String> {
        let values = self.batch.column(column);
        if values.is_null(row) {
            return None;
        }
        Some(match values.data_type() {
            DataType::LargeUtf8 => values.as_any().downcast_ref::<LargeStringArray>()?.value(row).to_owned(),
            DataType::Int64 => values.as_any().downcast_ref::<Int64Array>()?.value(row).to_string(),
            _ => values.as_any().downcast_ref::<BooleanArray>()?.value(row).to_string(),
        })
    }

    fn value<'py>(&self, py: Python<'py>, row: usize, column: usize) -> PyResult<Bound<'py, PyAny>> {
        let values = self.batch.column(column);
        if values.is_null(row) {
            return Ok(py.None().into_bound(py));
        }
        let any = values.as_any();
        if let Some(words) = any.downcast_ref::<LargeStringArray>() {
            Ok(words.value(row).into_pyobject(py)?.into_any())
        } else if let Some(numbers) = any.downcast_ref::<Int64Array>() {
            Ok(numbers.value(row).into_pyobject(py)?.into_any())
        } else {
            let truths = any.downcast_ref::<BooleanArray>();
            Ok(truths.map(|truths| truths.value(row)).into_pyobject(py)?.to_owned().into_any())
        }
    }

    fn row<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (column, name) in self.names().enumerate() {
            found.set_item(name, self.value(py, row, column)?)?;
        }
        Ok(found)
    }

    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let Some(column) = self.names().position(|one| one == name) else {
            let names: Vec<&str> = self.names().collect();
            let message = format!("`{}` has no column `{name}`; its columns are {}", self.name, names.join(", "));
            return Err(PyKeyError::new_err(message));
        };
        let values: PyResult<Vec<_>> = (0..self.rows()).map(|row| self.value(py, row, column)).collect();
        PyList::new(py, values?)
    }
}

fn column(table: &headwater_export::Table, index: usize) -> ArrayRef {
    let cells = || table.rows.iter().map(|row| &row[index]);
    match table.columns[index].1 {
        Kind::Text => Arc::new(LargeStringArray::from_iter(cells().map(|cell| match cell {
            Cell::Text(words) => words.as_deref(),
            _ => None,
        }))),
        Kind::Number => Arc::new(Int64Array::from_iter(cells().map(|cell| match cell {
            Cell::Number(number) => *number,
            _ => None,
        }))),
        Kind::Truth => {
            Arc::new(BooleanArray::from(cells().map(|cell| *cell == Cell::Truth(true)).collect::<Vec<bool>>()))
        }
    }
}

#[pymethods]
impl Table {
    /// The names of the columns, in order.
    #[getter]
    fn columns(&self) -> Vec<&'static str> {
        self.names().collect()
    }

    /// What each column means, by its name.
    #[getter]
    fn meanings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (name, _, about) in self.columns {
            found.set_item(name, about)?;
        }
        Ok(found)
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    fn __iter__(&self) -> Rows {
        Rows { table: self.clone(), next: 0 }
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: Key<'py>) -> PyResult<Bound<'py, PyAny>> {
        match key {
            Key::Column(name) => Ok(self.column(py, &name)?.into_any()),
            Key::Row(row) => {
                let rows = self.rows();
                let at = if row < 0 { row.checked_add_unsigned(rows) } else { Some(row) };
                let at = at.and_then(|at| usize::try_from(at).ok()).filter(|at| *at < rows);
                let missing = || PyIndexError::new_err(format!("`{}` has {rows} rows", self.name));
                Ok(self.row(py, at.ok_or_else(missing)?)?.into_any())
            }
            Key::Rows(slice) => {
                let range = slice.call_method1("indices", (self.rows(),))?;
                let (start, stop, step): (isize, isize, isize) = range.extract()?;
                let mut found = Vec::new();
                let mut at = start;
                while (0 < step && at < stop) || (step < 0 && stop < at) {
                    found.push(self.row(py, at.unsigned_abs())?);
                    at += step;
                }
                Ok(PyList::new(py, found)?.into_any())
            }
        }
    }

    /// A `pandas.DataFrame`: numbers as `Int64`, which may be missing; text as pandas keeps text.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let pandas = py.import("pandas")?;
        let columns = PyDict::new(py);
        for (name, kind, _) in self.columns {
            let values = self.column(py, name)?;
            let kind = match kind {
                Kind::Text => "str",
                Kind::Number => "Int64",
                Kind::Truth => "bool",
            };
            let options = PyDict::new(py);
            options.set_item("dtype", if kind == "str" { "object" } else { kind })?;
            columns.set_item(name, pandas.call_method("Series", (values,), Some(&options))?)?;
        }
        pandas.call_method1("DataFrame", (columns,))?.call_method0("infer_objects")
    }

    /// A `polars.DataFrame`, from Arrow.
    fn to_polars<'py>(this: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        this.py().import("polars")?.call_method1("DataFrame", (this,))
    }

    /// A `pyarrow.Table` over the same memory.
    fn to_arrow<'py>(this: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        this.py().import("pyarrow")?.call_method1("table", (this,))
    }

    /// The rows as a list of dictionaries.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows: PyResult<Vec<_>> = (0..self.rows()).map(|row| self.row(py, row)).collect();
        PyList::new(py, rows?)
    }

    /// The Arrow PyCapsule interface: what takes Arrow takes this, and copies nothing.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Casting is optional by the interface, and left to who asks.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    fn __repr__(&self) -> String {
        let rows = headwater_output::counted(self.rows(), "row", "rows");
        format!("<headwater.Table {}: {rows}, {}>", self.name, self.about)
    }

    fn _repr_html_(&self) -> String {
        shown::table(self)
    }
}

/// The rows of a table, one after another.
#[pyclass(module = "headwater")]
pub(crate) struct Rows {
    table: Table,
    next: usize,
}

#[pymethods]
impl Rows {
    fn __iter__(this: Py<Rows>) -> Py<Rows> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        if self.table.rows() <= self.next {
            return Ok(None);
        }
        self.next += 1;
        self.table.row(py, self.next - 1).map(Some)
    }
}

/// A refusal of the Arrow library: its arrays would not fit each other.
pub(crate) fn refused(error: &ArrowError) -> pyo3::PyErr {
    PyRuntimeError::new_err(format!("cannot make a table: {error}"))
}
