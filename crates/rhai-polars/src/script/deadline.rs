//! The rows of a script's query, within the script's bounds: Rhai looks at the clock between
//! operations, but not within a query of Polars'.

use crate::deadline::{Ended, ended};
use crate::query::{self, QueryOutcome};
use polars::prelude::{DataFrame, LazyFrame, PolarsResult, SchemaRef};
use rhai::{EvalAltResult, Position};

/// What `on_progress` ends a script with once its time is over.
pub(super) const OUT_OF_TIME: &str = "out of time";

/// What `on_progress` ends a script with once it is to stop.
pub(super) const STOPPED: &str = "stopped";

/// What `on_progress` ends a script with once it holds too much.
pub(super) const OUT_OF_MEMORY: &str = "out of memory";

/// What a script ends with whose query is given no thread.
pub(super) const OUT_OF_THREADS: &str = "out of threads";

/// What Rhai ends a script with for this reason.
pub(super) const fn token(ended: Ended) -> &'static str {
    match ended {
        Ended::OutOfTime => OUT_OF_TIME,
        Ended::OutOfMemory => OUT_OF_MEMORY,
        Ended::OutOfThreads => OUT_OF_THREADS,
        Ended::Stopped => STOPPED,
    }
}

/// Goes on unless the script has to end.
pub(super) fn still_running(at: Position) -> Result<(), Box<EvalAltResult>> {
    // Rhai looks at the clock before its next operation, of which there may be none.
    match ended() {
        Some(ended) => Err(Box::new(EvalAltResult::ErrorTerminated(token(ended).into(), at))),
        None => Ok(()),
    }
}

/// The rows of a query, or why it had to end; `at` is the call that needs them, `operation` what is
/// computed last.
pub(super) fn collect(
    lazy: LazyFrame,
    operation: Option<&str>,
    at: Position,
) -> Result<PolarsResult<DataFrame>, Box<EvalAltResult>> {
    finished(query::collect(lazy), operation, at)
}

/// The columns of a query, or why finding them out had to end.
pub(super) fn columns(
    lazy: LazyFrame,
    at: Position,
) -> Result<PolarsResult<SchemaRef>, Box<EvalAltResult>> {
    finished(query::columns(lazy), None, at)
}

fn finished<T>(
    outcome: QueryOutcome<T>,
    operation: Option<&str>,
    at: Position,
) -> Result<PolarsResult<T>, Box<EvalAltResult>> {
    match outcome {
        QueryOutcome::Done(result) => Ok(result),
        QueryOutcome::Ended(ended) => {
            let message = match operation {
                Some(operation) if ended == Ended::OutOfMemory => {
                    format!("{OUT_OF_MEMORY} in `{operation}`")
                }
                _ => token(ended).into(),
            };
            Err(Box::new(EvalAltResult::ErrorTerminated(message.into(), at)))
        }
        QueryOutcome::Broken(words) => {
            let message = format!("a query of the script failed inside: {words}");
            Err(Box::new(EvalAltResult::ErrorRuntime(message.into(), at)))
        }
    }
}
