//! Queries within bounds. Each runs on a thread of its own and is watched from beside.
//!
//! Invariant: one that has to end computes nothing any more as soon as Polars comes to its next
//! step, whatever else runs; what others lose by that they have longer.

use super::QueryOutcome;
use super::panics::{catch_panic, silence_panics, thread_shortage};
use crate::deadline::{self, ActiveBounds, Interruption};
use polars::error::abort::{catch_polars_abort, polars_abort_ooc_out_of_disk};
use polars::prelude::PolarsResult;
use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long it may take until it is seen that a query must end.
const LOOK: Duration = Duration::from_millis(5);

/// How long a query that must end is waited for: as a rule longer than Polars needs from one step
/// to the next. While it plans a query it takes no step at all.
const ABORT_GRACE: Duration = Duration::from_millis(500);

/// The stack of a query's thread, in bytes; only what is used of it is taken from the system.
const STACK_BYTES: usize = 64 << 20;

/// What one run of a query comes to: what Polars gives, nothing where another query was ended and
/// this one with it, or what a panic said.
type QueryRun<T> = Result<Option<PolarsResult<T>>, String>;

/// Runs a query, and ends it where it must end.
pub(super) fn run_watched<T: Send + 'static>(
    query: impl Fn() -> PolarsResult<T> + Clone + Send + 'static,
) -> QueryOutcome<T> {
    silence_panics();
    let begun = deadline::active_bounds();
    loop {
        let start = Instant::now();
        let run = match &begun {
            None => run_catching(query.clone()),
            Some(begun) => match run_on_thread(begun, query.clone()) {
                Ok(run) => run,
                Err(ended) => return QueryOutcome::Interrupted(ended),
            },
        };
        match run {
            Ok(Some(result)) => return QueryOutcome::Done(result),
            Err(words) => {
                let ended = thread_shortage(&words);
                return ended.map_or(QueryOutcome::Panicked(words), QueryOutcome::Interrupted);
            }
            Ok(None) => {
                thread::sleep(LOOK);
                if let Some(begun) = &begun {
                    begun.bounds.give_back(start.elapsed());
                }
            }
        }
    }
}

/// Runs a query on a thread of its own; why it had to end, if it had to.
fn run_on_thread<T: Send + 'static>(
    begun: &ActiveBounds,
    query: impl FnOnce() -> PolarsResult<T> + Send + 'static,
) -> Result<QueryRun<T>, Interruption> {
    if let Some(ended) = begun.ended() {
        return Err(ended);
    }
    let (done, waiting) = mpsc::channel();
    let work = move || {
        // Nobody waits any more once it had to end.
        let _ = done.send(run_catching(query));
    };
    if thread::Builder::new().stack_size(STACK_BYTES).spawn(work).is_err() {
        return Err(Interruption::OutOfThreads);
    }
    await_result(begun, &waiting)
}

fn run_catching<T>(query: impl FnOnce() -> PolarsResult<T>) -> QueryRun<T> {
    catch_panic(|| catch_polars_abort(AssertUnwindSafe(query)).ok())
}

/// What a query gives in time; else it is ended.
fn await_result<T>(begun: &ActiveBounds, waiting: &Receiver<T>) -> Result<T, Interruption> {
    loop {
        match waiting.recv_timeout(LOOK) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Interruption::Stopped),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(ended) = begun.ended() {
                    end_queries();
                    let _ = waiting.recv_timeout(ABORT_GRACE);
                    return Err(ended);
                }
            }
        }
    }
}

/// Ends the queries of the program: Polars can be told so only for all of them at once, and by one
/// name alone. Those that had not to end begin again.
fn end_queries() {
    let _ = catch_panic(|| polars_abort_ooc_out_of_disk());
}
