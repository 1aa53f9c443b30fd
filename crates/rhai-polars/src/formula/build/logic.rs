//! `!`, `&&`, `||` and the question whether a value is missing.

use super::leaf;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use rhai::Position;

/// `!a`.
pub fn not(graph: &mut Graph, a: NodeId, at: Position) -> Compiled<NodeId> {
    truth(graph, a, "`!`", graph.node(a).position)?;
    match graph.node(a).op {
        Op::Not(inner) => return Ok(inner),
        Op::Constant(Value::Missing) => return Ok(a),
        Op::Constant(Value::Bool(truth)) => {
            return Ok(leaf::constant(graph, Value::Bool(!truth), at));
        }
        _ => {}
    }
    let facts = graph.facts(a);
    Ok(graph.add(Op::Not(a), Type::Bool, facts, at))
}

/// `a && b`.
pub fn and(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<NodeId> {
    let facts = both(graph, a, b, "`&&`")?;
    match (graph.constant(a), graph.constant(b)) {
        (Some(Value::Bool(true)), _) | (_, Some(Value::Bool(false))) => return Ok(b),
        (_, Some(Value::Bool(true))) | (Some(Value::Bool(false)), _) => return Ok(a),
        _ if a == b => return Ok(a),
        _ => {}
    }
    Ok(graph.add(Op::And(a, b), Type::Bool, facts, at))
}

/// `a || b`.
pub fn or(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<NodeId> {
    let facts = both(graph, a, b, "`||`")?;
    match (graph.constant(a), graph.constant(b)) {
        (Some(Value::Bool(false)), _) | (_, Some(Value::Bool(true))) => return Ok(b),
        (_, Some(Value::Bool(false))) | (Some(Value::Bool(true)), _) => return Ok(a),
        _ if a == b => return Ok(a),
        _ => {}
    }
    Ok(graph.add(Op::Or(a, b), Type::Bool, facts, at))
}

/// `a == ()`.
pub fn is_missing(graph: &mut Graph, a: NodeId, at: Position) -> NodeId {
    if let Some(value) = graph.constant(a) {
        let missing = *value == Value::Missing;
        return leaf::constant(graph, Value::Bool(missing), at);
    }
    graph.add(Op::IsMissing(a), Type::Bool, Facts::nullable(false), at)
}

/// Fails unless the node is true, false or missing.
pub fn truth(graph: &Graph, a: NodeId, user: &str, at: Position) -> Compiled<()> {
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
    Err(FormulaError::new("type-mismatch", at, message).help(help))
}

fn both(graph: &Graph, a: NodeId, b: NodeId, user: &str) -> Compiled<Facts> {
    truth(graph, a, user, graph.node(a).position)?;
    truth(graph, b, user, graph.node(b).position)?;
    Ok(Facts::nullable(graph.facts(a).nullable || graph.facts(b).nullable))
}
