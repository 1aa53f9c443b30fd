//! The stages of a formula as text, for those who want to see what becomes of a closure.

use super::Formula;
use super::facts::{FactGraph, Facts};
use super::graph::{NodeId, Op};
use super::lower::lower;
use super::render::{constant, render_with};
use super::types::Type;
use std::fmt::Write;

/// The typed graph, the graph made simple with what is known of each part, and the column
/// expressions; a part a line, named by its number.
pub fn explain(formula: &Formula) -> String {
    let mut text = String::new();
    if let Some(typed) = formula.before_simplification() {
        text.push_str("  typed graph\n");
        listed(&mut text, &typed, |_| String::new());
    }
    text.push_str("  simplified, with what is known\n");
    listed(&mut text, formula, |id| format!(", {}", known(&formula.graph, id)));
    text.push_str("  column expressions\n");
    let lowered = lower(formula, "%");
    for step in &lowered.steps {
        for expression in step {
            let _ = writeln!(text, "    {expression}");
        }
    }
    let _ = writeln!(text, "    {}", lowered.value);
    text
}

/// The parts that a formula needs, operands first.
fn listed(text: &mut String, formula: &Formula, further: impl Fn(NodeId) -> String) {
    let graph = &formula.graph;
    for id in graph.needed_by(formula.root) {
        let node = graph.node(id);
        let number = |id: NodeId| match graph.node(id).op {
            Op::Constant(ref value) => constant(value),
            _ => format!("%{}", graph.number(id)),
        };
        if !matches!(node.op, Op::Constant(_)) || id == formula.root {
            let operation = render_with(&node.op, &number);
            let _ =
                writeln!(text, "    {} = {operation}: {}{}", number(id), node.of_type, further(id));
        }
    }
}

/// What is known of a part, in words.
fn known(graph: &FactGraph, id: NodeId) -> String {
    let facts = graph.facts(id);
    let missing = if facts.nullable { "may be missing" } else { "never missing" };
    match between(graph.type_of(id), facts) {
        Some(bounds) => format!("{bounds}, {missing}"),
        None => missing.into(),
    }
}

fn between(of_type: Type, facts: Facts) -> Option<String> {
    match of_type {
        Type::Int if facts.ints != Facts::UNKNOWN.ints => {
            Some(format!("from {} to {}", facts.ints.0, facts.ints.1))
        }
        Type::Float | Type::Number if facts.floats != Facts::UNKNOWN.floats => {
            Some(format!("from {:?} to {:?}", facts.floats.0, facts.floats.1))
        }
        _ => None,
    }
}
