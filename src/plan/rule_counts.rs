//! How often each rule decides, comes too late, or is left undecided, and by which missing values:
//! sums over the query that decides, in the same pass.

use super::candidate_columns::{DECIDED, rule_match_column};
use super::plan_data::RuleCount;
use crate::script::operand::Operand;
use crate::strategy::{RuleCondition, Strategy};
use indexmap::IndexMap;
use polars::prelude::{
    BooleanChunked, ChunkCompareEq, ChunkCompareIneq, DataFrame, DataType, Expr, PolarsResult, col,
    lit,
};
use std::collections::BTreeMap;

/// The sums of every rule, one row in all.
pub(super) fn rule_sum_exprs(strategy: &Strategy) -> Vec<Expr> {
    (0..strategy.rules.len()).flat_map(|index| sum_exprs_of_rule(strategy, index)).collect()
}

fn sum_exprs_of_rule(strategy: &Strategy, index: usize) -> Vec<Expr> {
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let matches_rule = col(rule_match_column(index).as_str());
    let earlier = col(DECIDED).gt(lit(0_u32)).and(col(DECIDED).lt(lit(number)));
    let mut sums = vec![sum(col(DECIDED).eq(lit(number)), &matched(index))];
    if index > 0 {
        sums.push(sum(earlier.clone().and(matches_rule.clone()), &shadowed(index)));
    }
    let columns = open_columns(strategy, index);
    if !columns.is_empty() || may_be_unknown(strategy, index) {
        let open = earlier.not().and(matches_rule.is_null());
        sums.push(sum(open.clone(), &undecided(index)));
        let by = columns.iter().enumerate().map(|(number, name)| {
            sum(open.clone().and(col(name.as_str()).is_null()), &undecided_by(index, number))
        });
        sums.extend(by);
    }
    sums
}

/// The sums of rules, by name.
pub(super) type Sums = BTreeMap<String, i64>;

/// The same sums of some rows of which it is decided.
pub(super) fn sum_decided_rows(strategy: &Strategy, decided: &DataFrame) -> PolarsResult<Sums> {
    let mut sums = Sums::new();
    let mut note = |name: String, rows: &BooleanChunked| {
        sums.insert(name, rows.sum().map_or(0, i64::from));
    };
    let numbers = decided.column(DECIDED)?.u32()?;
    for index in 0..strategy.rules.len() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let matches_rule = decided.column(&rule_match_column(index))?.bool()?;
        let earlier = numbers.gt(0_u32) & numbers.lt(number);
        note(matched(index), &numbers.equal(number));
        if index > 0 {
            note(shadowed(index), &(&earlier & matches_rule));
        }
        let columns = open_columns(strategy, index);
        if !columns.is_empty() || may_be_unknown(strategy, index) {
            let open = &!&earlier & &matches_rule.is_null();
            note(undecided(index), &open);
            for (by, name) in columns.iter().enumerate() {
                note(undecided_by(index, by), &(&open & &decided.column(name)?.is_null()));
            }
        }
    }
    Ok(sums)
}

fn sum(condition: Expr, name: &str) -> Expr {
    condition.sum().cast(DataType::Int64).alias(name)
}

fn matched(index: usize) -> String {
    format!("matched_{index}")
}

fn shadowed(index: usize) -> String {
    format!("shadowed_{index}")
}

fn undecided(index: usize) -> String {
    format!("undecided_{index}")
}

fn undecided_by(index: usize, number: usize) -> String {
    format!("undecided_{index}_by_{number}")
}

/// The columns of which a missing value can leave a rule undecided; none where it never is.
fn open_columns(strategy: &Strategy, index: usize) -> Vec<String> {
    match &strategy.rules[index].when {
        RuleCondition::Holds(operand) => {
            strategy.columns_leaving_unknown(operand).into_iter().collect()
        }
        RuleCondition::InFrame(_) => vec![],
    }
}

/// Whether a rule may be undecided whatever the columns hold, as where a map lacks a name.
fn may_be_unknown(strategy: &Strategy, index: usize) -> bool {
    match &strategy.rules[index].when {
        RuleCondition::Holds(Operand::Formula(formula)) => {
            formula.graph.facts(formula.root).nullable
        }
        _ => false,
    }
}

/// The counts of every rule from the row of their sums.
pub(super) fn rule_counts(strategy: &Strategy, sums: &DataFrame) -> PolarsResult<Vec<RuleCount>> {
    let count = |name: &str| -> PolarsResult<usize> {
        let Ok(column) = sums.column(name) else { return Ok(0) };
        Ok(column.i64()?.get(0).and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    };
    let rules = strategy.rules.iter().enumerate().map(|(index, rule)| {
        let mut by = IndexMap::new();
        for (number, column) in open_columns(strategy, index).into_iter().enumerate() {
            match count(&undecided_by(index, number))? {
                0 => {}
                count => drop(by.insert(column, count)),
            }
        }
        by.sort_by(|one, count, other, others| others.cmp(count).then(one.cmp(other)));
        Ok(RuleCount {
            verb: rule.verb,
            reason: rule.reason.clone(),
            declared: (rule.script.clone(), rule.position),
            when: None,
            matched: count(&matched(index))?,
            undecided: count(&undecided(index))?,
            undecided_by: by,
            shadowed: count(&shadowed(index))?,
        })
    });
    rules.collect()
}
