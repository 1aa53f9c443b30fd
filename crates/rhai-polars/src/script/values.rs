//! Functions that make values: dates, and lists of the data folder.

use super::error::{ScriptResult, call_error, script_error};
use super::function::{Function, Receiver, function};
use super::host::Host;
use crate::codes;
use crate::formula::dates::{Day, Instant};
use chrono::{Datelike, Days, Months};
use rhai::{Array, Dynamic, EvalAltResult, NativeCallContext, Position};

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "date",
        &["text"],
        "the day that a text such as \"2026-01-31\" names, or the day of an instant",
        "date(\"2026-01-31\").month == 1",
        |to| {
            to.add(day);
            to.add(|at: Instant| Day(at.0.date_naive()));
            to.add(|day: Day| day);
        },
    ),
    function(
        "days",
        &["n"],
        "so many days, for reading: a date plus a number is a date",
        "date(\"2026-01-31\") + days(1) == date(\"2026-02-01\")",
        |to| to.add(|days: i64| days),
    ),
    Receiver::Date.method(
        "offset_by",
        &["by"],
        "so much later, or with a minus earlier: days, weeks, months or years, such as \"30d\", \
         \"-2w\", \"1mo\"; a month without such a day gives its last",
        "date(\"2026-01-31\").offset_by(\"1mo\") == date(\"2026-02-28\")",
        |to| to.add(offset_by),
    ),
    Receiver::Date.method(
        "truncate",
        &["every"],
        "the first day of its week (Monday), month, quarter or year: \"1w\", \"1mo\", \"1q\", \
         \"1y\"",
        "date(\"2026-05-31\").truncate(\"1q\") == date(\"2026-04-01\")",
        |to| to.add(truncate),
    ),
    function(
        "list",
        &["file", "[column]"],
        "the values of a column, the first unless named, of a table in the data folder: CSV, JSON, \
         Parquet or a workbook",
        "\"Quillmoor Freight\" in list(\"targets.csv\")",
        |to| {
            to.add(|at: NativeCallContext, name: &str| list(at, name, None));
            to.add(|at: NativeCallContext, name: &str, column: &str| list(at, name, Some(column)));
        },
    ),
];

fn day(text: &str) -> ScriptResult<Day> {
    let thrown = |problem| EvalAltResult::ErrorRuntime(Dynamic::from(problem), Position::NONE);
    Day::parse(text).map_err(|problem| thrown(problem).into())
}

fn list(context: NativeCallContext, name: &str, column: Option<&str>) -> ScriptResult<Array> {
    let values = (Host::of_call(&context).lists)(name, column).map_err(|problem| {
        script_error(codes::DATA, Position::NONE, problem.message, problem.help)
    })?;
    Ok(values.into_iter().map(Dynamic::from).collect())
}

fn offset_by(day: Day, by: &str) -> ScriptResult<Day> {
    let (back, amount) = by.strip_prefix('-').map_or((false, by), |amount| (true, amount));
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = amount.strip_suffix(unit).and_then(|digits| digits.parse::<u32>().ok());
    let days = |number: u32| Days::new(u64::from(number));
    let by_days = |span: Days| {
        if back { day.0.checked_sub_days(span) } else { day.0.checked_add_days(span) }
    };
    let by_months = |span: Months| {
        if back { day.0.checked_sub_months(span) } else { day.0.checked_add_months(span) }
    };
    let moved = number.and_then(|number| match unit {
        "d" => by_days(days(number)),
        "w" => by_days(days(number.checked_mul(7)?)),
        "mo" => by_months(Months::new(number)),
        "y" => by_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    });
    moved.map(Day).ok_or_else(|| {
        let message = format!("`{by}` is no span of time from {day}");
        let help = "write for example \"30d\", \"-2w\", \"1mo\" or \"1y\"";
        call_error(codes::ARGUMENTS, message, help)
    })
}

fn truncate(day: Day, every: &str) -> ScriptResult<Day> {
    let date = day.0;
    let first = match every {
        "1d" => Some(date),
        "1w" => date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday()))),
        "1mo" => date.with_day(1),
        "1q" => date.with_day(1).and_then(|first| first.with_month0(date.month0() / 3 * 3)),
        "1y" => date.with_day(1).and_then(|first| first.with_month(1)),
        _ => None,
    };
    first.map(Day).ok_or_else(|| {
        let message = format!("`{every}` is no span of time here");
        let help = "write one of `1d`, `1w`, `1mo`, `1q`, `1y`";
        call_error(codes::ARGUMENTS, message, help)
    })
}
