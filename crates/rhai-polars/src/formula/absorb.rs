//! Several formulas in one graph, so that what they have in common is one node.
//!
//! Invariant: two nodes are one exactly where they compute the same: not only the operation and
//! its operands count, but everything that it says, such as the table of a look-up or the
//! condition on a list's elements.

use super::facts::FactGraph;
use super::graph::{Arithmetic, NodeId, Op};
use std::collections::HashMap;

impl FactGraph {
    /// Adds what `root` needs of another graph and gives its node here. A column named in
    /// `columns` is the node given there.
    pub fn absorb(
        &mut self,
        other: &Self,
        root: NodeId,
        columns: &HashMap<String, NodeId>,
    ) -> NodeId {
        let mut ids: Vec<NodeId> = Vec::with_capacity(root.0 + 1);
        for id in (0..=root.0).map(NodeId) {
            let node = other.node(id);
            let known = match &node.op {
                Op::Column { name, .. } => columns.get(name).copied(),
                _ => None,
            };
            ids.push(known.unwrap_or_else(|| {
                let op = node
                    .op
                    .map_operands(&|operand| ids[operand.0])
                    .in_order(node.of_type.is_number());
                self.add(op, node.of_type, node.position)
            }));
        }
        ids[root.0]
    }
}

impl Op {
    /// The same with its operands in order where that makes no difference.
    fn in_order(self, numbers: bool) -> Self {
        match self {
            Self::Arithmetic(how @ (Arithmetic::Add | Arithmetic::Multiply), a, b)
                if numbers && b < a =>
            {
                Self::Arithmetic(how, b, a)
            }
            other => other,
        }
    }
}
