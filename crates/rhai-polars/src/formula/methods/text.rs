//! Methods of texts. Lengths and places count characters.

use super::row::{Argument, Method, PLAIN, Parameter, any, count, given};
use crate::formula::dates::Day;
use crate::formula::lower::{kernel, replaced};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use polars::prelude::{
    DataType, Expr, Float64Chunked, Int32Chunked, Int64Chunked, ListChunked, Series, StringChunked,
    lit,
};
use regex::Regex;
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString as Text, NativeCallContext};

const TEXT: &[Type] = &[Type::Text];
const INT: &[Type] = &[Type::Int];

pub(super) const METHODS: &[Method] = &[
    Method {
        receivers: TEXT,
        name: "contains",
        parameters: &[given("part", TEXT)],
        meaning: "whether the part stands in it; the case of letters counts",
        example: r#""Head of Sales".contains("Sales")"#,
        result: |_, facts| any(Type::Bool, facts),
        lower: |a| a[0].expr.clone().str().contains_literal(a[1].expr.clone()),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "starts_with",
        parameters: &[given("part", TEXT)],
        meaning: "whether it begins with the part",
        example: r#""Head of Sales".starts_with("Head")"#,
        result: |_, facts| any(Type::Bool, facts),
        lower: |a| a[0].expr.clone().str().starts_with(a[1].expr.clone()),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "ends_with",
        parameters: &[given("part", TEXT)],
        meaning: "whether it ends with the part",
        example: r#""Head of Sales".ends_with("Sales")"#,
        result: |_, facts| any(Type::Bool, facts),
        lower: |a| a[0].expr.clone().str().ends_with(a[1].expr.clone()),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "matches",
        parameters: &[Parameter { name: "pattern", types: TEXT, constant: true, optional: false }],
        meaning: "whether the regular expression is found in it; `(?i)` ignores the case",
        example: r#""Head of Sales".matches("(?i)^head of (sales|growth)$")"#,
        result: |_, facts| any(Type::Bool, facts),
        check: |graph, nodes| match graph.constant(nodes[1]) {
            Some(Value::Text(pattern)) => pattern_of(pattern).map(|_| ()),
            _ => Ok(()),
        },
        lower: |a| a[0].expr.clone().str().contains(a[1].expr.clone(), true),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "to_lower",
        meaning: "the same in small letters",
        example: r#""Ada".to_lower() == "ada""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| a[0].expr.clone().str().to_lowercase(),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "to_upper",
        meaning: "the same in capitals",
        example: r#""Ada".to_upper() == "ADA""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| a[0].expr.clone().str().to_uppercase(),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "trim",
        meaning: "the same without white space at its ends",
        example: r#""  Ada ".trim() == "Ada""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| a[0].expr.clone().str().strip_chars(lit(polars::prelude::NULL)),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "len",
        property: true,
        meaning: "how many characters it has",
        example: r#""Zoë".len == 3"#,
        result: |_, facts| count(facts),
        lower: |a| a[0].expr.clone().str().len_chars().cast(DataType::Int64),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "is_empty",
        property: true,
        meaning: "whether it has no character",
        example: r#""".is_empty()"#,
        result: |_, facts| any(Type::Bool, facts),
        lower: |a| a[0].expr.clone().eq(lit("")),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "replace",
        parameters: &[given("old", TEXT), given("new", TEXT)],
        meaning: "the same with every `old` replaced by `new`",
        example: r#""a-b-c".replace("-", "+") == "a+b+c""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| replaced::replaced_rows(operands(a)),
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "sub_string",
        parameters: &[
            given("start", INT),
            Parameter { name: "length", types: INT, constant: false, optional: true },
        ],
        meaning: "the part from the start on, of that length; from 0 or, from the end, from -1",
        example: r#""Ada Byron".sub_string(4, 3) == "Byr""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| {
            kernel::of_text::<String, StringChunked>(
                operands(a),
                &DataType::String,
                |text, _, counts| match counts {
                    [start] => Some(part(text, (*start)?, i64::MAX)),
                    [start, length] => Some(part(text, (*start)?, (*length)?)),
                    _ => None,
                },
            )
        },
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "index_of",
        parameters: &[given("part", TEXT)],
        meaning: "the place of the first such part, from 0; -1 where there is none",
        example: r#""Ada Byron".index_of("Byron") == 4"#,
        result: |_, facts| {
            let nullable = facts.iter().any(|facts| facts.nullable);
            (Type::Int, Facts::between(nullable, -1, 1 << 40))
        },
        lower: |a| {
            kernel::of_text::<i64, Int64Chunked>(operands(a), &DataType::Int64, |text, parts, _| {
                let wanted = (*parts.first()?)?;
                Some(place(text, wanted))
            })
        },
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "split",
        parameters: &[given("by", TEXT)],
        meaning: "its parts between the separators",
        example: r#""b" in "a,b".split(",")"#,
        result: |_, facts| {
            let (of_type, known) = any(Type::TextList, facts);
            (of_type, Facts { gaps: false, ..known })
        },
        lower: |a| match a[1].value {
            Some(Value::Text(by)) if !by.is_empty() => {
                a[0].expr.clone().str().split(a[1].expr.clone())
            }
            // Between empty separators, Polars finds no empty text at the start and the end.
            _ => kernel::of_text::<Series, ListChunked>(
                operands(a),
                &Type::TextList.dtype(),
                |text, by, _| Some(text.split((*by.first()?)?).collect()),
            ),
        },
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "to_int",
        meaning: "the whole number that it is written as; unknown where it is none",
        example: r#""42".to_int() == 42"#,
        result: |_, _| (Type::Int, Facts { nan: false, ..Facts::UNKNOWN }),
        lower: |a| {
            kernel::of_text::<i64, Int64Chunked>(operands(a), &DataType::Int64, |text, _, _| {
                text.parse().ok()
            })
        },
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "to_float",
        meaning: "the decimal number that it is written as; unknown where it is none",
        example: r#""1.5".to_float() == 1.5"#,
        result: |_, _| (Type::Float, Facts::UNKNOWN),
        lower: |a| {
            let kind = DataType::Float64;
            kernel::of_text::<f64, Float64Chunked>(operands(a), &kind, |text, _, _| {
                text.parse().ok()
            })
        },
        ..PLAIN
    },
    Method {
        receivers: TEXT,
        name: "date",
        meaning: "the day that it names, year first; unknown where it names none, and an error \
                  where it is the same in every row or asked row by row",
        example: r#""2026-01-31".date().day == 31"#,
        result: |_, _| (Type::Date, Facts::UNKNOWN),
        lower: |a| {
            kernel::of_text::<i32, Int32Chunked>(operands(a), &DataType::Date, |text, _, _| {
                Day::parse(text).ok().map(|day| day.0.to_epoch_days())
            })
        },
        ..PLAIN
    },
    Method {
        receivers: &[Type::Text, Type::Int, Type::Float, Type::Bool, Type::Date, Type::Instant],
        name: "to_string",
        meaning: "the same as a text",
        example: r#"42.to_string() == "42""#,
        result: |_, facts| any(Type::Text, facts),
        lower: |a| match a[0].of_type {
            Type::Text => a[0].expr.clone(),
            Type::Float => kernel::written(a[0].expr.clone()),
            Type::Instant => a[0].expr.clone().dt().strftime("%Y-%m-%dT%H:%M:%SZ"),
            _ => a[0].expr.clone().cast(DataType::String),
        },
        ..PLAIN
    },
];

