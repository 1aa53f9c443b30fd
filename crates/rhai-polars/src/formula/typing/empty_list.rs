//! Lists that hold nothing known, `[]` and `[()]`: they have no type of their own, also where
//! several of them meet.
//!
//! Invariant: such a list counts as one of texts until something is asked of it that says more.

use crate::formula::constant::Constant;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a node is a list that holds nothing known in any row.
pub(in crate::formula) fn holds_no_known_element(graph: &Graph, list: NodeId) -> bool {
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

impl GraphBuilder<'_> {
    /// The same list as one of such elements, if it holds nothing known.
    pub(in crate::formula) fn as_list_of(&mut self, list: NodeId, element: Type) -> NodeId {
        match element.list() {
            Some(of_type)
                if of_type != self.type_of(list) && holds_no_known_element(self, list) =>
            {
                self.retype_list(list, element, &mut BTreeMap::new())
            }
            _ => list,
        }
    }

    fn retype_list(
        &mut self,
        list: NodeId,
        element: Type,
        known: &mut BTreeMap<NodeId, NodeId>,
    ) -> NodeId {
        if let Some(retyped_list) = known.get(&list) {
            return *retyped_list;
        }
        let (op, position) = (self.node(list).op.clone(), self.node(list).position);
        let op = match op {
            Op::Constant(Constant::List(_, values)) => {
                Op::Constant(Constant::List(element, values))
            }
            Op::If(condition, yes, no) => {
                let yes = self.retype_list(yes, element, known);
                Op::If(condition, yes, self.retype_list(no, element, known))
            }
            Op::Coalesce(first, second) => {
                let first = self.retype_list(first, element, known);
                Op::Coalesce(first, self.retype_list(second, element, known))
            }
            _ => return list,
        };
        let node = self.at_position(position).add(op, element.list().unwrap_or(Type::TextList));
        known.insert(list, node);
        node
    }
}
