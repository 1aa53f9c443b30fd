//! Numbers that are whole in some rows and decimal in others. Rhai does with each what its type
//! says: 3 / 2 is 1 and 3.0 / 2 is 1.5. So such a number is kept in two parts, and whatever is done
//! with it is done with each of them.
//!
//! Invariant: of the two parts at most one is known in each row, and neither where the number is
//! missing. Whatever is done costs a bounded number of nodes.

use super::choice::{choose, coalesce};
use super::compare::decimal;
use super::{leaf, logic};
use crate::formula::constant::Constant;
use crate::formula::error::Compiled;
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::Type;
use rhai::Position;

/// What is known of a number in the rows where it is of one kind; none where it never is.
type NumberPart = fn(&Graph, NodeId) -> Option<NodeId>;

/// What a number is where it is whole.
fn whole_part(graph: &Graph, id: NodeId) -> Option<NodeId> {
    match graph.node(id).op {
        Op::Mixed { whole, .. } => Some(whole),
        _ => Some(id).filter(|id| graph.type_of(*id) == Type::Int),
    }
}

/// What a number is where it is decimal.
fn decimal_part(graph: &Graph, id: NodeId) -> Option<NodeId> {
    match graph.node(id).op {
        Op::Mixed { decimal, .. } => Some(decimal),
        _ => Some(id).filter(|id| graph.type_of(*id) == Type::Float),
    }
}

/// The number of these two parts, of which `joint` is the decimal number that either comes to.
pub(super) fn number(
    graph: &mut KnownGraph,
    joint: NodeId,
    whole: NodeId,
    decimal: NodeId,
    at: Position,
) -> NodeId {
    graph.add(Op::Mixed { joint, whole, decimal }, Type::Number, at)
}

/// `if condition { yes } else { no }` of numbers of different kinds.
pub(super) fn chosen(
    graph: &mut KnownGraph,
    condition: NodeId,
    yes: NodeId,
    no: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    let missing = leaf::constant(graph, Constant::Missing, at);
    let mut sides = |part: NumberPart| {
        let sides = [yes, no].map(|id| part(graph, id).unwrap_or(missing));
        choose(graph, condition, sides[0], sides[1], at)
    };
    let (whole_side, decimal_side) = (sides(whole_part)?, sides(decimal_part)?);
    let (yes, no) = (decimal(graph, yes), decimal(graph, no));
    let joint = choose(graph, condition, yes, no, at)?;
    Ok(number(graph, joint, whole_side, decimal_side, at))
}

/// `first ?? second` of numbers of different kinds.
pub(super) fn replaced(
    graph: &mut KnownGraph,
    first: NodeId,
    second: NodeId,
    at: Position,
) -> Compiled<NodeId> {
    let missing = leaf::constant(graph, Constant::Missing, at);
    let absent = logic::is_missing(graph, first, at);
    let mut part = |part_of: NumberPart| match (part_of(graph, first), part_of(graph, second)) {
        (Some(first_part), None) if first_part == first => Ok(first_part),
        (Some(first_part), Some(second_part)) if first_part == first => {
            coalesce(graph, first_part, second_part, at)
        }
        (first_part, second_part) => {
            let (yes, no) = (second_part.unwrap_or(missing), first_part.unwrap_or(missing));
            choose(graph, absent, yes, no, at)
        }
    };
    let (whole, fractional) = (part(whole_part)?, part(decimal_part)?);
    let (first, second) = (decimal(graph, first), decimal(graph, second));
    let joint = coalesce(graph, first, second, at)?;
    Ok(number(graph, joint, whole, fractional, at))
}

/// What is done with operands, done for each kind that the mixed numbers among them can be. It is
/// missing where one of them is.
pub(in crate::formula) fn by_case(
    graph: &mut KnownGraph,
    operands: &[NodeId],
    at: Position,
    done: &mut dyn FnMut(&mut KnownGraph, &[NodeId]) -> Compiled<NodeId>,
) -> Compiled<NodeId> {
    let is_mixed = |graph: &Graph, id: NodeId| graph.type_of(id) == Type::Number;
    let mixed: Vec<NodeId> = operands.iter().copied().filter(|id| is_mixed(graph, *id)).collect();
    let with =
        |graph: &mut KnownGraph, part: &dyn Fn(&mut KnownGraph, NodeId) -> NodeId| -> Vec<NodeId> {
            let each = operands.iter().copied();
            each.map(|id| if is_mixed(graph, id) { part(graph, id) } else { id }).collect()
        };
    if mixed.is_empty() {
        return done(graph, operands);
    }
    let joint = with(graph, &|graph, id| decimal(graph, id));
    if operands.iter().any(|id| graph.type_of(*id) == Type::Float) {
        return done(graph, &joint);
    }
    let whole = with(graph, &|graph, id| whole_part(graph, id).unwrap_or(id));
    let whole = done(graph, &whole)?;
    // One part is missing where the other is known; of several numbers some may be whole.
    let (known, apart) = match mixed[..] {
        [_] => (None, with(graph, &|graph, id| decimal_part(graph, id).unwrap_or(id))),
        _ => (Some(are_whole(graph, &mixed, at)?), joint),
    };
    let apart = done(graph, &apart)?;
    if (graph.type_of(whole), graph.type_of(apart)) != (Type::Int, Type::Float) {
        return match known {
            None => coalesce(graph, whole, apart, at),
            Some(known) => choose(graph, known, whole, apart, at),
        };
    }
    let missing = leaf::constant(graph, Constant::Missing, at);
    let apart = match known {
        None => apart,
        Some(known) => choose(graph, known, missing, apart, at)?,
    };
    let widened = decimal(graph, whole);
    let joint = coalesce(graph, apart, widened, at)?;
    Ok(number(graph, joint, whole, apart, at))
}

/// Where all of these are whole.
fn are_whole(graph: &mut KnownGraph, mixed: &[NodeId], at: Position) -> Compiled<NodeId> {
    let mut known = leaf::constant(graph, Constant::Bool(true), at);
    for id in mixed {
        let part = whole_part(graph, *id).unwrap_or(*id);
        let missing = logic::is_missing(graph, part, at);
        let is_known = logic::not(graph, missing, at)?;
        known = logic::and(graph, known, is_known, at)?;
    }
    Ok(known)
}
