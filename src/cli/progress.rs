//! A progress bar on standard error for what takes over a second, on a terminal only.

use crate::import::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

/// How long something may take before it is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is going on, shown once it takes too long.
pub(super) struct Bar {
    drawn: ProgressBar,
    since: Instant,
    file: RefCell<String>,
}

impl Bar {
    /// A bar that is not shown yet.
    pub(super) fn new() -> Self {
        let drawn = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { drawn, since: Instant::now(), file: RefCell::default() }
    }

    /// A file is being read.
    pub(super) fn reading(&self, progress: Progress) {
        if !self.shown() {
            return;
        }
        if *self.file.borrow() != progress.file {
            progress.file.clone_into(&mut self.file.borrow_mut());
            self.drawn.set_message(format!("reading {}", progress.file));
            match progress.total {
                Some(total) => self.drawn.set_length(total),
                None => self.drawn.unset_length(),
            }
        }
        self.drawn.set_position(progress.bytes);
    }

    /// Runs something that cannot say how far it is.
    pub(super) fn during<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        if !stderr().is_terminal() {
            return work();
        }
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        let bar = self.drawn.clone();
        let left = PATIENCE.saturating_sub(self.since.elapsed());
        let watch = std::thread::spawn(move || {
            if waiting.recv_timeout(left) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                show(&bar);
                bar.set_message(what);
                bar.enable_steady_tick(Duration::from_millis(100));
                // Returns as soon as the work is done.
                let _ = waiting.recv();
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(done);
        // A watcher that failed has nothing to clear.
        let _ = watch.join();
        result
    }

    fn shown(&self) -> bool {
        if self.since.elapsed() < PATIENCE || !stderr().is_terminal() {
            return false;
        }
        if self.drawn.is_hidden() {
            show(&self.drawn);
        }
        true
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}

fn show(bar: &ProgressBar) {
    let form = "{spinner} {msg} {bytes} of {total_bytes} {wide_bar} {eta}";
    let bare = "{spinner} {msg} {elapsed}";
    let known = bar.length().is_some();
    if let Ok(style) = ProgressStyle::with_template(if known { form } else { bare }) {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
}
