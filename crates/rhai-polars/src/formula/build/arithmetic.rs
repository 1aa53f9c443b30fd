//! `+ - * / % **` on numbers, `+` on texts, and days added to dates.
//!
//! Invariant: the bounds of a result enclose every value that its operands' bounds allow, so that
//! the lowering checks for overflow exactly where one is possible.

use super::compare::{cast, decimal, missing_side};
use super::mixed;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Arithmetic, Graph, NodeId, Op};
use crate::formula::types::{Facts, Type};
use rhai::Position;

/// `a + b` and the like.
pub fn arithmetic(
    graph: &mut Graph,
    how: Arithmetic,
    (a, b): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    use Arithmetic::{Add, Subtract};
    if let Some(missing) = missing_side(graph, a, b) {
        return Ok(missing);
    }
    match (graph.type_of(a), how, graph.type_of(b)) {
        (left, _, right) if left.is_number() && right.is_number() => {
            mixed::by_case(graph, &[a, b], at, &mut |graph, sides| {
                Ok(number(graph, how, (sides[0], sides[1]), at))
            })
        }
        (Type::Text, Add, Type::Text) => Ok(plain(graph, how, (a, b), Type::Text, at)),
        (day @ (Type::Date | Type::Instant), Add | Subtract, Type::Int) => {
            Ok(checked(graph, how, (a, b), day, at))
        }
        (Type::Date, Subtract, Type::Date) | (Type::Instant, Subtract, Type::Instant) => {
            Ok(span(graph, (a, b), at))
        }
        (Type::Date, Subtract, Type::Instant) | (Type::Instant, Subtract, Type::Date) => {
            let (a, b) = (cast(graph, a, Type::Instant), cast(graph, b, Type::Instant));
            Ok(span(graph, (a, b), at))
        }
        // Unknown in every row. The other side does not tell its type: a whole number divided by
        // a missing decimal one is no whole number.
        (Type::Missing, _, _) | (_, _, Type::Missing) => {
            Ok(graph.add(Op::Arithmetic(how, a, b), Type::Missing, Facts::UNKNOWN, at))
        }
        (left, _, right) => Err(mismatch(how, left, right, at)),
    }
}

/// `-a`.
pub fn negate(graph: &mut Graph, a: NodeId, at: Position) -> Compiled<NodeId> {
    let (of_type, facts) = (graph.type_of(a), graph.facts(a));
    match of_type {
        Type::Missing => return Ok(a),
        Type::Number => {
            return mixed::by_case(graph, &[a], at, &mut |graph, part| negate(graph, part[0], at));
        }
        _ => {}
    }
    if !of_type.is_number() {
        let message = format!("`-` needs a number, but this is {of_type}");
        return Err(FormulaError::new("type-mismatch", at, message).help(match of_type {
            Type::Bool => "that something does not hold is `!`, as in `!i.has_note`",
            Type::Date | Type::Instant => {
                "turn a date into a number of days, as in `today - i.sent_at`"
            }
            Type::Text => "turn a text into a number with `.to_int()` or `.to_float()`",
            _ => "put it before a number",
        }));
    }
    let ints = (-facts.ints.1, -facts.ints.0);
    let floats = (-facts.floats.1, -facts.floats.0);
    let mut facts = Facts { ints, floats, ..facts };
    facts.nullable |= of_type == Type::Int && !facts.fits();
    Ok(graph.add(Op::Negate(a), of_type, bounded(of_type, facts), at))
}

/// `+a`.
pub fn plus(graph: &Graph, a: NodeId, at: Position) -> Compiled<NodeId> {
    let of_type = graph.type_of(a);
    if of_type.is_number() || of_type == Type::Missing {
        return Ok(a);
    }
    Err(FormulaError::new(
        "type-mismatch",
        at,
        format!("`+` needs a number, but this is {of_type}"),
    )
    .help("put it between two values"))
}

fn plain(
    graph: &mut Graph,
    how: Arithmetic,
    (a, b): (NodeId, NodeId),
    to: Type,
    at: Position,
) -> NodeId {
    let nullable = graph.facts(a).nullable || graph.facts(b).nullable;
    graph.add(Op::Arithmetic(how, a, b), to, Facts::nullable(nullable), at)
}

/// A date moved by days: unknown where the calendar ends.
fn checked(
    graph: &mut Graph,
    how: Arithmetic,
    (a, b): (NodeId, NodeId),
    to: Type,
    at: Position,
) -> NodeId {
    graph.add(Op::Arithmetic(how, a, b), to, Facts::nullable(true), at)
}

