//! headwater for Python. `read.rs` goes from what Python names to records, without holding Python's lock; `findings.rs`
//! and `table.rs` are the two classes that show them; `shown.rs` is how both look in a notebook.
//!
//! What users see of all this is in `python/headwater`: `__init__.py` takes arguments apart, `_headwater.pyi` tells types.

mod errors;
mod findings;
mod read;
mod shown;
mod table;

use pyo3::pymodule;

#[pymodule]
mod _headwater {
    #[pymodule_export]
    use crate::errors::{ClaimError, ReadError};
    #[pymodule_export]
    use crate::findings::Findings;
    #[pymodule_export]
    use crate::read::{open, read};
    #[pymodule_export]
    use crate::table::Table;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
