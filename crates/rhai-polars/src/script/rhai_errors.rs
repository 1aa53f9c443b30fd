//! Rhai's errors in this program's words: a stable code, what is wrong, what to write instead.

use super::bounded_query::ScriptEnd;
use super::convert::{type_in_words, value_to_text};
use super::expr::ColumnExpr;
use super::foreign_names;
use super::parse_advice::ErrorSite;
use super::rhai_texts::{UnresolvedCall, UnresolvedProperty};
use crate::codes;
use crate::deadline::Interruption;
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::error::message_without_position;
use crate::formula::window_methods;
use crate::nearest::{did_you_mean, nearest};
use crate::problem::Problem;
use crate::script::printing::PRINTING;
use rhai::{Engine, EvalAltResult, ParseErrorType};
use std::any::type_name;

/// An error of the project's own, on its way through Rhai.
#[derive(Clone, Debug)]
pub(super) struct ScriptFault {
    pub(super) code: DiagnosisCode,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) subject: Option<DiagnosisSubject>,
}

impl ScriptFault {
    pub(super) fn new(
        code: DiagnosisCode,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Self {
        Self { code, message: message.into(), help, subject: None }
    }

    /// The same, about a missing value where one of these types, in Rhai's words, is that of one.
    fn about_types<'a>(self, rhai_names: impl IntoIterator<Item = &'a str>) -> Self {
        let is_missing = rhai_names.into_iter().any(|name| name == "()");
        Self { subject: is_missing.then_some(DiagnosisSubject::MissingValue), ..self }
    }
}

/// A script that catches an error and prints it has its message.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<ScriptFault>("Error");
    engine.register_type_with_name::<Problem>("Error");
    for name in PRINTING {
        engine.register_fn(name, |fault: ScriptFault| fault.message);
        engine.register_fn(name, |problem: Problem| problem.to_string());
    }
}

/// What a Rhai error says, in this program's words; `at` is what it points at.
pub(super) fn explain_rhai_error(
    error: &EvalAltResult,
    names: &[String],
    at: &ErrorSite,
) -> ScriptFault {
    use EvalAltResult as E;
    let fault = |code, message: String, help: Option<&str>| {
        ScriptFault::new(code, message, help.map(Into::into))
    };
    match error {
        E::ErrorRuntime(value, _) => match value.clone().try_cast::<ScriptFault>() {
            Some(own_fault) => own_fault,
            None => match value.clone().try_cast::<Problem>() {
                Some(Problem { message, help }) => ScriptFault::new(codes::SCRIPT, message, help),
                None => fault(codes::SCRIPT, value_to_text(value), None),
            },
        },
        E::ErrorParsing(parse_error, _) => syntax(parse_error, names, at),
        E::ErrorFunctionNotFound(signature, _) => unknown_function(signature, names),
        E::ErrorVariableNotFound(name, _) => ScriptFault::new(
            codes::UNKNOWN_VARIABLE,
            format!("no variable `{name}`"),
            Some(at.unknown_variable_advice(name, names)),
        ),
        E::ErrorPropertyNotFound(..) | E::ErrorArrayBounds(..) => missed(error),
        E::ErrorDotExpr(rhai_message, _) => property(rhai_message, names),
        E::ErrorTerminated(token, _) => match token.read_lock::<ScriptEnd>() {
            Some(end) => ended_fault(&end),
            None => fault(codes::SCRIPT, message_without_position(error), None),
        },
        E::ErrorTooManyOperations(_) => fault(
            codes::TOO_MANY_OPERATIONS,
            "the script does not come to an end".into(),
            Some("look for a loop that does not end; data is filtered with frames, not in loops"),
        ),
        E::ErrorStackOverflow(_) => fault(
            codes::TOO_DEEP,
            "functions call one another too deep".into(),
            Some("look for a function that calls itself without end"),
        ),
        E::ErrorDataTooLarge(what, _) => fault(
            codes::TOO_LARGE,
            format!("{} is too large for a script", what.to_lowercase()),
            Some("keep bulk data in frames"),
        ),
        E::ErrorMismatchDataType(_, actual, _) if **actual == *type_name::<ColumnExpr>() => fault(
            codes::EXPRESSION_AS_BOOL,
            "a column expression is neither true nor false: it differs from row to row".into(),
            Some("join column expressions with `&` and `|`, negate with `!`, choose with `when`"),
        ),
        E::ErrorMismatchDataType(wanted, actual, _) => fault(
            codes::TYPE_MISMATCH,
            format!("this is {}, expected {}", type_in_words(actual), type_in_words(wanted)),
            None,
        )
        .about_types([&**actual]),
        E::ErrorArithmetic(message, _) => fault(codes::ARITHMETIC, message.clone(), None),
        other => fault(codes::SCRIPT, message_without_position(other), None),
    }
}

