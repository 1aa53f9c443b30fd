//! The inner life of a plan, for those who want to see what a strategy costs: each formula as it was
//! understood, the query as it was built, and what Polars makes of it.

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
    let mut said = String::from("FORMULAS\n");
    for column in &strategy.columns {
        said += &format!("column \"{}\": {}\n", column.name, written(&column.value));
    }
    for rule in &strategy.rules {
        let condition = match &rule.when {
            When::Holds(operand) => written(operand),
            When::Among(_) => "is in the frame".into(),
        };
        said += &format!("{} \"{}\": {condition}\n", rule.verb.name(), rule.reason);
    }
    if let Some(score) = &strategy.priority {
        said += &format!("prioritize: {}\n", written(score));
    }
    let candidates = queries(strategy, invitations).candidates;
    said += &format!("\nPLAN\n{}\n", candidates.explain(false)?);
    said += &format!("\nOPTIMISED PLAN\n{}\n", candidates.explain(true)?);
    Ok(said)
}

fn written(operand: &Operand) -> String {
    match operand {
        Operand::Formula(formula) => render(&formula.graph, formula.root),
        Operand::Expression(expr, _) => expr.to_string(),
    }
}
