//! A program of ours under bounds: how much time of a processor it took, and how much memory at most.
//!
//! Time is that of the processor and not of the clock: other programs run beside it.

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// How a program ended under bounds.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: Vec<u8>,
    pub(crate) error: String,
    /// In seconds, of all its threads; zero where the system does not tell.
    pub(crate) processor: f64,
    /// In MiB, at its height; zero where the system does not tell.
    pub(crate) memory: u64,
}

/// Runs it to its end. What it prints goes through files in `folder`, so that it is never held up.
pub(crate) fn run(mut command: Command, folder: &Path) -> Ended {
    let (out, error) = (folder.join("out"), folder.join("error"));
    let file = |path: &Path| Stdio::from(std::fs::File::create(path).expect("a file"));
    let mut child = command.stdin(Stdio::null()).stdout(file(&out)).stderr(file(&error)).spawn().expect("it runs");
    let (processor, memory) = watch(&child);
    let status = child.wait().expect("it ends");
    let error = String::from_utf8_lossy(&std::fs::read(error).expect("read")).into_owned();
    Ended { status, out: std::fs::read(out).expect("read"), error, processor, memory }
}

/// Looks at a program until it has ended, and not yet been waited for: then the system still tells its time.
fn watch(child: &Child) -> (f64, u64) {
    let about = Path::new("/proc").join(child.id().to_string());
    let (mut processor, mut memory) = (0.0, 0);
    while let Some((ended, so_far)) = std::fs::read_to_string(about.join("stat")).ok().as_deref().and_then(time) {
        processor = so_far;
        if ended {
            break;
        }
        let status = std::fs::read_to_string(about.join("status")).unwrap_or_default();
        let height = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        memory = memory.max(height.and_then(|height| height.parse::<u64>().ok()).unwrap_or(0) / 1024);
        std::thread::sleep(Duration::from_millis(3));
    }
    (processor, memory)
}

/// Whether it has ended, and the seconds it took of a processor: fields 3, 14 and 15 of `/proc/PID/stat`.
fn time(stat: &str) -> Option<(bool, f64)> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some((matches!(*fields.first()?, "Z" | "X"), ticks as f64 / 100.0))
}
