//! When a condition is true, false or unknown. All formulas of a strategy are put into one graph,
//! in which what two of them ask alike is one node; a column that the script declares is its
//! formula there.
//!
//! Invariant: sound, as [`Cases`] are. What is not looked into is a subject of its own, of which
//! nothing but its type and its facts are known.

use super::cases::{CaseSubject, Cases};
use super::possible_values::{PossibleValues, TruthSet, ValueSet};
use super::{domains, preimage};
use crate::domain::known_column;
use crate::formula::constant::Constant;
use crate::formula::facts::{FactGraph, Facts, of_method};
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
    pub(super) graph: FactGraph,
    columns: HashMap<String, NodeId>,
    expressions: Vec<Expr>,
    cache: HashMap<(NodeId, PossibleValues), Cases>,
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
            graph: FactGraph::over(known_column),
            columns: HashMap::new(),
            expressions: vec![],
            cache: HashMap::new(),
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
    pub(super) fn cases_of_condition(
        &mut self,
        condition: Condition,
        asked: PossibleValues,
    ) -> Cases {
        match condition {
            Condition::Node(node) => self.cases_of_node(node, &asked),
            Condition::Expression(number) => Cases::single(CaseSubject::Expression(number), asked),
            Condition::Always(truth) if asked.has(&Constant::Bool(truth)) => Cases::any(),
            Condition::Always(_) => Cases::none(),
        }
    }

    /// The cases in which a node's value is one of these.
    pub(super) fn cases_of_node(&mut self, id: NodeId, asked: &PossibleValues) -> Cases {
        let node = self.graph.node(id);
        if let Op::Constant(value) = &node.op {
            return if asked.has(value) { Cases::any() } else { Cases::none() };
        }
        let mut possible = PossibleValues::all_of(node.of_type, self.graph.facts(id));
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
        if let Some(known) = self.cache.get(&key) {
            return known.clone();
        }
        self.depth += 1;
        let cases = self.cases_of_op(id, &key.1);
        self.depth -= 1;
        self.cache.insert(key, cases.clone());
        cases
    }

    fn cases_of_op(&mut self, id: NodeId, asked: &PossibleValues) -> Cases {
        let node = self.graph.node(id);
        let of_type = node.of_type;
        let opaque = || Cases::single(CaseSubject::Value(id), asked.clone());
        let TruthSet { yes, no, unknown } = asked.as_truths();
        match node.op.clone() {
            Op::Not(a) => self.cases_of_node(a, &PossibleValues::truths(no, yes, unknown)),
            Op::And(a, b) => self.cases_of_and_or(a, b, true, asked),
            Op::Or(a, b) => self.cases_of_and_or(a, b, false, asked),
            Op::If(condition, a, b) => self.cases_of_if(condition, a, b, asked),
            Op::Coalesce(a, b) => {
                let known = PossibleValues { missing: false, known: asked.known.clone() };
                let first = self.cases_of_node(a, &known);
                let missing = self.cases_of_node(a, &PossibleValues::missing());
                first.or(missing.and(&self.cases_of_node(b, asked)))
            }
            Op::IsMissing(a) => {
                let known = if no { self.all_known(a) } else { ValueSet::none() };
                self.cases_of_node(a, &PossibleValues { missing: yes, known })
            }
            Op::MixedNumber { joint, .. } => self.cases_of_node(joint, asked),
            Op::Cast(a) => match preimage::cast(self.graph.type_of(a), of_type, &asked.known) {
                Some(known) => {
                    self.cases_of_node(a, &PossibleValues { missing: asked.missing, known })
                }
                None => opaque(),
            },
            Op::Arithmetic(how @ (Arithmetic::Add | Arithmetic::Subtract), a, b) => {
                match (of_type, self.constant(b)) {
                    (Type::Int, Some(Constant::Int(by))) => {
                        let by =
                            if how == Arithmetic::Add { i128::from(by) } else { -i128::from(by) };
                        self.cases_of_node(a, &preimage::of_addition(asked, by))
                    }
                    _ => opaque(),
                }
            }
            Op::Compare(how, a, b) => self.cases_of_comparison(id, how, a, b, asked),
            Op::CompareExactly(how, a, b) => match self.constant(b) {
                Some(bound) => {
                    let holds = preimage::exactly(how, &bound, self.graph.type_of(a));
                    self.tested(id, a, holds, asked)
                }
                None => opaque(),
            },
            Op::IsIn(a, list) => {
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
                let missing =
                    operands.iter().map(|id| self.cases_of_node(*id, &PossibleValues::missing()));
                missing.fold(Cases::none(), Cases::or)
            }
            _ => opaque(),
        }
    }

    /// `&&`, whose result is true where both are, or `||`, whose result is false where both are:
    /// `needs_both` is what both must be. Unknown lies between the two.
    fn cases_of_and_or(
        &mut self,
        a: NodeId,
        b: NodeId,
        needs_both: bool,
        asked: &PossibleValues,
    ) -> Cases {
        let TruthSet { yes, no, unknown } = asked.as_truths();
        let (strong, weak) = if needs_both { (yes, no) } else { (no, yes) };
        let truths = |strong: bool, unknown: bool, weak: bool| {
            let (yes, no) = if needs_both { (strong, weak) } else { (weak, strong) };
            PossibleValues::truths(yes, no, unknown)
        };
        let both = |this: &mut Self, asked: &PossibleValues, other: &PossibleValues| {
            this.cases_of_node(a, asked).and(&this.cases_of_node(b, other))
        };
        let either = |this: &mut Self, asked: &PossibleValues| {
            this.cases_of_node(a, asked).or(this.cases_of_node(b, asked))
        };
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

    fn cases_of_if(
        &mut self,
        condition: NodeId,
        a: NodeId,
        b: NodeId,
        asked: &PossibleValues,
    ) -> Cases {
        let yes = self.cases_of_node(condition, &PossibleValues::truths(true, false, false));
        let no = self.cases_of_node(condition, &PossibleValues::truths(false, true, false));
        let first = yes.and(&self.cases_of_node(a, asked));
        let cases = first.or(no.and(&self.cases_of_node(b, asked)));
        if asked.missing {
            cases.or(self.cases_of_node(condition, &PossibleValues::missing()))
        } else {
            cases
        }
    }

    /// The cases in which an invitation was sent today, as far as a condition asks for its age.
    pub(super) fn sent_today(&self) -> Cases {
        let age = PossibleValues { missing: false, known: ValueSet::one(&Constant::Int(0)) };
        match self.graph.column("age_days") {
            Some(id) => Cases::single(CaseSubject::Value(id), age),
            None => Cases::any(),
        }
    }

    pub(super) fn all_known(&self, id: NodeId) -> ValueSet {
        ValueSet::all_of(self.graph.type_of(id))
    }

    /// The value of a node that is the same in every row.
    pub(super) fn constant(&self, id: NodeId) -> Option<Constant> {
        match &self.graph.node(id).op {
            Op::Constant(value) if !is_unknown(value) => Some(value.clone()),
            Op::Cast(a) => match (self.graph.constant(*a)?, self.graph.type_of(id)) {
                (Constant::Int(number), Type::Float | Type::Number) => {
                    Some(Constant::Float(Constant::int_to_float(*number)))
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
