//! The nodes that an operation names: read, and replaced by others.

use super::graph::{NodeId, Op};

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
            | Self::MixedNumber { joint: a, .. }
            | Self::Quantified(_, a, _) => vec![*a],
            Self::Window(_, value, keys) => value.iter().chain(keys).copied().collect(),
            Self::Arithmetic(_, a, b)
            | Self::Compare(_, a, b)
            | Self::CompareExactly(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Coalesce(a, b)
            | Self::IsIn(a, b) => vec![*a, *b],
            Self::If(a, b, c) => vec![*a, *b, *c],
            Self::Call(_, arguments) => arguments.clone(),
        }
    }

    /// Every node that it names: beside those that it reads, the parts of a mixed number and the
    /// condition on a list's elements.
    pub fn referenced_nodes(&self) -> Vec<NodeId> {
        let mut named = self.operands();
        match self {
            Self::MixedNumber { whole, decimal, .. } => named.extend([*whole, *decimal]),
            Self::Quantified(_, _, condition) => named.push(*condition),
            _ => {}
        }
        named
    }

    /// The same with other operands, a condition on elements included.
    pub(super) fn map_operands(&self, replacement: &dyn Fn(NodeId) -> NodeId) -> Self {
        match self {
            Self::Column { .. } | Self::Element(_) | Self::Constant(_) => self.clone(),
            Self::Not(a) => Self::Not(replacement(*a)),
            Self::Negate(a) => Self::Negate(replacement(*a)),
            Self::IsMissing(a) => Self::IsMissing(replacement(*a)),
            Self::Cast(a) => Self::Cast(replacement(*a)),
            Self::LookUp(table, a) => Self::LookUp(table.clone(), replacement(*a)),
            Self::Arithmetic(how, a, b) => Self::Arithmetic(*how, replacement(*a), replacement(*b)),
            Self::Compare(how, a, b) => Self::Compare(*how, replacement(*a), replacement(*b)),
            Self::CompareExactly(how, a, b) => {
                Self::CompareExactly(*how, replacement(*a), replacement(*b))
            }
            Self::And(a, b) => Self::And(replacement(*a), replacement(*b)),
            Self::Or(a, b) => Self::Or(replacement(*a), replacement(*b)),
            Self::Coalesce(a, b) => Self::Coalesce(replacement(*a), replacement(*b)),
            Self::IsIn(a, b) => Self::IsIn(replacement(*a), replacement(*b)),
            Self::If(a, b, c) => Self::If(replacement(*a), replacement(*b), replacement(*c)),
            Self::Quantified(how, list, condition) => {
                Self::Quantified(*how, replacement(*list), replacement(*condition))
            }
            Self::MixedNumber { joint, whole, decimal } => Self::MixedNumber {
                joint: replacement(*joint),
                whole: replacement(*whole),
                decimal: replacement(*decimal),
            },
            Self::Call(method, operands) => {
                Self::Call(method, operands.iter().map(|operand| replacement(*operand)).collect())
            }
            Self::Window(how, value, keys) => Self::Window(
                *how,
                value.map(replacement),
                keys.iter().map(|key| replacement(*key)).collect(),
            ),
        }
    }
}
