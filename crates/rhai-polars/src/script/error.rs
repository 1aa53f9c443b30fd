//! Errors that functions return to Rhai, on their way through it.

use super::rhai_errors::ScriptFault;
use crate::codes;
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::error::{FormulaError, RhaiFailure};
use crate::nearest::{did_you_mean, nearest};
use polars::prelude::{PolarsError, PolarsResult};
use rhai::{Dynamic, EvalAltResult, Position};

/// A result, or an error on its way through Rhai.
pub type ScriptResult<T> = Result<T, Box<EvalAltResult>>;

/// An error at a place in a script, for a function to return to Rhai.
pub fn script_error(
    code: DiagnosisCode,
    position: Position,
    message: impl Into<String>,
    help: Option<String>,
) -> Box<EvalAltResult> {
    script_error_about(None, code, position, message, help)
}

/// An error of the call that is running, to which Rhai adds its place.
pub fn call_error(
    code: DiagnosisCode,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Box<EvalAltResult> {
    script_error(code, Position::NONE, message, Some(help.into()))
}

/// What a word stands for, of those that the call which is running knows.
pub fn choose_by_word<T: Copy>(word: &str, what: &str, words: &[(&str, T)]) -> ScriptResult<T> {
    if let Some((_, meant)) = words.iter().find(|(name, _)| *name == word) {
        return Ok(*meant);
    }
    let quoted: Vec<String> = words.iter().map(|(name, _)| format!("{name:?}")).collect();
    let (last, others) = quoted.split_last().map_or(("", &[][..]), |(last, rest)| (last, rest));
    let help = format!("write {} or {last}", others.join(", "));
    Err(call_error(codes::ARGUMENTS, format!("`{word}` is no {what}"), help))
}

/// An error about something, at a place in a script.
pub fn script_error_about(
    subject: Option<DiagnosisSubject>,
    code: DiagnosisCode,
    position: Position,
    message: impl Into<String>,
    help: Option<String>,
) -> Box<EvalAltResult> {
    let fault = ScriptFault { subject, ..ScriptFault::new(code, message, help) };
    EvalAltResult::ErrorRuntime(Dynamic::from(fault), position).into()
}

/// That a value is of another type than is needed, in the call that is running.
pub fn type_mismatch_error(
    value: &Dynamic,
    message: impl Into<String>,
    help: &str,
) -> Box<EvalAltResult> {
    let subject = DiagnosisSubject::of_value(value);
    script_error_about(subject, codes::TYPE_MISMATCH, Position::NONE, message, Some(help.into()))
}

/// That there is no such column, in the call that is running; `more` is what to do besides.
pub fn unknown_column_error(name: &str, columns: &[&str], more: &str) -> Box<EvalAltResult> {
    let help = format!("{more}{}", did_you_mean(name, columns.iter().copied(), "a column"));
    let subject = DiagnosisSubject::Column {
        name: name.to_owned(),
        is_near: more.is_empty() && !nearest(name, columns.iter().copied()).is_empty(),
    };
    let message = format!("no column `{name}`");
    script_error_about(Some(subject), codes::UNKNOWN_COLUMN, Position::NONE, message, Some(help))
}

/// The same error, in an imported script where one is named.
pub fn in_script(script: Option<String>, error: Box<EvalAltResult>) -> Box<EvalAltResult> {
    match script {
        Some(script) => EvalAltResult::ErrorInModule(script, error, Position::NONE).into(),
        None => error,
    }
}

/// What begins the name under which a row's number goes through Rhai; no function is called so.
pub(super) const ROW_FRAME_PREFIX: &str = "row ";

/// The same error, of a closure called with this row.
pub(super) fn err_in_row<T>(
    row: usize,
    error: Box<EvalAltResult>,
) -> Result<T, Box<EvalAltResult>> {
    let name = format!("{ROW_FRAME_PREFIX}{row}");
    Err(EvalAltResult::ErrorInFunctionCall(name, String::new(), error, Position::NONE).into())
}

impl From<FormulaError> for Box<EvalAltResult> {
    fn from(error: FormulaError) -> Self {
        let at = error.position;
        let failed = match error.thrown.map(|thrown| *thrown) {
            Some(RhaiFailure::NotFound(form)) => {
                EvalAltResult::ErrorFunctionNotFound(form, at).into()
            }
            Some(RhaiFailure::Value(value)) => EvalAltResult::ErrorRuntime(value, at).into(),
            None => script_error_about(
                error.subject.map(|subject| *subject),
                error.code,
                at,
                error.message,
                error.help,
            ),
        };
        in_script(error.script, failed)
    }
}

/// What Polars gives; what it says against a query, where the call is.
pub fn from_polars<T>(result: PolarsResult<T>) -> ScriptResult<T> {
    result.map_err(|error| script_error(codes::QUERY, Position::NONE, polars_message(&error), None))
}

/// Polars' own words, without its notes on the plan.
pub(super) fn polars_message(error: &PolarsError) -> String {
    let error_text = error.to_string();
    error_text.split("\n\nResolved plan").next().unwrap_or(&error_text).trim().to_owned()
}
