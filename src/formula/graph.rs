//! A formula as a graph of typed nodes. Equal parts are one node, so a value used twice is computed
//! once, and what grows with the source is the number of nodes, not of the paths through them.
//!
//! Invariant: a node's operands come before it, so that one pass in order visits every operand
//! before its user.

use super::methods::Method;
use super::types::{Facts, Type};
use super::value::Value;
use rhai::Position;
use std::collections::HashMap;

/// A node's number within its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) usize);

/// An operation on two numbers, texts or dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a node does with its operands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The value of a column.
    Column(String),
    /// The same value in every row.
    Constant(Value),
    /// `!`; unknown stays unknown.
    Not(NodeId),
    /// `-` before a number.
    Negate(NodeId),
    /// `+ - * / % **`.
    Arithmetic(Arithmetic, NodeId, NodeId),
    /// `== != < <= > >=`; unknown where a side is missing.
    Compare(Comparison, NodeId, NodeId),
    /// `&&`: false as soon as one side is, else unknown as soon as one side is.
    And(NodeId, NodeId),
    /// `||`: true as soon as one side is, else unknown as soon as one side is.
    Or(NodeId, NodeId),
    /// `if`: unknown where its condition is.
    If(NodeId, NodeId, NodeId),
    /// `??`: the second where the first is missing.
    Coalesce(NodeId, NodeId),
    /// `== ()`; never unknown.
    IsMissing(NodeId),
    /// `in` a list that is the same in every row.
    Within(NodeId, NodeId),
    /// The same number, day or instant, in the node's own type.
    Cast(NodeId),
    /// A method with its receiver and arguments.
    Call(&'static Method, Vec<NodeId>),
}

impl Op {
    /// The nodes it reads, in the order of the source.
    pub fn operands(&self) -> Vec<NodeId> {
        match self {
            Self::Column(_) | Self::Constant(_) => vec![],
            Self::Not(a) | Self::Negate(a) | Self::IsMissing(a) | Self::Cast(a) => vec![*a],
            Self::Arithmetic(_, a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Coalesce(a, b)
            | Self::Within(a, b) => vec![*a, *b],
            Self::If(a, b, c) => vec![*a, *b, *c],
            Self::Call(_, arguments) => arguments.clone(),
        }
    }
}

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it does.
    pub op: Op,
    /// The type of its value.
    pub of_type: Type,
    /// What is known of its value.
    pub facts: Facts,
    /// Where the source says it first.
    pub position: Position,
}

/// Nodes, each once.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    known: HashMap<(Op, Type), NodeId>,
}

impl Graph {
    /// The node that does this, new or known.
    pub fn add(&mut self, op: Op, of_type: Type, facts: Facts, position: Position) -> NodeId {
        if let Some(id) = self.known.get(&(op.clone(), of_type)) {
            return *id;
        }
        let id = NodeId(self.nodes.len());
        self.known.insert((op.clone(), of_type), id);
        self.nodes.push(Node { op, of_type, facts, position });
        id
    }

    /// A node by its number.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The type of a node.
    pub fn type_of(&self, id: NodeId) -> Type {
        self.node(id).of_type
    }

    /// What is known of a node's value.
    pub fn facts(&self, id: NodeId) -> Facts {
        self.node(id).facts
    }

    /// The value of a node that is the same in every row.
    pub fn constant(&self, id: NodeId) -> Option<&Value> {
        match &self.node(id).op {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every node that `root` needs, operands first, itself last.
    pub fn needed_by(&self, root: NodeId) -> Vec<NodeId> {
        let mut needed = vec![false; root.0 + 1];
        needed[root.0] = true;
        for at in (0..=root.0).rev() {
            if needed[at] {
                for operand in self.nodes[at].op.operands() {
                    needed[operand.0] = true;
                }
            }
        }
        (0..=root.0).filter(|at| needed[*at]).map(NodeId).collect()
    }
}
