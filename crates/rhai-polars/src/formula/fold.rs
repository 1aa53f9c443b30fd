//! What an operation comes to that its own form decides: where operands are constants or the same,
//! or where a value that would stand in for another is never taken.

use super::constant::Constant;
use super::facts::KnownGraph;
use super::graph::{NodeId, Op};
use super::types::Type;
use rhai::Position;

/// The node that an operation comes to; none where it has to be computed.
pub(super) fn decided(graph: &mut KnownGraph, op: &Op, at: Position) -> Option<NodeId> {
    match *op {
        Op::Not(a) => match graph.node(a).op {
            Op::Not(inner) => Some(inner),
            Op::Constant(Constant::Missing) => Some(a),
            Op::Constant(Constant::Bool(truth)) => Some(constant(graph, !truth, at)),
            _ => None,
        },
        Op::And(a, b) => joined(graph, a, b, true),
        Op::Or(a, b) => joined(graph, a, b, false),
        Op::If(condition, yes, no) => chosen(graph, condition, yes, no, at),
        Op::Coalesce(first, _) if !graph.facts(first).nullable => Some(first),
        Op::Coalesce(first, second) if graph.type_of(first) == Type::Missing => Some(second),
        Op::IsMissing(a) => {
            let is_missing = *graph.constant(a)? == Constant::Missing;
            Some(constant(graph, is_missing, at))
        }
        _ => None,
    }
}

/// The node that an operation comes to, or that computes it.
pub(super) fn decided_or_added(
    graph: &mut KnownGraph,
    op: Op,
    of_type: Type,
    at: Position,
) -> NodeId {
    match decided(graph, &op, at) {
        Some(node) => node,
        None => graph.add(op, of_type, at),
    }
}

fn constant(graph: &mut KnownGraph, truth: bool, at: Position) -> NodeId {
    graph.add(Op::Constant(Constant::Bool(truth)), Type::Bool, at)
}

/// `a && b`, to which `true` adds nothing, or `a || b`, to which `false` adds nothing.
fn joined(graph: &KnownGraph, a: NodeId, b: NodeId, neutral: bool) -> Option<NodeId> {
    let truth = |side| match graph.constant(side) {
        Some(Constant::Bool(truth)) => Some(*truth),
        _ => None,
    };
    match (truth(a), truth(b)) {
        (Some(first), _) if first == neutral => Some(b),
        (_, Some(second)) if second != neutral => Some(b),
        (_, Some(_)) | (Some(_), _) => Some(a),
        _ => (a == b).then_some(a),
    }
}

fn chosen(
    graph: &mut KnownGraph,
    condition: NodeId,
    yes: NodeId,
    no: NodeId,
    at: Position,
) -> Option<NodeId> {
    match graph.constant(condition) {
        Some(Constant::Bool(true)) => return Some(yes),
        Some(Constant::Bool(false)) => return Some(no),
        Some(Constant::Missing) => return Some(condition),
        _ => {}
    }
    if yes == no && !graph.facts(condition).nullable {
        return Some(yes);
    }
    match (graph.constant(yes)?, graph.constant(no)?) {
        (Constant::Missing, Constant::Missing) => Some(yes),
        (Constant::Bool(true), Constant::Bool(false)) => Some(condition),
        (Constant::Bool(false), Constant::Bool(true)) => {
            Some(decided_or_added(graph, Op::Not(condition), Type::Bool, at))
        }
        _ => None,
    }
}
