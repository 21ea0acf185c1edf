//! Progress on long work: on standard error, on a terminal only, and only once it takes long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that counts pages.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn start(quiet: bool) -> Progress {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} read {human_pos} pages · {per_sec} · {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress(bar)
    }

    pub(crate) fn one_more(&self) {
        self.0.inc(1);
    }

    pub(crate) fn finish(self) {
        self.0.finish_and_clear();
    }
}
