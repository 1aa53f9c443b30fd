//! The rows of a script's query, within the script's bounds: Rhai looks at the clock between
//! operations, but not within a query of Polars'.

use crate::deadline::{Interruption, interruption};
use crate::query::{self, QueryOutcome};
use polars::prelude::{DataFrame, LazyFrame, PolarsResult, SchemaRef};
use rhai::{Dynamic, EvalAltResult, Position};

/// Why a script ends before it is done, as Rhai hands it on.
#[derive(Clone, Debug)]
pub(super) struct ScriptEnd {
    pub(super) ended: Interruption,
    /// What a query was computing then, where it is known.
    pub(super) operation: Option<String>,
}

impl ScriptEnd {
    /// What Rhai ends a script with for this reason.
    pub(super) fn token(ended: Interruption) -> Dynamic {
        Dynamic::from(Self { ended, operation: None })
    }
}

/// Goes on unless the script has to end.
pub(super) fn check_deadline(at: Position) -> Result<(), Box<EvalAltResult>> {
    // Rhai looks at the clock before its next operation, of which there may be none.
    match interruption() {
        Some(ended) => Err(Box::new(EvalAltResult::ErrorTerminated(ScriptEnd::token(ended), at))),
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
        QueryOutcome::Interrupted(ended) => {
            let end = ScriptEnd { ended, operation: operation.map(String::from) };
            Err(Box::new(EvalAltResult::ErrorTerminated(Dynamic::from(end), at)))
        }
        QueryOutcome::Panicked(words) => {
            let message = format!("a query of the script failed inside: {words}");
            Err(Box::new(EvalAltResult::ErrorRuntime(message.into(), at)))
        }
    }
}
