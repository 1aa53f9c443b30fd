//! The strategy as columns: whether each rule matches, which one decides, and the score.
//!
//! Invariant: the first rule known to match decides; a rule that is unknown does not.

use super::candidate_columns::{DECIDED, rule_match_column};
use crate::formula::lower::LoweredFormula;
use crate::query::ordered_join;
use crate::script::operand::Operand;
use crate::strategy::{RuleCondition, Strategy, Verb};
use polars::prelude::{
    DataType, Expr, JoinType, LazyFrame, NULL, NamedFrom, Series, UniqueKeepStrategy, coalesce,
    col, cols, lit, when,
};

/// The frame with the columns that the strategy declares.
pub(super) fn with_columns(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    for (index, column) in strategy.columns.iter().enumerate() {
        frame =
            with_operand_column(frame, &column.value, &format!("__column_{index}_"), &column.name);
    }
    frame
}

fn with_operand_column(frame: LazyFrame, value: &Operand, prefix: &str, name: &str) -> LazyFrame {
    let lowered = value.lower(prefix);
    lowered.add_steps(frame).with_column(lowered.value.alias(name))
}

/// Expressions that are computed side by side: Polars walks queries by recursion, so one step for
/// each would end at some number of them.
#[derive(Default)]
pub(super) struct ColumnBatch {
    steps: Vec<Vec<Expr>>,
    values: Vec<Expr>,
}

impl ColumnBatch {
    /// Adds what was lowered with a prefix of its own; `value` makes its column.
    pub(super) fn add(&mut self, lowered: LoweredFormula, value: impl FnOnce(Expr) -> Expr) {
        self.steps.resize_with(self.steps.len().max(lowered.steps.len()), Vec::new);
        for (step, steps) in self.steps.iter_mut().zip(lowered.steps) {
            step.extend(steps);
        }
        self.values.push(value(lowered.value));
    }

    /// The frame with all of them.
    pub(super) fn apply_to(self, frame: LazyFrame) -> LazyFrame {
        self.steps.into_iter().chain([self.values]).fold(frame, LazyFrame::with_columns)
    }
}

/// A column for each rule, and the number of the first that is true.
pub(super) fn with_deciding_rule(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    let mut conditions = ColumnBatch::default();
    for (index, rule) in strategy.rules.iter().enumerate() {
        let name = rule_match_column(index);
        match &rule.when {
            RuleCondition::InFrame(members) => {
                frame = with_membership(frame, members.lazy(), &name);
            }
            RuleCondition::Holds(operand) => {
                let lowered = operand.lower(&format!("{name}_"));
                conditions.add(lowered, |holds| holds.cast(DataType::Boolean).alias(name.as_str()));
            }
        }
    }
    conditions.apply_to(frame).with_column(first_matching_rule(strategy).alias(DECIDED))
}

/// The number of the first rule that is true; 0 where none is.
fn first_matching_rule(strategy: &Strategy) -> Expr {
    first_matching_rule_from(0, strategy)
}

/// The same of the rules from this index on.
pub(super) fn first_matching_rule_from(start: usize, strategy: &Strategy) -> Expr {
    let numbers = (start..strategy.rules.len()).map(|index| {
        when(col(rule_match_column(index).as_str())).then(rule_number(index)).otherwise(lit(NULL))
    });
    let numbers: Vec<Expr> = numbers.chain([lit(0_u32)]).collect();
    coalesce(&numbers).cast(DataType::UInt32)
}

/// The number of a rule, from 1.
fn rule_number(index: usize) -> Expr {
    lit(u32::try_from(index + 1).unwrap_or(u32::MAX))
}

/// Whether a row's `id` is among those of a frame.
fn with_membership(frame: LazyFrame, members: LazyFrame, name: &str) -> LazyFrame {
    let members = members
        .select([col("id")])
        .unique(Some(cols(["id"])), UniqueKeepStrategy::Any)
        .with_column(lit(true).alias(name));
    let on = [col("id")];
    let joined = frame.join(members, on.clone(), on, ordered_join(JoinType::Left));
    joined.with_column(col(name).fill_null(lit(false)))
}

pub(super) fn with_score(rows: LazyFrame, score: &Operand) -> LazyFrame {
    with_operand_column(rows, score, "__priority_", "__score")
}

/// Rows with what they are ordered by.
pub(super) fn with_score_or_age(strategy: &Strategy, rows: LazyFrame) -> LazyFrame {
    match &strategy.priority {
        Some(score) => with_score(rows, score),
        None => rows.with_column(col("age_days").alias("__score")),
    }
}

/// Whether the rule of this number withdraws.
pub(super) fn is_withdraw_rule(strategy: &Strategy, number: u32) -> bool {
    let index = usize::try_from(number).unwrap_or(0).checked_sub(1);
    let rule = index.and_then(|index| strategy.rules.get(index));
    rule.is_some_and(|rule| rule.verb == Verb::Withdraw)
}

/// Whether a rule that withdraws decides.
pub(super) fn is_decided_to_withdraw(strategy: &Strategy) -> Expr {
    is_withdraw_rule_expr(strategy, col(DECIDED))
}

/// Whether the rule of this number withdraws.
pub(super) fn is_withdraw_rule_expr(strategy: &Strategy, number: Expr) -> Expr {
    let withdrawing = strategy.rules.iter().enumerate().filter(|(_, r)| r.verb == Verb::Withdraw);
    let numbers = withdrawing.map(|(index, _)| u32::try_from(index + 1).unwrap_or(u32::MAX));
    let numbers = Series::new("numbers".into(), numbers.collect::<Vec<u32>>());
    number.is_in(lit(numbers).implode(true), false)
}

pub(super) fn is_inmail() -> Expr {
    col("kind").eq(lit("inmail"))
}

/// Whether an invitation may be withdrawn.
pub(super) fn is_candidate(strategy: &Strategy) -> Expr {
    is_decided_to_withdraw(strategy).and(is_inmail().not())
}

/// The score: whole where it is, so that none is rounded before it is compared. One that is no
/// number is unknown: it goes last, and JSON can write it.
pub(super) fn priority_expr(strategy: &Strategy) -> Expr {
    let dtype = strategy.priority.as_ref().map_or(DataType::Int64, Operand::dtype);
    if dtype == DataType::Int64 {
        return col("__score");
    }
    let score = col("__score").cast(DataType::Float64);
    when(score.clone().is_finite()).then(score).otherwise(lit(NULL))
}
