//! Comparisons and `in`.

use super::{leaf, logic, mixed_number};
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{Comparison, Graph, NodeId, Op};
use crate::formula::types::Type;
use rhai::Position;

/// `a == b` and the like: unknown where a side is missing. Whether a value is missing is asked with
/// [`logic::is_missing`].
pub(in crate::formula) fn compare(
    graph: &mut KnownGraph,
    how: Comparison,
    a: NodeId,
    b: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    of_known_sides(graph, a, b, at, &|graph, a, b| {
        let (a, b) = alike(graph, a, b, at).map_err(|error| chained(graph, a, b, error))?;
        if graph.type_of(a).is_list() {
            let message = "lists cannot be compared as a whole";
            return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                .help("ask for an element, as in `\"client\" in i.tags`"));
        }
        Ok(graph.add(Op::Compare(how, a, b), Type::Bool, at))
    })
}

/// A comparison of numbers to the last digit, as a `switch` makes it.
pub(in crate::formula) fn exactly(
    graph: &mut KnownGraph,
    how: Comparison,
    a: NodeId,
    b: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    of_known_sides(graph, a, b, at, &|graph, a, b| {
        let (a, b) = alike(graph, a, b, at)?;
        Ok(graph.add(Op::Exactly(how, a, b), Type::Bool, at))
    })
}

/// What is made of two sides: missing where one always is, case by case where one has several
/// types, and otherwise what `make` gives.
fn of_known_sides(
    graph: &mut KnownGraph,
    a: NodeId,
    b: NodeId,
    at: Position,
    make: &dyn Fn(&mut KnownGraph, NodeId, NodeId) -> Compiled<NodeId>,
) -> Compiled<NodeId> {
    if let Some(missing) = missing_side(graph, a, b) {
        return Ok(missing);
    }
    let mut case = |graph: &mut KnownGraph, a, b| of_known_sides(graph, a, b, at, make);
    in_cases(graph, a, b, at, &mut case).unwrap_or_else(|| make(graph, a, b))
}

/// The side that is missing in every row, as a constant.
pub(in crate::formula) fn missing_side(graph: &Graph, a: NodeId, b: NodeId) -> Option<NodeId> {
    [a, b].into_iter().find(|side| graph.constant(*side) == Some(&Constant::Missing))
}

/// A comparison of two numbers, of which one is mixed; none where none is.
fn in_cases(
    graph: &mut KnownGraph,
    a: NodeId,
    b: NodeId,
    at: Position,
    compare: &mut dyn FnMut(&mut KnownGraph, NodeId, NodeId) -> Compiled<NodeId>,
) -> Option<Compiled<NodeId>> {
    let types = [graph.type_of(a), graph.type_of(b)];
    if !types.contains(&Type::Number) || !types.iter().all(|of_type| of_type.is_number()) {
        return None;
    }
    Some(mixed_number::by_case(graph, &[a, b], at, &mut |graph, sides| {
        compare(graph, sides[0], sides[1])
    }))
}

/// Both sides in one type, or an error.
fn alike(graph: &mut KnownGraph, a: NodeId, b: NodeId, at: Position) -> Compiled<(NodeId, NodeId)> {
    let (left, right) = (graph.type_of(a), graph.type_of(b));
    match (left, right) {
        (Type::Date, Type::Instant) => Ok((cast(graph, a, Type::Instant), b)),
        (Type::Instant, Type::Date) => Ok((a, cast(graph, b, Type::Instant))),
        (Type::Int, Type::Int) => Ok((a, b)),
        _ if left.is_number() && right.is_number() => Ok((decimal(graph, a), decimal(graph, b))),
        _ if are_comparable(left, right) => Ok((a, b)),
        _ => Err(mismatch(left, right, at)),
    }
}

/// Whether values of these types may be equal.
pub(in crate::formula) fn are_comparable(left: Type, right: Type) -> bool {
    let is_time = |of_type| matches!(of_type, Type::Date | Type::Instant);
    left == right
        || [left, right].contains(&Type::Missing)
        || left.is_number() && right.is_number()
        || is_time(left) && is_time(right)
}

/// The same error; where the result of a comparison is compared again, how to write two.
fn chained(graph: &Graph, a: NodeId, b: NodeId, error: FormulaError) -> FormulaError {
    let compares = |id| matches!(graph.node(id).op, Op::Compare(..));
    if compares(a) || compares(b) {
        return error
            .help("join two comparisons with `&&`, as in `30 < i.age_days && i.age_days < 90`");
    }
    error
}

