//! Same pages, same bytes: in any order, with any number of threads, in any time zone, without a network.

use crate::{finish, headwater, run};

const PAGES: [&str; 5] = ["a.txt", "b.txt", "c.html", "d.jsonl", "other.txt"];

fn read(order: [usize; 5], threads: &str, zone: &str) -> String {
    let paths: Vec<String> = order.iter().map(|index| format!("corpus/harbour-talks/{}", PAGES[*index])).collect();
    let mut args = vec!["read", "--format", "jsonl", "--threads", threads];
    args.extend(paths.iter().map(String::as_str));
    let mut command = headwater(&args);
    command.env("TZ", zone).env("LC_ALL", if zone == "UTC" { "C" } else { "tr_TR.UTF-8" });
    finish(command).0
}

#[test]
fn order_threads_and_time_zone_change_no_byte() {
    let first = read([0, 1, 2, 3, 4], "1", "UTC");
    assert!(first.lines().count() > 7, "{first}");
    for (order, threads, zone) in [
        ([4, 3, 2, 1, 0], "2", "UTC"),
        ([2, 0, 4, 1, 3], "8", "Pacific/Kiritimati"),
        ([1, 4, 0, 3, 2], "1", "America/Anchorage"),
    ] {
        assert_eq!(first, read(order, threads, zone), "{order:?} {threads} {zone}");
    }
}

/// In a network namespace of its own a program has no interface that is up, so any use of the network would fail.
#[test]
fn no_network_is_needed() {
    let here = std::env::current_exe().expect("a path");
    let binary = here.ancestors().nth(2).expect("the build folder").join("headwater");
    let mut alone = assert_cmd::Command::new("unshare");
    alone.args(["--net", "--map-root-user"]).arg(&binary).args(["demo", "--format", "jsonl"]);
    let Ok(output) = alone.output() else {
        eprintln!("skipped: there is no unshare(1) here");
        return;
    };
    if String::from_utf8_lossy(&output.stderr).contains("unshare") {
        eprintln!("skipped: a network namespace of its own is not allowed here");
        return;
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), run(&["demo", "--format", "jsonl"]).0);
}
