//! What is wrong with a script: one diagnostic with the source line and the token underlined.
//!
//! Invariant: the innermost place is shown, the calls that led to it are named.

use super::borrowed_frame::{self, BorrowedFrame};
use super::library::Library;
use super::parse_advice::Stumbled;
use super::rhai_errors::{Fault, words};
use crate::diagnostic::NamedText;
use crate::formula::error::{FormulaError, Thrown};
use crate::syntax::{step_at, token_at};
use miette::{Diagnostic, LabeledSpan, SourceCode, SourceSpan};
use rhai::{Dynamic, EvalAltResult, Position};
use std::fmt;
use std::ops::Range;

/// An error at a place in a script, for a function to return to Rhai.
pub fn fail(
    code: &'static str,
    position: Position,
    message: impl Into<String>,
    help: Option<String>,
) -> Box<EvalAltResult> {
    let fault = Fault { code, message: message.into(), help };
    EvalAltResult::ErrorRuntime(Dynamic::from(fault), position).into()
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
fn asked_of_itself(race: &BorrowedFrame) -> Fault {
    let BorrowedFrame { name, asked, .. } = race;
    let message = format!("`{name}` cannot be asked while a method of it runs");
    let help = format!(
        "ask it before, outside of the inner closure: `let known = {asked};`, and write `known` \
         here"
    );
    Fault { code: "borrowed", message, help: Some(help) }
}

impl From<FormulaError> for Box<EvalAltResult> {
    fn from(error: FormulaError) -> Self {
        let at = error.position;
        let failed = match error.thrown {
            Some(Thrown::NotFound(form)) => EvalAltResult::ErrorFunctionNotFound(form, at).into(),
            Some(Thrown::Value(value)) => EvalAltResult::ErrorRuntime(value, at).into(),
            None => fail(error.code, at, error.message, error.help),
        };
        in_script(error.script, failed)
    }
}

/// What is wrong with a script, and where.
#[derive(Debug)]
pub struct ScriptError {
    code: &'static str,
    message: String,
    help: Option<String>,
    source: NamedText,
    span: Option<SourceSpan>,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ScriptError {}

impl Diagnostic for ScriptError {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.is_some().then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(Some("here".into()), self.span?);
        Some(Box::new(std::iter::once(label)))
    }
}

/// Where a text names the column of a message, after the call that is told of it or before it;
/// the call itself where none does.
fn named_in(text: &str, span: SourceSpan, message: &str) -> SourceSpan {
    let Some(name) = message.split('`').nth(1) else { return span };
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

impl ScriptError {
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
        let span = span.map(|span| match fault.code {
            "unknown-column" => named_in(&source_text, span, &fault.message),
            _ => span,
        });
        let trace = called.iter().filter(|name| !name.starts_with("anon$"));
        let trace: Vec<_> = trace.map(|name| format!("`{name}`")).collect();
        let called = (!trace.is_empty()).then(|| format!("called from {}", trace.join(", in ")));
        let help: Vec<String> = fault.help.into_iter().chain(called).collect();
        let row = row.map(|row| format!(", in row {row} (counted from 0)")).unwrap_or_default();
        Self {
            code: fault.code,
            message: fault.message + row.as_str(),
            help: (!help.is_empty()).then(|| help.join("; ")),
            source: NamedText::new(&source, source_text),
            span,
        }
    }

    /// An error at these bytes of a script.
    pub fn at(
        name: &str,
        text: &str,
        span: Range<usize>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) -> Self {
        let source = NamedText::new(name, text.to_owned());
        Self { code, message, help, source, span: Some(span.into()) }
    }

    /// An error of a script as a whole.
    pub fn whole(main: &str, code: &'static str, message: &str, help: Option<String>) -> Self {
        let source = NamedText::new(main, String::new());
        Self { code, message: format!("{main}: {message}"), help, source, span: None }
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The script that it is in.
    pub fn script(&self) -> &str {
        self.source.name()
    }

    /// That script's text.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The bytes of the script that it points at.
    pub fn span(&self) -> Option<SourceSpan> {
        self.span
    }

    /// The byte at which it points, to sort by.
    pub fn offset(&self) -> usize {
        self.span.map_or(0, |span| span.offset())
    }

    /// Whether it says something of the same place.
    pub fn is_at_the_place_of(&self, other: &Self) -> bool {
        self.script() == other.script() && self.span == other.span
    }

    /// The error's stable name, such as `unknown-column`.
    pub fn code_name(&self) -> &'static str {
        self.code
    }

    /// Whether the command line is to blame, not the script.
    pub fn is_misuse(&self) -> bool {
        matches!(self.code, "param-value" | "unknown-param")
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The same error with more to do about it.
    #[must_use]
    pub fn advised(mut self, more: &str) -> Self {
        self.help = Some(self.help.map_or_else(|| more.into(), |help| format!("{help}; {more}")));
        self
    }

    /// The piece of the source that it points at.
    pub fn token(&self) -> Option<&str> {
        let span = self.span?;
        self.source.text().get(span.offset()..span.offset() + span.len())
    }
}
