//! Conditions as alternatives of constraints on single subjects.
//!
//! Invariant: sound, not complete. A contradiction or an implication that is found holds for every
//! row; what is too large or of another kind is left open.

use super::constraint::{Constraint, Set, compared, negated, turned, written};
use crate::formula::Formula;
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::Type;
use crate::formula::value::Value;
use crate::script::host::UNKNOWN_LIST;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// More alternatives than this are not looked at.
const ALTERNATIVES_MAX: usize = 64;

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
            Op::Column { name, .. } => name.clone(),
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
