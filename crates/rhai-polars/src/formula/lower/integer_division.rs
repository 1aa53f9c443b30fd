//! Divisions of whole numbers within a formula, to be told where all that they give is 0: Rhai cuts
//! off what is behind the point.

use super::{LoweredFormula, lower};
use crate::formula::Formula;
use crate::formula::constant::typed_lit;
use crate::formula::graph::{Arithmetic, Graph, NodeId, Op};
use crate::formula::render::render;
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr, NULL, lit, when};

/// One of them.
pub struct IntegerDivision {
    /// How the same is written as a decimal number.
    pub decimal_form: String,
    /// The quotients, missing where the dividend is 0 itself.
    pub lowered: LoweredFormula,
}

impl IntegerDivision {
    /// How many quotients are 0, and how many are not.
    pub fn counts(&self) -> [Expr; 2] {
        let value = &self.lowered.value;
        let count = |condition: Expr| condition.cast(DataType::Int64).sum();
        [count(value.clone().eq(typed_lit(0_i64))), count(value.clone().neq(typed_lit(0_i64)))]
    }

    /// What is said where every quotient is 0.
    pub fn remark(&self) -> String {
        let instead = &self.decimal_form;
        format!("`/` of whole numbers gave 0 in every row: write `{instead}` for a decimal number")
    }
}

/// Those of a formula; `prefix` begins the names of their temporary columns.
pub fn integer_divisions(formula: &Formula, prefix: &str) -> Vec<IntegerDivision> {
    let graph = &formula.graph;
    let is_whole = |id: NodeId| graph.type_of(id) == Type::Int;
    let divisions =
        graph.needed_by(formula.root).into_iter().filter_map(|id| match &graph.node(id).op {
            Op::Arithmetic(Arithmetic::Divide, a, b) if is_whole(*a) && is_whole(*b) => {
                Some((id, *a, *b))
            }
            _ => None,
        });
    let quotients = divisions.enumerate().map(|(number, (id, a, b))| {
        let quotient = lower(&formula.part(id), &format!("{prefix}{number}_"));
        let dividend = lower(&formula.part(a), &format!("{prefix}{number}_of_"));
        let mut steps = quotient.steps;
        steps.resize_with(steps.len().max(dividend.steps.len()), Vec::new);
        for (step, dividend_step) in steps.iter_mut().zip(dividend.steps) {
            step.extend(dividend_step);
        }
        let divides = dividend.value.neq(typed_lit(0_i64));
        let value = when(divides).then(quotient.value).otherwise(lit(NULL));
        IntegerDivision {
            decimal_form: decimal(graph, a, b),
            lowered: LoweredFormula { steps, value, probed: None },
        }
    });
    quotients.collect()
}

/// How a quotient is written that keeps what is behind the point.
fn decimal(graph: &Graph, dividend: NodeId, divisor: NodeId) -> String {
    let side = |id: NodeId| {
        let text = render(graph, id);
        if text.contains(' ') { format!("({text})") } else { text }
    };
    format!("{} * 1.0 / {}", side(dividend), side(divisor))
}
