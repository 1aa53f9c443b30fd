//! What an operation comes to that its own form decides: where operands are constants or the same,
//! or where a value that would stand in for another is never taken.

use super::constant::Constant;
use super::graph::{NodeId, Op};
use super::graph_builder::GraphBuilder;
use super::types::Type;

impl GraphBuilder<'_> {
    /// The node that an operation comes to; none where it has to be computed.
    pub(super) fn try_fold(&mut self, op: &Op) -> Option<NodeId> {
        match *op {
            Op::Not(a) => match self.node(a).op {
                Op::Not(inner) => Some(inner),
                Op::Constant(Constant::Missing) => Some(a),
                Op::Constant(Constant::Bool(truth)) => {
                    Some(self.add_constant(Constant::Bool(!truth)))
                }
                _ => None,
            },
            Op::And(a, b) => self.both_decided(a, b, true),
            Op::Or(a, b) => self.both_decided(a, b, false),
            Op::If(condition, yes, no) => self.choice_decided(condition, yes, no),
            Op::Coalesce(first, _) if !self.facts(first).nullable => Some(first),
            Op::Coalesce(first, second) if self.type_of(first) == Type::Missing => Some(second),
            Op::IsMissing(a) => {
                let is_missing = *self.constant(a)? == Constant::Missing;
                Some(self.add_constant(Constant::Bool(is_missing)))
            }
            _ => None,
        }
    }

    /// The node that an operation comes to, or that computes it.
    pub(super) fn fold_or_add(&mut self, op: Op, of_type: Type) -> NodeId {
        match self.try_fold(&op) {
            Some(node) => node,
            None => self.add(op, of_type),
        }
    }

    /// `a && b`, to which `true` adds nothing, or `a || b`, to which `false` adds nothing.
    fn both_decided(&self, a: NodeId, b: NodeId, neutral: bool) -> Option<NodeId> {
        let truth = |side| match self.constant(side) {
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

    fn choice_decided(&mut self, condition: NodeId, yes: NodeId, no: NodeId) -> Option<NodeId> {
        match self.constant(condition) {
            Some(Constant::Bool(true)) => return Some(yes),
            Some(Constant::Bool(false)) => return Some(no),
            Some(Constant::Missing) => return Some(condition),
            _ => {}
        }
        if yes == no && !self.facts(condition).nullable {
            return Some(yes);
        }
        match (self.constant(yes)?, self.constant(no)?) {
            (Constant::Missing, Constant::Missing) => Some(yes),
            (Constant::Bool(true), Constant::Bool(false)) => Some(condition),
            (Constant::Bool(false), Constant::Bool(true)) => {
                Some(self.fold_or_add(Op::Not(condition), Type::Bool))
            }
            _ => None,
        }
    }
}
