//! Why one invitation is kept or withdrawn: every rule with the predicate that decided it, the
//! priority in its terms, and its place among the account's candidates.
//!
//! Invariant: what is explained is what the plan does: the same query over the same rows decides
//! both, and only then the one row is picked.

use super::picked_invitation::{CandidateRank, PickedInvitation};
use super::plan_error::PlanError;
use super::rule_trace::{RuleTrace, trace_rules};
use super::score_terms::{ScoreTerm, terms};
use crate::strategy::Strategy;
use polars::prelude::{LazyFrame, col, lit};

/// Why one invitation is kept or withdrawn.
#[derive(Clone, Debug)]
pub struct DecisionTrace {
    /// Every rule, in the order of the script.
    pub rules: Vec<RuleTrace>,
    /// The rule that decides, by its index.
    pub decided_by: Option<usize>,
    /// What the score is the sum of; nothing where that cannot be told.
    pub terms: Vec<ScoreTerm>,
    /// Its place among the account's candidates; none where it is none.
    pub position: Option<CandidateRank>,
}

/// Explains the decision for one of these invitations, which are all.
pub fn trace_decision(
    strategy: &Strategy,
    invitations: &LazyFrame,
    picked: PickedInvitation,
) -> Result<DecisionTrace, PlanError> {
    let rows = beside(invitations, picked.id);
    let (rules, decided_by) = trace_rules(strategy, &rows, picked)?;
    let position = picked.placed(strategy, invitations)?;
    let terms = match position {
        Some(position) => terms(strategy, &rows, picked, position.priority)?,
        None => vec![],
    };
    Ok(DecisionTrace { rules, decided_by, terms, position })
}

/// The invitation among those that are pending, which is all that a plan sees: one that is not is
/// looked at as if it was.
fn beside(invitations: &LazyFrame, id: &str) -> LazyFrame {
    invitations.clone().filter(col("state").eq(lit("pending")).or(col("id").eq(lit(id))))
}
