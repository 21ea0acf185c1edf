//! From what Python names to records. Python's lock is not held meanwhile, and Ctrl-C is heeded.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use headwater::{Hints, Knowledge, Reading};
use headwater_input::{Cleaning, Columns, Problem, ToMake, Way};
use headwater_output::wire::{Record, Unread};
use headwater_store::{Store, StoreError};
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::{FromPyObject, PyErr, PyResult, Python, pyfunction};
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::errors::{self, ReadError};
use crate::findings::Findings;

/// How long an interruption may go unnoticed.
const PATIENCE: Duration = Duration::from_millis(100);

/// How the first line of a saved run begins, and how a store does.
const SAVED: &[u8] = br#"{"type":"run""#;
const STORE: &[u8] = b"SQLite format 3\0";

/// Tables and models are loaded once.
static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

/// What is to be read: its kind (`path`, `text`, or `page` for JSON), what to call it, and its words.
#[derive(FromPyObject)]
pub(crate) struct Input(String, String, String);

/// How it is to be read.
struct Order {
    paths: Vec<PathBuf>,
    inputs: Vec<Input>,
    way: Way,
    threads: usize,
    keep: bool,
}

/// Reads pages and compares them.
#[pyfunction]
#[pyo3(signature = (inputs, *, clean, columns, threads, keep))]
pub(crate) fn read(
    py: Python<'_>,
    inputs: Vec<Input>,
    clean: bool,
    columns: Option<&str>,
    threads: usize,
    keep: bool,
) -> PyResult<Findings> {
    let cleaning = if clean { Cleaning::Clean } else { Cleaning::ToTheLetter };
    let columns =
        columns.unwrap_or_default().parse::<Columns>().map_err(|why| PyValueError::new_err(why.to_string()))?;
    let (paths, inputs): (Vec<_>, Vec<_>) = inputs.into_iter().partition(|Input(kind, ..)| kind == "path");
    let paths = paths.into_iter().map(|Input(.., path)| PathBuf::from(path)).collect();
    let order = Order { paths, inputs, way: Way { cleaning, columns }, threads, keep };
    interruptible(py, move |stop| records(order, stop)).map(Findings::new)
}

/// What a store, or a saved run, has.
#[pyfunction]
pub(crate) fn open(py: Python<'_>, path: PathBuf) -> PyResult<Findings> {
    interruptible(py, move |_| opened(&path)).map(Findings::new)
}

/// Works in a thread of its own, while this one asks Python now and then whether somebody wants it to end.
fn interruptible<T: Send>(py: Python<'_>, work: impl FnOnce(&AtomicBool) -> PyResult<T> + Send) -> PyResult<T> {
    py.detach(move || {
        let stop = &AtomicBool::new(false);
        let (done, finished) = channel();
        std::thread::scope(|scope| {
            scope.spawn(move || drop(done.send(work(stop))));
            let mut stopped = None;
            loop {
                match finished.recv_timeout(PATIENCE) {
                    Ok(result) => return stopped.map_or(result, Err),
                    Err(RecvTimeoutError::Disconnected) => {
                        return Err(PyRuntimeError::new_err("reading came to no end"));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if let Err(error) = Python::attach(|py| py.check_signals()) {
                    stop.store(true, Ordering::Relaxed);
                    stopped = Some(error);
                }
            }
        })
    })
}

fn records(order: Order, stop: &AtomicBool) -> PyResult<Vec<Record>> {
    let found = headwater_input::find(&order.paths);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(order.threads).build();
    let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("cannot start threads: {error}")))?;
    let way = order.way;
    let cleaning = way.cleaning;
    let files = found.files.iter().flat_map(|file| headwater_input::open(file, way.clone()).to_make());
    let given = order.inputs.into_iter().map(|input| to_make(input, cleaning));
    let pages = files.chain(given).take_while(|_| !stop.load(Ordering::Relaxed));
    let read = |page: ToMake| page().map(|page| headwater::read(&page, &KNOWLEDGE));
    let results: Vec<Result<Reading, Problem>> = pool.install(|| pages.par_bridge().map(read).collect());
    let (readings, unread) = headwater_input::in_order(results, found.problems);
    if !order.keep && !unread.is_empty() {
        return Err(errors::unread(&unread));
    }
    if stop.load(Ordering::Relaxed) {
        return Ok(Vec::new());
    }
    let unread = unread.into_iter().map(|problem| Unread { place: problem.place, why: problem.why }).collect();
    let stories = pool.install(|| headwater::compare(&readings, &KNOWLEDGE));
    Ok(headwater_output::records(&readings, &stories, unread))
}

fn to_make(Input(kind, name, words): Input, cleaning: Cleaning) -> ToMake {
    Box::new(move || match kind.as_str() {
        "text" => Ok(headwater_input::page_of_text(words, name, Hints::default(), cleaning)),
        _ => headwater_input::page_of_line(&words, &name, cleaning),
    })
}

fn opened(path: &Path) -> PyResult<Vec<Record>> {
    let place = path.display().to_string();
    let failed = |why: &dyn std::fmt::Display| ReadError::new_err(format!("cannot open `{place}`: {why}"));
    let mut file = std::fs::File::open(path).map_err(|error| os_error(&error, &place))?;
    let mut start = Vec::new();
    (&mut file).take(STORE.len() as u64).read_to_end(&mut start).map_err(|error| os_error(&error, &place))?;
    if start.starts_with(SAVED) {
        let lines = BufReader::new(std::io::Cursor::new(start).chain(file));
        return headwater_output::read_jsonl(lines).map_err(|error| failed(&error));
    }
    if start != STORE {
        return Err(failed(&"neither a store nor a run saved with `--format jsonl`; `headwater.read` reads pages"));
    }
    drop(file);
    stored(path).map_err(|error| failed(&error))
}

/// The records of a store, all its pages in stories; one that may only be read is shown as it was last settled.
fn stored(path: &Path) -> Result<Vec<Record>, StoreError> {
    let store = Store::open(path)?;
    if !store.is_settled()? {
        match store.settle(&KNOWLEDGE) {
            Ok(_) | Err(StoreError::ReadOnly(_)) => {}
            Err(error) => return Err(error),
        }
    }
    store.records()
}

fn os_error(error: &std::io::Error, place: &str) -> PyErr {
    let arguments = (error.raw_os_error().unwrap_or_default(), error.to_string(), place.to_owned());
    match error.kind() {
        std::io::ErrorKind::NotFound => PyFileNotFoundError::new_err(arguments),
        _ => PyOSError::new_err(arguments),
    }
}
