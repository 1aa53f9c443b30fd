//! What is wrong with a script: one diagnostic with the source line and the token underlined.
//!
//! Invariant: the innermost place is shown, the calls that led to it are named.

use super::borrowed_value::{self, BorrowedValue};
use super::error::ROW_FRAME_PREFIX;
use super::library::Library;
use super::parse_advice::ErrorSite;
use super::rhai_errors::{ScriptFault, explain_rhai_error};
use crate::codes;
use crate::diagnostic::{Diagnosis, DiagnosisSubject, NamedText, Severity};
use crate::syntax::{accessed_token_at, token_at};
use miette::SourceSpan;
use rhai::EvalAltResult;

/// What is said of a value that is asked within a call of its own method.
fn asked_of_itself(race: &BorrowedValue) -> ScriptFault {
    let BorrowedValue { name, asked, .. } = race;
    let message = format!("`{name}` cannot be asked while a method of it runs");
    let help = format!(
        "ask it before, outside of the inner closure: `let known = {asked};`, and write `known` \
         here"
    );
    ScriptFault::new(codes::BORROWED, message, Some(help))
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
                    match name.strip_prefix(ROW_FRAME_PREFIX) {
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
            _ => accessed_token_at(&source_text, position),
        });
        let borrowed = match inner {
            EvalAltResult::ErrorDataRace(fault, _) => borrowed_value::find(&source_text, fault),
            _ => None,
        };
        let span = borrowed.as_ref().map(|borrowed| borrowed.span.clone().into()).or(span);
        let marked = span.unwrap_or_else(|| (0..0).into());
        let at = ErrorSite::new(&source_text, marked, library.domain());
        let fault = match &borrowed {
            Some(borrowed) => asked_of_itself(borrowed),
            None => explain_rhai_error(inner, names, &at),
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
