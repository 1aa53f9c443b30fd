//! The inner life of a plan, for those who want to see what a strategy costs: each formula as it
//! was understood, the query as it was built, and what Polars makes of it.

use super::candidates::queries;
use super::decide::PlanError;
use crate::formula::render::render;
use crate::script::operand::Operand;
use crate::strategy::{Strategy, When};
use polars::prelude::LazyFrame;

/// The formulas of a strategy, and the query of its candidates before and after Polars' optimiser.
///
/// # Errors
/// A query that Polars cannot make sense of.
pub fn inner(strategy: &Strategy, invitations: &LazyFrame) -> Result<String, PlanError> {
    let formulas = formulas(strategy);
    let candidates = queries(strategy, invitations, &None).candidates;
    Ok(format!(
        "FORMULAS\n{}\n\nPLAN\n{}\n\nOPTIMISED PLAN\n{}\n",
        formulas.join("\n"),
        candidates.explain(false)?,
        candidates.explain(true)?
    ))
}

/// Everything that a strategy declares, a line each: what two versions of it are compared by.
pub fn declared(strategy: &Strategy) -> Vec<String> {
    let params = strategy.params.iter().map(|(name, value)| format!("param {name} = {value}"));
    let amounts = [("target_pending", strategy.target_pending), ("at_most", strategy.at_most)];
    let amounts = amounts.into_iter().filter_map(|(verb, n)| Some(format!("{verb} {}", n?)));
    params.chain(formulas(strategy)).chain(amounts).collect()
}

fn formulas(strategy: &Strategy) -> Vec<String> {
    let columns = strategy.columns.iter();
    let columns =
        columns.map(|column| format!("column \"{}\": {}", column.name, written(&column.value)));
    let rules = strategy.rules.iter().map(|rule| {
        let condition = match &rule.when {
            When::Holds(operand) => written(operand),
            When::Among(_) => "is in the frame".into(),
        };
        format!("{} \"{}\": {condition}", rule.verb.name(), rule.reason)
    });
    let score = strategy.priority.iter().map(|score| format!("prioritize: {}", written(score)));
    columns.chain(rules).chain(score).collect()
}

fn written(operand: &Operand) -> String {
    match operand {
        Operand::Formula(formula) => render(&formula.graph, formula.root),
        Operand::Expression(expr, _) => expr.to_string(),
    }
}
