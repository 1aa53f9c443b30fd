//! The inner life of a plan, for those who want to see what a strategy costs: each formula as it
//! was understood, what each stage of its compilation made of it, the query as it was built, and
//! what Polars makes of it.

use super::candidates::strategy_queries;
use super::plan_error::PlanError;
use crate::formula::explain::explain;
use crate::formula::render::render;
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use polars::prelude::LazyFrame;

/// The formulas of a strategy, and the query of its candidates before and after Polars' optimiser.
///
/// # Errors
/// A query that Polars cannot make sense of.
pub fn explain_compilation(
    strategy: &Strategy,
    invitations: &LazyFrame,
) -> Result<String, PlanError> {
    let formulas = formulas(strategy);
    let stages = stages(strategy);
    let candidates = strategy_queries(strategy, invitations, &None).candidates;
    Ok(format!(
        "FORMULAS\n{}\n\nSTAGES\n{}\n\nPLAN\n{}\n\nOPTIMISED PLAN\n{}\n",
        formulas.join("\n"),
        stages.join("\n"),
        candidates.explain(false)?,
        candidates.explain(true)?
    ))
}

/// Everything that a strategy declares, a line each: what two versions of it are compared by.
pub fn declaration_lines(strategy: &Strategy) -> Vec<String> {
    let params = strategy.params.iter().map(|(name, value)| format!("param {name} = {value}"));
    let amounts = [("target_pending", strategy.target_pending), ("at_most", strategy.at_most)];
    let amounts = amounts.into_iter().filter_map(|(verb, n)| Some(format!("{verb} {}", n?)));
    params.chain(formulas(strategy)).chain(amounts).collect()
}

fn formulas(strategy: &Strategy) -> Vec<String> {
    let line = |(name, value): (String, Option<&Operand>)| {
        format!("{name}: {}", value.map_or_else(|| "is in the frame".into(), written))
    };
    named(strategy).map(line).collect()
}

/// What each stage of the compilation made of each formula.
fn stages(strategy: &Strategy) -> Vec<String> {
    let formulas = named(strategy).filter_map(|(name, value)| match value {
        Some(Operand::Formula(formula)) => Some(format!("{name}\n{}", explain(formula))),
        _ => None,
    });
    formulas.collect()
}

/// What a strategy declares that has a value, with it; none for a rule over a frame.
fn named(strategy: &Strategy) -> impl Iterator<Item = (String, Option<&Operand>)> {
    let columns = strategy.columns.iter();
    let columns =
        columns.map(|column| (format!("column \"{}\"", column.name), Some(&column.value)));
    let rules = strategy
        .rules
        .iter()
        .map(|rule| (format!("{} \"{}\"", rule.verb.name(), rule.reason), rule.condition()));
    let score = strategy.priority.iter().map(|score| ("prioritize".into(), Some(score)));
    columns.chain(rules).chain(score)
}

fn written(operand: &Operand) -> String {
    match operand {
        Operand::Formula(formula) => render(&formula.graph, formula.root),
        Operand::Expression(expr, _) => expr.to_string(),
    }
}
