//! Conditions as alternatives of constraints on single subjects: intervals of numbers and dates,
//! sets of texts, true or false, missing or known.
//!
//! Invariant: sound, not complete. A contradiction or an implication that is found holds for every
//! row; what is too large or of another kind is left open.

use crate::formula::Formula;
use crate::formula::graph::{Comparison, Graph, NodeId, Op};
use crate::formula::types::Type;
use crate::formula::value::Value;
use crate::script::host::UNKNOWN_LIST;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// More alternatives than this are not looked at.
const ALTERNATIVES_MAX: usize = 64;

/// What one subject has to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constraint {
    /// It is missing.
    Missing,
    /// It is known, and besides:
    Known(Set),
}

/// What a known value has to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Set {
    /// Anything.
    Any,
    /// A number from the first to the second, both included. Whole numbers have no others between.
    Between(f64, f64),
    /// A number that lies strictly above or below what the bounds say.
    Open { low: f64, low_open: bool, high: f64, high_open: bool },
    /// One of these.
    Among(BTreeSet<String>),
    /// None of these.
    NotAmong(BTreeSet<String>),
}

/// One alternative: every subject with its constraint.
pub(super) type Alternative = BTreeMap<String, Constraint>;

/// The alternatives of a condition that is known to be true. Contradictory ones are left out; none
/// at all means that it never is. Not given where there are too many.
pub(super) fn alternatives(formula: &Formula) -> Option<Vec<Alternative>> {
    let names = subjects(formula);
    Conditions { graph: &formula.graph, names, known: HashMap::new() }.of(formula.root, true)
}

/// Whether whatever satisfies the first satisfies the second.
pub(super) fn implies(first: &Alternative, second: &Alternative) -> bool {
    second.iter().all(|(subject, wanted)| match first.get(subject) {
        Some(given) => given.is_within(wanted),
        None => false,
    })
}

/// Whether it stands for the values of a list that could not be read.
fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.starts_with(UNKNOWN_LIST))
}

/// A formula's conditions; each is taken apart once.
struct Conditions<'a> {
    graph: &'a Graph,
    names: HashMap<NodeId, String>,
    known: HashMap<(NodeId, bool), Option<Vec<Alternative>>>,
}

impl Conditions<'_> {
    fn of(&mut self, id: NodeId, truth: bool) -> Option<Vec<Alternative>> {
        if let Some(known) = self.known.get(&(id, truth)) {
            return known.clone();
        }
        let found = self.taken_apart(id, truth);
        self.known.insert((id, truth), found.clone());
        found
    }

    fn taken_apart(&mut self, id: NodeId, truth: bool) -> Option<Vec<Alternative>> {
        let node = self.graph.node(id);
        match (&node.op, truth) {
            (Op::Constant(Value::Bool(value)), _) if *value == truth => {
                Some(vec![Alternative::new()])
            }
            (Op::Constant(_), _) => Some(vec![]),
            (Op::Not(a), _) => self.of(*a, !truth),
            (Op::And(a, b), true) | (Op::Or(a, b), false) => {
                both(&self.of(*a, truth)?, &self.of(*b, truth)?)
            }
            (Op::And(a, b), false) | (Op::Or(a, b), true) => {
                either(self.of(*a, truth)?, self.of(*b, truth)?)
            }
            (Op::If(condition, yes, no), _) => {
                let taken = both(&self.of(*condition, true)?, &self.of(*yes, truth)?)?;
                let other = both(&self.of(*condition, false)?, &self.of(*no, truth)?)?;
                either(taken, other)
            }
            (Op::IsMissing(a), true) => Some(self.single(*a, Constraint::Missing)),
            (Op::IsMissing(a), false) => Some(self.single(*a, Constraint::Known(Set::Any))),
            (Op::Coalesce(a, b), _) if node.of_type == Type::Bool => {
                let missing = self.single(*a, Constraint::Missing);
                either(self.of(*a, truth)?, both(&missing, &self.of(*b, truth)?)?)
            }
            (Op::Compare(how, a, b), _) => {
                let constants = (self.graph.constant(*a), self.graph.constant(*b));
                let (side, how, constant) = match constants {
                    (_, Some(constant)) => (*a, *how, constant),
                    (Some(constant), None) => (*b, turned(*how), constant),
                    _ => return Some(self.opaque(id, truth)),
                };
                let how = if truth { how } else { negated(how) };
                let whole = matches!(self.graph.type_of(side), Type::Int | Type::Date);
                Some(match compared(how, constant, whole) {
                    Some(set) => self.single(side, Constraint::Known(set)),
                    None => self.opaque(id, truth),
                })
            }
            (Op::Within(a, list), _) => Some(match self.graph.constant(*list) {
                Some(Value::List(_, values)) if !values.iter().any(is_unknown) => {
                    let values = values.iter().map(written).collect();
                    let set = if truth { Set::Among(values) } else { Set::NotAmong(values) };
                    self.single(*a, Constraint::Known(set))
                }
                _ => self.opaque(id, truth),
            }),
            _ => Some(self.opaque(id, truth)),
        }
    }

    fn single(&self, id: NodeId, constraint: Constraint) -> Vec<Alternative> {
        vec![Alternative::from([(self.names[&id].clone(), constraint)])]
    }

    /// A condition that is not looked into: a subject of its own, true or false.
    fn opaque(&self, id: NodeId, truth: bool) -> Vec<Alternative> {
        self.single(id, Constraint::Known(Set::Among(BTreeSet::from([truth.to_string()]))))
    }
}

