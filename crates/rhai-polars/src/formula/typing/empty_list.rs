//! Lists that hold nothing known, `[]` and `[()]`: they have no type of their own, also where
//! several of them meet.
//!
//! Invariant: such a list counts as one of texts until something is asked of it that says more.

use super::leaf;
use crate::formula::constant::Constant;
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a node is a list that holds nothing known in any row.
pub(in crate::formula) fn holds_nothing(graph: &Graph, list: NodeId) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![list]);
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        match &graph.node(node).op {
            Op::Constant(Constant::List(Type::Missing, _)) => {}
            Op::Constant(Constant::Missing) if node != list => {}
            Op::If(_, yes, no) if graph.type_of(node).is_list() => open.extend([*yes, *no]),
            Op::Coalesce(first, second) if graph.type_of(node).is_list() => {
                open.extend([*first, *second]);
            }
            _ => return false,
        }
    }
    true
}

/// The same list as one of such elements, if it holds nothing known.
pub(in crate::formula) fn as_list_of(
    graph: &mut KnownGraph,
    list: NodeId,
    element: Type,
) -> NodeId {
    let is_needed = element.list().is_some_and(|of_type| of_type != graph.type_of(list));
    if is_needed && holds_nothing(graph, list) {
        retyped(graph, list, element, &mut BTreeMap::new())
    } else {
        list
    }
}

fn retyped(
    graph: &mut KnownGraph,
    list: NodeId,
    element: Type,
    retyped_lists: &mut BTreeMap<NodeId, NodeId>,
) -> NodeId {
    if let Some(retyped_lists) = retyped_lists.get(&list) {
        return *retyped_lists;
    }
    let (op, at) = (graph.node(list).op.clone(), graph.node(list).position);
    let of_type = element.list().unwrap_or(Type::TextList);
    let node = match op {
        Op::Constant(Constant::List(_, values)) => {
            leaf::constant(graph, Constant::List(element, values), at)
        }
        Op::If(condition, yes, no) => {
            let (yes, no) = (
                retyped(graph, yes, element, retyped_lists),
                retyped(graph, no, element, retyped_lists),
            );
            graph.add(Op::If(condition, yes, no), of_type, at)
        }
        Op::Coalesce(first, second) => {
            let (first, second) = (
                retyped(graph, first, element, retyped_lists),
                retyped(graph, second, element, retyped_lists),
            );
            graph.add(Op::Coalesce(first, second), of_type, at)
        }
        _ => list,
    };
    retyped_lists.insert(list, node);
    node
}