fn operands(arguments: &[Argument]) -> Vec<Expr> {
    arguments.iter().map(|argument| argument.expr.clone()).collect()
}

/// The place of a part, in characters; -1 where there is none.
fn place(text: &str, part: &str) -> i64 {
    let before = text.find(part).and_then(|at| text.get(..at));
    before.and_then(|before| i64::try_from(before.chars().count()).ok()).unwrap_or(-1)
}

/// So many characters from a place on, which counts from the end where it is negative.
fn part(text: &str, start: i64, length: i64) -> String {
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = if start < 0 { (count.saturating_add(start)).max(0) } else { start };
    let (Ok(start), Ok(length)) = (usize::try_from(start), usize::try_from(length.max(0))) else {
        return String::new();
    };
    text.chars().skip(start).take(length).collect()
}

fn pattern_of(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| {
        let said = error.to_string();
        let last = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!("`{pattern}` is not a regular expression: {last}")
    })
}

fn replace(
    context: &NativeCallContext,
    text: &str,
    old: &str,
    new: &str,
) -> Result<Text, Box<EvalAltResult>> {
    let made = replaced::replaced(text, old, new).map(Text::from);
    made.ok_or_else(|| {
        let what = "Length of string".to_owned();
        EvalAltResult::ErrorDataTooLarge(what, context.call_position()).into()
    })
}

/// Rhai's own `trim` and `replace` change a text in place and give nothing; these give the result.
pub(super) fn register(engine: &mut Engine) {
    // A character in single quotes is a text too.
    engine
        .register_fn("replace", |at: NativeCallContext, text: Text, old: char, new: char| {
            replace(&at, &text, old.encode_utf8(&mut [0; 4]), new.encode_utf8(&mut [0; 4]))
        })
        .register_fn("replace", |at: NativeCallContext, text: Text, old: char, new: Text| {
            replace(&at, &text, old.encode_utf8(&mut [0; 4]), &new)
        })
        .register_fn("replace", |at: NativeCallContext, text: Text, old: Text, new: char| {
            replace(&at, &text, &old, new.encode_utf8(&mut [0; 4]))
        })
        .register_fn("starts_with", |text: Text, part: char| text.starts_with(part))
        .register_fn("ends_with", |text: Text, part: char| text.ends_with(part))
        .register_fn("index_of", |text: Text, part: char| {
            place(&text, part.encode_utf8(&mut [0; 4]))
        });
    engine
        .register_fn("trim", |text: Text| Text::from(text.trim()))
        .register_fn("replace", |at: NativeCallContext, text: Text, old: Text, new: Text| {
            replace(&at, &text, &old, &new)
        })
        .register_fn("matches", |text: Text, pattern: Text| -> Result<bool, Box<EvalAltResult>> {
            Ok(pattern_of(&pattern)?.is_match(&text))
        })
        .register_fn("index_of", |text: Text, wanted: Text| place(&text, &wanted))
        .register_fn("sub_string", |text: Text, start: i64| part(&text, start, i64::MAX))
        .register_fn("sub_string", |text: Text, start: i64, length: i64| part(&text, start, length))
        .register_fn("to_string", |text: Text| text)
        .register_fn("split", |text: Text, by: Text| -> Array {
            text.split(by.as_str()).map(|part| Dynamic::from(part.to_owned())).collect()
        })
        .register_fn("to_int", |text: Text| {
            text.parse::<i64>().map_or(Dynamic::UNIT, Dynamic::from)
        })
        .register_fn("to_float", |text: Text| {
            text.parse::<f64>().map_or(Dynamic::UNIT, Dynamic::from)
        });
}
