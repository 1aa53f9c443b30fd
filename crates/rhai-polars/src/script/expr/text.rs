//! Texts: formulas' own methods on the expression itself, and Polars' own behind `.str`.

use super::{ColumnExpr, clamp_count, expression};
use crate::codes;
use crate::formula::lower;
use crate::formula::methods::{self, Parameter, TextMethod};
use crate::formula::types::Type;
use crate::script::error::{ScriptResult, call_error};
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::refused_comparisons::register_equality;
use polars::prelude::{DataType, Expr, NULL, StrptimeOptions, lit};
use rhai::{Dynamic, Engine};

/// What lies behind `.str`.
#[derive(Clone)]
pub(in crate::script) struct StrNamespace(Expr);

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<StrNamespace>("Texts");
    engine.register_get("str", |receiver: &mut ColumnExpr| StrNamespace(receiver.0.clone()));
    register_equality::<StrNamespace>(engine);
}

impl Registrar<'_> {
    fn text(&mut self, part: fn(Expr) -> Expr) {
        self.add(move |texts: StrNamespace| ColumnExpr(part(texts.0)));
    }

    /// Adds a method with one further value, of both.
    fn with_value(&mut self, part: fn(Expr, Expr) -> Expr) {
        self.add(move |texts: StrNamespace, value: Dynamic| {
            expression(&value).map(|value| ColumnExpr(part(texts.0, value)))
        });
    }
}

/// A method of formulas, under its name and with its meaning.
const fn of_formulas(method: TextMethod, example: &'static str) -> Function {
    let row = method.row();
    let parameters = match row.parameters {
        [] => &[] as &[&str],
        [Parameter { constant: true, .. }, ..] => &["pattern"],
        _ => &["part"],
    };
    Receiver::Expression.method(row.name, parameters, row.meaning, example, register_lowered)
}

