//! The end of a script's time, for native calls that take long: Rhai looks at the clock between
//! operations, but not within a query of Polars'.
//!
//! Invariant: while a script runs, no query of it outlasts its time. One that would is left to
//! itself on its thread, and its result is dropped.

use super::sandbox::OUT_OF_TIME;
use polars::prelude::{DataFrame, LazyFrame, PolarsResult};
use rhai::{EvalAltResult, Position};
use std::cell::Cell;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

thread_local! {
    static END: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// As long as this lives, queries on this thread end in time.
#[derive(Debug)]
pub struct Within(Option<Instant>);

/// Lets the queries of a script that starts now take so long at most, in all.
#[must_use]
pub fn within(time: Duration) -> Within {
    Within(END.replace(Instant::now().checked_add(time)))
}

impl Drop for Within {
    fn drop(&mut self) {
        END.set(self.0.take());
    }
}

/// The rows of a query, or that the time is over; `at` is the call that needs them.
pub(super) fn collect(
    lazy: LazyFrame,
    at: Position,
) -> Result<PolarsResult<DataFrame>, Box<EvalAltResult>> {
    let Some(end) = END.get() else { return Ok(lazy.collect()) };
    let over = || Box::new(EvalAltResult::ErrorTerminated(OUT_OF_TIME.into(), at));
    let (done, waiting) = mpsc::channel();
    let work = move || {
        // Nobody waits any more once the time is over.
        let _ = done.send(lazy.collect());
    };
    let failed = |said: &str| Box::new(EvalAltResult::ErrorRuntime(said.into(), at));
    thread::Builder::new().spawn(work).map_err(|error| failed(&error.to_string()))?;
    match waiting.recv_timeout(end.saturating_duration_since(Instant::now())) {
        Ok(rows) => Ok(rows),
        Err(RecvTimeoutError::Timeout) => Err(over()),
        Err(RecvTimeoutError::Disconnected) => Err(failed("a query of the script failed inside")),
    }
}
