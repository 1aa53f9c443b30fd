//! A graph at a place of the source: what is added to it stands there, and what is wrong with it is
//! said there. The rules of `typing`, `fold` and `simplify` are its methods, each where its family
//! is.

use super::constant::Constant;
use super::error::FormulaError;
use super::facts::KnownGraph;
use super::graph::{NodeId, Op};
use super::types::Type;
use crate::codes;
use rhai::Position;
use std::ops::Deref;

/// A graph, and where in the source the operation stands that is added to it.
pub(in crate::formula) struct PlacedGraph<'a> {
    graph: &'a mut KnownGraph,
    pub(in crate::formula) at: Position,
}

impl KnownGraph {
    /// The graph for an operation at this place.
    pub(in crate::formula) fn at(&mut self, at: Position) -> PlacedGraph<'_> {
        PlacedGraph { graph: self, at }
    }
}

impl PlacedGraph<'_> {
    /// The same graph at another place.
    pub(in crate::formula) fn elsewhere(&mut self, at: Position) -> PlacedGraph<'_> {
        self.graph.at(at)
    }

    /// The node that does this, new or known.
    pub(in crate::formula) fn add(&mut self, op: Op, of_type: Type) -> NodeId {
        self.graph.add(op, of_type, self.at)
    }

    /// The node of a value that is the same in every row.
    pub(in crate::formula) fn fixed(&mut self, value: Constant) -> NodeId {
        let of_type = value.of_type();
        self.add(Op::Constant(value), of_type)
    }

    /// The error for operands of the wrong types.
    pub(in crate::formula) fn mismatch(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> FormulaError {
        FormulaError::new(codes::TYPE_MISMATCH, self.at, message).help(help)
    }
}

impl Deref for PlacedGraph<'_> {
    type Target = KnownGraph;

    fn deref(&self) -> &KnownGraph {
        self.graph
    }
}
