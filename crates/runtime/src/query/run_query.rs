//! Runs queries within bounds, on the engine that suits each.

use super::{damaged_file, run_watched};
use crate::deadline::{Interruption, interruption_of_io};
use polars::error::polars_err;
use polars::prelude::{
    DataFrame, DslPlan, Engine, JoinType, LazyFrame, OptFlags, PolarsError, PolarsResult, SchemaRef,
};
use polars_plan::plans::DslFunction;
use std::io;
use std::sync::Arc;

#[derive(Debug)]
pub enum QueryOutcome<T> {
    /// What Polars gives.
    Done(PolarsResult<T>),
    /// It had to end before.
    Interrupted(Interruption),
    /// It failed inside, with these words.
    Panicked(String),
}

impl<T> QueryOutcome<T> {
    /// The same, where the reason why there is no result need not be told from any other.
    ///
    /// # Errors
    /// Why there is none.
    pub fn result(self) -> PolarsResult<T> {
        match self {
            Self::Done(result) => result,
            Self::Interrupted(ended) => {
                Err(PolarsError::IO { error: Arc::new(io::Error::other(ended)), msg: None })
            }
            Self::Panicked(words) => {
                Err(polars_err!(ComputeError: "a query failed inside: {words}"))
            }
        }
    }
}

/// Why a query had to end, where an error says that it had to.
pub fn interruption_of_query(error: &PolarsError) -> Option<Interruption> {
    let PolarsError::IO { error, .. } = error else { return None };
    interruption_of_io(error)
}

pub trait Query {
    /// Its rows, computed now.
    ///
    /// # Errors
    /// What Polars says against it, which file is damaged, or why it had to end.
    fn rows(self) -> PolarsResult<DataFrame>;

    /// The same, made piece by piece where a file is scanned, so that no column of a large one
    /// is held whole on the way. Not where fractions are added up: their sum depends on which
    /// piece comes first.
    ///
    /// # Errors
    /// As [`Query::rows`].
    fn streamed(self) -> PolarsResult<DataFrame>;
}

impl Query for LazyFrame {
    fn rows(self) -> PolarsResult<DataFrame> {
        collect(self).result()
    }

    fn streamed(self) -> PolarsResult<DataFrame> {
        stream(self).result()
    }
}

pub fn collect(lazy: LazyFrame) -> QueryOutcome<DataFrame> {
    let engine = choose_engine(&lazy.logical_plan);
    collect_on(engine, lazy)
}

/// The rows of a query, made piece by piece: see [`Query::streamed`].
pub fn stream(lazy: LazyFrame) -> QueryOutcome<DataFrame> {
    collect_on(engine_of_pieces(&lazy.logical_plan), lazy)
}

/// How many rows in memory are worth being taken piece by piece.
const ROWS_OF_PIECES: usize = 200_000;

/// What is in memory anyhow is mostly small, and the streaming engine slow to begin.
pub(super) fn engine_of_pieces(plan: &DslPlan) -> Engine {
    let is_large = |node: &DslPlan| match node {
        DslPlan::Scan { .. } => true,
        DslPlan::DataFrameScan { df, .. } => df.height() >= ROWS_OF_PIECES,
        _ => false,
    };
    if plan.into_iter().any(is_large) { Engine::Streaming } else { choose_engine(plan) }
}

fn collect_on(engine: Engine, lazy: LazyFrame) -> QueryOutcome<DataFrame> {
    let _reading = damaged_file::NotedFile::begin(std::slice::from_ref(&lazy.logical_plan));
    let again = lazy.clone();
    let outcome = run_watched::run_watched(move || {
        let result = again.clone().collect_with_engine(engine)?;
        Ok(result.unwrap_single())
    });
    damaged_file::blame_damaged_file(outcome, &[lazy.logical_plan])
}

/// The columns of a query. Polars plans all of it for that, which may take as long as its rows.
pub fn columns(lazy: LazyFrame) -> QueryOutcome<SchemaRef> {
    run_watched::run_watched(move || lazy.clone().collect_schema())
}

