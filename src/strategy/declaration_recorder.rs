//! What the verbs write to, and what they make of the values that they are given.

use super::declarations::Declarations;
use crate::codes;
use crate::domain::known_column;
use crate::formula::{FormulaInspection, RowSchema};
use crate::script::error::{ScriptResult, call_error};
use crate::script::host::Host;
use crate::script::operand::Operand;
use rhai::{Dynamic, NativeCallContext, Position};
use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the verbs write to.
#[derive(Clone)]
pub(super) struct DeclarationRecorder {
    pub(super) declared: Arc<Mutex<Declarations>>,
}

impl DeclarationRecorder {
    pub(super) fn lock(&self) -> MutexGuard<'_, Declarations> {
        self.declared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// In a survey notes an error of a call and goes on with `instead`.
    pub(super) fn note_error<T>(
        &self,
        call: &NativeCallContext,
        result: ScriptResult<T>,
        instead: T,
    ) -> ScriptResult<T> {
        // A call of a verb is a level of its own.
        let at = if call.call_level() <= 1 { call.call_position() } else { Position::NONE };
        let result = result.map_err(|mut error| {
            if error.unwrap_inner().position().is_none() {
                error.set_position(call.call_position());
            }
            error
        });
        self.lock().note_error(result, instead, at)
    }

    /// What a value says over the invitations. A survey hears of all that is wrong with it.
    pub(super) fn operand(
        &self,
        context: &NativeCallContext,
        value: &Dynamic,
    ) -> ScriptResult<Operand> {
        let (columns, surveys) = {
            let declared = self.lock();
            (declared.columns.clone(), declared.survey_notes.is_some())
        };
        let others = RefCell::default();
        let inspection =
            surveys.then_some(FormulaInspection { further_errors: &others, open_variables: None });
        let rows =
            RowSchema { columns: &columns, known: known_column, records_probes: false, inspection };
        let operand = Operand::from_value(context, value, rows);
        for other in others.take() {
            self.note_error(context, Err(other.into()), ())?;
        }
        operand
    }

    /// In a survey, the same with all left open that differs from run to run; `number` is that of
    /// the argument.
    pub(super) fn general_operand(
        &self,
        context: &NativeCallContext,
        number: usize,
        value: &Dynamic,
        concrete: &Operand,
    ) -> Option<Operand> {
        let (columns, noted) = {
            let declared = self.lock();
            (declared.columns.clone(), declared.survey_notes.clone()?)
        };
        let others = RefCell::default();
        let inspection =
            Some(FormulaInspection { further_errors: &others, open_variables: Some(&noted.open) });
        let rows =
            RowSchema { columns: &columns, known: known_column, records_probes: false, inspection };
        let at = context.call_position();
        let known = match concrete {
            Operand::Formula(_) => Operand::from_value(context, value, rows).ok(),
            Operand::Expression(..) => {
                let origin = noted.origins.of_argument(at, number);
                origin.is_some_and(|origin| origin.is_fixed()).then(|| concrete.clone())
            }
        };
        Some(known.unwrap_or_else(|| {
            let count = noted.general.rules.len() + noted.general.columns.len();
            Operand::unknown(&format!("{} {count}", context.fn_name()), concrete)
        }))
    }
}

/// Fails where a module declares something while it is imported: who imports it would not see that
/// in the script.
pub(super) fn demand_not_importing(context: &NativeCallContext) -> ScriptResult<()> {
    if Host::of_call(context).library.loading_module().is_none() {
        return Ok(());
    }
    let message = format!("`{}` in a script that is only imported", context.fn_name());
    let help = "put it into a function, which the strategy that imports it calls by name";
    Err(call_error(codes::IMPORT, message, help))
}