/// A name for what each node computes, the same in every formula: a column's own, else a hash of
/// what is done with the operands' names.
fn subjects(formula: &Formula) -> HashMap<NodeId, String> {
    let mut names: HashMap<NodeId, String> = HashMap::new();
    for id in formula.graph.needed_by(formula.root) {
        let node = formula.graph.node(id);
        let name = match &node.op {
            Op::Column(name) => name.clone(),
            Op::Cast(a) if node.of_type.is_number() => names[a].clone(),
            op => {
                let mut hash = DefaultHasher::new();
                operation(op).hash(&mut hash);
                for operand in op.operands() {
                    names[&operand].hash(&mut hash);
                }
                format!("#{:016x}", hash.finish())
            }
        };
        names.insert(id, name);
    }
    names
}

/// What an operation does, without its operands.
fn operation(op: &Op) -> String {
    let said = format!("{op:?}");
    let name = said.split(['(', ' ']).next().unwrap_or_default();
    match op {
        Op::Constant(value) => format!("{value:?}"),
        Op::Arithmetic(how, ..) => format!("{name} {how:?}"),
        Op::Compare(how, ..) => format!("{name} {how:?}"),
        Op::Call(method, _) => format!("{name} {}", method.form()),
        _ => name.to_owned(),
    }
}

fn either(mut a: Vec<Alternative>, b: Vec<Alternative>) -> Option<Vec<Alternative>> {
    a.extend(b);
    (a.len() <= ALTERNATIVES_MAX).then_some(a)
}

/// Every alternative of one side with every one of the other, without the contradictory.
fn both(a: &[Alternative], b: &[Alternative]) -> Option<Vec<Alternative>> {
    let mut all = vec![];
    for first in a {
        for second in b {
            all.extend(joined(first, second));
        }
    }
    (all.len() <= ALTERNATIVES_MAX).then_some(all)
}

fn joined(first: &Alternative, second: &Alternative) -> Option<Alternative> {
    let mut all = first.clone();
    for (subject, constraint) in second {
        let narrowed = match all.get(subject) {
            Some(known) => known.with(constraint)?,
            None => constraint.clone(),
        };
        all.insert(subject.clone(), narrowed);
    }
    Some(all)
}

impl Constraint {
    /// Both at once; none where that cannot be.
    fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Missing, Self::Missing) => Some(Self::Missing),
            (Self::Known(a), Self::Known(b)) => a.with(b).map(Self::Known),
            _ => None,
        }
    }

    fn is_within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Missing, Self::Missing) => true,
            (Self::Known(a), Self::Known(b)) => a.is_within(b),
            _ => false,
        }
    }
}

