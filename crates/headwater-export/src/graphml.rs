//! GraphML, the graph format of yEd, Cytoscape and networkx.

use headwater_output::wire::Record;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::ExportError;
use crate::graph::{EDGE_ATTRIBUTES, Graph, NODE_ATTRIBUTES, whole};

type Out = Writer<Vec<u8>>;

/// The whole graph of records.
pub(crate) fn graphml(records: &[Record]) -> Result<String, ExportError> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    let failed = |error: std::io::Error| ExportError::Write("GraphML", error.to_string());
    document(&mut out, &whole(records)).map_err(failed)?;
    Ok(String::from_utf8_lossy(&out.into_inner()).into_owned() + "\n")
}

fn document(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = out.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|out| {
        keys(out)?;
        let element = out.create_element("graph").with_attributes([("id", "headwater"), ("edgedefault", "directed")]);
        element.write_inner_content(|out| {
            nodes(out, graph)?;
            edges(out, graph)
        })?;
        Ok(())
    })?;
    Ok(())
}

fn keys(out: &mut Out) -> std::io::Result<()> {
    let nodes = ["label"].iter().chain(&NODE_ATTRIBUTES).map(|name| ("node", *name, "string"));
    let edges = EDGE_ATTRIBUTES.iter().map(|name| ("edge", *name, "string")).chain([("edge", "weight", "int")]);
    for (of, name, kind) in nodes.chain(edges) {
        let id = format!("{of}-{name}");
        let attributes = [("id", id.as_str()), ("for", of), ("attr.name", name), ("attr.type", kind)];
        out.create_element("key").with_attributes(attributes).write_empty()?;
    }
    Ok(())
}

fn nodes(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    for (id, node) in &graph.nodes {
        out.create_element("node").with_attribute(("id", id.as_str())).write_inner_content(|out| {
            let values = [("kind", node.kind.word()), ("date", node.date.as_str()), ("url", node.url.as_str())];
            data(out, "node", [("label", node.label.as_str())].into_iter().chain(values))
        })?;
    }
    Ok(())
}

fn edges(out: &mut Out, graph: &Graph) -> std::io::Result<()> {
    for (number, ((from, to, kind), edge)) in graph.edges.iter().enumerate() {
        let id = format!("e{number}");
        let ends = [("id", id.as_str()), ("source", from), ("target", to)];
        out.create_element("edge").with_attributes(ends).write_inner_content(|out| {
            let weight = edge.weight.to_string();
            data(out, "edge", [("kind", kind.as_str()), ("words", &edge.words), ("weight", &weight)])
        })?;
    }
    Ok(())
}

fn data<'a>(out: &mut Out, of: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> std::io::Result<()> {
    for (name, value) in values.into_iter().filter(|(_, value)| !value.is_empty()) {
        let element = out.create_element("data").with_attribute(("key", format!("{of}-{name}").as_str()));
        element.write_text_content(BytesText::new(value))?;
    }
    Ok(())
}
