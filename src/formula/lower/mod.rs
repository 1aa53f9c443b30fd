//! From a graph to Polars expressions. A part that is used more than once is computed in a step of
//! its own, as a temporary column, so that the expressions grow with the graph and not with the
//! paths through it.
//!
//! Invariant: the lowered formula is unknown (null) exactly where the graph says unknown: Polars'
//! own `when` takes the other branch on an unknown condition, so one that may be unknown is asked
//! twice.

mod compare;
pub mod kernel;
mod number;

use super::compile::Formula;
use super::graph::{Arithmetic, Graph, NodeId, Op};
use super::methods::Argument;
use super::types::Type;
use super::value::Value;
use polars::prelude::{DataType, NonExistent};
use polars::prelude::{Expr, LazyFrame, NULL, TimeUnit, TimeZone, coalesce, col, lit, when};
use std::collections::HashMap;

/// A part this small is written again rather than kept as a column.
const SMALL: usize = 3;

/// A lowered formula.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// Temporary columns, a step for each group that needs those before it.
    pub steps: Vec<Vec<Expr>>,
    /// The result, over the columns and the temporary ones.
    pub value: Expr,
}

impl Lowered {
    /// The frame with the temporary columns that the result needs.
    pub fn prepared(&self, mut frame: LazyFrame) -> LazyFrame {
        for step in &self.steps {
            frame = frame.with_columns(step.clone());
        }
        frame
    }
}

/// Lowers a formula; `prefix` begins the names of its temporary columns.
pub fn lower(formula: &Formula, prefix: &str) -> Lowered {
    let graph = &formula.graph;
    let order = graph.needed_by(formula.root);
    let uses = counted(graph, &order);
    let mut written: HashMap<NodeId, Written> = HashMap::new();
    let mut steps: Vec<Vec<Expr>> = vec![];
    for id in order {
        let node = graph.node(id);
        let operands = node.op.operands();
        let depth = operands.iter().map(|operand| written[operand].depth).max().unwrap_or(0);
        let size = 1 + operands.iter().map(|operand| written[operand].size).sum::<usize>();
        let expr = expression(graph, id, |operand| written[&operand].expr.clone());
        let again = uses.get(&id).copied().unwrap_or(0) > 1;
        let entry = if again && size > SMALL && id != formula.root {
            let name = format!("{prefix}{}", id.0);
            if steps.len() <= depth {
                steps.push(vec![]);
            }
            steps[depth].push(expr.alias(name.as_str()));
            Written { expr: col(name.as_str()), depth: depth + 1, size: 1 }
        } else {
            Written { expr, depth, size }
        };
        written.insert(id, entry);
    }
    let value = written.remove(&formula.root).map_or_else(|| lit(NULL), |entry| entry.expr);
    Lowered { steps, value }
}

/// A node's expression, the first step after which it can be computed, and its size.
struct Written {
    expr: Expr,
    depth: usize,
    size: usize,
}

/// How often each node is written by its users.
fn counted(graph: &Graph, order: &[NodeId]) -> HashMap<NodeId, usize> {
    let mut uses = HashMap::new();
    for id in order {
        let node = graph.node(*id);
        for (place, operand) in node.op.operands().into_iter().enumerate() {
            *uses.entry(operand).or_default() += times(graph, &node.op, place);
        }
    }
    uses
}

/// How often a node's expression writes the operand at this place.
fn times(graph: &Graph, op: &Op, place: usize) -> usize {
    match op {
        Op::If(condition, ..) if place == 0 && graph.facts(*condition).nullable => 2,
        Op::Compare(_, a, b) => 1 + usize::from(graph.facts(*a).nan || graph.facts(*b).nan),
        Op::Within(a, _) if place == 0 => 1 + usize::from(graph.facts(*a).nan),
        Op::Arithmetic(Arithmetic::Divide, _, b) if place == 1 => {
            1 + usize::from(graph.type_of(*b) != Type::Int)
        }
        Op::Call(method, _) => method.uses,
        _ => 1,
    }
}

fn expression(graph: &Graph, id: NodeId, of: impl Fn(NodeId) -> Expr) -> Expr {
    let node = graph.node(id);
    match &node.op {
        Op::Column(name) => match node.of_type {
            Type::Int => col(name.as_str()).cast(DataType::Int64),
            _ => col(name.as_str()),
        },
        Op::Constant(value) => constant(value),
        Op::Not(a) => of(*a).cast(DataType::Boolean).not(),
        Op::Negate(a) => match node.of_type {
            Type::Int => kernel::negated(of(*a), graph.facts(*a)),
            _ => lit(0.0) - of(*a),
        },
        Op::Arithmetic(how, a, b) => number::arithmetic(graph, *how, (*a, *b), &of),
        Op::Compare(how, a, b) => compare::compare(graph, *how, (*a, *b), &of),
        Op::And(a, b) => of(*a).and(of(*b)),
        Op::Or(a, b) => of(*a).or(of(*b)),
        Op::If(condition, yes, no) => {
            let asked = of(*condition);
            if graph.facts(*condition).nullable {
                when(asked.clone())
                    .then(of(*yes))
                    .when(asked.not())
                    .then(of(*no))
                    .otherwise(lit(NULL))
            } else {
                when(asked).then(of(*yes)).otherwise(of(*no))
            }
        }
        Op::Coalesce(first, second) => coalesce(&[of(*first), of(*second)]),
        Op::IsMissing(a) => of(*a).is_null(),
        Op::Within(a, list) => compare::within(graph, (*a, *list), &of),
        Op::Cast(a) => cast(graph.type_of(*a), node.of_type, of(*a)),
        Op::Call(method, operands) => {
            let arguments: Vec<Argument> = operands
                .iter()
                .map(|operand| Argument {
                    expr: of(*operand),
                    value: graph.constant(*operand),
                    of_type: graph.type_of(*operand),
                    facts: graph.facts(*operand),
                })
                .collect();
            (method.lower)(&arguments)
        }
    }
}

fn constant(value: &Value) -> Expr {
    match value {
        Value::List(..) => value.to_expr().implode(true),
        _ => value.to_expr(),
    }
}

fn cast(from: Type, to: Type, expr: Expr) -> Expr {
    if (from, to) == (Type::Date, Type::Instant) {
        let naive = expr.cast(DataType::Datetime(TimeUnit::Microseconds, None));
        return naive.dt().replace_time_zone(Some(TimeZone::UTC), lit("raise"), NonExistent::Raise);
    }
    expr.cast(to.dtype())
}
