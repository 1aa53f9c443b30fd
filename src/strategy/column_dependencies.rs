//! Which columns of the data a formula depends on, also through columns that the script declares.

use super::{Rule, Strategy};
use crate::script::operand::Operand;
use std::collections::BTreeSet;

impl Strategy {
    /// The columns that an operand looks at: those that it names, declared by the script or not,
    /// and those that these are made of.
    pub fn columns_seen_by(&self, operand: &Operand) -> BTreeSet<String> {
        let mut seen = operand.columns();
        // A column is made of those above it only, so one pass from below finds all.
        for column in self.columns.iter().rev() {
            if seen.contains(&column.name) {
                seen.extend(column.value.columns());
            }
        }
        seen
    }

    /// The values of columns, the conditions of rules, and the score. A rule over a frame has none.
    pub fn operands(&self) -> impl Iterator<Item = &Operand> {
        let columns = self.columns.iter().map(|column| &column.value);
        columns.chain(self.rules.iter().filter_map(Rule::condition)).chain(&self.priority)
    }

    /// Whether a rule, a column or the score names one of these columns.
    pub fn names_any(&self, columns: &[&str]) -> bool {
        let mut named = self.operands().map(Operand::columns);
        named.any(|names| columns.iter().any(|column| names.contains(*column)))
    }

    /// The columns of the data of which a missing value can leave an operand unknown.
    pub fn columns_leaving_unknown(&self, operand: &Operand) -> BTreeSet<String> {
        let mut open = operand.nullable_columns();
        for column in self.columns.iter().rev() {
            if open.remove(&column.name) {
                open.extend(column.value.nullable_columns());
            }
        }
        open
    }
}