/// A script that ends before it is done.
fn ended_fault(end: &ScriptEnd) -> ScriptFault {
    let (code, message, help) = match end.ended {
        // Who stops a script knows why, and shows nothing of it.
        Interruption::OutOfTime | Interruption::Stopped => (
            codes::OUT_OF_TIME,
            "the script ran out of time".into(),
            Some("look for a loop that does not end; `--timeout SECONDS` gives it longer"),
        ),
        Interruption::OutOfMemory => {
            let operation = end.operation.as_ref().map(|operation| format!(" in `{operation}`"));
            let help = "look for a join or an `explode` that makes many rows of few, or for texts \
                        and lists that double; `--memory SIZE` gives it more";
            let message = format!("the script ran out of memory{}", operation.unwrap_or_default());
            (codes::TOO_LARGE, message, Some(help))
        }
        Interruption::OutOfThreads => {
            (codes::QUERY, format!("the script {}", end.ended), end.ended.advice())
        }
    };
    ScriptFault::new(code, message, help.map(Into::into))
}

/// A look-up that finds nothing.
fn missed(error: &EvalAltResult) -> ScriptFault {
    let (code, message, help) = match error {
        EvalAltResult::ErrorArrayBounds(count, index, _) => (
            codes::INDEX,
            format!("a list of {count} has no element {index}"),
            "places are counted from 0, from the end from -1; `.get(place)` gives `()` where there \
             is none",
        ),
        EvalAltResult::ErrorPropertyNotFound(name, _) => (
            codes::UNKNOWN_PROPERTY,
            format!("this map has no `{name}`"),
            "`.get(name)` gives `()` where there is none: `weights.get(i.kind) ?? 0`",
        ),
        other => return ScriptFault::new(codes::SCRIPT, message_without_position(other), None),
    };
    ScriptFault::new(code, message, Some(help.into()))
}

/// A property that there is not, or that cannot be written.
fn property(rhai_message: &str, names: &[String]) -> ScriptFault {
    let Some(UnresolvedProperty { name, receiver_type, is_written }) =
        UnresolvedProperty::read(rhai_message)
    else {
        return ScriptFault::new(codes::SCRIPT, rhai_message, None);
    };
    if is_written {
        return ScriptFault::new(
            codes::READ_ONLY,
            format!("`{name}` of {} cannot be changed", type_in_words(receiver_type)),
            Some("make a new value instead, and give it a name with `let`".into()),
        );
    }
    let is_method = |form: &&String| {
        bare(form) == name && type_in_words(receiver(form)) == type_in_words(receiver_type)
    };
    if names.iter().any(|form| is_method(&form)) {
        return ScriptFault::new(
            codes::UNKNOWN_PROPERTY,
            format!("`{name}` of {} is a method, not a property", type_in_words(receiver_type)),
            Some(format!("write `.{name}()`")),
        )
        .about_types([receiver_type]);
    }
    let getters = names.iter().filter_map(|form| form.strip_prefix("get$"));
    let properties = getters
        .filter(|form| type_in_words(receiver(form)) == type_in_words(receiver_type))
        .map(bare);
    ScriptFault::new(
        codes::UNKNOWN_PROPERTY,
        format!("{} has no property `{name}`", type_in_words(receiver_type)),
        Some(match foreign_names::advice(name) {
            Some(advice) => advice.into(),
            None => did_you_mean(name, properties, "a property of it"),
        }),
    )
    .about_types([receiver_type])
}

