//! A formula as expressions, node by node; what is used more than once as a step of its own.

use super::methods::MethodOperand;
use super::reached_probes::ProbedFormula;
use super::{compare, kernel, list, methods, number, window};
use crate::formula::Formula;
use crate::formula::constant::{Constant, typed_lit};
use crate::formula::facts::{FactGraph, Facts};
use crate::formula::graph::{NodeId, Op, Quantifier, Window};
use crate::formula::methods::{MethodId, TextMethod};
use crate::formula::types::Type;
use polars::prelude::{
    DataType, Expr, LazyFrame, NULL, NonExistent, TimeUnit, TimeZone, col, element, lit, when,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A part this small is written again rather than kept as a column.
const SMALL: usize = 3;

const TO_LOWER: MethodId = MethodId::Text(TextMethod::ToLower);

/// How deep an expression may nest: Polars walks expressions by recursion.
const HEIGHT_MAX: usize = 40;

/// A lowered formula.
#[derive(Clone, Debug)]
pub struct LoweredFormula {
    /// Temporary columns, a step for each group that needs those before it.
    pub steps: Vec<Vec<Expr>>,
    /// The result, over the columns and the temporary ones.
    pub value: Expr,
    /// What is noted of the frame that it meets; nothing unless somebody looks for probes.
    pub probed: Option<Arc<ProbedFormula>>,
}

impl LoweredFormula {
    /// What needs no temporary columns.
    pub fn without_steps(value: Expr) -> Self {
        Self { steps: vec![], value, probed: None }
    }

    /// The frame with the temporary columns that the result needs.
    pub fn add_steps(&self, mut frame: LazyFrame) -> LazyFrame {
        if let Some(watch) = &self.probed {
            watch.note(&frame);
        }
        for step in &self.steps {
            frame = frame.with_columns(step.clone());
        }
        frame
    }
}

/// Lowers a formula; `prefix` begins the names of its temporary columns.
pub fn lower(formula: &Formula, prefix: &str) -> LoweredFormula {
    let graph = &formula.graph;
    let order = graph.needed_by(formula.root);
    let uses = count_uses(graph, &order);
    let apart = apart(graph, &order);
    let mut written: HashMap<NodeId, LoweredNode> = HashMap::new();
    let mut steps: Vec<Vec<Expr>> = vec![];
    for id in order {
        let lowered = LoweredNode::new(graph, id, &written);
        let again = uses.get(&id).copied().unwrap_or(0) > 1 && lowered.size > SMALL;
        let kept = again || lowered.height > HEIGHT_MAX || apart.contains(&id);
        let entry = if kept && id != formula.root {
            let name = format!("{prefix}{}", id.0);
            if steps.len() <= lowered.depth {
                steps.push(vec![]);
            }
            steps[lowered.depth].push(lowered.expr.alias(name.as_str()));
            LoweredNode { expr: col(name.as_str()), depth: lowered.depth + 1, size: 1, height: 1 }
        } else {
            lowered
        };
        written.insert(id, entry);
    }
    let value = written.remove(&formula.root).map_or_else(|| lit(NULL), |entry| entry.expr);
    LoweredFormula { steps, value, probed: None }
}

/// The sum of a formula's whole numbers, for an aggregate; unknown where it does not fit.
pub fn checked_sum(value: Expr) -> Expr {
    window::window(Window::Sum, Some((value, Type::Int, Facts::UNKNOWN)), &[])
}

/// The sums of whole numbers up to each row, or from each row on; unknown where they do not fit.
pub fn checked_cum_sum(value: Expr, reverse: bool) -> Expr {
    let half = || lit(kernel::HALF);
    let upper = value.clone().floor_div(half());
    let lower = value - upper.clone() * half();
    kernel::from_halves(upper.cum_sum(reverse), lower.cum_sum(reverse))
}

/// A node's expression, the first step after which it can be computed, how many parts it has and
/// how deep they nest.
struct LoweredNode {
    pub(super) expr: Expr,
    depth: usize,
    size: usize,
    height: usize,
}

impl LoweredNode {
    pub(super) fn new(graph: &FactGraph, id: NodeId, written: &HashMap<NodeId, Self>) -> Self {
        let op = &graph.node(id).op;
        let operands = op.operands();
        let most = |measure: fn(&Self) -> usize| {
            operands.iter().map(|operand| measure(&written[operand])).max().unwrap_or(0)
        };
        let below = operands.iter().enumerate();
        let below = below.map(|(operand_number, operand)| {
            times(graph, op, operand_number) * written[operand].size
        });
        Self {
            depth: most(|node| node.depth),
            height: 1 + most(|node| node.height),
            size: 1 + below.sum::<usize>(),
            expr: expression(graph, id, &|operand| written[&operand].expr.clone()),
        }
    }
}

/// The nodes that get a step of their own whatever their size: what a window measures, for windows
/// do not nest, and windows over the whole frame, for they are one value and not a column.
fn apart(graph: &FactGraph, order: &[NodeId]) -> HashSet<NodeId> {
    let mut apart = HashSet::new();
    for id in order {
        let Op::Window(_, value, keys) = &graph.node(*id).op else { continue };
        if keys.is_empty() {
            apart.insert(*id);
        }
        apart.extend(value.filter(|value| !matches!(graph.node(*value).op, Op::Column { .. })));
    }
    apart
}

/// How often each node is written by its users.
fn count_uses(graph: &FactGraph, order: &[NodeId]) -> HashMap<NodeId, usize> {
    let mut uses = HashMap::new();
    for id in order {
        let node = graph.node(*id);
        for (operand_number, operand) in node.op.operands().into_iter().enumerate() {
            *uses.entry(operand).or_default() += times(graph, &node.op, operand_number);
        }
    }
    uses
}

/// How often a node's expression writes the operand at this place, at most.
fn times(graph: &FactGraph, op: &Op, operand_number: usize) -> usize {
    match op {
        Op::If(condition, ..) if operand_number == 0 && graph.facts(*condition).nullable => 2,
        Op::Compare(..) => {
            1 + usize::from(graph.constant(op.operands()[1 - operand_number]).is_some())
        }
        Op::CompareExactly(..) => 2,
        Op::IsIn(a, list) if operand_number == 0 => compare::times_within(graph, *a, *list),
        Op::Quantified(Quantifier::Filter, ..) => 1,
        Op::Quantified(..) | Op::Window(..) => 3,
        Op::Call(method, _) => methods::method_operand_repeats(method),
        _ => 1,
    }
}

fn expression(graph: &FactGraph, id: NodeId, lowered: &dyn Fn(NodeId) -> Expr) -> Expr {
    let node = graph.node(id);
    match &node.op {
        Op::Column { name, cast } => column(name, *cast, node.of_type),
        Op::Element(_) => element(),
        Op::Constant(value) => constant(value),
        Op::Not(a) => lower_condition(graph, *a, lowered).not(),
        Op::Negate(a) => match node.of_type {
            Type::Int => kernel::negated(lowered(*a), graph.facts(*a)),
            _ => typed_lit(-1.0) * lowered(*a),
        },
        Op::Arithmetic(..) if node.of_type == Type::Missing => lit(NULL),
        Op::Arithmetic(how, a, b) => number::arithmetic(graph, *how, *a, *b, lowered),
        Op::Compare(how, a, b) => compare::compare(graph, *how, *a, *b, lowered),
        Op::CompareExactly(how, a, b) => compare::exactly(graph, *how, *a, *b, lowered),
        Op::And(a, b) => {
            lower_condition(graph, *a, lowered).and(lower_condition(graph, *b, lowered))
        }
        Op::Or(a, b) => lower_condition(graph, *a, lowered).or(lower_condition(graph, *b, lowered)),
        Op::If(condition, yes, no) => {
            let asked = lower_condition(graph, *condition, lowered);
            let (yes, no) = (lowered(*yes), lowered(*no));
            if graph.facts(*condition).nullable {
                // Where only a missing value is put in, Polars copies no values.
                let chosen = when(asked.clone()).then(yes).otherwise(no);
                when(asked.is_not_null()).then(chosen).otherwise(lit(NULL))
            } else {
                when(asked).then(yes).otherwise(no)
            }
        }
        Op::MixedNumber { joint, .. } => lowered(*joint),
        Op::Coalesce(first, second) => lowered(*first).fill_null(lowered(*second)),
        Op::IsMissing(a) => lowered(*a).is_null(),
        Op::IsIn(a, list) => compare::within(graph, *a, *list, lowered),
        Op::Cast(a) => cast(graph.type_of(*a), node.of_type, lowered(*a)),
        Op::LookUp(table, key) => kernel::look_up(table, lowered(*key)),
        Op::Quantified(how, list, condition) => {
            list::each(*how, lowered(*list), inline(graph, *condition))
        }
        Op::Window(how, value, keys) => {
            let measured =
                value.map(|value| (lowered(value), graph.type_of(value), graph.facts(value)));
            let keys: Vec<Expr> = keys.iter().map(|key| lowered(*key)).collect();
            window::window(*how, measured, &keys)
        }
        Op::Call(method, operands) => {
            let arguments: Vec<MethodOperand> = operands
                .iter()
                .map(|operand| MethodOperand {
                    expr: lowered(*operand),
                    lowercase_of: lowercase_of(graph, *operand).map(lowered),
                    value: graph.constant(*operand),
                    of_type: graph.type_of(*operand),
                    facts: graph.facts(*operand),
                })
                .collect();
            methods::lower_method(method, &arguments)
        }
    }
}

/// The column that a node has in small letters.
fn lowercase_of(graph: &FactGraph, id: NodeId) -> Option<NodeId> {
    let Op::Call(method, operands) = &graph.node(id).op else { return None };
    let column = operands.iter().copied().next().filter(|_| method.id == TO_LOWER)?;
    matches!(graph.node(column).op, Op::Column { .. }).then_some(column)
}

/// A condition; one that is missing in every row has no type of its own in Polars.
fn lower_condition(graph: &FactGraph, id: NodeId, lowered: &dyn Fn(NodeId) -> Expr) -> Expr {
    match graph.type_of(id) {
        Type::Missing => lowered(id).cast(DataType::Boolean),
        _ => lowered(id),
    }
}

/// An expression without steps, for a closure over elements; its size is bounded as it is built.
fn inline(graph: &FactGraph, id: NodeId) -> Expr {
    expression(graph, id, &|operand| inline(graph, operand))
}

/// A column in the form that its type has in formulas.
fn column(name: &str, cast: bool, of_type: Type) -> Expr {
    let stored = col(name);
    match of_type {
        _ if !cast => stored,
        Type::Instant => {
            let naive = stored.cast(DataType::Datetime(TimeUnit::Microseconds, None));
            naive.dt().replace_time_zone(Some(TimeZone::UTC), lit("raise"), NonExistent::Raise)
        }
        other => stored.cast(other.dtype()),
    }
}

fn constant(value: &Constant) -> Expr {
    match value {
        Constant::List(..) => value.to_expr().implode(true),
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
