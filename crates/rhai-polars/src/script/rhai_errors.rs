//! Rhai's errors in this program's words: a stable code, what is wrong, what to write instead.

use super::convert::{named, text};
use super::elsewhere;
use super::sandbox::{OUT_OF_MEMORY, OUT_OF_THREADS, OUT_OF_TIME, STOPPED};
use super::slips::Stumbled;
use crate::deadline::Ended;
use crate::formula::windows;
use crate::nearest::{did_you_mean, nearest};
use crate::script::printing::PRINTING;
use rhai::{Engine, EvalAltResult, ParseErrorType};

/// An error of the project's own, on its way through Rhai.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// A script that catches an error and prints it has its message.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Fault>("Error");
    for name in PRINTING {
        engine.register_fn(name, |fault: Fault| fault.message);
    }
}

/// What a Rhai error says, in this program's words; `at` is what it points at.
pub(super) fn words(error: &EvalAltResult, names: &[String], at: &Stumbled) -> Fault {
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
        E::ErrorParsing(kind, _) => syntax(kind, names, at),
        E::ErrorFunctionNotFound(signature, _) => unknown_function(signature, names),
        E::ErrorVariableNotFound(name, _) => Fault {
            code: "unknown-variable",
            message: format!("no variable `{name}`"),
            help: Some(at.variable(name, names)),
        },
        E::ErrorPropertyNotFound(..) | E::ErrorArrayBounds(..) => missed(error),
        E::ErrorDotExpr(said, _) => property(said, names),
        // Who stops a script knows why, and shows nothing of it.
        E::ErrorTerminated(token, _) if [OUT_OF_TIME, STOPPED].contains(&&*token.to_string()) => {
            fault(
                "out-of-time",
                "the script ran out of time".into(),
                Some("look for a loop that does not end; `--timeout SECONDS` gives it longer"),
            )
        }
        E::ErrorTerminated(token, _) if token.to_string().starts_with(OUT_OF_MEMORY) => fault(
            "too-large",
            format!("the script ran {token}"),
            Some(
                "look for a join or an `explode` that makes many rows of few, or for texts and \
                 lists that double; `--memory SIZE` gives it more",
            ),
        ),
        E::ErrorTerminated(token, _) if *token.to_string() == *OUT_OF_THREADS => fault(
            "query",
            format!("the script {}", Ended::OutOfThreads),
            Ended::OutOfThreads.advice(),
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

/// A look-up that finds nothing.
fn missed(error: &EvalAltResult) -> Fault {
    let (code, message, help) = match error {
        EvalAltResult::ErrorArrayBounds(count, place, _) => (
            "index",
            format!("a list of {count} has no element {place}"),
            "places are counted from 0, from the end from -1; `.get(place)` gives `()` where there \
             is none",
        ),
        EvalAltResult::ErrorPropertyNotFound(name, _) => (
            "unknown-property",
            format!("this map has no `{name}`"),
            "`.get(name)` gives `()` where there is none: `weights.get(i.kind) ?? 0`",
        ),
        other => return Fault { code: "script", message: plain(other), help: None },
    };
    Fault { code, message, help: Some(help.into()) }
}

/// A property that there is not, or that cannot be written, from Rhai's words for it.
fn property(said: &str, names: &[String]) -> Fault {
    let mut quoted = said.split('\'').skip(1).step_by(2);
    let (Some(name), Some(of)) = (quoted.next(), quoted.next()) else {
        return Fault { code: "script", message: said.into(), help: None };
    };
    if said.starts_with("No writable") {
        return Fault {
            code: "read-only",
            message: format!("`{name}` of {} cannot be changed", named(of)),
            help: Some("make a new value instead, and give it a name with `let`".into()),
        };
    }
    let is_method = |form: &&String| bare(form) == name && named(receiver(form)) == named(of);
    if names.iter().any(|form| is_method(&form)) {
        return Fault {
            code: "unknown-property",
            message: format!("`{name}` of {} is a method, not a property", named(of)),
            help: Some(format!("write `.{name}()`")),
        };
    }
    let getters = names.iter().filter_map(|form| form.strip_prefix("get$"));
    let own = getters.filter(|form| named(receiver(form)) == named(of)).map(bare);
    Fault {
        code: "unknown-property",
        message: format!("{} has no property `{name}`", named(of)),
        help: Some(match elsewhere::advice(name) {
            Some(advice) => advice.into(),
            None => did_you_mean(name, own, "a property of it"),
        }),
    }
}

/// The type of a form's first parameter.
fn receiver(form: &str) -> &str {
    let parameters = form.split_once('(').map_or("", |(_, rest)| rest);
    let first = parameters.split([',', ')']).next().unwrap_or_default();
    first.rsplit([' ', ':']).next().unwrap_or(first)
}

/// Rhai's own words without the place, which the diagnostic shows.
fn plain(error: &EvalAltResult) -> String {
    let mut unplaced = error.to_string();
    if let Some(at) = unplaced.rfind(" (line ") {
        unplaced.truncate(at);
    }
    unplaced
}

fn syntax(kind: &ParseErrorType, names: &[String], at: &Stumbled) -> Fault {
    match kind {
        ParseErrorType::VariableUndefined(name) => Fault {
            code: "unknown-variable",
            message: format!("no variable `{name}`"),
            help: Some(at.variable(name, names)),
        },
        other => Fault { code: "syntax", message: other.to_string(), help: at.syntax(other) },
    }
}

/// The nearest names, if any is near: all of them would be too many.
fn near(name: &str, names: &[String]) -> Option<String> {
    let any = !nearest(name, known(names)).is_empty();
    any.then(|| did_you_mean(name, known(names), "a name"))
}

fn unknown_function(signature: &str, names: &[String]) -> Fault {
    let (name, given) = signature.split_once(" (").unwrap_or((signature, ""));
    let given = given
        .strip_suffix(')')
        .unwrap_or(given)
        .replace("&str | ImmutableString | String", "string");
    let given: Vec<String> = given.split(", ").filter(|of| !of.is_empty()).map(named).collect();
    if let (Some("a row"), Some(row)) = (given.first().map(String::as_str), windows::find(name)) {
        return Fault {
            code: "unknown-function",
            message: format!("`{name}` speaks of other rows, which a single row does not know"),
            help: Some(format!(
                "make a column of it first, with a formula: `.with(\"{name}\", |i| {})`",
                row.form
                    .replace("column or closure", "\"age_days\"")
                    .replace("keys", "\"account\"")
            )),
        };
    }
    if let Some(advice) = elsewhere::advice(name) {
        return Fault {
            code: "unknown-function",
            message: format!("no function `{name}`"),
            help: Some(advice.into()),
        };
    }
    let forms: Vec<&String> = names.iter().filter(|form| bare(form) == name).collect();
    // Those of the value at hand, where there are any.
    let of = given.first();
    let own = forms.iter().filter(|form| of.is_some_and(|of| named(receiver(form)) == *of));
    let own: Vec<&String> = own.copied().collect();
    let forms = if own.is_empty() { forms } else { own };
    let mut same: Vec<String> = forms.into_iter().map(|form| written(form)).collect();
    same.sort();
    same.dedup();
    if !same.is_empty() {
        let is_character = given.iter().any(|of| of == "a character");
        let quotes = if is_character { "texts stand in double quotes; " } else { "" };
        let given = if given.is_empty() { "nothing".into() } else { given.join(" and ") };
        return Fault {
            code: "arguments",
            message: format!("`{name}` cannot take {given}"),
            help: Some(format!("{quotes}its forms are `{}`", same.join("`, `"))),
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
