//! The score as the sum that it is.
//!
//! Invariant: terms are numbers of the score's own unit and add up to it, or none are given: of a
//! difference of two dates neither date is a term.

use super::picked_invitation::{DecisionScope, PickedInvitation};
use super::rule_columns::{ColumnBatch, with_columns};
use crate::formula::Formula;
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::formula::lower::lower;
use crate::formula::render::render;
use crate::query::Query;
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use polars::prelude::{DataType, LazyFrame, PolarsResult, col};

/// How far a sum may be from the score, for each term and one of their size: they are added in
/// another order, and each sum is rounded.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// A part of the score.
#[derive(Clone, Debug)]
pub struct ScoreTerm {
    /// What it adds.
    pub text: String,
    /// How much that is; none where it is unknown.
    pub value: Option<f64>,
}

/// What the score of one of these rows, which is `priority`, is the sum of; nothing where it is a
/// column expression, or where the terms do not add up to it.
pub(super) fn terms(
    strategy: &Strategy,
    rows: &LazyFrame,
    picked: PickedInvitation,
    priority: Option<f64>,
) -> PolarsResult<Vec<ScoreTerm>> {
    let Some(summed @ Operand::Formula(formula)) = &strategy.priority else { return Ok(vec![]) };
    let summands = summands(formula);
    let scope =
        if summed.looks_at_other_rows() { DecisionScope::All } else { DecisionScope::Alone };
    let rows = picked.within(scope.max(DecisionScope::of_rules(strategy)), rows);
    let mut computed_terms = ColumnBatch::default();
    for (number, (id, _)) in summands.iter().enumerate() {
        let name = format!("__term_{number}");
        let lowered = lower(&formula.part(*id), &format!("{name}_"));
        computed_terms.add(lowered, |value| value.cast(DataType::Float64).alias(name.as_str()));
    }
    let names = (0..summands.len()).map(|number| format!("__term_{number}"));
    let names: Vec<String> = ["id".to_owned()].into_iter().chain(names).collect();
    let shown: Vec<_> = names.iter().map(|name| col(name.as_str())).collect();
    let computed = computed_terms.apply_to(with_columns(strategy, rows)).select(shown).rows()?;
    let ids = computed.column("id")?.str()?;
    let Some(at) = ids.iter().position(|id| id == Some(picked.id)) else { return Ok(vec![]) };
    let terms = summands.into_iter().enumerate().map(|(number, (id, minus))| {
        let value = computed.column(&format!("__term_{number}"))?.f64()?.get(at);
        let text = render(&formula.graph, id);
        let text = if minus { format!("-({text})") } else { text };
        Ok(ScoreTerm { text, value: value.map(|value| if minus { -value } else { value }) })
    });
    let terms = terms.collect::<PolarsResult<Vec<_>>>()?;
    Ok(if is_sum_of_terms(&terms, priority) { terms } else { vec![] })
}

/// The terms of a formula's sum, each with whether it is taken away.
fn summands(formula: &Formula) -> Vec<(NodeId, bool)> {
    let graph = &formula.graph;
    let is_number = |id: NodeId| graph.type_of(id).is_number();
    let mut open = vec![(formula.root, false)];
    let mut terms = vec![];
    while let Some((id, minus)) = open.pop() {
        match graph.node(id).op {
            Op::Arithmetic(Arithmetic::Add, a, b) if is_number(a) && is_number(b) => {
                open.extend([(b, minus), (a, minus)]);
            }
            Op::Arithmetic(Arithmetic::Subtract, a, b) if is_number(a) && is_number(b) => {
                open.extend([(b, !minus), (a, minus)]);
            }
            Op::Negate(a) if is_number(a) => open.push((a, !minus)),
            Op::Cast(a) if is_number(a) => open.push((a, minus)),
            _ => terms.push((id, minus)),
        }
    }
    terms
}

/// Whether terms add up to a score: what is unknown in one is so in the whole.
fn is_sum_of_terms(terms: &[ScoreTerm], priority: Option<f64>) -> bool {
    let values: Option<Vec<f64>> = terms.iter().map(|term| term.value).collect();
    match (values, priority) {
        (None, None) => true,
        (Some(values), Some(priority)) => {
            let distance = (values.iter().sum::<f64>() - priority).abs();
            let is_whole = values.iter().chain([&priority]).all(|value| value.fract() == 0.0);
            let size = values.iter().map(|value| value.abs()).sum::<f64>();
            // A sum of as many, rounded once each.
            let rounded = values.iter().map(|_| ROUNDING * size).sum::<f64>();
            distance <= if is_whole { 0.0 } else { rounded }
        }
        _ => false,
    }
}
