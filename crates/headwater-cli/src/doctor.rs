//! `headwater doctor`: how a store is, and what to do.

use headwater::Knowledge;
use headwater_store::{Health, Store};

use crate::args::Doctor;
use crate::store::{counted, in_file};
use crate::{Outcome, screen};

pub(crate) fn run(doctor: &Doctor) -> anyhow::Result<Outcome> {
    let store = Store::open(in_file(&doctor.keep.store, "doctor")?)?;
    if doctor.rebuild {
        let settled = store.settle_anew(&Knowledge::bundled())?;
        eprintln!("read every page again; told {}", counted(settled.told, "story", "stories"));
    }
    screen::say(&shown(&store.doctor()?))?;
    Ok(Outcome::Found)
}

fn shown(health: &Health) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| out += &format!("{name:<10} {value}\n");
    line("store", health.place.display().to_string());
    line("layout", health.layout.to_string());
    line("read by", if health.read_by.is_empty() { "nothing yet".to_owned() } else { health.read_by.clone() });
    line("program", format!("headwater {}, SQLite {}", env!("CARGO_PKG_VERSION"), health.sqlite));
    line("size", format!("{}, of it free {}; log {}", bytes(health.bytes), bytes(health.free), bytes(health.log)));
    let articles = counted(health.articles, "article", "articles");
    let earlier = counted(health.earlier, "earlier revision", "earlier revisions");
    line("holds", format!("{articles}, {earlier}, {}", counted(health.notes, "note", "notes")));
    let stories = counted(health.stories, "story", "stories");
    line("tells", format!("{stories}, {}", counted(health.claims, "claim", "claims")));
    line("settled", if health.settled { "yes".to_owned() } else { "no".to_owned() });
    let nothing = vec!["Nothing. (`headwater verify` looks at every row.)".to_owned()];
    for advice in if health.advice.is_empty() { &nothing } else { &health.advice } {
        line("to do", advice.clone());
    }
    out
}

/// "512 bytes", "3.4 MB".
fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", count as f64 / 1e6),
        _ => format!("{:.1} GB", count as f64 / 1e9),
    }
}
