//! A progress bar on standard error for what takes over a second, on a terminal only.

use crate::import::ReadProgress;
use crate::screen::{StandardStream, escaped_line};
use crate::script::host::RowProgress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long something may take before it is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How a bar looks that counts bytes, one that counts rows, and one that only turns.
const BYTES: &str = "{spinner} {msg} {bytes} of {total_bytes} {wide_bar} {eta}";
const ROWS: &str = "{spinner} {msg} {human_pos} of {human_len} {wide_bar} {eta}";
const BARE: &str = "{spinner} {msg} {elapsed}";

/// What is going on, shown once it takes too long.
pub(in crate::cli) struct ProgressIndicator {
    drawn: ProgressBar,
    since: Instant,
    file: RefCell<String>,
}

impl ProgressIndicator {
    /// A bar that is not shown yet.
    pub(in crate::cli) fn new() -> Self {
        let drawn = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { drawn, since: Instant::now(), file: RefCell::default() }
    }

    /// A file is being read.
    pub(in crate::cli) fn reading(&self, progress: ReadProgress) {
        if !self.shown(BYTES) {
            return;
        }
        if *self.file.borrow() != progress.file {
            progress.file.clone_into(&mut self.file.borrow_mut());
            self.drawn.set_message(format!("reading {}", escaped_line(progress.file)));
            match progress.total {
                Some(total) => self.drawn.set_length(total),
                None => self.drawn.unset_length(),
            }
        }
        self.drawn.set_position(progress.bytes);
    }

    /// People are compared with what is known of them.
    pub(in crate::cli) fn comparing(&self, done: usize, total: usize) {
        self.drawn.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        if self.shown(ROWS) {
            self.drawn.set_message("comparing");
            self.drawn.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        }
    }

    /// A closure is called row by row.
    fn mapping(&self, progress: RowProgress) {
        self.drawn.set_length(u64::try_from(progress.rows_total).unwrap_or(u64::MAX));
        if self.shown(ROWS) {
            self.drawn.set_message("row by row");
            self.drawn.set_position(u64::try_from(progress.rows_done).unwrap_or(u64::MAX));
        }
    }

    /// Runs something that cannot say how far it is.
    pub(in crate::cli) fn run_showing<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        if !StandardStream::Err.is_terminal() {
            return work();
        }
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        let bar = self.drawn.clone();
        let left = PATIENCE.saturating_sub(self.since.elapsed());
        let watch = std::thread::spawn(move || {
            if waiting.recv_timeout(left) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                show(&bar, BARE);
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

    fn shown(&self, form: &str) -> bool {
        if self.since.elapsed() < PATIENCE || !StandardStream::Err.is_terminal() {
            return false;
        }
        if self.drawn.is_hidden() {
            show(&self.drawn, form);
        }
        true
    }
}

impl Drop for ProgressIndicator {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}

/// A sink for how far closures have come that are called row by row: one bar after another.
pub(in crate::cli) fn row_progress_sink() -> impl Fn(RowProgress) + Send + Sync {
    let drawn: Mutex<Option<ProgressIndicator>> = Mutex::new(None);
    move |progress| {
        let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.rows_done >= progress.rows_total {
            *drawn = None;
        } else {
            drawn.get_or_insert_with(ProgressIndicator::new).mapping(progress);
        }
    }
}

/// Shows a bar in this form, or without one where it is not known how much there is to do.
fn show(bar: &ProgressBar, form: &str) {
    let known = bar.length().is_some();
    if let Ok(style) = ProgressStyle::with_template(if known { form } else { BARE }) {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
}
