//! Whether a division of whole numbers in a strategy gives 0 for every pending invitation: that is
//! rarely what was meant, and neither an order nor a rule shows it.

use crate::finding::{Finding, FindingCode, Level};
use crate::formula::lower::{IntegerDivision, integer_divisions};
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use polars::prelude::{DataFrame, LazyFrame, PolarsResult};

/// Every division of whole numbers, with the query that counts its quotients.
pub(super) fn divisions(
    strategy: &Strategy,
    pending: &LazyFrame,
) -> Vec<(IntegerDivision, LazyFrame)> {
    let divisions = strategy.operands().enumerate().flat_map(|(number, operand)| match operand {
        Operand::Formula(formula) => integer_divisions(formula, &format!("__quotient_{number}_")),
        Operand::Expression(..) => vec![],
    });
    let counted = divisions.map(|division| {
        let [zero, others] = division.counts();
        let rows = division.lowered.add_steps(pending.clone());
        let counts = rows.select([zero.alias("zero"), others.alias("others")]);
        (division, counts)
    });
    counted.collect()
}

/// What there is to say of them, each once.
pub(super) fn zero_division_findings(
    divisions: &[(IntegerDivision, DataFrame)],
) -> PolarsResult<Vec<Finding>> {
    let mut messages: Vec<String> = vec![];
    for (division, counts) in divisions {
        let count = |name: &str| -> PolarsResult<i64> {
            Ok(counts.column(name)?.i64()?.get(0).unwrap_or(0))
        };
        if count("zero")? > 0 && count("others")? == 0 && !messages.contains(&division.remark()) {
            messages.push(division.remark());
        }
    }
    Ok(messages
        .into_iter()
        .map(|one| Finding::new(FindingCode::WholeDivision, Level::Note, one))
        .collect())
}
