//! Comparisons as Rhai means them: nothing is equal to, below or above NaN, while to Polars NaN is
//! itself and the greatest number.

use crate::formula::graph::{Comparison, Graph, NodeId};
use crate::formula::types::Type;
use polars::prelude::Expr;

pub(super) fn compare(
    graph: &Graph,
    how: Comparison,
    (a, b): (NodeId, NodeId),
    of: impl Fn(NodeId) -> Expr,
) -> Expr {
    let (left, right) = (of(a), of(b));
    let compared = match how {
        Comparison::Equal => left.clone().eq(right.clone()),
        Comparison::NotEqual => left.clone().neq(right.clone()),
        Comparison::Less => left.clone().lt(right.clone()),
        Comparison::LessOrEqual => left.clone().lt_eq(right.clone()),
        Comparison::Greater => left.clone().gt(right.clone()),
        Comparison::GreaterOrEqual => left.clone().gt_eq(right.clone()),
    };
    let suspects = [(a, left), (b, right)].into_iter().filter(|(id, _)| may_be_nan(graph, *id));
    suspects.fold(compared, |compared, (_, side)| match how {
        Comparison::NotEqual => compared.or(side.is_nan()),
        _ => compared.and(side.is_not_nan()),
    })
}

/// `a in list`; NaN is in no list.
pub(super) fn within(
    graph: &Graph,
    (a, list): (NodeId, NodeId),
    of: impl Fn(NodeId) -> Expr,
) -> Expr {
    let found = of(a).is_in(of(list), false);
    if may_be_nan(graph, a) { found.and(of(a).is_not_nan()) } else { found }
}

fn may_be_nan(graph: &Graph, id: NodeId) -> bool {
    graph.facts(id).nan && matches!(graph.type_of(id), Type::Float | Type::Number)
}
