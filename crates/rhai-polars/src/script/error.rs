//! What is wrong with a script: one diagnostic with the source line and the token underlined.
//!
//! Invariant: the innermost place is shown, the calls that led to it are named.

use super::borrowed_frame::{self, BorrowedFrame};
use super::library::Library;
use super::parse_advice::Stumbled;
use super::rhai_errors::{ScriptFault, words};
use crate::codes;
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::{Diagnosis, DiagnosisSubject, NamedText, Severity};
use crate::formula::error::{FormulaError, Thrown};
use crate::nearest::{did_you_mean, nearest};
use crate::syntax::{step_at, token_at};
use miette::SourceSpan;
use rhai::{Dynamic, EvalAltResult, Position};

/// An error at a place in a script, for a function to return to Rhai.
pub fn fail(
    code: DiagnosisCode,
    position: Position,
    message: impl Into<String>,
    help: Option<String>,
) -> Box<EvalAltResult> {
    fail_about(None, code, position, message, help)
}

/// An error of the call that is running, to which Rhai adds its place.
pub fn refused(
    code: DiagnosisCode,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Box<EvalAltResult> {
    fail(code, Position::NONE, message, Some(help.into()))
}

/// An error about something, at a place in a script.
pub fn fail_about(
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
pub fn mismatch(value: &Dynamic, message: impl Into<String>, help: &str) -> Box<EvalAltResult> {
    let subject = DiagnosisSubject::of_value(value);
    fail_about(subject, codes::TYPE_MISMATCH, Position::NONE, message, Some(help.into()))
}

/// That there is no such column, in the call that is running; `more` is what to do besides.
pub fn unknown_column(name: &str, columns: &[&str], more: &str) -> Box<EvalAltResult> {
    let help = format!("{more}{}", did_you_mean(name, columns.iter().copied(), "a column"));
    let subject = DiagnosisSubject::Column {
        name: name.to_owned(),
        is_near: more.is_empty() && !nearest(name, columns.iter().copied()).is_empty(),
    };
    let message = format!("no column `{name}`");
    fail_about(Some(subject), codes::UNKNOWN_COLUMN, Position::NONE, message, Some(help))
}

/// The same error, in an imported script where one is named.
pub fn in_script(script: Option<String>, error: Box<EvalAltResult>) -> Box<EvalAltResult> {
    match script {
        Some(script) => EvalAltResult::ErrorInModule(script, error, Position::NONE).into(),
        None => error,
    }
}

/// What begins the name under which a row's number goes through Rhai; no function is called so.
const ROW: &str = "row ";

/// The same error, of a closure called with this row.
pub(super) fn in_row<T>(row: usize, error: Box<EvalAltResult>) -> Result<T, Box<EvalAltResult>> {
    let name = format!("{ROW}{row}");
    Err(EvalAltResult::ErrorInFunctionCall(name, String::new(), error, Position::NONE).into())
}

/// What is said of a value that is asked within a call of its own method.
fn asked_of_itself(race: &BorrowedFrame) -> ScriptFault {
    let BorrowedFrame { name, asked, .. } = race;
    let message = format!("`{name}` cannot be asked while a method of it runs");
    let help = format!(
        "ask it before, outside of the inner closure: `let known = {asked};`, and write `known` \
         here"
    );
    ScriptFault::new(codes::BORROWED, message, Some(help))
}

impl From<FormulaError> for Box<EvalAltResult> {
    fn from(error: FormulaError) -> Self {
        let at = error.position;
        let failed = match error.thrown.map(|thrown| *thrown) {
            Some(Thrown::NotFound(form)) => EvalAltResult::ErrorFunctionNotFound(form, at).into(),
            Some(Thrown::Value(value)) => EvalAltResult::ErrorRuntime(value, at).into(),
            None => fail_about(
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

/// Where a text names a column, after the call that is told of it or before it; the call itself
/// where none does.
fn named_in(text: &str, span: SourceSpan, name: &str) -> SourceSpan {
    let marked = text.get(span.offset()..span.offset() + span.len());
    let quoted = format!("\"{name}\"");
    if marked.is_some_and(|marked| marked == name || marked == quoted) {
        return span;
    }
    let after = text.get(span.offset()..).and_then(|rest| rest.find(&quoted));
    let after = after.map(|at| span.offset() + at);
    let start = after.or_else(|| text.get(..span.offset())?.rfind(&quoted));
    start.map_or(span, |at| (at..at + quoted.len()).into())
}

impl Diagnosis {
    /// The diagnostic for an error of the script `main`. `names` are the functions and variables
    /// that a script can use, for "did you mean".
    pub fn new(error: &EvalAltResult, main: &str, library: &Library, names: &[String]) -> Self {
        let mut source = main.to_owned();
        let (mut called, mut row) = (vec![], None);
        let mut inner = error;
        loop {
            match inner {
                EvalAltResult::ErrorInFunctionCall(name, from, error, _) => {
                    if library.text(from).is_some() {
                        source.clone_from(from);
                    }
                    match name.strip_prefix(ROW) {
                        Some(number) => row = Some(number),
                        None => called.push(name.clone()),
                    }
                    inner = error;
                }
                EvalAltResult::ErrorInModule(name, error, _) => {
                    source.clone_from(name);
                    inner = error;
                }
                _ => break,
            }
        }
        let source_text = library.text(&source).unwrap_or_default();
        let position = inner.position();
        let span = position.line().map(|_| match inner {
            EvalAltResult::ErrorParsing(..) => token_at(&source_text, position),
            _ => step_at(&source_text, position),
        });
        let borrowed = match inner {
            EvalAltResult::ErrorDataRace(fault, _) => borrowed_frame::find(&source_text, fault),
            _ => None,
        };
        let span = borrowed.as_ref().map(|borrowed| borrowed.span.clone().into()).or(span);
        let marked = span.unwrap_or_else(|| (0..0).into());
        let at = Stumbled::new(&source_text, marked, library.domain());
        let fault = match &borrowed {
            Some(borrowed) => asked_of_itself(borrowed),
            None => words(inner, names, &at),
        };
        let span = span.map(|span| match &fault.subject {
            Some(DiagnosisSubject::Column { name, .. }) => named_in(&source_text, span, name),
            _ => span,
        });
        let trace = called.iter().filter(|name| !name.starts_with("anon$"));
        let trace: Vec<_> = trace.map(|name| format!("`{name}`")).collect();
        let called = (!trace.is_empty()).then(|| format!("called from {}", trace.join(", in ")));
        let help: Vec<String> = fault.help.into_iter().chain(called).collect();
        let row = row.map(|row| format!(", in row {row} (counted from 0)")).unwrap_or_default();
        Self {
            code: fault.code,
            severity: Severity::Error,
            message: fault.message + row.as_str(),
            help: (!help.is_empty()).then(|| help.join("; ")),
            subject: fault.subject,
            source: NamedText::new(&source, source_text),
            span,
        }
    }
}
