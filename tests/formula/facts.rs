//! What is known beforehand of a node's value holds in every row, whatever the columns hold that
//! the table of columns allows: the lowering drops a check only where it may.
//!
//! Each random closure is compiled as in a strategy, over the columns of invitations within their
//! bounds and columns of its own at the ends of their types. Every node is a query, and each of its
//! values is held to the node's facts; what whole numbers and comparisons give is computed again.
//! So are those of the graph before it is made simple, which gives the same in every row.

use crate::effort;
use crate::harness::{Bench, MOMENT};
use crate::random::Random;
use crate::tongue::Tongue;
use polars::prelude::*;
use rescind::domain::known_column;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext, Scope};
use rhai_polars::formula::dates::Instant;
use rhai_polars::formula::explain::explain;
use rhai_polars::formula::facts::Facts;
use rhai_polars::formula::graph::{Arithmetic, Graph, NodeId, Op};
use rhai_polars::formula::lower::{compare, lower};
use rhai_polars::formula::types::Type;
use rhai_polars::formula::{ClosureContext, Formula, RowSchema, compile};
use std::collections::BTreeMap;

/// Types that closures give.
const KINDS: [Type; 8] = [
    Type::Int,
    Type::Float,
    Type::Bool,
    Type::Number,
    Type::Text,
    Type::Date,
    Type::Instant,
    Type::TextList,
];
const FRAMES: u64 = 60;
const CLOSURES: usize = 20;
const ROWS: usize = 24;

/// An engine in which `formula(closure)` is the closure compiled over these columns.
pub(crate) fn engine(columns: &SchemaRef) -> Engine {
    let bench = Bench::new();
    let (mut engine, library, columns) = (bench.engine, bench.library, columns.clone());
    engine.register_fn(
        "formula",
        move |context: NativeCallContext, closure: FnPtr| -> Result<Dynamic, Box<EvalAltResult>> {
            let position = ClosureContext { call: &context, imported: &library, probes: None };
            let rows = RowSchema {
                columns: &columns,
                known: known_column,
                records_probes: false,
                inspection: None,
            };
            let formula = compile(position, &closure, rows).map_err(|error| error.to_string())?;
            Ok(Dynamic::from(formula))
        },
    );
    engine
}

/// A closure compiled, if it can be.
pub(crate) fn compiled(engine: &Engine, closure: &str) -> Result<Formula, String> {
    let mut scope = Scope::new();
    scope.push_constant("moment", MOMENT.parse().map(Instant).unwrap());
    let made = engine.eval_with_scope(&mut scope, &format!("formula({closure})"));
    made.map_err(|error| error.to_string())
}

/// The nodes that have a value in each row: not those about the element of a list.
fn about_rows(graph: &Graph, root: NodeId) -> Vec<NodeId> {
    let mut apart: Vec<NodeId> = vec![];
    let mut kept = vec![];
    for id in graph.needed_by(root) {
        let op = &graph.node(id).op;
        if matches!(op, Op::Element(_)) || op.operands().iter().any(|inner| apart.contains(inner)) {
            apart.push(id);
        } else {
            kept.push(id);
        }
    }
    kept
}

/// The values of each of these nodes.
fn evaluated(formula: &Formula, nodes: &[NodeId], frame: &DataFrame) -> BTreeMap<NodeId, Column> {
    let name = |at: usize| format!("__node_{at}");
    let mut steps: Vec<Vec<Expr>> = vec![];
    let mut values = vec![];
    for (at, id) in nodes.iter().enumerate() {
        let lowered = lower(&formula.part(*id), &format!("{}_", name(at)));
        steps.resize_with(steps.len().max(lowered.steps.len()), Vec::new);
        for (step, inner) in steps.iter_mut().zip(lowered.steps) {
            step.extend(inner);
        }
        values.push(lowered.value.alias(name(at)));
    }
    let prepared = steps.into_iter().fold(frame.clone().lazy(), LazyFrame::with_columns);
    let made = prepared.with_columns(values).collect().unwrap();
    let column = |at: usize| made.column(&name(at)).unwrap().clone();
    nodes.iter().enumerate().map(|(at, id)| (*id, column(at))).collect()
}

/// A number of a node in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Whole(i64),
    Decimal(f64),
}

fn number(value: &AnyValue) -> Option<Number> {
    match value {
        AnyValue::Int64(number) => Some(Number::Whole(*number)),
        AnyValue::Float64(number) => Some(Number::Decimal(*number)),
        _ => None,
    }
}

/// Whether a value is what the facts say.
fn allowed(value: &AnyValue, of_type: Type, facts: Facts) -> bool {
    if value.is_null() {
        return facts.nullable;
    }
    match (of_type, number(value)) {
        (Type::Int, Some(Number::Whole(number))) => {
            (facts.ints.0..=facts.ints.1).contains(&i128::from(number))
        }
        (Type::Float | Type::Number, Some(Number::Decimal(number))) if number.is_nan() => facts.nan,
        (Type::Float | Type::Number, Some(Number::Decimal(number))) => {
            facts.floats.0 <= number && number <= facts.floats.1
        }
        (Type::Missing | Type::Int | Type::Float | Type::Number, _) => false,
        _ => true,
    }
}

