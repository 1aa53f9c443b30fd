//! `if`, `??` and look-ups in what is known beforehand.

use super::compare::cast;
use super::logic::truth;
use super::{arithmetic, leaf, logic};
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
    let (yes, no) = joined(graph, yes, no, at)?;
    let of_type = graph.type_of(yes).join(graph.type_of(no)).unwrap_or(Type::Missing);
    let mut facts = graph.facts(yes).join(graph.facts(no));
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
    let (first, second) = joined(graph, first, second, at)?;
    let of_type = graph.type_of(first).join(graph.type_of(second)).unwrap_or(Type::Missing);
    let mut facts = graph.facts(first).join(graph.facts(second));
    facts.nullable = graph.facts(second).nullable;
    Ok(graph.add(Op::Coalesce(first, second), of_type, facts, at))
}

/// Both values in the type that holds either.
fn joined(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<(NodeId, NodeId)> {
    let (a, b) = (beside(graph, a, b), beside(graph, b, a));
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

/// A list beside another: one that is the same in every row and holds nothing known has no type of
/// its own.
fn beside(graph: &mut Graph, a: NodeId, other: NodeId) -> NodeId {
    match (graph.node(a).op.clone(), graph.type_of(other).element()) {
        (Op::Constant(Value::List(Type::Missing, values)), Some(element)) => {
            let position = graph.node(a).position;
            leaf::constant(graph, Value::List(element, values), position)
        }
        _ => a,
    }
}

fn number(graph: &mut Graph, a: NodeId) -> NodeId {
    match graph.type_of(a) {
        Type::Int => cast(graph, a, Type::Number),
        _ => a,
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
    Ok(graph.add(Op::LookUp(table, key), of_type, facts, at))
}
