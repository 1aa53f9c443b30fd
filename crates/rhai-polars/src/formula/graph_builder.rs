//! A graph at a place of the source: what is added to it stands there, and what is wrong with it is
//! said there. The rules of `typing`, `fold` and `simplify` are its methods, each where its family
//! is.

use super::constant::Constant;
use super::error::FormulaError;
use super::facts::FactGraph;
use super::graph::{NodeId, Op};
use super::types::Type;
use crate::codes;
use rhai::Position;
use std::ops::Deref;

/// A graph, and where in the source the operation stands that is added to it.
pub(in crate::formula) struct GraphBuilder<'a> {
    graph: &'a mut FactGraph,
    pub(in crate::formula) at: Position,
}

impl FactGraph {
    /// The graph for an operation at this place.
    pub(in crate::formula) fn at(&mut self, at: Position) -> GraphBuilder<'_> {
        GraphBuilder { graph: self, at }
    }
}

impl GraphBuilder<'_> {
    /// The same graph at another place.
    pub(in crate::formula) fn at_position(&mut self, at: Position) -> GraphBuilder<'_> {
        self.graph.at(at)
    }

    /// The node that does this, new or known.
    pub(in crate::formula) fn add(&mut self, op: Op, of_type: Type) -> NodeId {
        self.graph.add(op, of_type, self.at)
    }

    /// The node of a value that is the same in every row.
    pub(in crate::formula) fn add_constant(&mut self, value: Constant) -> NodeId {
        let of_type = value.of_type();
        self.add(Op::Constant(value), of_type)
    }

    /// The error for operands of the wrong types.
    pub(in crate::formula) fn mismatch(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> FormulaError {
        FormulaError::new(codes::TYPE_MISMATCH, self.at, message).with_help(help)
    }
}

impl Deref for GraphBuilder<'_> {
    type Target = FactGraph;

    fn deref(&self) -> &FactGraph {
        self.graph
    }
}
