//! When a condition is true, false or unknown. All formulas of a strategy are put into one graph,
//! in which what two of them ask alike is one node; a column that the script declares is its
//! formula there.
//!
//! Invariant: sound, as [`Cases`] are. What is not looked into is a subject of its own, of which
//! nothing but its type and its facts are known.

use super::cases::{CaseSubject, Cases};
use super::possible_values::{KnownValues, Possible, Truths};
use super::{domains, preimage};
use crate::domain::known_column;
use crate::formula::constant::Constant;
use crate::formula::facts::{Facts, KnownGraph, of_method};
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::formula::types::Type;
use crate::script::host::UNKNOWN_LIST;
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use polars::prelude::{Expr, lit};
use std::collections::HashMap;

/// Conditions that nest deeper are not looked into.
const DEPTH_MAX: usize = 200;

pub(super) struct Conditions {
    pub(super) graph: KnownGraph,
    columns: HashMap<String, NodeId>,
    expressions: Vec<Expr>,
    known: HashMap<(NodeId, Possible), Cases>,
    depth: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Condition {
    /// A formula, by its node.
    Node(NodeId),
    /// A column expression, by its number.
    Expression(usize),
    /// The same in every row.
    Always(bool),
}

impl Conditions {
    /// The columns that a strategy declares; its conditions are put beside them one by one.
    pub(super) fn of_strategy(strategy: &Strategy) -> Self {
        let mut conditions = Self {
            graph: KnownGraph::over(known_column),
            columns: HashMap::new(),
            expressions: vec![],
            known: HashMap::new(),
            depth: 0,
        };
        for column in &strategy.columns {
            conditions.declare(&column.name, &column.value);
        }
        conditions
    }

    /// Puts a column that the script declares among them: whoever asks for it asks for its value.
    fn declare(&mut self, name: &str, value: &Operand) {
        if let Operand::Formula(formula) = value {
            let node = self.graph.absorb(&formula.graph, formula.root, &self.columns);
            self.columns.insert(name.into(), node);
        }
    }

    /// Puts a condition among them.
    pub(super) fn add(&mut self, operand: &Operand) -> Condition {
        match operand {
            Operand::Formula(formula) => {
                Condition::Node(self.graph.absorb(&formula.graph, formula.root, &self.columns))
            }
            Operand::Expression(expr, _) if *expr == lit(true) => Condition::Always(true),
            Operand::Expression(expr, _) if *expr == lit(false) => Condition::Always(false),
            Operand::Expression(expr, _) => {
                let known = self.expressions.iter().position(|known| known == expr);
                Condition::Expression(known.unwrap_or_else(|| {
                    self.expressions.push(expr.clone());
                    self.expressions.len() - 1
                }))
            }
        }
    }

    /// The cases in which a condition is one of these.
    pub(super) fn when(&mut self, condition: Condition, asked: Possible) -> Cases {
        match condition {
            Condition::Node(node) => self.among(node, &asked),
            Condition::Expression(number) => Cases::single(CaseSubject::Expression(number), asked),
            Condition::Always(truth) if asked.has(&Constant::Bool(truth)) => Cases::any(),
            Condition::Always(_) => Cases::none(),
        }
    }

    /// The cases in which a node's value is one of these.
    pub(super) fn among(&mut self, id: NodeId, asked: &Possible) -> Cases {
        let node = self.graph.node(id);
        if let Op::Constant(value) = &node.op {
            return if asked.has(value) { Cases::any() } else { Cases::none() };
        }
        let mut possible = Possible::all_of(node.of_type, self.graph.facts(id));
        if let Op::Column { name, .. } = &node.op {
            possible = domains::narrowed(name, possible);
        }
        let asked = asked.intersection(&possible);
        if asked.is_nothing() {
            return Cases::none();
        }
        if asked == possible || self.depth >= DEPTH_MAX {
            return Cases::any();
        }
        let key = (id, asked);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        self.depth += 1;
        let cases = self.taken_apart(id, &key.1);
        self.depth -= 1;
        self.known.insert(key, cases.clone());
        cases
    }