/// Registers a method as it is lowered where a formula calls it.
fn register_lowered(to: &mut Registrar) {
    let Some(method) = methods::find(Type::Text, to.name(), false) else { return };
    match method.parameters {
        [] => to.add(move |receiver: ColumnExpr| {
            ColumnExpr(lower::lower_text_method(method, vec![receiver.0]))
        }),
        [parameter, ..] => to.add(move |receiver: ColumnExpr, part: &str| {
            let part = if parameter.constant { pattern(part)? } else { lit(part) };
            ScriptResult::Ok(ColumnExpr(lower::lower_text_method(method, vec![receiver.0, part])))
        }),
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    of_formulas(
        TextMethod::ToLower,
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").to_lower()).item() == \"ada\"",
    ),
    of_formulas(
        TextMethod::ToUpper,
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").to_upper()).item() == \"ADA\"",
    ),
    of_formulas(
        TextMethod::Trim,
        "frame(#{ s: [\" Ada \"] }).select(col(\"s\").trim()).item() == \"Ada\"",
    ),
    Receiver::Expression.nullary(
        "len_chars",
        "how many characters it has",
        "frame(#{ s: [\"Zoë\"] }).select(col(\"s\").len_chars()).item() == 3",
        |to| to.add_unary(|receiver| receiver.str().len_chars().cast(DataType::Int64)),
    ),
    of_formulas(
        TextMethod::Contains,
        "frame(#{ s: [\"a.b\", \"ab\"] }).filter(col(\"s\").contains(\"a.\")).len() == 1",
    ),
    of_formulas(
        TextMethod::StartsWith,
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").starts_with(\"A\")).item()",
    ),
    of_formulas(
        TextMethod::EndsWith,
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").ends_with(\"da\")).item()",
    ),
    of_formulas(
        TextMethod::Matches,
        "frame(#{ s: [\"a1\", \"ab\"] }).filter(col(\"s\").matches(\"[0-9]\")).len() == 1",
    ),
    Receiver::Texts.method(
        "contains",
        &["pattern", "[literal]"],
        "whether the regular expression matches somewhere in it, or the very text is in it",
        "frame(#{ s: [\"a.b\", \"ab\"] }).filter(col(\"s\").str.contains(\"a.b\", true)).len() == \
         1",
        |to| {
            to.add(|texts: StrNamespace, pattern: &str| contains(texts, pattern, false));
            to.add(contains);
        },
    ),
    Receiver::Texts.method(
        "starts_with",
        &["prefix"],
        "whether it begins so",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.starts_with(\"A\")).item()",
        |to| to.with_value(|receiver, part| receiver.str().starts_with(part)),
    ),
    Receiver::Texts.method(
        "ends_with",
        &["suffix"],
        "whether it ends so",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.ends_with(\"a\")).item()",
        |to| to.with_value(|receiver, part| receiver.str().ends_with(part)),
    ),
    Receiver::Texts.nullary(
        "to_lowercase",
        "in small letters",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.to_lowercase()).item() == \"ada\"",
        |to| to.text(|receiver| receiver.str().to_lowercase()),
    ),
    Receiver::Texts.nullary(
        "to_uppercase",
        "in capital letters",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.to_uppercase()).item() == \"ADA\"",
        |to| to.text(|receiver| receiver.str().to_uppercase()),
    ),
    Receiver::Texts.method(
        "strip_chars",
        &["[characters]"],
        "without white space, or these characters, at its ends",
        "frame(#{ s: [\"--a-\"] }).select(col(\"s\").str.strip_chars(\"-\")).item() == \"a\"",
        |to| {
            to.text(|receiver| receiver.str().strip_chars(lit(NULL)));
            to.with_value(|receiver, characters| receiver.str().strip_chars(characters));
        },
    ),
    Receiver::Texts.nullary(
        "len_chars",
        "how many characters it has",
        "frame(#{ s: [\"Zoë\"] }).select(col(\"s\").str.len_chars()).item() == 3",
        |to| to.text(|receiver| receiver.str().len_chars().cast(DataType::Int64)),
    ),
    Receiver::Texts.method(
        "replace_all",
        &["pattern", "value"],
        "with the value for every match of the regular expression",
        "frame(#{ s: [\"a1b2\"] }).select(col(\"s\").str.replace_all(\"[0-9]\", \"\")).item() == \
         \"ab\"",
        |to| to.add(replace_all),
    ),
    Receiver::Texts.method(
        "replace",
        &["pattern", "value"],
        "with the value for the first match of the regular expression",
        "frame(#{ s: [\"a1b2\"] }).select(col(\"s\").str.replace(\"[0-9]\", \"\")).item() == \
         \"ab2\"",
        |to| to.add(replace),
    ),
    Receiver::Texts.method(
        "count_matches",
        &["pattern"],
        "how often the regular expression matches in it",
        "frame(#{ s: [\"a1b2\"] }).select(col(\"s\").str.count_matches(\"[0-9]\")).item() == 2",
        |to| to.add(count_matches),
    ),
    Receiver::Texts.method(
        "strip_prefix",
        &["prefix"],
        "without this beginning, where it has it",
        "frame(#{ s: [\"in/ada\"] }).select(col(\"s\").str.strip_prefix(\"in/\")).item() == \
         \"ada\"",
        |to| to.with_value(|receiver, prefix| receiver.str().strip_prefix(prefix)),
    ),
    Receiver::Texts.method(
        "strip_suffix",
        &["suffix"],
        "without this end, where it has it",
        "frame(#{ s: [\"a.csv\"] }).select(col(\"s\").str.strip_suffix(\".csv\")).item() == \"a\"",
        |to| to.with_value(|receiver, suffix| receiver.str().strip_suffix(suffix)),
    ),
    Receiver::Texts.method(
        "head",
        &["n"],
        "its first characters; negative, all but the last so many",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.head(2)).item() == \"Ad\"",
        |to| {
            to.add(|texts: StrNamespace, n: i64| {
                ColumnExpr(texts.0.str().head(lit(clamp_count(n))))
            });
        },
    ),
    Receiver::Texts.method(
        "tail",
        &["n"],
        "its last characters; negative, all but the first so many",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.tail(2)).item() == \"da\"",
        |to| {
            to.add(|texts: StrNamespace, n: i64| {
                ColumnExpr(texts.0.str().tail(lit(clamp_count(n))))
            });
        },
    ),
    Receiver::Texts.method(
        "slice",
        &["offset", "[length]"],
        "the characters from the offset on, counted from 0 or, from the end, from -1",
        "frame(#{ s: [\"Ada\"] }).select(col(\"s\").str.slice(0, 1)).item() == \"A\"",
        |to| {
            to.with_value(|receiver, offset| receiver.str().slice(offset, lit(NULL)));
            to.add(|texts: StrNamespace, offset: i64, length: i64| {
                ColumnExpr(texts.0.str().slice(lit(offset), lit(length.max(0))))
            });
        },
    ),
    Receiver::Texts.method(
        "extract",
        &["pattern", "[group]"],
        "what the first group of the regular expression matches, or the group of that number",
        "frame(#{ s: [\"in/ada\"] }).select(col(\"s\").str.extract(\"in/(.*)\")).item() == \"ada\"",
        |to| {
            to.add(|texts: StrNamespace, pattern: &str| extract(texts, pattern, 1));
            to.add(extract);
        },
    ),
    Receiver::Texts.method(
        "split",
        &["by"],
        "a list of its parts between these texts",
        "frame(#{ s: [\"a b\"] }).select(col(\"s\").str.split(\" \").list.len()).item() == 2",
        |to| to.with_value(|receiver, by| receiver.str().split(by)),
    ),
    Receiver::Texts.method(
        "to_date",
        &["[format]"],
        "the date that it names, as 2026-01-31 or in this format; missing where it names none",
        "frame(#{ s: [\"31.01.2026\"] }).select(col(\"s\").str.to_date(\"%d.%m.%Y\")).item() == \
         date(\"2026-01-31\")",
        |to| {
            to.add(|texts: StrNamespace| to_date(texts, "%Y-%m-%d"));
            to.add(to_date);
        },
    ),
];

