//! Comparisons and `in`.

use super::{leaf, logic, mixed};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Comparison, Graph, NodeId, Op};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use rhai::Position;

/// `a == b` and the like. With `()` on a side it asks whether the other is missing.
pub fn compare(
    graph: &mut Graph,
    how: Comparison,
    (a, b): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    let missing = |id| graph.constant(id) == Some(&Value::Missing);
    match (how, missing(a), missing(b)) {
        (_, false, false) => {}
        (Comparison::Equal, _, true) => return Ok(logic::is_missing(graph, a, at)),
        (Comparison::Equal, true, _) => return Ok(logic::is_missing(graph, b, at)),
        (Comparison::NotEqual, _, _) => {
            let asked = logic::is_missing(graph, if missing(b) { a } else { b }, at);
            return logic::not(graph, asked, at);
        }
        _ => {
            let message = "a missing value is neither smaller nor greater than another";
            return Err(FormulaError::new("type-mismatch", at, message)
                .help("ask for it with `== ()`, or replace it with `??`"));
        }
    }
    if let Some(cases) =
        in_cases(graph, (a, b), at, &mut |graph, a, b| compare(graph, how, (a, b), at))
    {
        return cases;
    }
    let (a, b) = alike(graph, a, b, at).map_err(|error| chained(graph, (a, b), error))?;
    if graph.type_of(a).is_list() {
        let message = "lists cannot be compared as a whole";
        return Err(FormulaError::new("type-mismatch", at, message)
            .help("ask for an element, as in `\"client\" in i.tags`"));
    }
    let nullable = graph.facts(a).nullable || graph.facts(b).nullable;
    Ok(graph.add(Op::Compare(how, a, b), Type::Bool, Facts::nullable(nullable), at))
}

/// A comparison of numbers to the last digit, as a `switch` makes it.
pub fn exactly(
    graph: &mut Graph,
    how: Comparison,
    (a, b): (NodeId, NodeId),
    at: Position,
) -> Compiled<NodeId> {
    if let Some(cases) =
        in_cases(graph, (a, b), at, &mut |graph, a, b| exactly(graph, how, (a, b), at))
    {
        return cases;
    }
    let (a, b) = alike(graph, a, b, at)?;
    let nullable = graph.facts(a).nullable || graph.facts(b).nullable;
    Ok(graph.add(Op::Exactly(how, a, b), Type::Bool, Facts::nullable(nullable), at))
}

/// A comparison of two numbers, of which one is mixed; none where none is.
fn in_cases(
    graph: &mut Graph,
    (a, b): (NodeId, NodeId),
    at: Position,
    compare: &mut dyn FnMut(&mut Graph, NodeId, NodeId) -> Compiled<NodeId>,
) -> Option<Compiled<NodeId>> {
    let types = [graph.type_of(a), graph.type_of(b)];
    if !types.contains(&Type::Number) || !types.iter().all(|of_type| of_type.is_number()) {
        return None;
    }
    Some(mixed::by_case(graph, &[a, b], at, &mut |graph, sides| compare(graph, sides[0], sides[1])))
}

/// Both sides in one type, or an error.
fn alike(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<(NodeId, NodeId)> {
    let (left, right) = (graph.type_of(a), graph.type_of(b));
    match (left, right) {
        (Type::Date, Type::Instant) => Ok((cast(graph, a, Type::Instant), b)),
        (Type::Instant, Type::Date) => Ok((a, cast(graph, b, Type::Instant))),
        _ if left.is_number() && right.is_number() => match (left, right) {
            (Type::Int, Type::Int) => Ok((a, b)),
            _ => Ok((decimal(graph, a), decimal(graph, b))),
        },
        _ if left == right || left == Type::Missing || right == Type::Missing => Ok((a, b)),
        _ => Err(mismatch(left, right, at)),
    }
}

/// The same error; where the result of a comparison is compared again, how to write two.
fn chained(graph: &Graph, (a, b): (NodeId, NodeId), error: FormulaError) -> FormulaError {
    let compares = |id| matches!(graph.node(id).op, Op::Compare(..));
    if compares(a) || compares(b) {
        return error
            .help("join two comparisons with `&&`, as in `30 < i.age_days && i.age_days < 90`");
    }
    error
}

fn mismatch(left: Type, right: Type, at: Position) -> FormulaError {
    let message = format!("{left} cannot be compared with {right}");
    let error = FormulaError::new("type-mismatch", at, message);
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
pub fn cast(graph: &mut Graph, a: NodeId, to: Type) -> NodeId {
    let node = graph.node(a);
    if node.of_type == to {
        return a;
    }
    let facts = if node.of_type == Type::Int { node.facts.to_decimal() } else { node.facts };
    let position = node.position;
    graph.add(Op::Cast(a), to, facts, position)
}

/// The same number as a decimal one.
pub fn decimal(graph: &mut Graph, a: NodeId) -> NodeId {
    match graph.node(a).op {
        Op::Mixed { joint, .. } => joint,
        _ if graph.type_of(a) == Type::Int => cast(graph, a, Type::Float),
        _ => a,
    }
}

/// `a in b`, where `b` is a list, or a text that may contain `a`.
pub fn within(graph: &mut Graph, a: NodeId, b: NodeId, at: Position) -> Compiled<NodeId> {
    let (wanted, list) = (graph.type_of(a), graph.type_of(b));
    let Some(Value::List(element, values)) = graph.constant(b).cloned() else {
        return Err(FormulaError::new("type-mismatch", at, format!("`in` cannot search {list}")));
    };
    if values.is_empty() {
        return Ok(leaf::constant(graph, Value::Bool(false), at));
    }
    if wanted == Type::Number {
        return mixed::by_case(graph, &[a], at, &mut |graph, a| within(graph, a[0], b, at));
    }
    let a = match (wanted, element) {
        (a_type, e) if a_type == e => a,
        (Type::Int, Type::Float) => decimal(graph, a),
        (Type::Float, Type::Int) => {
            let widened = values.iter().map(Value::to_script).map(|v| v.as_int().unwrap_or(0));
            #[expect(clippy::cast_precision_loss, reason = "as Rhai compares the two kinds")]
            let floats = widened.map(|int| Value::Float(int as f64)).collect();
            let list = leaf::constant(graph, Value::List(Type::Float, floats), at);
            return within(graph, a, list, at);
        }
        _ => return Err(mismatch(wanted, element, at)),
    };
    let facts = Facts::nullable(graph.facts(a).nullable);
    Ok(graph.add(Op::Within(a, b), Type::Bool, facts, at))
}