    fn taken_apart(&mut self, id: NodeId, asked: &Possible) -> Cases {
        let node = self.graph.node(id);
        let of_type = node.of_type;
        let opaque = || Cases::single(CaseSubject::Value(id), asked.clone());
        let Truths { yes, no, unknown } = asked.as_truths();
        match node.op.clone() {
            Op::Not(a) => self.among(a, &Possible::truths(no, yes, unknown)),
            Op::And(a, b) => self.joined(a, b, true, asked),
            Op::Or(a, b) => self.joined(a, b, false, asked),
            Op::If(condition, a, b) => self.chosen(condition, a, b, asked),
            Op::Coalesce(a, b) => {
                let known = Possible { missing: false, known: asked.known.clone() };
                let first = self.among(a, &known);
                let missing = self.among(a, &Possible::missing());
                first.or(missing.and(&self.among(b, asked)))
            }
            Op::IsMissing(a) => {
                let known = if no { self.all_known(a) } else { KnownValues::none() };
                self.among(a, &Possible { missing: yes, known })
            }
            Op::Mixed { joint, .. } => self.among(joint, asked),
            Op::Cast(a) => match preimage::cast(self.graph.type_of(a), of_type, &asked.known) {
                Some(known) => self.among(a, &Possible { missing: asked.missing, known }),
                None => opaque(),
            },
            Op::Arithmetic(how @ (Arithmetic::Add | Arithmetic::Subtract), a, b) => {
                match (of_type, self.constant(b)) {
                    (Type::Int, Some(Constant::Int(by))) => {
                        let by =
                            if how == Arithmetic::Add { i128::from(by) } else { -i128::from(by) };
                        self.among(a, &preimage::moved(asked, by))
                    }
                    _ => opaque(),
                }
            }
            Op::Compare(how, a, b) => self.compared(id, how, a, b, asked),
            Op::Exactly(how, a, b) => match self.constant(b) {
                Some(bound) => {
                    let holds = preimage::exactly(how, &bound, self.graph.type_of(a));
                    self.tested(id, a, holds, asked)
                }
                None => opaque(),
            },
            Op::Within(a, list) => {
                let holds = match self.constant(list) {
                    Some(Constant::List(_, values)) if !values.iter().any(is_unknown) => {
                        preimage::one_of(&values, self.graph.type_of(a))
                    }
                    _ => None,
                };
                self.tested(id, a, holds, asked)
            }
            Op::LookUp(table, key) => self.looked_up(&table, key, asked),
            // What is missing only where an operand is.
            Op::Call(method, operands) if asked.known.is_empty() => {
                let types: Vec<Type> = operands.iter().map(|id| self.graph.type_of(*id)).collect();
                let facts = operands.iter().map(|id| self.graph.facts(*id));
                let facts: Vec<Facts> =
                    facts.map(|facts| Facts { nullable: false, ..facts }).collect();
                if of_method(method, of_type, &types, &facts).nullable {
                    return opaque();
                }
                let missing = operands.iter().map(|id| self.among(*id, &Possible::missing()));
                missing.fold(Cases::none(), Cases::or)
            }
            _ => opaque(),
        }
    }

    /// `&&`, whose result is true where both are, or `||`, whose result is false where both are:
    /// `needs_both` is what both must be. Unknown lies between the two.
    fn joined(&mut self, a: NodeId, b: NodeId, needs_both: bool, asked: &Possible) -> Cases {
        let Truths { yes, no, unknown } = asked.as_truths();
        let (strong, weak) = if needs_both { (yes, no) } else { (no, yes) };
        let truths = |strong: bool, unknown: bool, weak: bool| {
            let (yes, no) = if needs_both { (strong, weak) } else { (weak, strong) };
            Possible::truths(yes, no, unknown)
        };
        let both = |this: &mut Self, asked: &Possible, other: &Possible| {
            this.among(a, asked).and(&this.among(b, other))
        };
        let either =
            |this: &mut Self, asked: &Possible| this.among(a, asked).or(this.among(b, asked));
        match (strong, unknown, weak) {
            (true, unknown, false) => {
                let asked = truths(true, unknown, false);
                both(self, &asked, &asked)
            }
            (false, unknown, true) => either(self, &truths(false, unknown, true)),
            (false, true, false) => {
                let (open, not_weak) = (truths(false, true, false), truths(true, true, false));
                both(self, &open, &not_weak).or(both(self, &not_weak, &open))
            }
            (true, false, true) => {
                let asked = truths(true, false, false);
                both(self, &asked, &asked).or(either(self, &truths(false, false, true)))
            }
            (true, true, true) => Cases::any(),
            (false, false, false) => Cases::none(),
        }
    }

    fn chosen(&mut self, condition: NodeId, a: NodeId, b: NodeId, asked: &Possible) -> Cases {
        let yes = self.among(condition, &Possible::truths(true, false, false));
        let no = self.among(condition, &Possible::truths(false, true, false));
        let first = yes.and(&self.among(a, asked));
        let cases = first.or(no.and(&self.among(b, asked)));
        if asked.missing { cases.or(self.among(condition, &Possible::missing())) } else { cases }
    }

    /// The cases in which an invitation was sent today, as far as a condition asks for its age.
    pub(super) fn sent_today(&self) -> Cases {
        let age = Possible { missing: false, known: KnownValues::one(&Constant::Int(0)) };
        match self.graph.column("age_days") {
            Some(id) => Cases::single(CaseSubject::Value(id), age),
            None => Cases::any(),
        }
    }

    pub(super) fn all_known(&self, id: NodeId) -> KnownValues {
        KnownValues::all_of(self.graph.type_of(id))
    }

    /// The value of a node that is the same in every row.
    pub(super) fn constant(&self, id: NodeId) -> Option<Constant> {
        match &self.graph.node(id).op {
            Op::Constant(value) if !is_unknown(value) => Some(value.clone()),
            Op::Cast(a) => match (self.graph.constant(*a)?, self.graph.type_of(id)) {
                (Constant::Int(number), Type::Float | Type::Number) => {
                    Some(Constant::Float(Constant::decimal(*number)))
                }
                (Constant::Date(day), Type::Instant) => Some(Constant::Instant(day.midnight())),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether it stands for the values of a list that could not be read.
fn is_unknown(value: &Constant) -> bool {
    matches!(value, Constant::Text(text) if text.starts_with(UNKNOWN_LIST))
}
