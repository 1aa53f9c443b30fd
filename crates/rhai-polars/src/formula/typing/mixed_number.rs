//! Numbers that are whole in some rows and decimal in others. Rhai does with each what its type
//! says: 3 / 2 is 1 and 3.0 / 2 is 1.5. So such a number is kept in two parts, and whatever is done
//! with it is done with each of them.
//!
//! Invariant: of the two parts at most one is known in each row, and neither where the number is
//! missing. Whatever is done costs a bounded number of nodes.

use crate::formula::constant::Constant;
use crate::formula::error::FormulaResult;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

/// What is known of a number in the rows where it is of one kind; none where it never is.
type NumberPart = fn(&Graph, NodeId) -> Option<NodeId>;

/// What a number is where it is whole.
fn whole_part(graph: &Graph, id: NodeId) -> Option<NodeId> {
    match graph.node(id).op {
        Op::MixedNumber { whole, .. } => Some(whole),
        _ => Some(id).filter(|id| graph.type_of(*id) == Type::Int),
    }
}

/// What a number is where it is decimal.
fn decimal_part(graph: &Graph, id: NodeId) -> Option<NodeId> {
    match graph.node(id).op {
        Op::MixedNumber { decimal, .. } => Some(decimal),
        _ => Some(id).filter(|id| graph.type_of(*id) == Type::Float),
    }
}

impl GraphBuilder<'_> {
    /// `if condition { yes } else { no }` of numbers of different kinds.
    pub(super) fn choose_number(
        &mut self,
        condition: NodeId,
        yes: NodeId,
        no: NodeId,
    ) -> FormulaResult<NodeId> {
        let missing = self.add_constant(Constant::Missing);
        let mut sides = |part: NumberPart| {
            let [yes, no] = [yes, no].map(|id| part(self, id).unwrap_or(missing));
            self.choose(condition, yes, no)
        };
        let (whole, decimal) = (sides(whole_part)?, sides(decimal_part)?);
        let (yes, no) = (self.decimal(yes), self.decimal(no));
        let joint = self.choose(condition, yes, no)?;
        Ok(self.add(Op::MixedNumber { joint, whole, decimal }, Type::Number))
    }

    /// `first ?? second` of numbers of different kinds.
    pub(super) fn coalesce_number(
        &mut self,
        first: NodeId,
        second: NodeId,
    ) -> FormulaResult<NodeId> {
        let missing = self.add_constant(Constant::Missing);
        let absent = self.is_missing(first);
        let mut part = |part_of: NumberPart| match (part_of(self, first), part_of(self, second)) {
            (Some(first_part), None) if first_part == first => Ok(first_part),
            (Some(first_part), Some(second_part)) if first_part == first => {
                self.coalesce(first_part, second_part)
            }
            (first_part, second_part) => {
                let (yes, no) = (second_part.unwrap_or(missing), first_part.unwrap_or(missing));
                self.choose(absent, yes, no)
            }
        };
        let (whole, decimal) = (part(whole_part)?, part(decimal_part)?);
        let (first, second) = (self.decimal(first), self.decimal(second));
        let joint = self.coalesce(first, second)?;
        Ok(self.add(Op::MixedNumber { joint, whole, decimal }, Type::Number))
    }

    /// What is done with operands, done for each kind that the mixed numbers among them can be. It
    /// is missing where one of them is.
    pub(in crate::formula) fn for_each_number_type(
        &mut self,
        operands: &[NodeId],
        done: &mut dyn FnMut(&mut GraphBuilder, &[NodeId]) -> FormulaResult<NodeId>,
    ) -> FormulaResult<NodeId> {
        let is_mixed = |graph: &Self, id: NodeId| graph.type_of(id) == Type::Number;
        let mixed: Vec<NodeId> =
            operands.iter().copied().filter(|id| is_mixed(self, *id)).collect();
        if mixed.is_empty() {
            return done(self, operands);
        }
        let with = |graph: &mut Self, part: fn(&mut Self, NodeId) -> NodeId| -> Vec<NodeId> {
            let each = operands.iter().copied();
            each.map(|id| if is_mixed(graph, id) { part(graph, id) } else { id }).collect()
        };
        let joint = with(self, GraphBuilder::decimal);
        if operands.iter().any(|id| self.type_of(*id) == Type::Float) {
            return done(self, &joint);
        }
        let whole = with(self, |graph, id| whole_part(graph, id).unwrap_or(id));
        let whole = done(self, &whole)?;
        // One part is missing where the other is known; of several numbers some may be whole.
        let (known, apart) = match mixed[..] {
            [_] => (None, with(self, |graph, id| decimal_part(graph, id).unwrap_or(id))),
            _ => (Some(self.are_whole(&mixed)?), joint),
        };
        let apart = done(self, &apart)?;
        if (self.type_of(whole), self.type_of(apart)) != (Type::Int, Type::Float) {
            return match known {
                None => self.coalesce(whole, apart),
                Some(known) => self.choose(known, whole, apart),
            };
        }
        let missing = self.add_constant(Constant::Missing);
        let decimal = match known {
            None => apart,
            Some(known) => self.choose(known, missing, apart)?,
        };
        let widened = self.decimal(whole);
        let joint = self.coalesce(decimal, widened)?;
        Ok(self.add(Op::MixedNumber { joint, whole, decimal }, Type::Number))
    }

    /// Where all of these are whole.
    fn are_whole(&mut self, mixed: &[NodeId]) -> FormulaResult<NodeId> {
        let mut known = self.add_constant(Constant::Bool(true));
        for id in mixed {
            let part = whole_part(self, *id).unwrap_or(*id);
            let missing = self.is_missing(part);
            let is_known = self.not(missing)?;
            known = self.and(known, is_known)?;
        }
        Ok(known)
    }
}
