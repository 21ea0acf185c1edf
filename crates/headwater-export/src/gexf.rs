//! GEXF 1.3, the graph format of Gephi.

use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};

use headwater_output::wire::Record;

use crate::ExportError;
use crate::graph::{EDGE_ATTRIBUTES, Graph, NODE_ATTRIBUTES, whole};

type Out = Writer<Vec<u8>>;

/// The whole graph of records.
pub(crate) fn gexf(records: &[Record]) -> Result<String, ExportError> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    let failed = |error: std::io::Error| ExportError::Write("GEXF", error.to_string());
    document(&mut out, &whole(records)).map_err(failed)?;
    Ok(String::from_utf8_lossy(&out.into_inner()).into_owned() + "\n")
}

fn document(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    out.write_event(Event::Decl(quick_xml::events::BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = out.create_element("gexf").with_attributes([("xmlns", "http://gexf.net/1.3"), ("version", "1.3")]);
    root.write_inner_content(|out| {
        let element = out.create_element("graph");
        element.with_attributes([("defaultedgetype", "directed"), ("mode", "static")]).write_inner_content(|out| {
            attributes(out, "node", &NODE_ATTRIBUTES)?;
            attributes(out, "edge", &EDGE_ATTRIBUTES)?;
            out.create_element("nodes").write_inner_content(|out| nodes(out, graph))?;
            out.create_element("edges").write_inner_content(|out| edges(out, graph))?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn attributes(out: &mut Out, class: &str, names: &[&str]) -> std::io::Result<()> {
    out.create_element("attributes").with_attribute(("class", class)).write_inner_content(|out| {
        for name in names {
            let attributes = [("id", *name), ("title", *name), ("type", "string")];
            out.create_element("attribute").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn nodes(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    for (id, node) in &graph.nodes {
        let element = out.create_element("node").with_attributes([("id", id.as_str()), ("label", node.label.as_str())]);
        let values = [("kind", node.kind.word()), ("date", node.date.as_str()), ("url", node.url.as_str())];
        element.write_inner_content(|out| said(out, &values))?;
    }
    Ok(())
}

fn edges(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    for (number, ((from, to, kind), edge)) in graph.edges.iter().enumerate() {
        let (number, weight) = (number.to_string(), edge.weight.to_string());
        let ends = [
            ("id", number.as_str()),
            ("source", from),
            ("target", to),
            ("kind", kind),
            ("label", kind),
            ("weight", &weight),
        ];
        let element = out.create_element("edge").with_attributes(ends);
        element.write_inner_content(|out| said(out, &[("kind", kind), ("words", &edge.words)]))?;
    }
    Ok(())
}

fn said(out: &mut Out, values: &[(&str, &str)]) -> std::io::Result<()> {
    out.write_event(Event::Start(BytesStart::new("attvalues")))?;
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        out.create_element("attvalue").with_attributes([("for", *name), ("value", *value)]).write_empty()?;
    }
    out.write_event(Event::End(quick_xml::events::BytesEnd::new("attvalues")))
}
