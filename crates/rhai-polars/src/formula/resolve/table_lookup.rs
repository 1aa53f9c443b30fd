//! What a map or list of maps and lists has for a column's value: `rules[i.kind].days`. It is asked
//! case by case, and what comes out is a table again or a choice.
//!
//! Invariant: where the table has nothing for a key, whatever is asked of it is unknown; so is what
//! only other cases have.

use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::formula::error::FormulaResult;
use crate::formula::graph::{Comparison, NodeId};
use rhai::{Dynamic, Position};
use std::sync::Arc;

/// A table that is known beforehand, and the key that differs from row to row.
#[derive(Clone, Debug)]
pub(super) struct TableLookup {
    table: Arc<Dynamic>,
    key: NodeId,
}

impl TableLookup {
    /// Whether this holds of at least one case.
    pub(super) fn has_some(&self, holds: impl Fn(&Dynamic) -> bool) -> bool {
        table_entries(&self.table).iter().any(|(_, case)| holds(case))
    }
}

impl Resolver<'_> {
    /// What a table has for a key.
    pub(super) fn look_up_table(
        &mut self,
        table: &Arc<Dynamic>,
        key: ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let key = self.node(key, at)?;
        let nested = table_entries(table).iter().any(|(_, case)| case.is_map() || case.is_array());
        if nested {
            return Ok(ResolvedValue::TableLookup(Arc::new(TableLookup {
                table: table.clone(),
                key,
            })));
        }
        self.graph.at(at).look_up(table, key).map(ResolvedValue::Node)
    }

    /// What is asked of a choice, asked of each case.
    pub(super) fn for_each_case(
        &mut self,
        chosen: &TableLookup,
        at: Position,
        mut ask: impl FnMut(&mut Self, ResolvedValue) -> FormulaResult<ResolvedValue>,
    ) -> FormulaResult<ResolvedValue> {
        let mut answers = vec![];
        for (key, case) in table_entries(&chosen.table) {
            let answer = if case.is_unit() {
                ResolvedValue::unit()
            } else {
                ask(self, ResolvedValue::known(case))?
            };
            answers.push((key, answer));
        }
        let known = answers.iter().map(|(key, answer)| match answer {
            ResolvedValue::Known(known) => Some((key.clone(), known.as_ref().clone())),
            _ => None,
        });
        if let Some(known) = known.collect::<Option<Vec<_>>>() {
            let table = Arc::new(table_of(&chosen.table, known));
            return self.look_up_table(&table, ResolvedValue::Node(chosen.key), at);
        }
        let mut whole = self.node(ResolvedValue::unit(), at)?;
        for (key, answer) in answers.into_iter().rev() {
            let (key, answer) = (self.node(ResolvedValue::known(key), at)?, self.node(answer, at)?);
            let is = self.graph.at(at).compare(Comparison::Equal, chosen.key, key)?;
            whole = self.graph.at(at).choose(is, answer, whole)?;
        }
        Ok(ResolvedValue::Node(whole))
    }
}

/// The keys and values of a table.
fn table_entries(table: &Dynamic) -> Vec<(Dynamic, Dynamic)> {
    if let Ok(map) = table.as_map_ref() {
        return map.iter().map(|(key, case)| (key.as_str().into(), case.clone())).collect();
    }
    match table.as_array_ref() {
        Ok(list) => (0_i64..).map(Dynamic::from).zip(list.iter().cloned()).collect(),
        Err(_) => vec![],
    }
}

/// The table of the same kind with these values.
fn table_of(table: &Dynamic, cases: Vec<(Dynamic, Dynamic)>) -> Dynamic {
    if table.is_map() {
        let pairs = cases.into_iter().map(|(key, case)| (key.to_string().into(), case));
        return Dynamic::from_map(pairs.collect());
    }
    Dynamic::from_array(cases.into_iter().map(|(_, case)| case).collect())
}