/// What an operation on two numbers gives in words that know no facts; none where it is not one of
/// those, or where a number is missing.
fn told(op: &Op, of: impl Fn(NodeId) -> Option<Number>) -> Option<AnyValue<'static>> {
    let whole = |number: Option<i64>| number.map_or(AnyValue::Null, AnyValue::Int64);
    match op {
        Op::Negate(a) => match of(*a)? {
            Number::Whole(a) => Some(whole(a.checked_neg())),
            Number::Decimal(_) => None,
        },
        Op::Call(method, operands) if method.name == "abs" => match of(operands[0])? {
            Number::Whole(a) => Some(whole(a.checked_abs())),
            Number::Decimal(_) => None,
        },
        Op::Arithmetic(how, a, b) => match (of(*a)?, of(*b)?) {
            (Number::Whole(a), Number::Whole(b)) => Some(whole(match how {
                Arithmetic::Add => a.checked_add(b),
                Arithmetic::Subtract => a.checked_sub(b),
                Arithmetic::Multiply => a.checked_mul(b),
                Arithmetic::Divide => a.checked_div(b),
                Arithmetic::Remainder => a.checked_rem(b),
                Arithmetic::Power => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            })),
            _ => None,
        },
        Op::Compare(how, a, b) => match (of(*a)?, of(*b)?) {
            (Number::Whole(a), Number::Whole(b)) => Some(AnyValue::Boolean(how.holds(a.cmp(&b)))),
            (Number::Decimal(a), Number::Decimal(b)) => {
                Some(AnyValue::Boolean(compare::rhai_compare(*how, a, b)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Fails where a formula made simple gives another value than the one that it was made of.
fn demand_same(closure: &str, formula: &Formula, frame: &DataFrame) {
    let typed = formula.before_simplification().unwrap();
    let [before, after] = [&typed, formula]
        .map(|formula| evaluated(formula, &[formula.root], frame).remove(&formula.root).unwrap());
    assert_eq!(typed.of_type(), formula.of_type(), "{closure}");
    for row in 0..frame.height() {
        let values = [before.get(row).unwrap(), after.get(row).unwrap()];
        let [a, b] = values.clone().map(|value| number(&value));
        let same = match (a, b) {
            (Some(Number::Decimal(a)), Some(Number::Decimal(b))) => a.to_bits() == b.to_bits(),
            _ => values[0] == values[1],
        };
        assert!(same, "{closure}\nrow {row}: {values:?}\n{}", explain(formula));
    }
}

/// Fails where a value of a node is beyond its facts, or is not what its operation gives.
fn demand(closure: &str, formula: &Formula, frame: &DataFrame) -> usize {
    let graph = &formula.graph;
    let nodes = about_rows(graph, formula.root);
    let values = evaluated(formula, &nodes, frame);
    for id in &nodes {
        let (node, column) = (graph.node(*id), &values[id]);
        for row in 0..frame.height() {
            let value = column.get(row).unwrap();
            let context = || format!("{closure}\n{node:?}\nrow {row}: {value:?}");
            assert!(allowed(&value, node.of_type, graph.facts(*id)), "{}", context());
            let of = |id: NodeId| number(&values.get(&id)?.get(row).unwrap());
            if let Some(told) = told(&node.op, of) {
                assert_eq!(value, told, "{}", context());
            }
        }
    }
    nodes.len()
}

/// A frame whose columns of invitations keep the bounds that formulas take for granted.
fn frame(random: &mut Random, tongue: &Tongue, engine: &Engine) -> DataFrame {
    let bounds = |name: &str| {
        let formula = compiled(engine, &format!("|i| i.{name}")).unwrap();
        formula.graph.facts(formula.root)
    };
    tongue.frame(random, ROWS, bounds)
}

#[test]
fn every_value_is_within_what_is_known_of_it() {
    let first: u64 = std::env::var("FORMULA_SEED").map_or(1, |seed| seed.parse().unwrap());
    let frames = effort::times(FRAMES);
    let tongue = Tongue::new();
    let engine = engine(&tongue.schema());
    let (mut made, mut refused, mut nodes) = (0, BTreeMap::new(), 0);
    for seed in 0..frames {
        let mut random = Random(first.wrapping_mul(1_000_003).wrapping_add(seed));
        let frame = frame(&mut random, &tongue, &engine);
        for _ in 0..CLOSURES {
            let closure = {
                let kind = KINDS[random.below(KINDS.len())];
                tongue.closure(&mut random, kind)
            };
            match compiled(&engine, &closure) {
                Ok(formula) => {
                    made += 1;
                    nodes += demand(&closure, &formula, &frame);
                    nodes += demand(&closure, &formula.before_simplification().unwrap(), &frame);
                    demand_same(&closure, &formula, &frame);
                }
                Err(error) => *refused.entry(error).or_insert(0) += 1,
            }
        }
    }
    println!("{made} closures of {nodes} nodes; refused: {refused:#?}");
    let refused: usize = refused.values().sum();
    assert!(refused < made / 4, "{refused} of {} were refused", refused + made);
}
