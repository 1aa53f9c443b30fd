//! `if`, `??` and look-ups in what is known beforehand.
//!
//! Only here is more asked of an operand than its type: where a value is never missing, the type of
//! what would stand in for it does not count.

use super::logic::truth;
use super::{empty_list, mixed_number};
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::fold;
use crate::formula::graph::{Graph, KnownTable, NodeId, Op};
use crate::formula::types::Type;
use rhai::{Dynamic, Position};
use std::sync::Arc;

/// `if condition { yes } else { no }`. Unknown where the condition is.
pub(in crate::formula) fn choose(
    graph: &mut KnownGraph,
    condition: NodeId,
    yes: NodeId,
    no: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    truth(graph, condition, "`if`", at)?;
    if let Some(node) = fold::decided(graph, &Op::If(condition, yes, no), at) {
        return Ok(node);
    }
    let (yes, no) = (beside(graph, yes, no), beside(graph, no, yes));
    let of_type = joined(graph, yes, no, at)?;
    if of_type == Type::Number {
        return mixed_number::chosen(graph, condition, yes, no, at);
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
        return mixed_number::replaced(graph, first, second, at);
    }
    Ok(graph.add(Op::Coalesce(first, second), of_type, at))
}

/// The type that holds either value.
fn joined(graph: &Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<Type> {
    let (left, right) = (graph.type_of(a), graph.type_of(b));
    left.join(right).ok_or_else(|| {
        let message = format!("the result is {left} in some rows and {right} in others");
        FormulaError::new(codes::TYPE_MISMATCH, at, message)
            .help("let every branch give a value of the same type")
    })
}

/// A list beside another: one that holds nothing known has no type of its own.
fn beside(graph: &mut KnownGraph, a: NodeId, other: NodeId) -> NodeId {
    match graph.type_of(other).element() {
        Some(element) => empty_list::as_list_of(graph, a, element),
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
    let key_type = graph.type_of(key);
    if key_type != wanted && key_type != Type::Missing {
        let message = format!("the key must be {wanted}, but this is {key_type}");
        return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
            .help("a map is asked with a text, a list with a place, from 0"));
    }
    if graph.constant(key) == Some(&Constant::Missing) {
        return Ok(key);
    }
    let values: Option<Vec<Constant>> = values.iter().map(Constant::from_script).collect();
    let joined = values.as_ref().and_then(|values| {
        values.iter().map(Constant::of_type).try_fold(Type::Missing, Type::join)
    });
    let (Some(values), Some(of_type)) = (values, joined.filter(|of_type| !of_type.is_list()))
    else {
        let message = "the values to choose from are not of one type that formulas know";
        return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
            .help("give all of them the same type: numbers, texts, dates, or true and false"));
    };
    if of_type == Type::Number {
        return Ok(mixed_table(graph, names.as_deref(), &values, key, at));
    }
    let table = KnownTable { names, values, of_type };
    Ok(table_look_up(graph, table, key, at))
}

/// The node of a table's value for a key.
fn table_look_up(graph: &mut KnownGraph, table: KnownTable, key: NodeId, at: Position) -> NodeId {
    let of_type = table.of_type;
    graph.add(Op::LookUp(Arc::new(table), key), of_type, at)
}

/// The node of a table of whole and decimal numbers: a table of either, and one of all.
fn mixed_table(
    graph: &mut KnownGraph,
    names: Option<&[String]>,
    values: &[Constant],
    key: NodeId,
    at: Position,
) -> NodeId {
    let mut table_node = |of_type: Type, kept: fn(&Constant) -> Constant| {
        let values = values.iter().map(kept).collect();
        table_look_up(
            graph,
            KnownTable { names: names.map(<[String]>::to_vec), values, of_type },
            key,
            at,
        )
    };
    let whole = table_node(Type::Int, |value| match value {
        Constant::Int(number) => Constant::Int(*number),
        _ => Constant::Missing,
    });
    let decimal = table_node(Type::Float, |value| match value {
        Constant::Float(number) => Constant::Float(*number),
        _ => Constant::Missing,
    });
    let joint = table_node(Type::Float, |value| match value {
        Constant::Int(number) => Constant::Float(Constant::decimal(*number)),
        other => other.clone(),
    });
    mixed_number::number(graph, joint, whole, decimal, at)
}
