//! Several formulas in one graph, so that what they have in common is one node.
//!
//! Invariant: two nodes are one exactly where they compute the same: not only the operation and
//! its operands count, but everything that it says, such as the table of a look-up or the
//! condition on a list's elements.

use super::graph::{Arithmetic, Graph, NodeId, Op};
use std::collections::HashMap;

impl Graph {
    /// Adds what `root` needs of another graph and gives its node here. A column named in
    /// `columns` is the node given there.
    pub fn absorb(
        &mut self,
        other: &Self,
        root: NodeId,
        columns: &HashMap<String, NodeId>,
    ) -> NodeId {
        let mut own: Vec<NodeId> = Vec::with_capacity(root.0 + 1);
        for id in (0..=root.0).map(NodeId) {
            let node = other.node(id);
            let known = match &node.op {
                Op::Column { name, .. } => columns.get(name).copied(),
                _ => None,
            };
            own.push(known.unwrap_or_else(|| {
                let op = node.op.with(&|operand| own[operand.0]).in_order(node.of_type.is_number());
                self.add(op, node.of_type, node.facts, node.position)
            }));
        }
        own[root.0]
    }
}

impl Op {
    /// The same with other operands, a condition on elements included.
    fn with(&self, of: &dyn Fn(NodeId) -> NodeId) -> Self {
        match self {
            Self::Column { .. } | Self::Element(_) | Self::Constant(_) => self.clone(),
            Self::Not(a) => Self::Not(of(*a)),
            Self::Negate(a) => Self::Negate(of(*a)),
            Self::IsMissing(a) => Self::IsMissing(of(*a)),
            Self::Cast(a) => Self::Cast(of(*a)),
            Self::LookUp(table, a) => Self::LookUp(table.clone(), of(*a)),
            Self::Arithmetic(how, a, b) => Self::Arithmetic(*how, of(*a), of(*b)),
            Self::Compare(how, a, b) => Self::Compare(*how, of(*a), of(*b)),
            Self::Exactly(how, a, b) => Self::Exactly(*how, of(*a), of(*b)),
            Self::And(a, b) => Self::And(of(*a), of(*b)),
            Self::Or(a, b) => Self::Or(of(*a), of(*b)),
            Self::Coalesce(a, b) => Self::Coalesce(of(*a), of(*b)),
            Self::Within(a, b) => Self::Within(of(*a), of(*b)),
            Self::If(a, b, c) => Self::If(of(*a), of(*b), of(*c)),
            Self::Each(how, list, condition) => Self::Each(*how, of(*list), of(*condition)),
            Self::Mixed { joint, whole, decimal } => {
                Self::Mixed { joint: of(*joint), whole: of(*whole), decimal: of(*decimal) }
            }
            Self::Call(method, operands) => {
                Self::Call(method, operands.iter().map(|operand| of(*operand)).collect())
            }
            Self::Window(how, value, keys) => {
                Self::Window(*how, value.map(of), keys.iter().map(|key| of(*key)).collect())
            }
        }
    }

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
