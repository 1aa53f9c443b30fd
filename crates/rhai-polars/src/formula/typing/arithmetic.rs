//! `+ - * / % **` on numbers, `+` on texts, and days added to dates.

use super::compare::{cast, decimal, missing_side};
use super::mixed_number;
use crate::codes;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{Arithmetic, Graph, NodeId, Op};
use crate::formula::types::Type;
use rhai::Position;

/// `a + b` and the like.
pub(in crate::formula) fn arithmetic(
    graph: &mut KnownGraph,
    how: Arithmetic,
    a: NodeId,
    b: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    use Arithmetic::{Add, Subtract};
    if let Some(missing) = missing_side(graph, a, b) {
        return Ok(missing);
    }
    let of_type = match (graph.type_of(a), how, graph.type_of(b)) {
        (left, _, right) if left.is_number() && right.is_number() => {
            return mixed_number::by_case(graph, &[a, b], at, &mut |graph, sides| {
                Ok(number(graph, how, sides[0], sides[1], at))
            });
        }
        (Type::Date, Subtract, Type::Instant) | (Type::Instant, Subtract, Type::Date) => {
            let (a, b) = (cast(graph, a, Type::Instant), cast(graph, b, Type::Instant));
            return arithmetic(graph, how, a, b, at);
        }
        (Type::Text, Add, Type::Text) => Type::Text,
        (day @ (Type::Date | Type::Instant), Add | Subtract, Type::Int) => day,
        (Type::Date, Subtract, Type::Date) | (Type::Instant, Subtract, Type::Instant) => Type::Int,
        // Unknown in every row. The other side does not tell its type: a whole number divided by
        // a missing decimal one is no whole number.
        (Type::Missing, _, _) | (_, _, Type::Missing) => Type::Missing,
        (left, _, right) => return Err(mismatch(how, left, right, at)),
    };
    Ok(graph.add(Op::Arithmetic(how, a, b), of_type, at))
}

/// `-a`.
pub(in crate::formula) fn negate(
    graph: &mut KnownGraph,
    a: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    let of_type = graph.type_of(a);
    match of_type {
        Type::Missing => return Ok(a),
        Type::Number => {
            return mixed_number::by_case(graph, &[a], at, &mut |graph, part| {
                negate(graph, part[0], at)
            });
        }
        _ => {}
    }
    if !of_type.is_number() {
        let message = format!("`-` needs a number, but this is {of_type}");
        return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message).help(match of_type {
            Type::Bool => "that something does not hold is `!`, as in `!i.has_note`",
            Type::Date | Type::Instant => {
                "turn a date into a number of days, as in `today - i.sent_at`"
            }
            Type::Text => "turn a text into a number with `.to_int()` or `.to_float()`",
            _ => "put it before a number",
        }));
    }
    Ok(graph.add(Op::Negate(a), of_type, at))
}

/// `+a`.
pub(in crate::formula) fn plus(graph: &Graph, a: NodeId, at: Position) -> Compiled<NodeId> {
    let of_type = graph.type_of(a);
    if of_type.is_number() || of_type == Type::Missing {
        return Ok(a);
    }
    Err(FormulaError::new(
        codes::TYPE_MISMATCH,
        at,
        format!("`+` needs a number, but this is {of_type}"),
    )
    .help("put it between two values"))
}

/// Of two numbers, neither of which is mixed.
fn number(graph: &mut KnownGraph, how: Arithmetic, a: NodeId, b: NodeId, at: Position) -> NodeId {
    if graph.type_of(a) == Type::Int && graph.type_of(b) == Type::Int {
        return graph.add(Op::Arithmetic(how, a, b), Type::Int, at);
    }
    let (a, b) = (decimal(graph, a), decimal(graph, b));
    graph.add(Op::Arithmetic(how, a, b), Type::Float, at)
}

fn mismatch(how: Arithmetic, left: Type, right: Type, at: Position) -> FormulaError {
    let sign = match how {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
        Arithmetic::Remainder => "%",
        Arithmetic::Power => "**",
    };
    let error = FormulaError::new(
        codes::TYPE_MISMATCH,
        at,
        format!("`{sign}` cannot take {left} and {right}"),
    );
    match (left, right) {
        (Type::Bool, t) | (t, Type::Bool) if t.is_number() => {
            error.help("turn a condition into a number with `if … { 1 } else { 0 }`")
        }
        (Type::Text, t) | (t, Type::Text) if t.is_number() => error.help(
            "turn a text into a number with `.to_int()`, or a number into a text with \
             `.to_string()`",
        ),
        (Type::Date | Type::Instant, Type::Text) | (Type::Text, Type::Date | Type::Instant)
            if how == Arithmetic::Subtract || !matches!(left, Type::Text) =>
        {
            error.help(
                "days are a whole number, as in `i.sent_at - days(3)`; a text becomes a date with \
                 `.date()`, a date a text with `.to_string()`",
            )
        }
        (Type::Text, t) | (t, Type::Text)
            if how == Arithmetic::Add && !t.is_list() && t != Type::Text =>
        {
            error.help("make a text of it with `.to_string()`, or write both into one: `${…}`")
        }
        (Type::Text, Type::Text) => {
            error.help("join texts with `+`; take a part out of one with `.replace(part, \"\")`")
        }
        (t, Type::Date | Type::Instant) if t.is_number() && how == Arithmetic::Add => {
            error.help("write the date first, as in `i.sent_at + 30`")
        }
        (Type::Date | Type::Instant, t) | (t, Type::Date | Type::Instant) if t.is_number() => {
            error.help("a date and whole days are added or subtracted, as in `i.sent_at + 30`")
        }
        (Type::Date | Type::Instant, Type::Date | Type::Instant) => {
            error.help("the days between two dates are their difference, as in `today - i.sent_at`")
        }
        (list, _) | (_, list) if list.is_list() => error.help(
            "ask a list with `in`, `.any(|x| …)` or `.len()`; lists that are the same in every \
             row are joined before the formula",
        ),
        _ => error.help("give both sides as numbers"),
    }
}
