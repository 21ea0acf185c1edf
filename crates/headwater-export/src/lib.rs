//! What was found, for other programs. One file and one function for each format; all are made of [`wire`] records, and
//! of nothing else: the same records give the same bytes, with no clock and no chance in them.
//!
//! Words of pages may hold anything. Each format is written so that its reader takes them for words: [`safe`] has what
//! several formats need for that, and the crates that write XML, CSV and JSON do the rest.
//!
//! [`wire`]: headwater_output::wire

mod annotations;
mod claims;
mod csv;
mod dot;
mod gexf;
mod graph;
mod graphml;
mod html;
mod mermaid;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod prov;
mod safe;
mod schema;
mod stix;
mod tables;
mod timeline;

use headwater_output::wire::Record;

pub use self::safe::{html as escape_html, short};
pub use self::schema::schema;
pub use self::tables::{Cell, Column, Kind, Table, tables};

/// The formats, but the reports and records that `headwater-output` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One page to read and to print, that asks no other machine for anything.
    Html,
    /// Records, one JSON object a line.
    Jsonl,
    /// Records, one JSON object.
    Json,
    /// The report.
    Markdown,
    /// Tables for spreadsheets, with a description of each.
    Csv,
    /// Tables for programs, with a description of each.
    #[cfg(feature = "parquet")]
    Parquet,
    /// A graph for Gephi.
    Gexf,
    /// A graph for Cytoscape, yEd, networkx.
    Graphml,
    /// Who has it from whom, for Graphviz.
    Dot,
    /// Who has it from whom, for documents that draw Mermaid.
    Mermaid,
    /// Every passage of every claim as a W3C Web Annotation.
    Annotations,
    /// Claims with their appearances, as schema.org has them.
    Claims,
    /// Drafts of fact checks: what is to be checked, and no rating.
    ClaimReviews,
    /// Where everything comes from, as W3C PROV-JSON.
    Prov,
    /// What happened when, for TimelineJS.
    Timeline,
    /// A STIX 2.1 bundle.
    Stix,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What to call it, below a folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Writing to memory failed: a library refused.
    #[error("cannot write {0}: {1}")]
    Write(&'static str, String),
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: &[Format] = &[
        Format::Html,
        Format::Markdown,
        Format::Jsonl,
        Format::Json,
        Format::Csv,
        #[cfg(feature = "parquet")]
        Format::Parquet,
        Format::Gexf,
        Format::Graphml,
        Format::Dot,
        Format::Mermaid,
        Format::Annotations,
        Format::Claims,
        Format::ClaimReviews,
        Format::Prov,
        Format::Timeline,
        Format::Stix,
    ];

    /// Whether it takes several files, and so a folder.
    pub fn needs_folder(self) -> bool {
        match self {
            Format::Csv => true,
            #[cfg(feature = "parquet")]
            Format::Parquet => true,
            _ => false,
        }
    }
}

/// Records in a format: one file, or the files of a folder.
pub fn export(records: &[Record], format: Format) -> Result<Vec<File>, ExportError> {
    let one = |name: &str, text: String| Ok(vec![File { name: name.to_owned(), bytes: text.into_bytes() }]);
    match format {
        Format::Html => one("report.html", html::html(records)),
        Format::Markdown => one("report.md", headwater_output::markdown(records)),
        Format::Jsonl => written("records.jsonl", |out| headwater_output::jsonl(records, out)),
        Format::Json => written("records.json", |out| headwater_output::json(records, out)),
        Format::Csv => csv::csv(records),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::parquet(records),
        Format::Gexf => one("graph.gexf", gexf::gexf(records)?),
        Format::Graphml => one("graph.graphml", graphml::graphml(records)?),
        Format::Dot => one("origins.dot", dot::dot(records)),
        Format::Mermaid => one("origins.mmd", mermaid::mermaid(records)),
        Format::Annotations => one("annotations.jsonld", annotations::annotations(records)),
        Format::Claims => one("claims.jsonld", claims::claims(records)),
        Format::ClaimReviews => one("claim-reviews.jsonld", claims::claim_reviews(records)),
        Format::Prov => one("prov.json", prov::prov(records)),
        Format::Timeline => one("timeline.json", timeline::timeline(records)),
        Format::Stix => one("stix.json", stix::stix(records)),
    }
}

fn written(
    name: &'static str,
    write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
) -> Result<Vec<File>, ExportError> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| ExportError::Write(name, error.to_string()))?;
    Ok(vec![File { name: name.to_owned(), bytes }])
}
