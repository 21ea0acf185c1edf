//! Why there is no answer, as Python's exceptions.

use std::path::Path;

use headwater_input::Problem;
use pyo3::exceptions::{PyFileNotFoundError, PyKeyError, PyValueError};
use pyo3::{PyErr, create_exception};

create_exception!(
    headwater,
    ReadError,
    PyValueError,
    "Something could not be read. The message names it and says why."
);
create_exception!(headwater, ClaimError, PyKeyError, "There is no such claim. The message says what there is.");

/// What could not be read, as one exception: a path that leads nowhere as Python's own.
pub(crate) fn unread(problems: &[Problem]) -> PyErr {
    let Some(first) = problems.first() else { return ReadError::new_err("nothing could not be read") };
    let more = match problems.len() - 1 {
        0 => String::new(),
        1 => ", and one more could not".to_owned(),
        more => format!(", and {more} more could not"),
    };
    if !Path::new(&first.place).exists() && first.why == "no such file or folder" {
        let message = format!("{}{more}", first.why);
        return PyFileNotFoundError::new_err((NOT_FOUND, message, first.place.clone()));
    }
    ReadError::new_err(format!("{first}{more}; on_error=\"keep\" reads the rest and lists these in `.unread`"))
}

/// What systems call "not found": `ENOENT`.
const NOT_FOUND: i32 = 2;
