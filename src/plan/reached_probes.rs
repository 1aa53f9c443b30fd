//! Which probes of a strategy's formulas its invitations reach.
//!
//! Invariant: a rule's formula is reached by what no earlier rule decides, a column's by all that
//! is pending, the score by the candidates: as the plan is explained, not as it is computed.

use super::candidate_columns::DECIDED;
use super::rule_columns::{is_candidate, with_columns, with_deciding_rule};
use crate::formula::lower::reached_probes as reached_of;
use crate::script::operand::Operand;
use crate::strategy::{RuleCondition, Strategy};
use polars::prelude::{Expr, LazyFrame, PolarsResult, col, lit};
use std::collections::BTreeSet;

/// The probes that at least one pending invitation reaches, by number.
pub fn reached_probes(strategy: &Strategy, invitations: &LazyFrame) -> PolarsResult<BTreeSet<i64>> {
    let pending = invitations.clone().filter(col("state").eq(lit("pending")));
    let wide = with_columns(strategy, pending);
    let decided = with_deciding_rule(strategy, wide.clone());
    let mut reached = BTreeSet::new();
    for column in &strategy.columns {
        // A column is made of those above it, and none changes those.
        reached.extend(reached_by(&column.value, &wide, &lit(true))?);
    }
    for (number, rule) in (1_u32..).zip(&strategy.rules) {
        if let RuleCondition::Holds(operand) = &rule.when {
            let tried = col(DECIDED).eq(lit(0_u32)).or(col(DECIDED).gt_eq(lit(number)));
            reached.extend(reached_by(operand, &decided, &tried)?);
        }
    }
    if let Some(score) = &strategy.priority {
        reached.extend(reached_by(score, &decided, &is_candidate(strategy))?);
    }
    Ok(reached)
}

fn reached_by(operand: &Operand, frame: &LazyFrame, among: &Expr) -> PolarsResult<BTreeSet<i64>> {
    match operand {
        Operand::Formula(formula) => reached_of(formula, frame.clone(), among),
        Operand::Expression(..) => Ok(BTreeSet::new()),
    }
}
