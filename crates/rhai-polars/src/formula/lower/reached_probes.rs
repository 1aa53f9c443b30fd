//! Which probes of a formula the rows of a frame reach.

use super::lower;
use crate::formula::Formula;
use crate::formula::probes::ReachedProbes;
use crate::query::Query;
use polars::prelude::{DataType, Expr, LazyFrame, PolarsResult, len, lit};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The probes that at least one row reaches, by number; of the rows `among` which this is true.
///
/// # Errors
/// A query that Polars cannot run.
pub fn reached_probes(
    formula: &Formula,
    frame: LazyFrame,
    among: &Expr,
) -> PolarsResult<BTreeSet<i64>> {
    if formula.probes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut steps: Vec<Vec<Expr>> = vec![];
    let mut any: Vec<Expr> = vec![];
    for (index, probe) in formula.probes.iter().enumerate() {
        let name = format!("__probe_{index}");
        let here = match probe.when {
            None => among.clone(),
            Some(when) => {
                let lowered = lower(&formula.part(when), &format!("{name}_"));
                steps.resize_with(steps.len().max(lowered.steps.len()), Vec::new);
                for (step, probe_step) in steps.iter_mut().zip(lowered.steps) {
                    step.extend(probe_step);
                }
                lowered.value.cast(DataType::Boolean).and(among.clone())
            }
        };
        // Without rows, what is the same in every row is reached by none.
        any.push(here.any(true).and(len().gt(lit(0))).alias(name.as_str()));
    }
    let frame = steps.into_iter().fold(frame, LazyFrame::with_columns);
    let row = frame.select(any).rows()?;
    let numbers = formula.probes.iter().enumerate().filter(|(index, _)| {
        let column = row.column(&format!("__probe_{index}")).and_then(|column| column.bool());
        column.is_ok_and(|column| column.get(0) == Some(true))
    });
    Ok(numbers.map(|(_, probe)| probe.number).collect())
}

/// A formula whose probes are noted as soon as it meets the frame that it is about.
#[derive(Debug)]
pub struct ProbedFormula {
    formula: Formula,
    sink: Arc<ReachedProbes>,
}

impl ProbedFormula {
    /// Of a formula with probes.
    pub fn new(formula: &Formula, sink: &Arc<ReachedProbes>) -> Self {
        let probes = formula.probes.clone();
        Self { formula: Formula { probes, ..formula.part(formula.root) }, sink: sink.clone() }
    }

    /// Notes what the rows of a frame reach. A query that fails says so where it is run.
    pub(super) fn note(&self, frame: &LazyFrame) {
        let reached = reached_probes(&self.formula, frame.clone(), &lit(true)).unwrap_or_default();
        for number in reached {
            self.sink.reach(number);
        }
    }
}
