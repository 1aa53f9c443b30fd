//! Methods of texts. Lengths and places count characters.

use super::method_id::{MethodId, TextMethod};
use super::signature::{ArgumentFault, BASE, Method, Parameter, required};
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
        name: "contains",
        parameters: &[required("part", TEXT)],
        meaning: "whether the part stands in it; the case of letters counts",
        example: r#""Head of Sales".contains("Sales")"#,
        ..TRUTH
    },
    Method {
        id: MethodId::Text(TextMethod::StartsWith),
        name: "starts_with",
        parameters: &[required("part", TEXT)],
        meaning: "whether it begins with the part",
        example: r#""Head of Sales".starts_with("Head")"#,
        ..TRUTH
    },
    Method {
        id: MethodId::Text(TextMethod::EndsWith),
        name: "ends_with",
        parameters: &[required("part", TEXT)],
        meaning: "whether it ends with the part",
        example: r#""Head of Sales".ends_with("Sales")"#,
        ..TRUTH
    },
    Method {
        id: MethodId::Text(TextMethod::Matches),
        name: "matches",
        parameters: &[Parameter { name: "pattern", types: TEXT, constant: true, optional: false }],
        meaning: "whether the regular expression is found in it; `(?i)` ignores the case",
        example: r#""Head of Sales".matches("(?i)^head of (sales|growth)$")"#,
        check: |graph, nodes| match graph.constant(nodes[1]) {
            Some(Constant::Text(pattern)) => pattern_of(pattern).map(|_| ()),
            _ => Ok(()),
        },
        ..TRUTH
    },
    Method {
        id: MethodId::Text(TextMethod::ToLower),
        name: "to_lower",
        meaning: "the same in small letters",
        example: r#""Ada".to_lower() == "ada""#,
        ..TEXTUAL
    },
    Method {
        id: MethodId::Text(TextMethod::ToUpper),
        name: "to_upper",
        meaning: "the same in capitals",
        example: r#""Ada".to_upper() == "ADA""#,
        ..TEXTUAL
    },
    Method {
        id: MethodId::Text(TextMethod::Trim),
        name: "trim",
        meaning: "the same without white space at its ends",
        example: r#""  Ada ".trim() == "Ada""#,
        ..TEXTUAL
    },
    Method {
        id: MethodId::Text(TextMethod::Len),
        name: "len",
        is_property: true,
        meaning: "how many characters it has",
        example: r#""Zoë".len == 3"#,
        ..WHOLE
    },
    Method {
        id: MethodId::Text(TextMethod::IsEmpty),
        name: "is_empty",
        is_property: true,
        meaning: "whether it has no character",
        example: r#""".is_empty()"#,
        ..TRUTH
    },
    Method {
        id: MethodId::Text(TextMethod::Replace),
        name: "replace",
        parameters: &[required("old", TEXT), required("new", TEXT)],
        meaning: "the same with every `old` replaced by `new`",
        example: r#""a-b-c".replace("-", "+") == "a+b+c""#,
        ..TEXTUAL
    },
    Method {
        id: MethodId::Text(TextMethod::SubString),
        name: "sub_string",
        parameters: &[
            required("start", INT),
            Parameter { name: "length", types: INT, constant: false, optional: true },
        ],
        meaning: "the part from the start on, of that length; from 0 or, from the end, from -1",
        example: r#""Ada Byron".sub_string(4, 3) == "Byr""#,
        ..TEXTUAL
    },
    Method {
        id: MethodId::Text(TextMethod::IndexOf),
        name: "index_of",
        parameters: &[required("part", TEXT)],
        meaning: "the place of the first such part, from 0; -1 where there is none",
        example: r#""Ada Byron".index_of("Byron") == 4"#,
        ..WHOLE
    },
    Method {
        id: MethodId::Text(TextMethod::Split),
        name: "split",
        parameters: &[required("by", TEXT)],
        meaning: "its parts between the separators",
        example: r#""b" in "a,b".split(",")"#,
        result_type: |_| Type::TextList,
        ..OF_TEXT
    },
    Method {
        id: MethodId::Text(TextMethod::ToInt),
        name: "to_int",
        meaning: "the whole number that it is written as; unknown where it is none",
        example: r#""42".to_int() == 42"#,
        ..WHOLE
    },
    Method {
        id: MethodId::Text(TextMethod::ToFloat),
        name: "to_float",
        meaning: "the decimal number that it is written as; unknown where it is none",
        example: r#""1.5".to_float() == 1.5"#,
        result_type: |_| Type::Float,
        ..OF_TEXT
    },
    Method {
        id: MethodId::Text(TextMethod::Date),
        name: "date",
        meaning: "the day that it names, year first; unknown where it names none, and an error \
                  where it is the same in every row or asked row by row",
        example: r#""2026-01-31".date().day == 31"#,
        result_type: |_| Type::Date,
        ..OF_TEXT
    },
    Method {
        id: MethodId::Text(TextMethod::ToString),
        receivers: &[Type::Text, Type::Int, Type::Float, Type::Bool, Type::Date, Type::Instant],
        name: "to_string",
        meaning: "the same as a text",
        example: r#"42.to_string() == "42""#,
        result_type: |_| Type::Text,
        ..BASE
    },
];

const OF_TEXT: Method = Method { receivers: TEXT, ..BASE };
/// Whether something holds of a text.
const TRUTH: Method = Method { result_type: |_| Type::Bool, ..OF_TEXT };
/// A text made of a text.
const TEXTUAL: Method = Method { result_type: |_| Type::Text, ..OF_TEXT };
/// A number of a text's characters, or one that it is written as.
const WHOLE: Method = Method { result_type: |_| Type::Int, ..OF_TEXT };

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
