//! `headwater serve`: a desk in the browser.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use headwater::Knowledge;
use headwater_input::Problem;
use headwater_server::{Desk, Door};
use headwater_store::Store;

use crate::args::{Inputs, Serve};
use crate::progress::Progress;
use crate::{Outcome, gather, screen, store};

/// Where ports are tried from.
const FIRST_PORT: u16 = 7171;

pub(crate) fn run(serve: &Serve) -> anyhow::Result<Outcome> {
    let door = headwater_server::bind(serve.listen, serve.port, FIRST_PORT)?;
    let desk = desk(serve)?;
    tell(serve, &door)?;
    if serve.open {
        open(door.url().to_string());
    }
    headwater_server::serve(desk, door, headwater_server::interrupted())?;
    if !serve.first.quiet {
        eprintln!("closed");
    }
    Ok(Outcome::Found)
}

/// What is to be seen: a saved run as it is; else a store.
fn desk(serve: &Serve) -> anyhow::Result<Desk> {
    let inputs = serve.first.inputs(&serve.paths);
    let file = serve.store.as_deref();
    if let Some(shared) = file.filter(|file| !inputs.demo && store::address(file).is_some()) {
        return Ok(Desk::of_records(self::store(Some(shared), &inputs)?.records()?));
    }
    if file.is_none()
        && let Some(records) = gather::saved(&inputs)?
    {
        return Ok(Desk::of_records(records));
    }
    Ok(Desk::of_store(store(file, &inputs)?))
}

/// A store, kept in this file or in memory, with what was named added to it. The example pages are kept nowhere.
pub(crate) fn store(file: Option<&Path>, inputs: &Inputs) -> anyhow::Result<Store> {
    if let Some(shared) = file.filter(|file| !inputs.demo && store::address(file).is_some()) {
        if !inputs.paths.is_empty() {
            bail!("paths were named; `headwater read --store` adds them to the database, then ask it");
        }
        return store::open(shared);
    }
    let store = match file.filter(|_| !inputs.demo) {
        Some(file) if inputs.paths.is_empty() => Store::open(file)?,
        Some(file) => Store::create_or_open(file)?,
        None => Store::in_memory()?,
    };
    if inputs.demo || !inputs.paths.is_empty() || !store.is_settled()? {
        add(inputs, &store)?;
    }
    Ok(store)
}

fn add(inputs: &Inputs, store: &Store) -> anyhow::Result<()> {
    let found = gather::find(inputs);
    let pool = gather::threads(inputs)?;
    let progress = Progress::start(inputs.quiet);
    let complain = |problem: &Problem| screen::complain(problem);
    found.problems.iter().for_each(complain);
    let pages = gather::pages(inputs, &found).filter_map(|page| page.inspect_err(complain).ok());
    let knowledge = Knowledge::bundled();
    pool.install(|| store.add(pages, &knowledge, &mut |_| progress.one_more()))?;
    pool.install(|| store.settle(&knowledge))?;
    progress.finish();
    Ok(())
}

/// Opens the desk in the browser. In a thread: a browser in a terminal ends only when its user ends it.
fn open(url: String) {
    std::thread::spawn(move || {
        if webbrowser::open(&url).is_err() {
            eprintln!("no browser could be opened; open the address yourself");
        }
    });
}

/// The address goes to standard output, alone on its line, so that another program can open it.
fn tell(serve: &Serve, door: &Door) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", door.url())?;
    out.flush()?;
    if serve.listen.is_some_and(|address| !address.is_loopback()) {
        eprintln!(
            "warning: {} can be reached from other computers; what they send and get is not encrypted",
            door.address()
        );
    } else if !serve.first.quiet {
        eprintln!("Only this computer can reach it; the key in the address works once. Stop with Ctrl-C.");
    }
    Ok(())
}
