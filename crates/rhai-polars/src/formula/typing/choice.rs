//! `if`, `??` and look-ups in what is known beforehand.
//!
//! Only here is more asked of an operand than its type: where a value is never missing, the type of
//! what would stand in for it does not count.

use super::logic::truth;
use super::{mixed, untyped};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::fold;
use crate::formula::graph::{Graph, NodeId, Op, Table};
use crate::formula::types::Type;
use crate::formula::value::Value;
use rhai::{Dynamic, Position};
use std::sync::Arc;

/// `if condition { yes } else { no }`. Unknown where the condition is.
pub(in crate::formula) fn choose(
    graph: &mut KnownGraph,
    condition: NodeId,
    (yes, no): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    truth(graph, condition, "`if`", at)?;
    if let Some(node) = fold::decided(graph, &Op::If(condition, yes, no), at) {
        return Ok(node);
    }
    let (yes, no) = (beside(graph, yes, no), beside(graph, no, yes));
    let of_type = joined(graph, yes, no, at)?;
    if of_type == Type::Number {
        return mixed::chosen(graph, condition, (yes, no), at);
    }
    Ok(graph.add(Op::If(condition, yes, no), of_type, at))
}

/// `first ?? second`.
pub(in crate::formula) fn coalesce(
    graph: &mut KnownGraph,
    first: NodeId,
    second: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    if let Some(node) = fold::decided(graph, &Op::Coalesce(first, second), at) {
        return Ok(node);
    }
    let (first, second) = (beside(graph, first, second), beside(graph, second, first));
    let of_type = joined(graph, first, second, at)?;
    if of_type == Type::Number {
        return mixed::replaced(graph, first, second, at);
    }
    Ok(graph.add(Op::Coalesce(first, second), of_type, at))
}

/// The type that holds either value.
fn joined(graph: &Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<Type> {
    let (left, right) = (graph.type_of(a), graph.type_of(b));
    left.join(right).ok_or_else(|| {
        let message = format!("the result is {left} in some rows and {right} in others");
        FormulaError::new("type-mismatch", at, message)
            .help("let every branch give a value of the same type")
    })
}

/// A list beside another: one that holds nothing known has no type of its own.
fn beside(graph: &mut KnownGraph, a: NodeId, other: NodeId) -> NodeId {
    match graph.type_of(other).element() {
        Some(element) => untyped::as_list_of(graph, a, element),
        None => a,
    }
}

/// What a known map or list has for a key; unknown where it has none.
pub(in crate::formula) fn look_up(
    graph: &mut KnownGraph,
    known: &Dynamic,
    key: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    let (names, values): (Option<Vec<String>>, Vec<Dynamic>) = match known.as_map_ref() {
        Ok(map) => {
            (Some(map.keys().map(ToString::to_string).collect()), map.values().cloned().collect())
        }
        Err(_) => (None, known.as_array_ref().map(|list| list.to_vec()).unwrap_or_default()),
    };
    let wanted = if names.is_some() { Type::Text } else { Type::Int };
    let given = graph.type_of(key);
    if given != wanted && given != Type::Missing {
        let message = format!("the key must be {wanted}, but this is {given}");
        return Err(FormulaError::new("type-mismatch", at, message)
            .help("a map is asked with a text, a list with a place, from 0"));
    }
    if graph.constant(key) == Some(&Value::Missing) {
        return Ok(key);
    }
    let values: Option<Vec<Value>> = values.iter().map(Value::from_script).collect();
    let joined = values
        .as_ref()
        .and_then(|values| values.iter().map(Value::of_type).try_fold(Type::Missing, Type::join));
    let (Some(values), Some(of_type)) = (values, joined.filter(|of_type| !of_type.is_list()))
    else {
        let message = "the values to choose from are not of one type that formulas know";
        return Err(FormulaError::new("type-mismatch", at, message)
            .help("give all of them the same type: numbers, texts, dates, or true and false"));
    };
    if of_type == Type::Number {
        return Ok(mixed_table(graph, (names, &values), key, at));
    }
    Ok(table(graph, (names, values), of_type, (key, at)))
}

/// The node of a table's values, all of this type or missing.
fn table(
    graph: &mut KnownGraph,
    (names, values): (Option<Vec<String>>, Vec<Value>),
    of_type: Type,
    (key, at): (NodeId, Position),
) -> NodeId {
    let table = Arc::new(Table { names, values, of_type });
    graph.add(Op::LookUp(table, key), of_type, at)
}

/// The node of a table of whole and decimal numbers: a table of either, and one of all.
fn mixed_table(
    graph: &mut KnownGraph,
    (names, values): (Option<Vec<String>>, &[Value]),
    key: NodeId,
    at: Position,
) -> NodeId {
    let mut of = |of_type: Type, kept: fn(&Value) -> Value| {
        let values = values.iter().map(kept).collect();
        table(graph, (names.clone(), values), of_type, (key, at))
    };
    let whole = of(Type::Int, |value| match value {
        Value::Int(number) => Value::Int(*number),
        _ => Value::Missing,
    });
    let decimal = of(Type::Float, |value| match value {
        Value::Float(number) => Value::Float(*number),
        _ => Value::Missing,
    });
    let joint = of(Type::Float, |value| match value {
        Value::Int(number) => Value::Float(Value::decimal(*number)),
        other => other.clone(),
    });
    mixed::number(graph, joint, (whole, decimal), at)
}