/// The type of a form's first parameter.
fn receiver(form: &str) -> &str {
    let parameters = form.split_once('(').map_or("", |(_, rest)| rest);
    let first = parameters.split([',', ')']).next().unwrap_or_default();
    first.rsplit([' ', ':']).next().unwrap_or(first)
}

fn syntax(parse_error: &ParseErrorType, names: &[String], at: &ErrorSite) -> ScriptFault {
    match parse_error {
        ParseErrorType::VariableUndefined(name) => ScriptFault::new(
            codes::UNKNOWN_VARIABLE,
            format!("no variable `{name}`"),
            Some(at.unknown_variable_advice(name, names)),
        ),
        other => ScriptFault::new(codes::SYNTAX, other.to_string(), at.syntax_advice(other)),
    }
}

/// The nearest names, if any is near: all of them would be too many.
fn near(name: &str, names: &[String]) -> Option<String> {
    let any = !nearest(name, known(names)).is_empty();
    any.then(|| did_you_mean(name, known(names), "a name"))
}

fn unknown_function(signature: &str, names: &[String]) -> ScriptFault {
    let UnresolvedCall { name, types: rhai_types } = UnresolvedCall::read(signature);
    let types: Vec<String> = rhai_types.iter().map(|rhai_name| type_in_words(rhai_name)).collect();
    if let (Some("a row"), Some(row)) =
        (types.first().map(String::as_str), window_methods::find(name))
    {
        return ScriptFault::new(
            codes::UNKNOWN_FUNCTION,
            format!("`{name}` speaks of other rows, which a single row does not know"),
            Some(format!(
                "make a column of it first, with a formula: `.with(\"{name}\", |i| {})`",
                row.form
                    .replace("column or closure", "\"age_days\"")
                    .replace("keys", "\"account\"")
            )),
        );
    }
    if let Some(advice) = foreign_names::advice(name) {
        return ScriptFault::new(
            codes::UNKNOWN_FUNCTION,
            format!("no function `{name}`"),
            Some(advice.into()),
        );
    }
    let forms: Vec<&String> = names.iter().filter(|form| bare(form) == name).collect();
    // Those of the value at hand, where there are any.
    let receiver_type = types.first();
    let of_receiver = forms.iter().filter(|form| {
        receiver_type.is_some_and(|receiver_type| type_in_words(receiver(form)) == *receiver_type)
    });
    let of_receiver: Vec<&String> = of_receiver.copied().collect();
    let forms = if of_receiver.is_empty() { forms } else { of_receiver };
    let mut same: Vec<String> = forms.into_iter().map(|form| written(form)).collect();
    same.sort();
    same.dedup();
    if !same.is_empty() {
        let is_character = types.iter().any(|type_name| type_name == "a character");
        let quotes = if is_character { "texts stand in double quotes; " } else { "" };
        let type_list = if types.is_empty() { "nothing".into() } else { types.join(" and ") };
        return ScriptFault::new(
            codes::ARGUMENTS,
            format!("`{name}` cannot take {type_list}"),
            Some(format!("{quotes}its forms are `{}`", same.join("`, `"))),
        )
        .about_types(rhai_types.iter().map(String::as_str));
    }
    ScriptFault::new(codes::UNKNOWN_FUNCTION, format!("no function `{name}`"), near(name, names))
}

/// A function's form as the documentation writes it: without what it gives, types in a word.
fn written(form: &str) -> String {
    let form = form.split(" -> ").next().unwrap_or(form);
    let Some((name, rest)) = form.split_once('(') else { return form.into() };
    let parameters = rest.trim_end_matches(')').split(", ").filter(|one| !one.is_empty());
    let word = |parameter: &str| match parameter.split_once(": ") {
        Some(("_", type_name)) => {
            let type_name = type_in_words(type_name.trim_start_matches("&mut "));
            type_name.split_once(' ').map_or(type_name.clone(), |(_, last)| last.to_owned())
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
