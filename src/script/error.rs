//! What is wrong with a script: from Rhai's errors and the project's own to one diagnostic with the
//! source line and the token underlined.
//!
//! Invariant: the innermost place is shown, the calls that led to it are named.

use super::convert::{named, text};
use super::library::Library;
use super::sandbox::{OUT_OF_MEMORY, OUT_OF_TIME};
use crate::diagnostic::token;
use crate::formula::FormulaError;
use crate::nearest::{did_you_mean, nearest};
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode, SourceSpan};
use rhai::{Dynamic, EvalAltResult, ParseErrorType, Position};
use std::fmt;

/// An error of the project's own, on its way through Rhai.
#[derive(Clone, Debug)]
struct Fault {
    code: &'static str,
    message: String,
    help: Option<String>,
}

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

impl From<FormulaError> for Box<EvalAltResult> {
    fn from(error: FormulaError) -> Self {
        fail(error.code, error.position, error.message, error.help)
    }
}

/// What is wrong with a script, and where.
#[derive(Debug)]
pub struct ScriptError {
    code: &'static str,
    message: String,
    help: Option<String>,
    source: NamedSource<String>,
    span: Option<SourceSpan>,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
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

impl ScriptError {
    /// The diagnostic for an error of the script `main`. `names` are the functions and variables
    /// that a script can use, for "did you mean".
    pub fn new(error: &EvalAltResult, main: &str, library: &Library, names: &[String]) -> Self {
        let mut source = main.to_owned();
        let mut called = vec![];
        let mut inner = error;
        loop {
            match inner {
                EvalAltResult::ErrorInFunctionCall(name, from, error, _) => {
                    if library.text(from).is_some() {
                        source.clone_from(from);
                    }
                    called.push(name.clone());
                    inner = error;
                }
                EvalAltResult::ErrorInModule(name, error, _) => {
                    source.clone_from(name);
                    inner = error;
                }
                _ => break,
            }
        }
        let said = words(inner, names);
        let source_text = library.text(&source).unwrap_or_default();
        let position = inner.position();
        let span = position.line().map(|_| token(&source_text, position));
        let trace = called.iter().filter(|name| !name.starts_with("anon$"));
        let trace: Vec<_> = trace.map(|name| format!("`{name}`")).collect();
        let called = (!trace.is_empty()).then(|| format!("called from {}", trace.join(", in ")));
        let help: Vec<String> = said.help.into_iter().chain(called).collect();
        Self {
            code: said.code,
            message: said.message,
            help: (!help.is_empty()).then(|| help.join("; ")),
            source: NamedSource::new(source, source_text),
            span,
        }
    }

