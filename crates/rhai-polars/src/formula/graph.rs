//! A formula as a graph of typed nodes. Equal parts are one node, so a value used twice is computed
//! once, and what grows with the source is the number of nodes, not of the paths through them.
//!
//! Invariant: a node's operands come before it, so that one pass in order visits every operand
//! before its user.

use super::constant::Constant;
use super::methods::Method;
use super::types::Type;
use rhai::Position;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

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

impl Comparison {
    /// The comparison with its sides exchanged.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }

    /// Whether it is true of two values in this order.
    pub const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// What a closure over a list's elements asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// Whether it holds for at least one.
    Any,
    /// Whether it holds for every one.
    All,
    /// For which it holds.
    Filter,
}

/// What is computed over the rows that share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// How many there are.
    Count,
    /// The sum of the known values.
    Sum,
    /// The mean of the known values.
    Mean,
    /// The least known value.
    Min,
    /// The greatest known value.
    Max,
    /// The place by a value, from 1; equal values share the first of their places.
    Rank {
        /// Whether the greatest value comes first.
        greatest_first: bool,
    },
}

/// What a map or a list that is known beforehand gives for each key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConstantTable {
    /// The names of a map; none for a list, whose keys are its places.
    pub names: Option<Vec<String>>,
    /// The values, in the order of the names; some may be missing.
    pub values: Vec<Constant>,
    /// Their type.
    pub of_type: Type,
}

/// What a node does with its operands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The value of a column; `cast` where Polars stores it otherwise than its type.
    Column {
        /// The column's name.
        name: String,
        /// Whether it must be cast.
        cast: bool,
    },
    /// The element that a closure over a list looks at, by how deep such closures nest.
    Element(usize),
    /// The same value in every row.
    Constant(Constant),
    /// `!`; unknown stays unknown.
    Not(NodeId),
    /// `-` before a number.
    Negate(NodeId),
    /// `+ - * / % **`.
    Arithmetic(Arithmetic, NodeId, NodeId),
    /// `== != < <= > >=`; unknown where a side is missing.
    Compare(Comparison, NodeId, NodeId),
    /// A comparison to the last digit, as a `switch` makes it; never true of NaN.
    CompareExactly(Comparison, NodeId, NodeId),
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
    IsIn(NodeId, NodeId),
    /// The same number, day or instant, in the node's own type.
    Cast(NodeId),
    /// A number that is whole in some rows and decimal in others.
    MixedNumber {
        /// Either as a decimal number.
        joint: NodeId,
        /// It where it is whole, missing elsewhere.
        whole: NodeId,
        /// It where it is decimal, missing elsewhere.
        decimal: NodeId,
    },
    /// A method with its receiver and arguments.
    Call(&'static Method, Vec<NodeId>),
    /// The value that a known map or list has for a key; unknown where it has none.
    LookUp(Arc<ConstantTable>, NodeId),
    /// A list and a condition on its elements, which is no operand: it is not about the row.
    Quantified(Quantifier, NodeId, NodeId),
    /// A value over the rows that share these keys.
    Window(Window, Option<NodeId>, Vec<NodeId>),
}

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it does.
    pub op: Op,
    /// The type of its value.
    pub of_type: Type,
    /// Where the source says it first.
    pub position: Position,
    /// The imported script in which that is; none for the script that runs.
    pub script: Option<Arc<str>>,
}

/// Nodes, each once.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    interned: HashMap<(Op, Type), NodeId>,
    /// The imported script that is being read; none for the script that runs.
    script: Option<Arc<str>>,
}

impl Graph {
    /// The node that does this, new or known.
    pub fn add(&mut self, op: Op, of_type: Type, position: Position) -> NodeId {
        if let Some(id) = self.interned.get(&(op.clone(), of_type)) {
            return *id;
        }
        let id = NodeId(self.nodes.len());
        self.interned.insert((op.clone(), of_type), id);
        self.nodes.push(Node { op, of_type, position, script: self.script.clone() });
        id
    }

    /// Notes which script the nodes stand in that are new from now on, and gives the one before.
    pub fn enter(&mut self, script: Option<Arc<str>>) -> Option<Arc<str>> {
        std::mem::replace(&mut self.script, script)
    }

    /// A node by its number.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The type of a node.
    pub fn type_of(&self, id: NodeId) -> Type {
        self.node(id).of_type
    }

    /// The value of a node that is the same in every row.
    pub fn constant(&self, id: NodeId) -> Option<&Constant> {
        match &self.node(id).op {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The node of a column, if a formula asks for it.
    pub fn column(&self, name: &str) -> Option<NodeId> {
        let is_it =
            |node: &Node| matches!(&node.op, Op::Column { name: other, .. } if other == name);
        self.nodes.iter().position(is_it).map(NodeId)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The place of a node among all, from 0.
    pub fn number(&self, id: NodeId) -> usize {
        id.0
    }

    /// Every node, operands before users.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every node that `root` needs, operands first, itself last.
    pub fn needed_by(&self, root: NodeId) -> Vec<NodeId> {
        let needed = self.reached_from([root], Op::operands);
        self.ids().zip(needed).filter_map(|(id, is_needed)| is_needed.then_some(id)).collect()
    }

    /// Which nodes these come to, themselves among them; `named` tells which ones an operation
    /// leads to.
    pub fn reached_from(
        &self,
        roots: impl IntoIterator<Item = NodeId>,
        named: fn(&Op) -> Vec<NodeId>,
    ) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        for root in roots {
            reached[root.0] = true;
        }
        for at in (0..reached.len()).rev() {
            if reached[at] {
                for id in named(&self.nodes[at].op) {
                    reached[id.0] = true;
                }
            }
        }
        reached
    }

    /// How many parts a node has, each counted as often as it is used; `most` or more where there
    /// are so many.
    pub fn size(&self, root: NodeId, most: usize) -> usize {
        let mut sizes: HashMap<NodeId, usize> = HashMap::new();
        for id in self.needed_by(root) {
            let operands = self.node(id).op.operands();
            let below = operands.iter().map(|operand| sizes[operand]);
            sizes.insert(id, below.fold(1_usize, usize::saturating_add).min(most + 1));
        }
        sizes.get(&root).copied().unwrap_or(0)
    }
}