impl Set {
    fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Any, set) | (set, Self::Any) => Some(set.clone()),
            (Self::Among(a), Self::Among(b)) => nonempty(a.intersection(b).cloned().collect()),
            (Self::Among(a), Self::NotAmong(b)) | (Self::NotAmong(b), Self::Among(a)) => {
                nonempty(a.difference(b).cloned().collect())
            }
            (Self::NotAmong(a), Self::NotAmong(b)) => {
                Some(Self::NotAmong(a.union(b).cloned().collect()))
            }
            (a, b) => match (a.bounds(), b.bounds()) {
                (Some(a), Some(b)) => narrowed(a, b),
                // A set beside an interval: the narrower of the two is kept, which is sound.
                (Some(_), None) => Some(a.clone()),
                _ => Some(b.clone()),
            },
        }
    }

    fn is_within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (_, Self::Any) => true,
            (Self::Among(a), Self::Among(b)) => a.is_subset(b),
            (Self::Among(a), Self::NotAmong(b)) => a.is_disjoint(b),
            (Self::NotAmong(a), Self::NotAmong(b)) => b.is_subset(a),
            (a, b) => match (a.bounds(), b.bounds()) {
                (Some(a), Some(b)) => {
                    let low = b.0 < a.0 || b.0 == a.0 && (!b.1 || a.1);
                    let high = b.2 > a.2 || b.2 == a.2 && (!b.3 || a.3);
                    low && high
                }
                _ => false,
            },
        }
    }

    /// Low end, whether it is left out, high end, whether it is left out.
    fn bounds(&self) -> Option<(f64, bool, f64, bool)> {
        match self {
            Self::Between(low, high) => Some((*low, false, *high, false)),
            Self::Open { low, low_open, high, high_open } => {
                Some((*low, *low_open, *high, *high_open))
            }
            _ => None,
        }
    }
}

type Bounds = (f64, bool, f64, bool);

fn narrowed(a: Bounds, b: Bounds) -> Option<Set> {
    let (low, low_open) = if a.0 > b.0 || a.0 == b.0 && a.1 { (a.0, a.1) } else { (b.0, b.1) };
    let (high, high_open) = if a.2 < b.2 || a.2 == b.2 && a.3 { (a.2, a.3) } else { (b.2, b.3) };
    let empty = low > high || low == high && (low_open || high_open);
    (!empty).then_some(Set::Open { low, low_open, high, high_open })
}

fn nonempty(set: BTreeSet<String>) -> Option<Set> {
    (!set.is_empty()).then_some(Set::Among(set))
}

/// What a comparison with a constant makes of a value; none where that is not one interval or set.
fn compared(how: Comparison, constant: &Value, whole: bool) -> Option<Set> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let Some(number) = number(constant) else {
        let one = BTreeSet::from([written(constant)]);
        return match how {
            Equal => Some(Set::Among(one)),
            NotEqual => Some(Set::NotAmong(one)),
            _ => None,
        };
    };
    let (least, greatest) = (f64::NEG_INFINITY, f64::INFINITY);
    let step = if whole { 1.0 } else { 0.0 };
    Some(match how {
        Equal => Set::Between(number, number),
        NotEqual => return None,
        LessOrEqual => Set::Between(least, number),
        GreaterOrEqual => Set::Between(number, greatest),
        Less if whole => Set::Between(least, number.ceil() - step),
        Greater if whole => Set::Between(number.floor() + step, greatest),
        Less => Set::Open { low: least, low_open: false, high: number, high_open: true },
        Greater => Set::Open { low: number, low_open: true, high: greatest, high_open: false },
    })
}

/// A number or date as one number; none for others and for what 64 bits of decimals cannot hold.
fn number(value: &Value) -> Option<f64> {
    const EXACT: i64 = 1 << 53;
    #[expect(clippy::cast_precision_loss, reason = "only what is exact is used")]
    let exact = |int: i64| (-EXACT..=EXACT).contains(&int).then_some(int as f64);
    match value {
        Value::Int(int) => exact(*int),
        Value::Float(number) if number.is_finite() => Some(*number),
        Value::Date(day) => Some(f64::from(day.0.to_epoch_days())),
        Value::Instant(at) => exact(at.0.timestamp_micros()),
        _ => None,
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

fn negated(how: Comparison) -> Comparison {
    match how {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}
