//! Parts of dates. An instant's parts are those of its day in UTC.

use super::row::{Method, PLAIN, any};
use crate::formula::types::{Facts, Type};
use polars::prelude::DataType;

const DATES: &[Type] = &[Type::Date, Type::Instant];

pub(super) const METHODS: &[Method] = &[
    Method {
        name: "year",
        meaning: "the year",
        example: r#"date("2026-01-31").year == 2026"#,
        lower: |a| a[0].expr.clone().dt().year().cast(DataType::Int64),
        ..PART
    },
    Method {
        name: "month",
        meaning: "the month, from 1 to 12",
        example: r#"date("2026-01-31").month == 1"#,
        result: |_, facts| part(facts, 1, 12),
        lower: |a| a[0].expr.clone().dt().month().cast(DataType::Int64),
        ..PART
    },
    Method {
        name: "day",
        meaning: "the day of the month",
        example: r#"date("2026-01-31").day == 31"#,
        result: |_, facts| part(facts, 1, 31),
        lower: |a| a[0].expr.clone().dt().day().cast(DataType::Int64),
        ..PART
    },
    Method {
        name: "weekday",
        meaning: "the day of the week, from 1 for Monday to 7 for Sunday",
        example: r#"date("2026-01-31").weekday == 6"#,
        result: |_, facts| part(facts, 1, 7),
        lower: |a| a[0].expr.clone().dt().weekday().cast(DataType::Int64),
        ..PART
    },
    Method {
        receivers: DATES,
        name: "date",
        meaning: "its day, without the time",
        example: "date(as_of) == today",
        result: |_, facts| any(Type::Date, facts),
        lower: |a| a[0].expr.clone().cast(DataType::Date),
        ..PLAIN
    },
];

/// A part of a date; a year has six digits at most.
const PART: Method = Method {
    receivers: DATES,
    property: true,
    result: |_, facts| part(facts, -1_000_000, 1_000_000),
    ..PLAIN
};

/// A whole number within these bounds, missing where the date is.
fn part(facts: &[Facts], least: i128, most: i128) -> (Type, Facts) {
    (Type::Int, Facts::between(facts[0].nullable, least, most))
}
