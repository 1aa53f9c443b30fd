//! What becomes of one invitation: whether a plan of a strategy would withdraw it, and its place
//! among those that would be.
//!
//! Invariant: it is what the plan itself does: the same queries decide over the same rows, the same
//! order and the same figures say how many go, and only then the one row is picked. Rows are left
//! out only where no formula can see them.

use super::candidate_columns::PRIORITY;
use super::candidates::strategy_queries;
use super::order::CandidateOrder;
use super::plan_error::PlanError;
use super::schedule::withdrawal_count;
use crate::query::Query;
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use chrono::{DateTime, Utc};
use polars::prelude::{DataType, LazyFrame, PolarsResult, col, lit};

/// One invitation: whose it is, which it is, and the one instant of the run.
#[derive(Clone, Copy, Debug)]
pub struct PickedInvitation<'a> {
    pub account: &'a str,
    pub id: &'a str,
    /// The instant at which ages are measured.
    pub as_of: DateTime<Utc>,
}

/// Among which invitations one is decided: those that can change what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionScope {
    /// It alone: every formula looks at one row, and nothing bounds how many go.
    Alone,
    /// Those of its account: every formula looks at one row.
    Account,
    /// All: a formula compares rows, or is an expression, which may.
    All,
}

impl DecisionScope {
    /// That of the decision, without the order and how many go.
    pub fn of_rules(strategy: &Strategy) -> Self {
        if strategy.looks_at_other_rows() { Self::All } else { Self::Alone }
    }

    /// That of whether it goes.
    pub fn of_outcome(strategy: &Strategy) -> Self {
        if strategy.at_most.is_none() && strategy.target_pending.is_none() {
            return Self::of_rules(strategy);
        }
        Self::of_place(strategy)
    }

    /// That of its place among the account's candidates.
    pub fn of_place(strategy: &Strategy) -> Self {
        let compares = strategy.priority.as_ref().is_some_and(Operand::looks_at_other_rows);
        let rules = if compares { Self::All } else { Self::of_rules(strategy) };
        rules.max(Self::Account)
    }
}

impl PickedInvitation<'_> {
    /// The rows of this scope.
    pub(super) fn within(&self, scope: DecisionScope, invitations: &LazyFrame) -> LazyFrame {
        let (name, value) = match scope {
            DecisionScope::Alone => ("id", self.id),
            DecisionScope::Account => ("account", self.account),
            DecisionScope::All => return invitations.clone(),
        };
        invitations.clone().filter(col(name).eq(lit(value)))
    }

    /// Whether the plan of a strategy over these invitations withdraws it.
    pub fn is_withdrawn(
        &self,
        strategy: &Strategy,
        invitations: &LazyFrame,
    ) -> Result<bool, PlanError> {
        let scope = DecisionScope::of_outcome(strategy);
        let Some(position) = self.position(strategy, invitations, scope)? else { return Ok(false) };
        if strategy.at_most.is_none() && strategy.target_pending.is_none() {
            return Ok(true);
        }
        let pending = self.within(DecisionScope::Account, invitations);
        let pending = pending.filter(col("state").eq(lit("pending"))).select([col("id")]);
        let pending = pending.rows()?.height();
        Ok(position.number <= withdrawal_count(strategy, pending, position.candidates))
    }

    /// Its place among the account's candidates; none where it is no candidate.
    pub(super) fn placed(
        &self,
        strategy: &Strategy,
        invitations: &LazyFrame,
    ) -> PolarsResult<Option<CandidateRank>> {
        self.position(strategy, invitations, DecisionScope::of_place(strategy))
    }

    fn position(
        &self,
        strategy: &Strategy,
        invitations: &LazyFrame,
        scope: DecisionScope,
    ) -> PolarsResult<Option<CandidateRank>> {
        let rows = self.within(scope, invitations);
        let accounts = Some(vec![self.account.to_owned()]);
        let candidates = strategy_queries(strategy, &rows, &accounts).candidates.rows()?;
        let ids = candidates.column("id")?.str()?;
        let mut order = CandidateOrder::by_account(&candidates, self.as_of)?;
        let count = order.count(self.account);
        let rows = order.first(self.account, count).into_iter();
        let mut rows = rows.filter_map(|row| usize::try_from(row).ok()).enumerate();
        let Some((before, row)) = rows.find(|(_, row)| ids.get(*row) == Some(self.id)) else {
            return Ok(None);
        };
        let priority = candidates.column(PRIORITY)?.cast(&DataType::Float64)?.f64()?.get(row);
        Ok(Some(CandidateRank { number: before + 1, candidates: count, priority }))
    }
}

/// A place among an account's candidates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CandidateRank {
    /// From 1.
    pub number: usize,
    pub candidates: usize,
    /// The score; none where it is unknown.
    pub priority: Option<f64>,
}
