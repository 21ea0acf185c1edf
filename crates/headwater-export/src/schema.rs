//! The JSON Schema of the records.

use headwater_output::wire::Record;
use serde_json::{Map, Value};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::safe;

/// The JSON Schema (2020-12) of one line of a records file.
pub fn schema() -> String {
    let mut found: Vec<(String, RefOr<Schema>)> = Vec::new();
    Record::schemas(&mut found);
    let mut definitions: Map<String, Value> = Map::new();
    for (name, schema) in found {
        definitions.insert(name, serde_json::to_value(schema).unwrap_or_default());
    }
    definitions.sort_keys();
    let mut whole = serde_json::to_value(Record::schema()).unwrap_or_default();
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    whole["$id"] = format!("urn:headwater:records:{}", headwater_output::wire::SCHEMA).into();
    whole["title"] = "A line of a records file of headwater".into();
    whole["$defs"] = Value::Object(definitions);
    refer(&mut whole);
    safe::json(&whole)
}

/// References as JSON Schema has them, not as OpenAPI has them.
fn refer(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                *reference = reference.replace("#/components/schemas/", "#/$defs/");
            }
            fields.values_mut().for_each(refer);
        }
        Value::Array(values) => values.iter_mut().for_each(refer),
        _ => {}
    }
}