fn mismatch(left: Type, right: Type, at: Position) -> FormulaError {
    let message = format!("{left} cannot be compared with {right}");
    let error = FormulaError::new(codes::TYPE_MISMATCH, at, message);
    match (left, right) {
        (Type::Text, Type::Date | Type::Instant) | (Type::Date | Type::Instant, Type::Text) => {
            error.help("write the day as `date(\"2026-01-31\")`")
        }
        (Type::Text, t) | (t, Type::Text) if t.is_number() => {
            error.help("turn the text into a number with `.to_int()` or `.to_float()`")
        }
        (list, _) | (_, list) if list.is_list() => {
            error.help("ask for an element of a list with `in`, as in `\"client\" in i.tags`")
        }
        (Type::Date | Type::Instant, t) | (t, Type::Date | Type::Instant) if t.is_number() => error
            .help("compare a number of days, as in `today - i.sent_at > 30`, or `i.sent_at.year`"),
        (Type::Bool, _) | (_, Type::Bool) => error.help(
            "what is true or false stands by itself, as in `i.has_note` or `!i.has_note`; of one \
             that may be missing, `i.has_note ?? false`",
        ),
        _ => error.help("compare values of one type"),
    }
}

/// The same value in another type of numbers or dates.
pub(in crate::formula) fn cast(graph: &mut KnownGraph, a: NodeId, to: Type) -> NodeId {
    let node = graph.node(a);
    if node.of_type == to {
        return a;
    }
    let position = node.position;
    graph.add(Op::Cast(a), to, position)
}

/// The same number as a decimal one.
pub(in crate::formula) fn decimal(graph: &mut KnownGraph, a: NodeId) -> NodeId {
    match graph.node(a).op {
        Op::Mixed { joint, .. } => joint,
        _ if graph.type_of(a) == Type::Int => cast(graph, a, Type::Float),
        _ => a,
    }
}

/// `a in values`: as `a == …` joined by `||`, of which values of one type are asked at once. What
/// is of another type than `a` is never equal to it; where all of them are, that is an error.
/// Nothing is in an empty list; whether it is a missing one of them is unknown.
pub(in crate::formula) fn within(
    graph: &mut KnownGraph,
    a: NodeId,
    values: &[Constant],
    at: Position,
) -> Compiled<NodeId> {
    let wanted = graph.type_of(a);
    let mut is_within = leaf::constant(graph, Constant::Bool(false), at);
    if values.is_empty() || wanted == Type::Missing {
        return Ok(if values.is_empty() { is_within } else { a });
    }
    let mut by_type: Vec<(Type, Vec<Constant>)> = vec![];
    for value in values {
        let of_type = value.of_type();
        match by_type.iter_mut().find(|(other, _)| *other == of_type) {
            Some((_, alike)) => alike.push(value.clone()),
            None => by_type.push((of_type, vec![value.clone()])),
        }
    }
    let of_types = by_type.iter().map(|(of_type, _)| *of_type);
    let of_types: Vec<Type> = of_types.filter(|of_type| *of_type != Type::Missing).collect();
    let is_asked = |of_type| are_comparable(wanted, of_type) && !of_type.is_list();
    if let Some(other) = of_types.first()
        && !of_types.iter().any(|of_type| is_asked(*of_type))
    {
        return Err(mismatch(wanted, *other, at));
    }
    for (of_type, alike) in by_type.into_iter().filter(|(of_type, _)| is_asked(*of_type)) {
        let asked = match of_type {
            Type::Missing => leaf::constant(graph, Constant::Missing, at),
            _ => among(graph, a, of_type, alike, at)?,
        };
        is_within = logic::or(graph, is_within, asked, at)?;
    }
    Ok(is_within)
}

/// `a in values`, all of which are known, of one type and comparable with `a`.
fn among(
    graph: &mut KnownGraph,
    a: NodeId,
    element: Type,
    values: Vec<Constant>,
    at: Position,
) -> Compiled<NodeId> {
    let wanted = graph.type_of(a);
    if wanted == Type::Number {
        return mixed_number::by_case(graph, &[a], at, &mut |graph, a| {
            among(graph, a[0], element, values.clone(), at)
        });
    }
    let (a, list) = match (wanted, element) {
        (Type::Int, Type::Float) => (decimal(graph, a), Constant::List(element, values)),
        (Type::Float, Type::Int) => {
            let widened = values.into_iter().map(|value| match value {
                Constant::Int(number) => Constant::Float(Constant::decimal(number)),
                other => other,
            });
            (a, Constant::List(Type::Float, widened.collect()))
        }
        (Type::Date, Type::Instant) => {
            (cast(graph, a, Type::Instant), Constant::List(element, values))
        }
        (Type::Instant, Type::Date) => {
            let begun = values.into_iter().map(|value| match value {
                Constant::Date(day) => Constant::Instant(day.midnight()),
                other => other,
            });
            (a, Constant::List(Type::Instant, begun.collect()))
        }
        _ => (a, Constant::List(element, values)),
    };
    let list = leaf::constant(graph, list, at);
    Ok(graph.add(Op::Within(a, list), Type::Bool, at))
}
