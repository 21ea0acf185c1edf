//! What was found in pages: the records, the tables made of them when they are asked for, and reports.

use std::sync::OnceLock;

use headwater_output::wire::Record;
use pyo3::exceptions::PyRuntimeError;
use pyo3::types::{PyDict, PyDictMethods};
use pyo3::{Bound, PyResult, Python, pyclass, pymethods};

use crate::errors::ClaimError;
use crate::shown;
use crate::table::{Table, refused};

/// What was found: tables, reports, and how each claim was counted.
///
/// `headwater.read` and `headwater.open` make it.
#[pyclass(frozen, module = "headwater")]
pub(crate) struct Findings {
    records: Vec<Record>,
    tables: OnceLock<Vec<Table>>,
}

impl Findings {
    pub(crate) fn new(records: Vec<Record>) -> Findings {
        Findings { records, tables: OnceLock::new() }
    }

    fn made(&self, py: Python<'_>) -> PyResult<&[Table]> {
        if let Some(tables) = self.tables.get() {
            return Ok(tables);
        }
        let make = || headwater_export::tables(&self.records).iter().map(Table::new).collect::<Result<Vec<_>, _>>();
        let tables = py.detach(make).map_err(|error| refused(&error))?;
        Ok(self.tables.get_or_init(|| tables))
    }

    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let table = self.made(py)?.iter().find(|table| table.called() == name);
        table.cloned().ok_or_else(|| PyRuntimeError::new_err(format!("there is no table `{name}`")))
    }
}

/// A format of text, made in memory.
fn text(py: Python<'_>, write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()> + Send) -> PyResult<String> {
    let written = py.detach(|| {
        let mut bytes = Vec::new();
        write(&mut bytes).map(|()| bytes)
    });
    let bytes = written.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

#[pymethods]
impl Findings {
    /// All tables by name, those too that have no rows.
    #[getter]
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for table in self.made(py)? {
            found.set_item(table.called(), table.clone())?;
        }
        Ok(found)
    }

    /// Documents as read.
    #[getter]
    fn articles(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "articles")
    }

    /// Articles on one happening.
    #[getter]
    fn stories(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "stories")
    }

    /// Which articles tell which story.
    #[getter]
    fn story_articles(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "story_articles")
    }

    /// What articles say in common: how many say it, and on how many origins it rests.
    #[getter]
    fn claims(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "claims")
    }

    /// Where each claim is said, with the words.
    #[getter]
    fn appearances(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "appearances")
    }

    /// The same as `appearances`: the statements that make each claim.
    #[getter]
    fn statements(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "appearances")
    }

    /// On whose word each claim rests.
    #[getter]
    fn origins(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "origins")
    }

    /// Where each origin is credited, and through whom.
    #[getter]
    fn chains(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "chains")
    }

    /// Where accounts of one claim differ, a row a passage.
    #[getter]
    fn differences(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "differences")
    }

    /// How claims bear on each other.
    #[getter]
    fn links(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "links")
    }

    /// Which article rests on which.
    #[getter]
    fn derivations(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "derivations")
    }

    /// Who is credited with what.
    #[getter]
    fn attributions(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "attributions")
    }

    /// Where the parties stand.
    #[getter]
    fn positions(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "positions")
    }

    /// What happened when.
    #[getter]
    fn moments(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "moments")
    }

    /// The same as `moments`, by the name that the records have for it.
    #[getter]
    fn timeline(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "moments")
    }

    /// What was taken for no part of an article.
    #[getter]
    fn set_aside(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "set_aside")
    }

    /// What could not be read: with `on_error="keep"`.
    #[getter]
    fn unread(&self, py: Python<'_>) -> PyResult<Table> {
        self.table(py, "unread")
    }

    /// How a claim was counted, link by link, with the passages: what `headwater why` prints.
    #[pyo3(signature = (claim, *, width = 100))]
    fn why(&self, py: Python<'_>, claim: String, width: usize) -> PyResult<String> {
        let report = py.detach(|| headwater_output::why(&self.records, &claim, width));
        let report = report.map_err(|error| ClaimError::new_err(error.to_string()))?;
        Ok(anstream::adapter::strip_str(&report).to_string())
    }

    /// The records, one JSON object a line: byte for byte what `headwater read --format jsonl` prints.
    fn to_jsonl(&self, py: Python<'_>) -> PyResult<String> {
        text(py, |bytes| headwater_output::jsonl(&self.records, bytes))
    }

    /// The report as Markdown.
    fn to_markdown(&self, py: Python<'_>) -> String {
        py.detach(|| headwater_output::markdown(&self.records))
    }

    fn __repr__(&self) -> String {
        format!("<headwater.Findings: {}>", shown::counts(&self.records))
    }

    fn _repr_html_(&self) -> String {
        shown::findings(&self.records)
    }
}
