//! `if` and `??`.

use super::compare::cast;
use super::logic::truth;
use super::{arithmetic, leaf};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Arithmetic, Graph, NodeId, Op};
use crate::formula::types::Type;
use crate::formula::value::Value;
use rhai::Position;

/// `if condition { yes } else { no }`. Unknown where the condition is.
pub fn choose(
    graph: &mut Graph,
    condition: NodeId,
    (yes, no): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    truth(graph, condition, "`if`")?;
    match graph.constant(condition) {
        Some(Value::Bool(true)) => return Ok(yes),
        Some(Value::Bool(false)) => return Ok(no),
        _ => {}
    }
    if yes == no && !graph.facts(condition).nullable {
        return Ok(yes);
    }
    if let Some(sum) = only_added(graph, condition, (yes, no), at)? {
        return Ok(sum);
    }
    let (yes, no) = joined(graph, yes, no, at)?;
    let of_type = graph.type_of(yes).join(graph.type_of(no)).unwrap_or(Type::Missing);
    let mut facts = graph.facts(yes).join(graph.facts(no));
    facts.nullable |= graph.facts(condition).nullable;
    Ok(graph.add(Op::If(condition, yes, no), of_type, facts, at))
}

/// `if c { s + k } else { s }` is `s + if c { k } else { 0 }`, in which `s` stands once: a score of
/// many `if … { s += … }` stays one expression instead of as many steps.
fn only_added(
    graph: &mut Graph,
    condition: NodeId,
    (yes, no): (NodeId, NodeId),
    at: Position,
) -> Compiled<Option<NodeId>> {
    let Op::Arithmetic(how @ (Arithmetic::Add | Arithmetic::Subtract), base, amount) =
        graph.node(yes).op
    else {
        return Ok(None);
    };
    let of_type = graph.type_of(amount);
    if base != no || graph.type_of(no) != graph.type_of(yes) || !of_type.is_number() {
        return Ok(None);
    }
    let zero = if of_type == Type::Int { Value::Int(0) } else { Value::Float(0.0) };
    let zero = leaf::constant(graph, zero, at);
    let amount = choose(graph, condition, (amount, zero), at)?;
    let position = graph.node(yes).position;
    arithmetic::arithmetic(graph, how, (base, amount), position).map(Some)
}

/// `first ?? second`.
pub fn coalesce(
    graph: &mut Graph,
    first: NodeId,
    second: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    if !graph.facts(first).nullable {
        return Ok(first);
    }
    if graph.type_of(first) == Type::Missing {
        return Ok(second);
    }
    let (first, second) = joined(graph, first, second, at)?;
    let of_type = graph.type_of(first).join(graph.type_of(second)).unwrap_or(Type::Missing);
    let mut facts = graph.facts(first).join(graph.facts(second));
    facts.nullable = graph.facts(second).nullable;
    Ok(graph.add(Op::Coalesce(first, second), of_type, facts, at))
}

/// Both values in the type that holds either.
fn joined(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<(NodeId, NodeId)> {
    let (left, right) = (graph.type_of(a), graph.type_of(b));
    match left.join(right) {
        Some(Type::Number) => Ok((number(graph, a), number(graph, b))),
        Some(_) => Ok((a, b)),
        None => {
            let message = format!("the result is {left} in some rows and {right} in others");
            Err(FormulaError::new("type-mismatch", at, message)
                .help("let every branch give a value of the same type"))
        }
    }
}

fn number(graph: &mut Graph, a: NodeId) -> NodeId {
    match graph.type_of(a) {
        Type::Int => cast(graph, a, Type::Number),
        _ => a,
    }
}
