//! The queries of a plan, and what each of them gave.

use super::candidates::{StrategyQueries, filter_accounts, strategy_queries_over};
use super::plan_error::{PlanError, collect_queries};
use super::plan_input::{PlanInput, PlanSettings};
use super::recorded_withdrawals::recorded_withdrawals_query;
use crate::invitations::summarise_accounts;
use crate::strategy::Strategy;
use polars::prelude::{DataFrame, LazyFrame};

/// What a plan asks (`LazyFrame`), or has for an answer (`DataFrame`).
pub(super) struct PlanQueries<T> {
    /// As [`summarise_accounts`] makes it.
    pub(super) summary: T,
    /// What accounts withdrew, as [`recorded_withdrawals_query`] makes it.
    pub(super) recorded: T,
    pub(super) of_strategy: StrategyQueries<T>,
}

impl PlanQueries<LazyFrame> {
    pub(super) fn new(
        strategy: &Strategy,
        input: &PlanInput,
        settings: &PlanSettings,
    ) -> Result<Self, PlanError> {
        let PlanInput { invitations, accounts } = input;
        let pending = invitations.pending(|columns| strategy.names_any(columns))?;
        let rows = &invitations.uncounted;
        let summary = summarise_accounts(rows.clone(), settings.as_of);
        let recorded = recorded_withdrawals_query(rows.clone(), settings.start);
        Ok(Self {
            summary: filter_accounts(summary, accounts),
            recorded: filter_accounts(recorded, accounts),
            of_strategy: strategy_queries_over(strategy, pending, rows, accounts),
        })
    }

    /// Runs all of them together, as one query, which reads every row once.
    pub(super) fn collect(self) -> Result<PlanQueries<DataFrame>, PlanError> {
        let Self { summary, recorded, of_strategy } = self;
        let StrategyQueries { counts, candidates, inmail, protected, not_pending, divisions } =
            of_strategy;
        let (divisions, quotients): (Vec<_>, Vec<_>) = divisions.into_iter().unzip();
        let single = [summary, recorded, counts, candidates, inmail, protected];
        let single_count = single.len();
        let queries = single.into_iter().chain(quotients).chain(not_pending);
        let mut single = collect_queries(queries)?;
        let mut quotients = single.split_off(single_count);
        let not_pending = quotients.split_off(divisions.len());
        let [summary, recorded, counts, candidates, inmail, protected] =
            <[DataFrame; 6]>::try_from(single)
                .map_err(|_| PlanError::Broken("a result is missing".into()))?;
        let divisions = divisions.into_iter().zip(quotients).collect();
        let of_strategy =
            StrategyQueries { counts, candidates, inmail, protected, not_pending, divisions };
        Ok(PlanQueries { summary, recorded, of_strategy })
    }
}
