//! `!`, `&&`, `||` and the question whether a value is missing.

use crate::codes;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::fold;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::Type;
use rhai::Position;

/// `!a`.
pub(in crate::formula) fn not(graph: &mut KnownGraph, a: NodeId, at: Position) -> Compiled<NodeId> {
    truth(graph, a, "`!`", graph.node(a).position)?;
    Ok(fold::decided_or_added(graph, Op::Not(a), Type::Bool, at))
}

/// `a && b`.
pub(in crate::formula) fn and(
    graph: &mut KnownGraph,
    a: NodeId,
    b: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    both(graph, a, b, "`&&`")?;
    Ok(fold::decided_or_added(graph, Op::And(a, b), Type::Bool, at))
}

/// `a || b`.
pub(in crate::formula) fn or(
    graph: &mut KnownGraph,
    a: NodeId,
    b: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    both(graph, a, b, "`||`")?;
    Ok(fold::decided_or_added(graph, Op::Or(a, b), Type::Bool, at))
}

/// `a == ()`.
pub(in crate::formula) fn is_missing(graph: &mut KnownGraph, a: NodeId, at: Position) -> NodeId {
    fold::decided_or_added(graph, Op::IsMissing(a), Type::Bool, at)
}

/// Fails unless the node is true, false or missing.
pub(in crate::formula) fn truth(
    graph: &Graph,
    a: NodeId,
    user: &str,
    at: Position,
) -> Compiled<()> {
    let node = graph.node(a);
    if matches!(node.of_type, Type::Bool | Type::Missing) {
        return Ok(());
    }
    let message = format!("{user} needs true or false, but this is {}", node.of_type);
    let help = match node.of_type {
        Type::Text => {
            "compare the text, as in `i.company == \"Acme\"`; ask whether there is one \
                       with `i.company != ()`"
        }
        Type::Int | Type::Float | Type::Number => "compare the number, as in `i.age_days > 90`",
        Type::Date | Type::Instant => "compare the date, as in `i.sent_at < date(\"2026-01-31\")`",
        _ => "ask for an element, as in `\"client\" in i.tags`",
    };
    Err(FormulaError::new(codes::TYPE_MISMATCH, at, message).help(help))
}

fn both(graph: &Graph, a: NodeId, b: NodeId, user: &str) -> Compiled<()> {
    truth(graph, a, user, graph.node(a).position)?;
    truth(graph, b, user, graph.node(b).position)
}
