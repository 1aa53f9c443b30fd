//! Parts of dates. An instant's parts are those of its day in UTC.

use super::method_id::{DateMethod, MethodId};
use super::signature::{BASE, Method};
use crate::formula::types::Type;

const DATES: &[Type] = &[Type::Date, Type::Instant];

pub(super) const METHODS: &[Method] = &[
    Method {
        id: MethodId::Date(DateMethod::Year),
        name: "year",
        meaning: "the year",
        example: r#"date("2026-01-31").year == 2026"#,
        ..PART
    },
    Method {
        id: MethodId::Date(DateMethod::Month),
        name: "month",
        meaning: "the month, from 1 to 12",
        example: r#"date("2026-01-31").month == 1"#,
        ..PART
    },
    Method {
        id: MethodId::Date(DateMethod::Day),
        name: "day",
        meaning: "the day of the month",
        example: r#"date("2026-01-31").day == 31"#,
        ..PART
    },
    Method {
        id: MethodId::Date(DateMethod::Weekday),
        name: "weekday",
        meaning: "the day of the week, from 1 for Monday to 7 for Sunday",
        example: r#"date("2026-01-31").weekday == 6"#,
        ..PART
    },
    Method {
        id: MethodId::Date(DateMethod::Date),
        receivers: DATES,
        name: "date",
        meaning: "its day, without the time",
        example: "date(as_of) == today",
        result_type: |_| Type::Date,
        ..BASE
    },
];

/// A part of a date.
const PART: Method =
    Method { receivers: DATES, is_property: true, result_type: |_| Type::Int, ..BASE };