/// Fails unless it is a regular expression.
fn pattern(pattern: &str) -> ScriptResult<Expr> {
    regex::Regex::new(pattern).map_err(|error| {
        let error_text = error.to_string();
        let last = error_text.lines().last().unwrap_or_default().trim_start_matches("error: ");
        let message = format!("`{pattern}` is no regular expression: {last}");
        let help = "`contains(part)` looks for the very text, `.str.contains(part, true)` too";
        call_error(codes::ARGUMENTS, message, help)
    })?;
    Ok(lit(pattern))
}

fn contains(texts: StrNamespace, asked: &str, literal: bool) -> ScriptResult<ColumnExpr> {
    if literal {
        return Ok(ColumnExpr(texts.0.str().contains_literal(lit(asked))));
    }
    let asked = pattern(asked)?;
    Ok(ColumnExpr(texts.0.str().contains(asked, true)))
}

fn replace_all(texts: StrNamespace, asked: &str, value: &str) -> ScriptResult<ColumnExpr> {
    let asked = pattern(asked)?;
    Ok(ColumnExpr(texts.0.str().replace_all(asked, lit(value), false)))
}

fn replace(texts: StrNamespace, asked: &str, value: &str) -> ScriptResult<ColumnExpr> {
    let asked = pattern(asked)?;
    Ok(ColumnExpr(texts.0.str().replace(asked, lit(value), false)))
}

fn count_matches(texts: StrNamespace, asked: &str) -> ScriptResult<ColumnExpr> {
    let asked = pattern(asked)?;
    Ok(ColumnExpr(texts.0.str().count_matches(asked, false).cast(DataType::Int64)))
}

fn extract(texts: StrNamespace, asked: &str, group: i64) -> ScriptResult<ColumnExpr> {
    let asked = pattern(asked)?;
    let group = usize::try_from(group).unwrap_or(0);
    Ok(ColumnExpr(texts.0.str().extract(asked, group)))
}

fn to_date(texts: StrNamespace, format: &str) -> ColumnExpr {
    let options = StrptimeOptions {
        format: Some(format.into()),
        strict: false,
        ..StrptimeOptions::default()
    };
    ColumnExpr(texts.0.str().to_date(options))
}