    /// An error of a script as a whole.
    pub fn whole(main: &str, code: &'static str, message: &str, help: Option<String>) -> Self {
        let source = NamedSource::new(main, String::new());
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
        self.source.inner()
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

    /// The piece of the source that it points at.
    pub fn token(&self) -> Option<&str> {
        let span = self.span?;
        self.source.inner().get(span.offset()..span.offset() + span.len())
    }
}

/// What a Rhai error says, in this program's words.
fn words(error: &EvalAltResult, names: &[String]) -> Fault {
    use EvalAltResult as E;
    let fault = |code, message: String, help: Option<&str>| Fault {
        code,
        message,
        help: help.map(Into::into),
    };
    match error {
        E::ErrorRuntime(value, _) => match value.clone().try_cast::<Fault>() {
            Some(own) => own,
            None => fault("script", text(value), None),
        },
        E::ErrorParsing(kind, _) => syntax(kind, names),
        E::ErrorFunctionNotFound(signature, _) => unknown_function(signature, names),
        E::ErrorVariableNotFound(name, _) => Fault {
            code: "unknown-variable",
            message: format!("no variable `{name}`"),
            help: variable_help(name, names),
        },
        E::ErrorPropertyNotFound(name, _) => {
            fault("unknown-property", format!("no property `{name}` here"), None)
        }
        E::ErrorTerminated(token, _) if token.to_string() == OUT_OF_TIME => fault(
            "out-of-time",
            "the script ran out of time".into(),
            Some("look for a loop that does not end; `--timeout SECONDS` gives it longer"),
        ),
        E::ErrorTerminated(token, _) if token.to_string() == OUT_OF_MEMORY => fault(
            "too-large",
            "the script holds too much at once".into(),
            Some("keep bulk data in frames, not in texts, lists and maps"),
        ),
        E::ErrorTooManyOperations(_) => fault(
            "too-many-operations",
            "the script does not come to an end".into(),
            Some("look for a loop that does not end; data is filtered with frames, not in loops"),
        ),
        E::ErrorStackOverflow(_) => fault(
            "too-deep",
            "functions call one another too deep".into(),
            Some("look for a function that calls itself without end"),
        ),
        E::ErrorDataTooLarge(what, _) => fault(
            "too-large",
            format!("{} is too large for a script", what.to_lowercase()),
            Some("keep bulk data in frames"),
        ),
        E::ErrorMismatchDataType(_, given, _) if given.contains("Expr") => fault(
            "expression-as-bool",
            "a column expression is neither true nor false: it differs from row to row".into(),
            Some("join column expressions with `&` and `|`, negate with `!`, choose with `when`"),
        ),
        E::ErrorMismatchDataType(wanted, given, _) => fault(
            "type-mismatch",
            format!("this is {}, expected {}", named(given), named(wanted)),
            None,
        ),
        E::ErrorArithmetic(message, _) => fault("arithmetic", message.clone(), None),
        other => fault("script", plain(other), None),
    }
}

/// Rhai's own words without the place, which the diagnostic shows.
fn plain(error: &EvalAltResult) -> String {
    let mut unplaced = error.to_string();
    if let Some(at) = unplaced.rfind(" (line ") {
        unplaced.truncate(at);
    }
    unplaced
}

fn syntax(kind: &ParseErrorType, names: &[String]) -> Fault {
    match kind {
        ParseErrorType::VariableUndefined(name) => Fault {
            code: "unknown-variable",
            message: format!("no variable `{name}`"),
            help: variable_help(name, names),
        },
        other => Fault { code: "syntax", message: other.to_string(), help: None },
    }
}

/// Advice for an unknown variable. A script's functions and modules see no variable of the script,
/// however well it is known.
fn variable_help(name: &str, names: &[String]) -> Option<String> {
    if names.iter().any(|known| known == name) {
        let help =
            format!("a function sees only what it is given: hand it `{name}` as an argument");
        return Some(help);
    }
    near(name, names)
}

/// The nearest names, if any is near: all of them would be too many.
fn near(name: &str, names: &[String]) -> Option<String> {
    let any = !nearest(name, known(names)).is_empty();
    any.then(|| did_you_mean(name, known(names), "a name"))
}

fn unknown_function(signature: &str, names: &[String]) -> Fault {
    let (name, given) = signature.split_once(" (").unwrap_or((signature, ""));
    let given = given.trim_end_matches(')').replace("&str | ImmutableString | String", "string");
    let given: Vec<String> = given.split(", ").filter(|of| !of.is_empty()).map(named).collect();
    let mut same: Vec<String> =
        names.iter().filter(|form| bare(form) == name).map(|form| written(form)).collect();
    same.sort();
    same.dedup();
    if !same.is_empty() {
        let given = if given.is_empty() { "nothing".into() } else { given.join(" and ") };
        return Fault {
            code: "arguments",
            message: format!("`{name}` cannot take {given}"),
            help: Some(format!("its forms are `{}`", same.join("`, `"))),
        };
    }
    Fault {
        code: "unknown-function",
        message: format!("no function `{name}`"),
        help: near(name, names),
    }
}

/// A function's form as the documentation writes it: without what it gives, types in a word.
fn written(form: &str) -> String {
    let form = form.split(" -> ").next().unwrap_or(form);
    let Some((name, rest)) = form.split_once('(') else { return form.into() };
    let parameters = rest.trim_end_matches(')').split(", ").filter(|one| !one.is_empty());
    let word = |parameter: &str| match parameter.split_once(": ") {
        Some(("_", of)) => {
            let of = named(of.trim_start_matches("&mut "));
            of.split_once(' ').map_or(of.clone(), |(_, last)| last.to_owned())
        }
        Some((name, _)) => name.to_owned(),
        None => parameter.to_owned(),
    };
    format!("{name}({})", parameters.map(word).collect::<Vec<_>>().join(", "))
}

/// The names alone, without parameters and without operators.
fn known(names: &[String]) -> impl Iterator<Item = &str> {
    let words = names.iter().map(|name| bare(name));
    words.filter(|name| name.starts_with(|c: char| c.is_alphabetic()) && !name.contains('$'))
}

/// A function's name without its parameters.
fn bare(form: &str) -> &str {
    form.split('(').next().unwrap_or(form)
}
