//! What is said under a frame that is shown: which rows its conditions left undecided, which
//! results did not fit, which division of whole numbers gave nothing but 0.
//!
//! Invariant: nothing is counted before the frame is shown, and counting changes none of its rows.

use super::Frame;
use super::provenance::FrameStep;
use super::remark_counter::RemarkCounter;
use crate::script::error::ScriptResult;
use crate::script::expr::{ColumnExpr, MisfitCheck, cast_untyped_operands, make_exact};
use crate::script::operand::Operand;
use polars::prelude::{DataType, Expr, LazyFrame, Schema};
use rhai::{Dynamic, Position};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many parts of one operand are watched at most.
pub(super) const WATCHED_MAX: usize = 8;

/// What becomes of a row of which a condition is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) enum UndecidedRows {
    /// It is left out.
    LeftOut,
    /// It does not count.
    Uncounted,
    /// Nothing: the value is no condition.
    NotACondition,
}

/// An operand and the rows that it met.
#[derive(Clone)]
pub(in crate::script) struct RemarkSource {
    /// The column that comes of it; none of a condition.
    column: Option<String>,
    pub(super) operand: Operand,
    pub(super) undecided: UndecidedRows,
    /// What an expression was before it was made exact.
    pub(super) misfits: Vec<MisfitCheck>,
    pub(super) rows: LazyFrame,
    /// The keys of the groups in which an aggregate is computed.
    pub(super) keys: Vec<Expr>,
}

impl RemarkSource {
    /// What there is to be said of `operand`, which `value` gave, over the rows of a frame.
    pub(in crate::script) fn new(
        operand: &Operand,
        value: &Dynamic,
        undecided: UndecidedRows,
        rows: &LazyFrame,
        columns: &Schema,
    ) -> Self {
        let expression = value.clone().try_cast::<ColumnExpr>();
        let misfits = expression
            .map(|expression| {
                make_exact(cast_untyped_operands(expression.0, columns), columns).misfits
            })
            .unwrap_or_default();
        let (operand, rows, keys) = (operand.clone(), rows.clone(), vec![]);
        Self { column: None, operand, undecided, misfits, rows, keys }
    }

    /// A sum of whole numbers over these rows, which is missing where it does not fit.
    pub(super) fn sum(sum: Expr, rows: LazyFrame) -> Self {
        let misfit = MisfitCheck { is_lost: sum.clone().is_null(), is_cast: false };
        let (misfits, undecided) = (vec![misfit], UndecidedRows::NotACondition);
        let operand = Operand::Expression(sum, DataType::Int64);
        Self { column: None, operand, undecided, misfits, rows, keys: vec![] }
    }

    /// The same of the column of this name.
    pub(in crate::script) fn of_column(self, name: &str) -> Self {
        Self { column: Some(name.into()), ..self }
    }

    /// Whether it is computed of a group, and not row by row.
    pub(super) fn is_of_groups(&self) -> bool {
        matches!(self.operand, Operand::Expression(..))
    }

    /// The same in groups of these keys.
    #[must_use]
    pub(super) fn in_groups(self, keys: Vec<Expr>) -> Self {
        Self { keys, ..self }
    }

    /// What was counted, in words.
    fn lines(&self, name: &str, at: Position) -> ScriptResult<Vec<String>> {
        let mut counting = RemarkCounter { rows: self.rows.clone(), parts: 0, counts: vec![] };
        match &self.operand {
            Operand::Formula(formula) => counting.formula(formula, self),
            Operand::Expression(expression, _) => counting.expression(expression, self),
        }
        if counting.counts.is_empty() {
            return Ok(vec![]);
        }
        let name = match &self.column {
            Some(column) => format!("`{column}` of `{name}`"),
            None => format!("`{name}`"),
        };
        let row = counting.row(&self.keys).collect(at)?;
        let counts = counting.counts.iter().enumerate();
        Ok(counts.filter_map(|(number, count)| count.line(number, &name, &row)).collect())
    }
}

/// What is to be said of a frame, the first operation first.
pub(super) fn remark_lines(frame: &Frame, at: Position) -> Vec<String> {
    let (mut seen, mut steps) = (BTreeSet::new(), vec![]);
    let mut open: Vec<(&Arc<FrameStep>, bool)> =
        frame.step.iter().map(|step| (step, false)).collect();
    while let Some((step, is_done)) = open.pop() {
        if is_done {
            steps.push(step);
        } else if seen.insert(Arc::as_ptr(step)) {
            open.push((step, true));
            open.extend(step.from().filter_map(|frame| Some((frame.step.as_ref()?, false))));
        }
    }
    let mut lines_said = vec![];
    for step in steps {
        for noted in step.noted() {
            // The rows are there all the same: what cannot be counted is no error of theirs.
            let lines = noted.lines(step.name(), at).unwrap_or_else(|_| {
                vec![format!("`{}`: what it leaves out could not be counted", step.name())]
            });
            for line in lines {
                if !lines_said.contains(&line) {
                    lines_said.push(line);
                }
            }
        }
    }
    lines_said
}