/// The rows of several queries, which are run as one.
pub fn collect_all(queries: impl Iterator<Item = LazyFrame>) -> QueryOutcome<Vec<DataFrame>> {
    let plans: Vec<DslPlan> = queries.map(|query| query.logical_plan).collect();
    let _reading = damaged_file::NotedFile::begin(&plans);
    let again = plans.clone();
    let outcome = run_watched::run_watched(move || {
        LazyFrame::collect_all_with_engine(again.clone(), Engine::Auto, OptFlags::default())
    });
    damaged_file::blame_damaged_file(outcome, &plans)
}

/// Whether an error may come from how a file is, and not from what is asked of it.
pub(super) fn may_be_the_files(error: &PolarsError) -> bool {
    !matches!(
        error,
        PolarsError::ColumnNotFound(_)
            | PolarsError::Duplicate(_)
            | PolarsError::SchemaFieldNotFound(_)
            | PolarsError::SchemaMismatch(_)
            | PolarsError::StructFieldNotFound(_)
    )
}

/// The most steps of a query that Polars takes one after the other without looking up.
const STEPS_MAX: usize = 8;

/// How many rows a join may come to without being looked after.
const JOINED_ROWS_MAX: usize = 1_000_000;

/// A join may give more rows than any memory holds, and texts may double with every step. Polars'
/// streaming engine goes on piece by piece and can be ended between two of them; the other looks up
/// only before its first step, but begins at once: for what is small it takes half as long.
fn choose_engine(plan: &DslPlan) -> Engine {
    let is_step = |node: &&DslPlan| matches!(node, DslPlan::HStack { .. } | DslPlan::Select { .. });
    let steps = plan.into_iter().filter(is_step).take(STEPS_MAX + 1).count();
    let may_grow = steps > STEPS_MAX
        || plan.into_iter().any(multiplies) && joined_rows_max(plan) > JOINED_ROWS_MAX;
    if may_grow { Engine::Streaming } else { Engine::Auto }
}

/// Whether a row of one side may come to stand in several.
fn multiplies(node: &DslPlan) -> bool {
    let DslPlan::Join { options, .. } = node else { return false };
    !matches!(options.args.how, JoinType::Semi | JoinType::Anti)
}

/// More rows than joins can make of what is in memory, whatever their keys: every row of one table
/// with every row of every other. None is known of a file, and where lists become rows.
fn joined_rows_max(plan: &DslPlan) -> usize {
    plan.into_iter().fold(1, |rows: usize, node| match node {
        DslPlan::DataFrameScan { df, .. } => rows.saturating_mul(df.height() + 1),
        DslPlan::MapFunction {
            function: DslFunction::RowIndex { .. } | DslFunction::Rename { .. },
            ..
        } => rows,
        DslPlan::MapFunction { .. } | DslPlan::Scan { .. } => usize::MAX,
        _ => rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::ordered_join;
    use polars::prelude::{ExplodeOptions, IntoLazy, Selector, df};

    #[test]
    fn what_may_grow_runs_piece_by_piece() {
        let table = |rows: i64| df!("x" => (0..rows).collect::<Vec<_>>()).unwrap().lazy();
        let joined = |left, right| {
            let on = [polars::prelude::col("x")];
            LazyFrame::join(left, right, on.clone(), on, ordered_join(JoinType::Inner))
        };
        let is_in_pieces =
            |query: &LazyFrame| choose_engine(&query.logical_plan) == Engine::Streaming;
        assert!(!is_in_pieces(&joined(table(900), table(1_000))));
        assert!(is_in_pieces(&joined(table(1_000), table(1_000))));
        assert!(is_in_pieces(&joined(joined(table(200), table(200)), table(200))));
        let options = ExplodeOptions { empty_as_null: true, keep_nulls: true };
        let exploded = table(2).explode(Selector::Wildcard, options);
        assert!(is_in_pieces(&joined(exploded, table(2))));
        assert!(!is_in_pieces(&joined(table(2).with_row_index("n", None), table(2))));
        assert!(!is_in_pieces(&table(2_000_000)));
    }
}
