//! What is different where a formula is only looked at: errors after the first are found too, and
//! variables may be left open.
//!
//! Invariant: a formula with variables left open says what holds whatever they hold; where that
//! cannot be said it is no formula, with an error of which nothing is said.

use super::function::Definition;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult, is_open_column, open_column_name};
use crate::formula::graph::{NodeId, Op};
use crate::formula::types::Type;
use rhai::{Dynamic, Position};

/// What differs from run to run, wherever it is called.
const DIFFERS: [&str; 2] = ["param", "list"];

impl Resolver<'_> {
    /// Captured values, of which those that are left open are nodes.
    pub(super) fn open_captured(
        &mut self,
        definition: &Definition,
        captured: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<Vec<ResolvedValue>> {
        let Some(open) = self.rows.inspection.and_then(|inspection| inspection.open_variables)
        else {
            return Ok(captured);
        };
        let imported = definition.home.is_some();
        let named = definition.function.params.iter().zip(captured);
        let values = named.map(|(name, value)| match &value {
            ResolvedValue::Known(known) if imported || open.contains(name.as_str()) => {
                self.any_like(name, known, at).map(ResolvedValue::Node)
            }
            _ => Ok(value),
        });
        values.collect()
    }

    /// A node for any value of the type that this one has.
    fn any_like(&mut self, name: &str, value: &Dynamic, at: Position) -> FormulaResult<NodeId> {
        if is_unknown(value) {
            return Err(FormulaError::unknown(at));
        }
        match Constant::from_script(value).map(|value| value.of_type()) {
            None | Some(Type::Missing) => Err(FormulaError::unknown(at)),
            Some(of_type) => Ok(self.any(name, of_type, at)),
        }
    }

    fn any(&mut self, name: &str, of_type: Type, at: Position) -> NodeId {
        self.graph.add(Op::Column { name: open_column_name(name), cast: false }, of_type, at)
    }

    /// Fails where a call cannot be computed beforehand because variables are left open.
    pub(super) fn demand_fixed(&self, name: &str, at: Position) -> FormulaResult<()> {
        if self.leaves_open() && DIFFERS.contains(&name) {
            Err(FormulaError::unknown(at))
        } else {
            Ok(())
        }
    }

    /// Whether a constant that is not captured may be another in the next run.
    pub(super) fn leaves_open(&self) -> bool {
        self.rows.inspection.is_some_and(|inspection| inspection.open_variables.is_some())
    }

    /// A condition in place of one that is wrong, where further errors are looked for.
    pub(super) fn note_and_replace(&mut self, error: FormulaError) -> FormulaResult<NodeId> {
        let Some(inspection) = self.rows.inspection else { return Err(error) };
        let at = error.position;
        let script = self.inlined.last().and_then(Definition::script);
        let count = inspection.further_errors.borrow().len();
        inspection.further_errors.borrow_mut().push(error.in_script(script.as_deref()));
        Ok(self.any(&format!("{count}"), Type::Bool, at))
    }

    /// The first of the errors that were noted on the way, if there is any.
    pub(super) fn take_first_noted_error(&self) -> Option<FormulaError> {
        let mut others = self.rows.inspection?.further_errors.borrow_mut();
        (!others.is_empty()).then(|| others.remove(0))
    }

    /// A value that is the same in every row; fails where it stands for one that is not known.
    pub(super) fn demand_known(value: ResolvedValue, at: Position) -> FormulaResult<ResolvedValue> {
        match &value {
            ResolvedValue::Known(known) if is_unknown(known) => Err(FormulaError::unknown(at)),
            _ => Ok(value),
        }
    }
}

fn is_unknown(value: &Dynamic) -> bool {
    value.as_immutable_string_ref().is_ok_and(|text| is_open_column(&text))
}
