//! A graph with what is known of the value of every node.
//!
//! Invariant: the facts of a node follow from its operation, the facts of its operands and what is
//! known of the columns, from nothing else.

use super::infer::{TypedFacts, infer_facts};
use super::value_facts::Facts;
use crate::formula::column_facts::ColumnFactsLookup;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::Type;
use rhai::Position;
use std::ops::Deref;
use std::sync::Arc;

/// A graph with what is known of each node. It reads like a [`Graph`].
#[derive(Clone, Debug)]
pub struct FactGraph {
    graph: Graph,
    /// Those of the nodes, in their order.
    facts: Vec<Facts>,
    columns: ColumnFactsLookup,
}

impl FactGraph {
    /// A graph without nodes, over columns of which this is known.
    pub fn over(columns: ColumnFactsLookup) -> Self {
        Self { graph: Graph::default(), facts: vec![], columns }
    }

    /// The node that does this, new or known, with what is known of it.
    pub fn add(&mut self, op: Op, of_type: Type, position: Position) -> NodeId {
        let id = self.graph.add(op, of_type, position);
        self.infer();
        id
    }

    /// Notes which script the nodes stand in that are new from now on, and gives the one before.
    pub fn enter(&mut self, script: Option<Arc<str>>) -> Option<Arc<str>> {
        self.graph.enter(script)
    }

    /// What is known of the columns.
    pub fn columns(&self) -> ColumnFactsLookup {
        self.columns
    }

    /// What is known of a node's value.
    pub fn facts(&self, id: NodeId) -> Facts {
        self.facts[id.0]
    }

    /// Infers the facts of the nodes that have none yet.
    fn infer(&mut self) {
        for at in self.facts.len()..self.graph.len() {
            let node = self.graph.node(NodeId(at));
            let operand = |id: NodeId| TypedFacts {
                of_type: self.graph.type_of(id),
                facts: self.facts[id.0],
            };
            let facts = infer_facts(&node.op, node.of_type, &operand, self.columns);
            self.facts.push(facts);
        }
    }
}

impl Deref for FactGraph {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        &self.graph
    }
}
