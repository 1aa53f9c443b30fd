//! Methods of texts. Lengths and places count characters.

use super::method_id::{MethodId, TextMethod};
use super::row::{ArgumentFault, Method, PLAIN, Parameter, required};
use crate::formula::constant::Constant;
use crate::formula::types::Type;
use regex::Regex;

const TEXT: &[Type] = &[Type::Text];
const INT: &[Type] = &[Type::Int];

impl TextMethod {
    /// Its row in the table.
    pub const fn row(self) -> &'static Method {
        &METHODS[self as usize]
    }
}

/// The rows, in the order of [`TextMethod`].
pub(super) const METHODS: &[Method] = &[
    Method {
        id: MethodId::Text(TextMethod::Contains),
        receivers: TEXT,
        name: "contains",
        parameters: &[required("part", TEXT)],
        meaning: "whether the part stands in it; the case of letters counts",
        example: r#""Head of Sales".contains("Sales")"#,
        gives: |_| Type::Bool,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::StartsWith),
        receivers: TEXT,
        name: "starts_with",
        parameters: &[required("part", TEXT)],
        meaning: "whether it begins with the part",
        example: r#""Head of Sales".starts_with("Head")"#,
        gives: |_| Type::Bool,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::EndsWith),
        receivers: TEXT,
        name: "ends_with",
        parameters: &[required("part", TEXT)],
        meaning: "whether it ends with the part",
        example: r#""Head of Sales".ends_with("Sales")"#,
        gives: |_| Type::Bool,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Matches),
        receivers: TEXT,
        name: "matches",
        parameters: &[Parameter { name: "pattern", types: TEXT, constant: true, optional: false }],
        meaning: "whether the regular expression is found in it; `(?i)` ignores the case",
        example: r#""Head of Sales".matches("(?i)^head of (sales|growth)$")"#,
        check: |graph, nodes| match graph.constant(nodes[1]) {
            Some(Constant::Text(pattern)) => pattern_of(pattern).map(|_| ()),
            _ => Ok(()),
        },
        gives: |_| Type::Bool,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::ToLower),
        receivers: TEXT,
        name: "to_lower",
        meaning: "the same in small letters",
        example: r#""Ada".to_lower() == "ada""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::ToUpper),
        receivers: TEXT,
        name: "to_upper",
        meaning: "the same in capitals",
        example: r#""Ada".to_upper() == "ADA""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Trim),
        receivers: TEXT,
        name: "trim",
        meaning: "the same without white space at its ends",
        example: r#""  Ada ".trim() == "Ada""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Len),
        receivers: TEXT,
        name: "len",
        property: true,
        meaning: "how many characters it has",
        example: r#""Zoë".len == 3"#,
        gives: |_| Type::Int,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::IsEmpty),
        receivers: TEXT,
        name: "is_empty",
        property: true,
        meaning: "whether it has no character",
        example: r#""".is_empty()"#,
        gives: |_| Type::Bool,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Replace),
        receivers: TEXT,
        name: "replace",
        parameters: &[required("old", TEXT), required("new", TEXT)],
        meaning: "the same with every `old` replaced by `new`",
        example: r#""a-b-c".replace("-", "+") == "a+b+c""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::SubString),
        receivers: TEXT,
        name: "sub_string",
        parameters: &[
            required("start", INT),
            Parameter { name: "length", types: INT, constant: false, optional: true },
        ],
        meaning: "the part from the start on, of that length; from 0 or, from the end, from -1",
        example: r#""Ada Byron".sub_string(4, 3) == "Byr""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::IndexOf),
        receivers: TEXT,
        name: "index_of",
        parameters: &[required("part", TEXT)],
        meaning: "the place of the first such part, from 0; -1 where there is none",
        example: r#""Ada Byron".index_of("Byron") == 4"#,
        gives: |_| Type::Int,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Split),
        receivers: TEXT,
        name: "split",
        parameters: &[required("by", TEXT)],
        meaning: "its parts between the separators",
        example: r#""b" in "a,b".split(",")"#,
        gives: |_| Type::TextList,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::ToInt),
        receivers: TEXT,
        name: "to_int",
        meaning: "the whole number that it is written as; unknown where it is none",
        example: r#""42".to_int() == 42"#,
        gives: |_| Type::Int,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::ToFloat),
        receivers: TEXT,
        name: "to_float",
        meaning: "the decimal number that it is written as; unknown where it is none",
        example: r#""1.5".to_float() == 1.5"#,
        gives: |_| Type::Float,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::Date),
        receivers: TEXT,
        name: "date",
        meaning: "the day that it names, year first; unknown where it names none, and an error \
                  where it is the same in every row or asked row by row",
        example: r#""2026-01-31".date().day == 31"#,
        gives: |_| Type::Date,
        ..PLAIN
    },
    Method {
        id: MethodId::Text(TextMethod::ToString),
        receivers: &[Type::Text, Type::Int, Type::Float, Type::Bool, Type::Date, Type::Instant],
        name: "to_string",
        meaning: "the same as a text",
        example: r#"42.to_string() == "42""#,
        gives: |_| Type::Text,
        ..PLAIN
    },
];

/// The regular expression that a text is.
///
/// # Errors
/// Why it is none.
pub(in crate::formula) fn pattern_of(pattern: &str) -> Result<Regex, ArgumentFault> {
    Regex::new(pattern).map_err(|error| {
        let report = error.to_string();
        let reason = report.lines().last().unwrap_or_default().trim_start_matches("error: ");
        ArgumentFault::Pattern { pattern: pattern.into(), reason: reason.into() }
    })
}
