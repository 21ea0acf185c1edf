//! `headwater search`: what has the words.

use std::fmt::Write;

use headwater_store::{Hit, HitKind};

use crate::args::Search;
use crate::{Outcome, screen, store};

pub(crate) fn run(search: &Search) -> anyhow::Result<Outcome> {
    let store = store::open(&search.keep.store)?;
    let hits = store.search(&search.words.join(" "), search.limit)?;
    let width = screen::width(&search.look);
    let report: String = hits.iter().map(|hit| shown(hit, width)).collect();
    screen::show(&report, &search.look)?;
    if hits.is_empty() {
        eprintln!("nothing has all of these words; fewer words find more");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

fn shown(hit: &Hit, width: usize) -> String {
    let kind = match hit.kind {
        HitKind::Story => "story",
        HitKind::Claim => "claim",
        HitKind::Article => "article",
    };
    let first = format!("{kind:<8} ");
    let rest = "         ";
    let options = |first| textwrap::Options::new(width.max(40)).initial_indent(first).subsequent_indent(rest);
    let strong = anstyle::Style::new().bold();
    let words = if hit.kind == HitKind::Claim { &hit.snippet } else { &hit.title };
    let mut out = textwrap::fill(&format!("{strong}{words}{strong:#}"), options(&first)) + "\n";
    if hit.kind == HitKind::Article {
        let _ = writeln!(out, "{}", textwrap::fill(&hit.snippet, options(rest)));
    }
    let place = if hit.kind == HitKind::Story { String::new() } else { format!(" · in story {}", hit.story) };
    let _ = writeln!(out, "         {}{place}", hit.id);
    out
}
