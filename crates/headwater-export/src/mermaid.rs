//! Mermaid, which draws in documents: who has it from whom, a box a story.

use std::fmt::Write;

use headwater_output::wire::Record;

use crate::graph::{Kind, lineages};
use crate::safe;

/// The lineages of all stories of records.
pub(crate) fn mermaid(records: &[Record]) -> String {
    let mut out = String::from("flowchart LR\n");
    for (story, graph) in lineages(records).iter().enumerate() {
        let number = story + 1;
        let _ = writeln!(out, "  subgraph story{number}[\"{}\"]", label(&graph.title));
        for (id, node) in &graph.nodes {
            let (open, close) = match node.kind {
                Kind::Article => ("[", "]"),
                Kind::Outlet => ("[[", "]]"),
                Kind::Claim => ("{{", "}}"),
                Kind::Origin => ("([", "])"),
            };
            let _ = writeln!(out, "    {}{open}\"{}\"{close}", name(number, id), label(&node.label));
        }
        for ((from, to, kind), edge) in &graph.edges {
            let times = if edge.weight == 1 { String::new() } else { format!(" ×{}", edge.weight) };
            let _ = writeln!(out, "    {} -->|\"{}{times}\"| {}", name(number, from), label(kind), name(number, to));
        }
        out.push_str("  end\n");
    }
    out
}

/// A node's name: each story has its own. A hyphen could be taken for part of an arrow.
fn name(story: usize, id: &str) -> String {
    format!("n{story}_{}", id.replace('-', "_"))
}

/// Words as words: every mark that could mean something is written as its number.
fn label(words: &str) -> String {
    let mut out = String::new();
    for letter in safe::short(words, 80).chars() {
        match letter {
            letter if letter.is_alphanumeric() || " .,’“”…×".contains(letter) => out.push(letter),
            letter => drop(write!(out, "#{};", u32::from(letter))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn no_mark_of_a_page_means_anything() {
        assert_eq!(label("a\"] b<script>"), "a#34;#93; b#60;script#62;");
        assert_eq!(label("`x`; %% #"), "#96;x#96;#59; #37;#37; #35;");
    }
}
