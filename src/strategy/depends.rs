//! Which columns of the data a formula depends on, also through columns that the script declares.

use super::{Strategy, When};
use crate::formula::graph::Op;
use crate::script::operand::Operand;
use polars::prelude::Expr;
use std::collections::BTreeSet;

impl Strategy {
    /// The columns that an operand looks at: those that it names, declared by the script or not,
    /// and those that these are made of.
    pub fn seen_by(&self, operand: &Operand) -> BTreeSet<String> {
        let mut seen = named_by(operand);
        // A column is made of those above it only, so one pass from below finds all.
        for column in self.columns.iter().rev() {
            if seen.contains(&column.name) {
                seen.extend(named_by(&column.value));
            }
        }
        seen
    }

    /// Whether a rule, a column or the score names one of these columns.
    pub fn names_any(&self, columns: &[&str]) -> bool {
        let rules = self.rules.iter().filter_map(|rule| match &rule.when {
            When::Holds(operand) => Some(operand),
            // A frame brings its own columns.
            When::Among(_) => None,
        });
        let operands = rules.chain(self.columns.iter().map(|column| &column.value));
        let mut named = operands.chain(&self.priority).map(named_by);
        named.any(|names| columns.iter().any(|column| names.contains(*column)))
    }

    /// The columns of the data of which a missing value can leave an operand unknown.
    pub fn leaving_open(&self, operand: &Operand) -> BTreeSet<String> {
        let mut open = open_in(operand);
        for column in self.columns.iter().rev() {
            if open.remove(&column.name) {
                open.extend(open_in(&column.value));
            }
        }
        open
    }
}

/// The columns that an operand names itself.
pub fn named_by(operand: &Operand) -> BTreeSet<String> {
    match operand {
        Operand::Formula(formula) => formula.columns(formula.root).into_iter().collect(),
        Operand::Expression(expr, _) => {
            let names = expr.into_iter().filter_map(|part| match part {
                Expr::Column(name) => Some(name.to_string()),
                _ => None,
            });
            names.collect()
        }
    }
}

/// The columns that an operand names where a missing value may come through: not below `== ()`,
/// nor before a `??` that ends in a known value.
fn open_in(operand: &Operand) -> BTreeSet<String> {
    let Operand::Formula(formula) = operand else { return named_by(operand) };
    let graph = &formula.graph;
    let mut open = BTreeSet::from([formula.root]);
    let mut found = BTreeSet::new();
    // Operands come before their users.
    while let Some(id) = open.pop_last() {
        if !graph.facts(id).nullable {
            continue;
        }
        match &graph.node(id).op {
            Op::Column { name, .. } => {
                found.insert(name.clone());
            }
            op => open.extend(op.operands()),
        }
    }
    found
}
