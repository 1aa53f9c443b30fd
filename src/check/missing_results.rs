//! Parts of formulas that give nothing, whatever the data are: a division by zero, and a way
//! through a condition that ends without an answer.

use super::{Diagnosis, DiagnosisSource};
use crate::codes;
use crate::formula::Formula;
use crate::formula::constant::Constant;
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::script::operand::Operand;
use crate::strategy::{Rule, Survey};
use std::collections::BTreeSet;

pub(super) fn check(survey: &Survey, library: &DiagnosisSource) -> Vec<Diagnosis> {
    let strategy = &survey.general;
    let rules = strategy.rules.iter().filter_map(Rule::condition);
    let columns = strategy.columns.iter().map(|column| &column.value);
    let mut diagnoses = vec![];
    let script = survey.script.as_str();
    for operand in rules.clone() {
        if let Operand::Formula(formula) = operand {
            diagnoses.extend(
                choices_without_value(formula).map(|id| no_value(formula, id, script, library)),
            );
        }
    }
    for operand in rules.chain(columns).chain(&strategy.priority) {
        if let Operand::Formula(formula) = operand {
            diagnoses
                .extend(divisions_by_zero(formula).map(|id| divides(formula, id, script, library)));
        }
    }
    diagnoses
}

/// The choices of a condition of which one side has no answer.
fn choices_without_value(formula: &Formula) -> impl Iterator<Item = NodeId> {
    let graph = &formula.graph;
    let missing = |id: NodeId| graph.constant(id) == Some(&Constant::Missing);
    let mut open = BTreeSet::from([formula.root]);
    let mut unanswered = vec![];
    if missing(formula.root) {
        unanswered.push(formula.root);
    }
    while let Some(id) = open.pop_last() {
        if let Op::If(_, yes, no) = &graph.node(id).op {
            if missing(*yes) || missing(*no) {
                unanswered.push(id);
            }
            open.extend([*yes, *no]);
        }
    }
    unanswered.into_iter()
}

/// The divisions by a zero that is the same in every row.
fn divisions_by_zero(formula: &Formula) -> impl Iterator<Item = NodeId> {
    let graph = &formula.graph;
    let zero = |id: NodeId| match graph.constant(id) {
        Some(Constant::Int(number)) => *number == 0,
        Some(Constant::Float(number)) => *number == 0.0,
        _ => false,
    };
    let divides = move |id: &NodeId| {
        let op = &graph.node(*id).op;
        matches!(op, Op::Arithmetic(Arithmetic::Divide | Arithmetic::Remainder, _, b) if zero(*b))
    };
    graph.needed_by(formula.root).into_iter().filter(divides)
}

fn no_value(formula: &Formula, id: NodeId, script: &str, library: &DiagnosisSource) -> Diagnosis {
    let script = formula.script_of(id).unwrap_or(script);
    library.diagnosis(
        codes::NO_VALUE,
        script,
        formula.graph.node(id).position,
        "this condition does not always give an answer",
        "give `true` or `false` on every way through it: write `else { false }`, or end with \
         `false`",
    )
}

fn divides(formula: &Formula, id: NodeId, script: &str, library: &DiagnosisSource) -> Diagnosis {
    let script = formula.script_of(id).unwrap_or(script);
    library.diagnosis(
        codes::DIVISION_BY_ZERO,
        script,
        formula.graph.node(id).position,
        "a division by zero, which is unknown in every row",
        "divide by another number",
    )
}
