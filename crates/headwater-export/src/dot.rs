//! DOT, the graph format of Graphviz: who has it from whom, a box a story.

use std::fmt::Write;

use headwater_output::wire::Record;

use crate::graph::{Kind, lineages};
use crate::safe;

/// The lineages of all stories of records.
pub(crate) fn dot(records: &[Record]) -> String {
    let mut out = String::from(
        "digraph headwater {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n  edge [fontname=\"sans-serif\", fontsize=9];\n",
    );
    for (story, graph) in lineages(records).iter().enumerate() {
        let number = story + 1;
        let _ = writeln!(out, "  subgraph cluster_{number} {{\n    label={};", quoted(&graph.title));
        for (id, node) in &graph.nodes {
            let shape = match node.kind {
                Kind::Article => "box",
                Kind::Outlet => "folder",
                Kind::Claim => "note",
                Kind::Origin => "ellipse",
            };
            let label = quoted(&safe::short(&node.label, 80));
            let _ = writeln!(out, "    {} [label={label}, shape={shape}];", name(number, id));
        }
        for ((from, to, kind), edge) in &graph.edges {
            let label = if edge.weight == 1 { kind.clone() } else { format!("{kind} ×{}", edge.weight) };
            let _ = writeln!(out, "    {} -> {} [label={}];", name(number, from), name(number, to), quoted(&label));
        }
        out.push_str("  }\n");
    }
    out + "}\n"
}

/// A node's name: each story has its own.
fn name(story: usize, id: &str) -> String {
    quoted(&format!("{story}-{id}"))
}

/// Words in quotation marks. A backslash would begin an escape, also before the last mark.
fn quoted(words: &str) -> String {
    format!("\"{}\"", safe::line(words).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_do_not_break_out_of_their_marks() {
        assert_eq!(quoted("a\"]; b\\"), "\"a\\\"]; b\\\\\"");
        assert_eq!(quoted("a\nb"), "\"a b\"");
    }
}
