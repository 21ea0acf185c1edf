//! `headwater export`, and what `read --out` does: what was found, in the formats of other programs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use headwater_export::{File, Format};
use headwater_output::wire::Record;

use crate::args::{Export, Target};
use crate::{Outcome, gather, read, store};

pub(crate) fn run(export: &Export) -> anyhow::Result<Outcome> {
    let records = records(export)?;
    match (&export.out, export.format) {
        (Some(folder), None) => all(&records, folder, export.inputs.quiet)?,
        (out, Some(target)) => one(&records, format(target), out.as_deref())?,
        (None, None) => bail!("name a format with --format; `headwater export --help` lists them"),
    }
    Ok(read::outcome(&records, true))
}

/// Pages read now, a run that was saved, or a store.
fn records(export: &Export) -> anyhow::Result<Vec<Record>> {
    let inputs = &export.inputs;
    match &inputs.store {
        Some(file) if inputs.paths.is_empty() && !inputs.demo => Ok(store::open(file)?.records()?),
        Some(_) => {
            bail!("--store and paths were named; `headwater read --store` adds the paths, then export the store")
        }
        None => gather::records(inputs),
    }
}

/// Writes every format into a folder, the tables into folders of their own.
pub(crate) fn all(records: &[Record], folder: &Path, quiet: bool) -> anyhow::Result<()> {
    let mut written = 0;
    for format in Format::ALL {
        let files = headwater_export::export(records, *format)?;
        written += files.len();
        let name = files.last().filter(|_| format.needs_folder()).and_then(|_| extension(&files));
        write(&name.map_or_else(|| folder.to_owned(), |name| folder.join(name)), &files)?;
    }
    if !quiet {
        eprintln!("wrote {written} files into {}", folder.display());
    }
    Ok(())
}

/// What the tables of a folder are: `csv`.
fn extension(files: &[File]) -> Option<String> {
    Path::new(&files.first()?.name).extension().and_then(|kind| kind.to_str()).map(str::to_owned)
}

fn one(records: &[Record], format: Format, out: Option<&Path>) -> anyhow::Result<()> {
    let files = headwater_export::export(records, format)?;
    match (out, files.as_slice()) {
        (Some(folder), _) if format.needs_folder() => write(folder, &files),
        (None, _) if format.needs_folder() => bail!("tables are {} files; name a folder with --out", files.len()),
        (Some(file), [only]) if file.is_dir() => replace(&file.join(&only.name), &only.bytes),
        (Some(file), [only]) => replace(file, &only.bytes),
        (_, files) => Ok(files.iter().try_for_each(|file| std::io::stdout().lock().write_all(&file.bytes))?),
    }
}

fn write(folder: &Path, files: &[File]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    files.iter().try_for_each(|file| replace(&folder.join(&file.name), &file.bytes))
}

/// Writes a file whole or not at all: whoever reads it at the time sees the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let write = || {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

fn format(target: Target) -> Format {
    match target {
        Target::Html => Format::Html,
        Target::Markdown => Format::Markdown,
        Target::Jsonl => Format::Jsonl,
        Target::Json => Format::Json,
        Target::Csv => Format::Csv,
        #[cfg(feature = "parquet")]
        Target::Parquet => Format::Parquet,
        Target::Gexf => Format::Gexf,
        Target::Graphml => Format::Graphml,
        Target::Dot => Format::Dot,
        Target::Mermaid => Format::Mermaid,
        Target::Annotations => Format::Annotations,
        Target::Claims => Format::Claims,
        Target::ClaimReviews => Format::ClaimReviews,
        Target::Prov => Format::Prov,
        Target::Timeline => Format::Timeline,
        Target::Stix => Format::Stix,
    }
}
