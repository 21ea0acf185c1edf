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

    /// A line that counts requests, of so many as are known of.
    #[cfg(feature = "fetch")]
    pub(crate) fn of_requests(quiet: bool) -> Progress {
        let progress = Progress::start(quiet);
        let style = ProgressStyle::with_template("{spinner} asked {human_pos} of {human_len} addresses · {elapsed}");
        progress.0.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        progress
    }

    #[cfg(feature = "fetch")]
    pub(crate) fn at(&self, done: usize, known: usize) {
        self.0.set_length(known as u64);
        self.0.set_position(done as u64);
    }

    /// Says something on standard error without mixing it with the line.
    #[cfg(any(feature = "archive", feature = "fetch"))]
    pub(crate) fn beside(&self, say: impl FnOnce()) {
        self.0.suspend(say);
    }

    pub(crate) fn one_more(&self) {
        self.0.inc(1);
    }

    pub(crate) fn finish(self) {
        self.0.finish_and_clear();
    }
}