/// The days between two dates: fewer than the 2^40 that 64 bits of microseconds can hold.
fn span(graph: &mut Graph, (a, b): (NodeId, NodeId), at: Position) -> NodeId {
    let nullable = graph.facts(a).nullable || graph.facts(b).nullable;
    let facts = Facts::between(nullable, -(1 << 40), 1 << 40);
    graph.add(Op::Arithmetic(Arithmetic::Subtract, a, b), Type::Int, facts, at)
}

/// Of two numbers, neither of which is mixed.
fn number(graph: &mut Graph, how: Arithmetic, (a, b): (NodeId, NodeId), at: Position) -> NodeId {
    if graph.type_of(a) == Type::Int && graph.type_of(b) == Type::Int {
        return whole(graph, how, (a, b), at);
    }
    let (a, b) = (decimal(graph, a), decimal(graph, b));
    let facts = decimal_facts(how, graph.facts(a), graph.facts(b));
    graph.add(Op::Arithmetic(how, a, b), Type::Float, facts, at)
}

fn whole(graph: &mut Graph, how: Arithmetic, (a, b): (NodeId, NodeId), at: Position) -> NodeId {
    let (left, right) = (graph.facts(a), graph.facts(b));
    let ints = whole_bounds(how, left, right);
    let divides = matches!(how, Arithmetic::Divide | Arithmetic::Remainder);
    let by = |number: i128| divides && right.ints.0 <= number && number <= right.ints.1;
    // The remainder of the least number by -1 is 0, but Rhai computes the quotient, too.
    let beyond = by(-1) && left.ints.0 <= i128::from(i64::MIN);
    let mut facts = Facts { ints, ..Facts::between(false, 0, 0) };
    facts.nullable = left.nullable || right.nullable || by(0) || beyond || !facts.fits();
    graph.add(Op::Arithmetic(how, a, b), Type::Int, bounded(Type::Int, facts), at)
}

/// Between which whole numbers the result lies, before any check that it fits 64 bits.
pub fn whole_bounds(how: Arithmetic, left: Facts, right: Facts) -> (i128, i128) {
    let corners = |of: fn(i128, i128) -> i128| {
        let (l, r) = (left.ints, right.ints);
        let all = [of(l.0, r.0), of(l.0, r.1), of(l.1, r.0), of(l.1, r.1)];
        all.iter().fold((all[0], all[0]), |(low, high), x| (low.min(*x), high.max(*x)))
    };
    let largest = left.ints.0.abs().max(left.ints.1.abs());
    match how {
        Arithmetic::Add => corners(|l, r| l + r),
        Arithmetic::Subtract => corners(|l, r| l - r),
        Arithmetic::Multiply => corners(i128::saturating_mul),
        Arithmetic::Divide => (-largest, largest),
        Arithmetic::Remainder => (left.ints.0.min(0), left.ints.1.max(0)),
        Arithmetic::Power => (i128::MIN, i128::MAX),
    }
}

/// Past the check, what does not fit is unknown: the bounds shrink to 64 bits.
fn bounded(of_type: Type, mut facts: Facts) -> Facts {
    if of_type == Type::Int {
        facts.ints.0 = facts.ints.0.max(i128::from(i64::MIN));
        facts.ints.1 = facts.ints.1.min(i128::from(i64::MAX));
    }
    facts
}

fn decimal_facts(how: Arithmetic, left: Facts, right: Facts) -> Facts {
    let corners = |of: fn(f64, f64) -> f64| {
        let (l, r) = (left.floats, right.floats);
        let all = [of(l.0, r.0), of(l.0, r.1), of(l.1, r.0), of(l.1, r.1)];
        all.iter().fold((all[0], all[0]), |(low, high), x| (low.min(*x), high.max(*x)))
    };
    let floats = match how {
        Arithmetic::Add => corners(|l, r| l + r),
        Arithmetic::Subtract => corners(|l, r| l - r),
        Arithmetic::Multiply => corners(|l, r| l * r),
        _ => Facts::UNKNOWN.floats,
    };
    let ends = [left.floats.0, left.floats.1, right.floats.0, right.floats.1, floats.0, floats.1];
    let finite = ends.iter().all(|end| end.is_finite());
    let safe = matches!(how, Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply);
    let nan = left.nan || right.nan || !(safe && finite);
    let floats = if finite { floats } else { Facts::UNKNOWN.floats };
    let by_zero = matches!(how, Arithmetic::Divide | Arithmetic::Remainder)
        && right.floats.0 <= 0.0
        && right.floats.1 >= 0.0;
    Facts::decimal(left.nullable || right.nullable || by_zero, nan, floats)
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
    let error =
        FormulaError::new("type-mismatch", at, format!("`{sign}` cannot take {left} and {right}"));
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
