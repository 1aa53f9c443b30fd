//! `if`, `??` and look-ups in what is known beforehand.

use super::logic::truth;
use super::{arithmetic, leaf, logic, mixed, untyped};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Arithmetic, Graph, NodeId, Op, Table};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use rhai::{Dynamic, Position};
use std::sync::Arc;

/// `if condition { yes } else { no }`. Unknown where the condition is.
pub fn choose(
    graph: &mut Graph,
    condition: NodeId,
    (yes, no): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    truth(graph, condition, "`if`", at)?;
    match graph.constant(condition) {
        Some(Value::Bool(true)) => return Ok(yes),
        Some(Value::Bool(false)) => return Ok(no),
        Some(Value::Missing) => return Ok(condition),
        _ => {}
    }
    let known = !graph.facts(condition).nullable;
    if yes == no && known {
        return Ok(yes);
    }
    let truths = (graph.constant(yes).cloned(), graph.constant(no).cloned());
    match truths {
        (Some(Value::Missing), Some(Value::Missing)) => return Ok(yes),
        (Some(Value::Bool(true)), Some(Value::Bool(false))) => return Ok(condition),
        (Some(Value::Bool(false)), Some(Value::Bool(true))) => {
            return logic::not(graph, condition, at);
        }
        (Some(Value::Bool(true)), _) if known && graph.type_of(no) == Type::Bool => {
            return logic::or(graph, condition, no, at);
        }
        (_, Some(Value::Bool(false))) if known && graph.type_of(yes) == Type::Bool => {
            return logic::and(graph, condition, yes, at);
        }
        _ => {}
    }
    if let Some(sum) = only_added(graph, condition, (yes, no), at)? {
        return Ok(sum);
    }
    let (yes, no) = (beside(graph, yes, no), beside(graph, no, yes));
    let of_type = joined(graph, yes, no, at)?;
    if of_type == Type::Number {
        return mixed::chosen(graph, condition, (yes, no), at);
    }
    let mut facts = either(graph, yes, no);
    facts.nullable |= graph.facts(condition).nullable;
    Ok(graph.add(Op::If(condition, yes, no), of_type, facts, at))
}

/// `if c { s + k } else { s }` is `s + if c { k } else { 0 }`, in which `s` stands once: a score of
/// many `if … { s += … }` stays one expression instead of as many steps. The zero is the one that
/// changes no number, -0.0 included.
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
    let (of_type, whole) = (graph.type_of(amount), graph.type_of(no));
    if base != no || whole != graph.type_of(yes) || !whole.is_number() || !of_type.is_number() {
        return Ok(None);
    }
    let zero = match (of_type, how) {
        (Type::Int, _) => Value::Int(0),
        (_, Arithmetic::Add) => Value::Float(-0.0),
        _ => Value::Float(0.0),
    };
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
    let (first, second) = (beside(graph, first, second), beside(graph, second, first));
    let of_type = joined(graph, first, second, at)?;
    if of_type == Type::Number {
        return mixed::replaced(graph, first, second, at);
    }
    let mut facts = either(graph, first, second);
    facts.nullable = graph.facts(second).nullable;
    Ok(graph.add(Op::Coalesce(first, second), of_type, facts, at))
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
fn beside(graph: &mut Graph, a: NodeId, other: NodeId) -> NodeId {
    match graph.type_of(other).element() {
        Some(element) => untyped::as_list_of(graph, a, element),
        None => a,
    }
}

/// What is known of a value that is the one in some rows and the other in the rest.
fn either(graph: &Graph, a: NodeId, b: NodeId) -> Facts {
    let (first, second) = (graph.facts(a), graph.facts(b));
    match (graph.type_of(a), graph.type_of(b)) {
        (Type::Missing, _) => Facts { nullable: true, ..second },
        (_, Type::Missing) => Facts { nullable: true, ..first },
        _ => first.join(second),
    }
}

/// What a known map or list has for a key; unknown where it has none.
pub fn look_up(graph: &mut Graph, known: &Dynamic, key: NodeId, at: Position) -> Compiled<NodeId> {
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
    graph: &mut Graph,
    (names, values): (Option<Vec<String>>, Vec<Value>),
    of_type: Type,
    (key, at): (NodeId, Position),
) -> NodeId {
    let facts = match of_type {
        Type::Int => {
            let numbers = values.iter().filter_map(|value| match value {
                Value::Int(number) => Some(i128::from(*number)),
                _ => None,
            });
            let ends = numbers.fold((i128::MAX, i128::MIN), |(least, most), number| {
                (least.min(number), most.max(number))
            });
            Facts::between(true, ends.0, ends.1)
        }
        _ => Facts::UNKNOWN,
    };
    let table = Arc::new(Table { names, values, of_type });
    graph.add(Op::LookUp(table, key), of_type, facts, at)
}

/// The node of a table of whole and decimal numbers: a table of either, and one of all.
fn mixed_table(
    graph: &mut Graph,
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
