//! Why there is no plan; queries end in it.

use crate::deadline::Interruption;
use crate::query::{self, QueryOutcome, interruption_of_query};
use polars::prelude::{DataFrame, LazyFrame, PolarsError};

/// What to do where a strategy's query had to end.
const LONGER: &str = "look for a frame that is joined with itself; `--timeout SECONDS` and \
                      `--memory SIZE` give it more";

/// Why there is no plan.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PlanError {
    /// A script without rules.
    #[error("{strategy} declares no rule, so there is nothing to plan")]
    #[diagnostic(
        code(no_rules),
        help(
            "declare one, as in `withdraw(\"four months\", |i| i.age_days >= 120)`; a script that \
             only analyses is for `rescind run`"
        )
    )]
    NoRules {
        /// The script.
        strategy: String,
    },
    /// The query failed.
    #[error("the strategy could not be computed: {0}")]
    #[diagnostic(code(query))]
    Query(PolarsError),
    /// The query had to end before it was done.
    #[error("the strategy's query {0}")]
    #[diagnostic(
        code(query),
        help("{}", _0.advice().unwrap_or(LONGER))
    )]
    Ended(Interruption),
    /// The query failed inside.
    #[error("the strategy's query failed inside: {0}")]
    #[diagnostic(code(query))]
    Broken(String),
}

impl From<PolarsError> for PlanError {
    fn from(error: PolarsError) -> Self {
        interruption_of_query(&error).map_or(Self::Query(error), Self::Ended)
    }
}

/// What a query made, or why there is no plan.
pub(super) fn query_result<T>(outcome: QueryOutcome<T>) -> Result<T, PlanError> {
    match outcome {
        QueryOutcome::Done(value) => Ok(value?),
        QueryOutcome::Interrupted(ended) => Err(PlanError::Ended(ended)),
        QueryOutcome::Panicked(words) => Err(PlanError::Broken(words)),
    }
}

/// Runs the queries together, as one.
pub(super) fn collect_queries(
    queries: impl Iterator<Item = LazyFrame>,
) -> Result<Vec<DataFrame>, PlanError> {
    rescind_memory::set_activity("the strategy's query");
    query_result(query::collect_all(queries))
}
