//! `datapackage.json`: what the tables beside it are, as the Frictionless Data Package standard has it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::tables::{Kind, Table};
use crate::{File, safe};

/// The description of `files`, which hold `tables` in the same order.
pub(crate) fn package(tables: &[Table], files: &[File], format: &str) -> File {
    let resources: Vec<Value> = tables.iter().zip(files).map(|(table, file)| resource(table, file, format)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "profile": "data-package",
        "name": "headwater",
        "title": "On whose word news rests",
        "description": "What headwater found in articles: claims, where they are said, and the origins they rest on. Offsets are Unicode code points into an article's text, end exclusive. Dates are EDTF (ISO 8601-2).",
        "resources": resources,
    });
    File { name: "datapackage.json".to_owned(), bytes: safe::json(&package).into_bytes() }
}

fn resource(table: &Table, file: &File, format: &str) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|(name, kind, about)| field(name, *kind, about)).collect();
    let sum: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut resource = json!({
        "name": table.name,
        "title": table.about,
        "path": file.name,
        "format": format,
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{sum}"),
        "schema": { "fields": fields, "missingValues": [""] },
    });
    if format == "csv" {
        resource["profile"] = "tabular-data-resource".into();
        resource["mediatype"] = "text/csv".into();
        resource["encoding"] = "utf-8".into();
        resource["dialect"] =
            json!({ "delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": true, "header": true });
        let note =
            "Cells that a spreadsheet would take for a formula begin with an apostrophe that is not in the words.";
        resource["description"] = note.into();
    }
    resource
}

fn field(name: &str, kind: Kind, about: &str) -> Value {
    let kind = match kind {
        Kind::Text => "string",
        Kind::Number => "integer",
        Kind::Truth => "boolean",
    };
    json!({ "name": name, "type": kind, "description": about })
}
