//! Conditions that test a value: comparisons, `in` a list, look-ups in a table.

use super::cases::{CaseSubject, Cases};
use super::conditions::Conditions;
use super::interval_set::IntervalSet;
use super::possible_values::{PossibleValues, TruthSet, ValueSet};
use super::preimage;
use crate::formula::constant::Constant;
use crate::formula::graph::{Comparison, ConstantTable, NodeId};
use crate::formula::types::Type;

impl Conditions {
    pub(super) fn cases_of_comparison(
        &mut self,
        id: NodeId,
        how: Comparison,
        a: NodeId,
        b: NodeId,
        asked: &PossibleValues,
    ) -> Cases {
        let (left, right) = (self.graph.type_of(a), self.graph.type_of(b));
        if left == Type::Missing || right == Type::Missing {
            return if asked.missing { Cases::any() } else { Cases::none() };
        }
        match (self.constant(a), self.constant(b)) {
            (_, Some(bound)) => {
                let holds = preimage::of_comparison(how, &bound, left);
                self.tested(id, a, holds, asked)
            }
            (Some(bound), None) => {
                let holds = preimage::of_comparison(how.turned(), &bound, right);
                self.tested(id, b, holds, asked)
            }
            (None, None) if matches!(left, Type::Float | Type::Number) => {
                Cases::single(CaseSubject::Value(id), asked.clone())
            }
            (None, None) => {
                let (how, a, b) = if b < a { (how.turned(), b, a) } else { (how, a, b) };
                ordered(how, a, b, asked)
            }
        }
    }

    /// What a test of a value comes out as; `holds` are the values for which it is true, if that
    /// can be said. It is unknown where the value is missing, and only there.
    pub(super) fn tested(
        &mut self,
        id: NodeId,
        operand: NodeId,
        holds: Option<ValueSet>,
        asked: &PossibleValues,
    ) -> Cases {
        let Some(holds) = holds else {
            return Cases::single(CaseSubject::Value(id), asked.clone());
        };
        let TruthSet { yes, no, unknown } = asked.as_truths();
        let true_in = if yes { holds.clone() } else { ValueSet::none() };
        let false_in =
            if no { self.all_known(operand).difference(&holds) } else { ValueSet::none() };
        self.cases_of_node(
            operand,
            &PossibleValues { missing: unknown, known: true_in.union(&false_in) },
        )
    }

    pub(super) fn looked_up(
        &mut self,
        table: &ConstantTable,
        key: NodeId,
        asked: &PossibleValues,
    ) -> Cases {
        let union_of = |keys: &[(ValueSet, Constant)]| {
            keys.iter().fold(ValueSet::none(), |union, (key, _)| union.union(key))
        };
        let mut keys = preimage::keys(table);
        keys.retain(|(_, value)| *value != Constant::Missing);
        let absent = self.all_known(key).difference(&union_of(&keys));
        keys.retain(|(_, value)| asked.has(value));
        let looked_up = union_of(&keys);
        let known = if asked.missing { looked_up.union(&absent) } else { looked_up };
        self.cases_of_node(key, &PossibleValues { missing: asked.missing, known })
    }
}

/// A comparison of two values that have an order without exceptions.
fn ordered(how: Comparison, a: NodeId, b: NodeId, asked: &PossibleValues) -> Cases {
    let TruthSet { yes, no, unknown } = asked.as_truths();
    let holds = IntervalSet::from_unsorted(match how {
        Comparison::Equal => vec![(0, 0)],
        Comparison::NotEqual => vec![(-1, -1), (1, 1)],
        Comparison::Less => vec![(-1, -1)],
        Comparison::LessOrEqual => vec![(-1, 0)],
        Comparison::Greater => vec![(1, 1)],
        Comparison::GreaterOrEqual => vec![(0, 1)],
    });
    let orders = if a == b { IntervalSet::one(0) } else { IntervalSet::between(-1, 1) };
    let true_in = if yes { orders.intersection(&holds) } else { IntervalSet::default() };
    let false_in = if no { orders.difference(&holds) } else { IntervalSet::default() };
    let known = ValueSet::Ordinals(true_in.union(&false_in));
    let possible = PossibleValues { missing: unknown, known };
    if possible.is_nothing() {
        return Cases::none();
    }
    Cases::single(CaseSubject::Order(a, b), possible)
}
