//! What is counted while a formula runs, to say afterwards in how many rows it decided nothing.

use super::Frame;
use super::remarks::{RemarkSource, UndecidedRows, WATCHED_MAX};
use crate::formula::Formula;
use crate::formula::graph::{NodeId, Op};
use crate::formula::lower::{IntegerDivision, integer_divisions, lower, may_misfit};
use crate::script::expression_type::columns_in;
use crate::script::frame_terms::TEMPORARY_PREFIX;
use polars::polars_utils::UnitVec;
use polars::prelude::{DataFrame, DataType, Expr, LazyFrame, col, len, lit};

/// One thing that is counted.
pub(super) struct RemarkCount {
    what: RemarkKind,
    /// True of the rows that count.
    is_counted: Expr,
    /// The columns of which a missing value may be the reason.
    by: Vec<String>,
}

enum RemarkKind {
    Undecided(&'static str),
    Misfit,
    /// A text that is no value of the type that it was to have.
    FailedCast,
    /// A division of whole numbers, of which it counts whether all that it gave is 0.
    Divided(IntegerDivision),
}

pub(super) struct RemarkCounter {
    pub(super) rows: LazyFrame,
    /// How many parts of a formula were lowered so far.
    pub(super) parts: usize,
    pub(super) counts: Vec<RemarkCount>,
}

/// The column of a count, and of that part of it that a column is the reason for.
fn name_of(number: usize, by: Option<usize>) -> String {
    by.map_or_else(|| format!("{number}"), |by| format!("{number} {by}"))
}

/// The column of how many rows there are.
const ROWS: &str = "rows";

impl RemarkCounter {
    pub(super) fn formula(&mut self, formula: &Formula, noted: &RemarkSource) {
        let consequence = match noted.undecided {
            UndecidedRows::LeftOut => Some("left out"),
            UndecidedRows::Uncounted => Some("not counted"),
            UndecidedRows::NotACondition => None,
        };
        if let Some(consequence) = consequence {
            let by = noted.operand.nullable_columns().into_iter().collect::<Vec<_>>();
            if !by.is_empty() {
                let is_counted = self.part(formula, formula.root).is_null();
                self.counts.push(RemarkCount {
                    what: RemarkKind::Undecided(consequence),
                    is_counted,
                    by,
                });
            }
        }
        for quotient in integer_divisions(formula, &format!("{TEMPORARY_PREFIX}noted_of_")) {
            self.rows = quotient.lowered.add_steps(self.rows.clone());
            let is_counted = quotient.lowered.value.clone();
            self.counts.push(RemarkCount {
                what: RemarkKind::Divided(quotient),
                is_counted,
                by: vec![],
            });
        }
        let graph = &formula.graph;
        for id in graph.needed_by(formula.root) {
            if self.counts.len() >= WATCHED_MAX {
                break;
            }
            if !may_misfit(graph, id) {
                continue;
            }
            // A sum is missing for no other reason than that it does not fit.
            let op = &graph.node(id).op;
            let operands = if matches!(op, Op::Window(..)) { vec![] } else { op.operands() };
            let known = operands.iter().map(|operand| self.part(formula, *operand).is_not_null());
            let known = known.reduce(Expr::and).unwrap_or_else(|| lit(true));
            let is_counted = self.part(formula, id).is_null().and(known);
            self.counts.push(RemarkCount { what: RemarkKind::Misfit, is_counted, by: vec![] });
        }
    }

    /// A part of a formula, over the rows with the temporary columns that it needs.
    fn part(&mut self, formula: &Formula, part: NodeId) -> Expr {
        self.parts += 1;
        let prefix = format!("{TEMPORARY_PREFIX}noted_{}_", self.parts);
        let lowered = lower(&formula.part(part), &prefix);
        self.rows = lowered.add_steps(self.rows.clone());
        lowered.value
    }

    pub(super) fn expression(&mut self, expression: &Expr, noted: &RemarkSource) {
        if noted.undecided == UndecidedRows::LeftOut {
            self.undecided(expression, "left out", None);
        }
        self.choices(expression, None);
        for misfit in &noted.misfits {
            let what = if misfit.is_cast { RemarkKind::FailedCast } else { RemarkKind::Misfit };
            self.counts.push(RemarkCount { what, is_counted: misfit.is_lost.clone(), by: vec![] });
        }
    }

