//! The nodes that an operation names: read, and replaced by others.

use super::graph::{NodeId, Op};
use std::cell::RefCell;

impl Op {
    /// The nodes it reads, in the order of the source. The parts of a mixed number are read by who
    /// does something with them.
    pub fn operands(&self) -> Vec<NodeId> {
        match self {
            Self::Column { .. } | Self::Constant(_) | Self::Element(_) => vec![],
            Self::Not(a)
            | Self::Negate(a)
            | Self::IsMissing(a)
            | Self::Cast(a)
            | Self::LookUp(_, a)
            | Self::Mixed { joint: a, .. }
            | Self::Each(_, a, _) => vec![*a],
            Self::Window(_, value, keys) => value.iter().chain(keys).copied().collect(),
            Self::Arithmetic(_, a, b)
            | Self::Compare(_, a, b)
            | Self::Exactly(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Coalesce(a, b)
            | Self::Within(a, b) => vec![*a, *b],
            Self::If(a, b, c) => vec![*a, *b, *c],
            Self::Call(_, arguments) => arguments.clone(),
        }
    }

    /// Every node that it names: beside those that it reads, the parts of a mixed number and the
    /// condition on a list's elements.
    pub fn named(&self) -> Vec<NodeId> {
        let named = RefCell::new(vec![]);
        self.with(&|id| {
            named.borrow_mut().push(id);
            id
        });
        named.into_inner()
    }

    /// The same with other operands, a condition on elements included.
    pub(super) fn with(&self, of: &dyn Fn(NodeId) -> NodeId) -> Self {
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
}
