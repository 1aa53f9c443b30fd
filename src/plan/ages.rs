//! The nearest ages at which one invitation would be decided otherwise.
//!
//! Invariant: at an age that is given here, a plan of data in which the invitation has that age
//! decides otherwise than now: that plan's own query was asked.

use super::candidates::strategy_queries;
use super::flip::nearest_int;
use super::picked_invitation::DecisionScope;
use super::plan_error::PlanError;
use crate::invitations::{AgeSimulation, AgeSimulationError};
use crate::query::Query;
use crate::strategy::{Rule, Strategy};
use polars::prelude::{DataFrame, IntoColumn, IntoLazy, NamedFrom, PolarsResult, Series, col};
use std::collections::BTreeSet;

/// The columns that say how an invitation stands among those of its account.
const RANKS: [&str; 3] = ["account_pending", "oldest_rank", "newest_rank"];

/// Ages in days at which the decision is another.
#[derive(Clone, Debug, Default)]
pub struct AgeFlips {
    /// The nearest below and above.
    pub nearest: (Option<i64>, Option<i64>),
    /// Whether it has expired at the one above.
    pub expired_above: bool,
    /// The greatest age that was tried; none where none was.
    pub tried_up_to_days: Option<i64>,
    /// Whether every age up to that was, and not only some.
    pub tried_each: bool,
    /// Why no age was tried, or none that is greater.
    pub not_tried: Option<String>,
}

impl AgeFlips {
    /// None were tried, for this reason.
    pub fn not_tried(why: &AgeSimulationError) -> Self {
        Self { not_tried: Some(why.to_string()), ..Self::default() }
    }

    /// The nearest ages for which `flips` says that the decision is another.
    pub fn search(aging: &AgeSimulation, flips: impl FnMut(i64) -> bool) -> Self {
        let ends = 0..=aging.greatest_days();
        Self::between(aging, nearest_int(aging.now(), ends, flips))
    }

    fn between(aging: &AgeSimulation, nearest: (Option<i64>, Option<i64>)) -> Self {
        Self {
            nearest,
            expired_above: nearest.1.is_some_and(|age| aging.is_expired_at(age)),
            tried_up_to_days: Some(aging.greatest_days()),
            not_tried: aging.bound().map(String::from),
            ..Self::default()
        }
    }

    /// The same where the decision looks at the invitation alone, `row`: every age at once. None
    /// where it may look at others.
    pub fn try_each_age(
        aging: &AgeSimulation,
        strategy: &Strategy,
        row: &DataFrame,
    ) -> Result<Option<Self>, PlanError> {
        if DecisionScope::of_outcome(strategy) != DecisionScope::Alone || looks_at_ranks(strategy) {
            return Ok(None);
        }
        let withdrawn = withdrawn_at(aging, strategy, row)?;
        let now = withdrawn.contains(&aging.now());
        let flips = |age: &i64| withdrawn.contains(age) != now;
        let below = (0..aging.now()).rev().find(flips);
        let above = (aging.now() + 1..=aging.greatest_days()).find(flips);
        Ok(Some(Self { tried_each: true, ..Self::between(aging, (below, above)) }))
    }
}

/// The ages at which a strategy withdraws an invitation that it decides by its row alone: a plan of
/// as many copies of the row as there are ages.
fn withdrawn_at(
    aging: &AgeSimulation,
    strategy: &Strategy,
    row: &DataFrame,
) -> PolarsResult<BTreeSet<i64>> {
    let ages: Vec<i64> = (0..=aging.greatest_days()).collect();
    let mut copies = row.new_from_index(0, ages.len());
    copies.with_column(Series::new("__age".into(), ages).into_column())?;
    let copies = aging.with_age(copies.lazy(), col("__age"));
    let withdrawn = strategy_queries(strategy, &copies, &None).candidates.rows()?;
    Ok(withdrawn.column("age_days")?.i64()?.iter().flatten().collect())
}

fn looks_at_ranks(strategy: &Strategy) -> bool {
    let conditions = strategy.rules.iter().filter_map(Rule::condition);
    let mut columns = conditions.map(|condition| strategy.columns_seen_by(condition));
    columns.any(|seen| RANKS.iter().any(|name| seen.contains(*name)))
}