    fn undecided(&mut self, condition: &Expr, consequence: &'static str, among: Option<&Expr>) {
        let by: Vec<String> = columns_in(condition).into_iter().collect();
        if by.is_empty() || self.counts.len() >= WATCHED_MAX {
            return;
        }
        let open = condition.clone().is_null();
        let is_counted = among.map_or(open.clone(), |among| open.and(among.clone()));
        self.counts.push(RemarkCount { what: RemarkKind::Undecided(consequence), is_counted, by });
    }

    /// Every `when` and `filter` within an expression; `among` is true of the rows that get there.
    fn choices(&mut self, expression: &Expr, among: Option<&Expr>) {
        match expression {
            Expr::Ternary { predicate, truthy, falsy } => {
                self.undecided(predicate, "given what stands in `otherwise`", among);
                let holds = predicate.as_ref().clone().fill_null(lit(false));
                let there =
                    |holds: Expr| among.map_or(holds.clone(), |reached| reached.clone().and(holds));
                self.choices(truthy, Some(&there(holds.clone())));
                self.choices(falsy, Some(&there(holds.not())));
            }
            Expr::Filter { input, by } => {
                self.undecided(by, "left out", among);
                self.choices(input, among);
            }
            other => {
                let mut parts = UnitVec::default();
                other.nodes(&mut parts);
                for part in parts.iter() {
                    self.choices(part, among);
                }
            }
        }
    }

    /// The one row of all counts.
    pub(super) fn row(&self, keys: &[Expr]) -> Frame {
        let sum = |condition: Expr| condition.cast(DataType::Int64).sum();
        let mut sums: Vec<Expr> = vec![len().cast(DataType::Int64).alias(ROWS)];
        for (number, count) in self.counts.iter().enumerate() {
            if let RemarkKind::Divided(quotient) = &count.what {
                let [zero, others] = quotient.counts();
                sums.push(zero.alias(name_of(number, None)));
                sums.push(others.alias(name_of(number, Some(0))));
                continue;
            }
            sums.push(sum(count.is_counted.clone()).alias(name_of(number, None)));
            for (column_number, column) in count.by.iter().enumerate() {
                let is_missing = count.is_counted.clone().and(col(column.as_str()).is_null());
                sums.push(sum(is_missing).alias(name_of(number, Some(column_number))));
            }
        }
        if keys.is_empty() {
            return Frame::new(self.rows.clone().select(sums));
        }
        Frame::new(self.rows.clone().group_by(keys).agg(sums))
    }
}

impl RemarkCount {
    pub(super) fn line(&self, number: usize, name: &str, counts: &DataFrame) -> Option<String> {
        let sum = |name: &str| -> i64 {
            let column = counts.column(name).and_then(|column| column.i64());
            column.map_or(0, |sums| sums.iter().flatten().sum())
        };
        let (rows, total) = (sum(ROWS), sum(&name_of(number, None)));
        if total == 0 {
            return None;
        }
        Some(match &self.what {
            RemarkKind::Undecided(consequence) => {
                let by = self.by.iter().enumerate();
                let by = by.map(|(column_number, name)| {
                    (name, sum(&name_of(number, Some(column_number))))
                });
                let mut by: Vec<_> = by.filter(|(_, count)| *count > 0).collect();
                by.sort_by(|(one, count), (other, others)| others.cmp(count).then(one.cmp(other)));
                let by: Vec<String> =
                    by.iter().map(|(name, count)| format!("`{name}` ({count})")).collect();
                let wanted = if by.is_empty() { "a value".into() } else { by.join(", ") };
                format!(
                    "{name}: {total} of {rows} rows undecided for want of {wanted}, {consequence}"
                )
            }
            RemarkKind::Misfit => {
                let rows = if total == 1 { "1 result".into() } else { format!("{total} results") };
                format!("{name}: {rows} beyond the range of whole numbers or dates, missing")
            }
            RemarkKind::FailedCast => {
                let texts =
                    if total == 1 { "1 text is".into() } else { format!("{total} texts are") };
                format!("{name}: {texts} no value of the type that it was cast to, missing")
            }
            RemarkKind::Divided(_) if sum(&name_of(number, Some(0))) > 0 => return None,
            RemarkKind::Divided(quotient) => format!("{name}: {}", quotient.remark()),
        })
    }
}
