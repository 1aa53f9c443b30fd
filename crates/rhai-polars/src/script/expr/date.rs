//! Dates: formulas' own methods on the expression itself, and Polars' own behind `.dt`.

use super::ColumnExpr;
use crate::codes;
use crate::script::error::{ScriptResult, call_error};
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::refused_comparisons::register_equality;
use polars::prelude::{DataType, Expr, TimeUnit, lit};
use rhai::Engine;

/// What lies behind `.dt`.
#[derive(Clone)]
pub(in crate::script) struct DtNamespace(Expr);

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<DtNamespace>("Dates");
    engine.register_get("dt", |receiver: &mut ColumnExpr| DtNamespace(receiver.0.clone()));
    register_equality::<DtNamespace>(engine);
}

impl Registrar<'_> {
    fn date(&mut self, part: fn(Expr) -> Expr) {
        self.add(move |dates: DtNamespace| ColumnExpr(part(dates.0)));
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Expression.nullary(
        "year",
        "the year",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").year()).item() == 2026",
        |to| to.add_unary(|receiver| receiver.dt().year().cast(DataType::Int64)),
    ),
    Receiver::Expression.nullary(
        "month",
        "the month, from 1 to 12",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").month()).item() == 1",
        |to| to.add_unary(|receiver| receiver.dt().month().cast(DataType::Int64)),
    ),
    Receiver::Expression.nullary(
        "day",
        "the day of the month",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").day()).item() == 31",
        |to| to.add_unary(|receiver| receiver.dt().day().cast(DataType::Int64)),
    ),
    Receiver::Expression.nullary(
        "weekday",
        "the day of the week, from 1 for Monday to 7 for Sunday",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").weekday()).item() == 6",
        |to| to.add_unary(|receiver| receiver.dt().weekday().cast(DataType::Int64)),
    ),
    Receiver::Expression.nullary(
        "date",
        "the day of an instant",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").date()).item() == \
         date(\"2026-01-31\")",
        |to| to.add_unary(|receiver| receiver.cast(DataType::Date)),
    ),
    Receiver::Dates.nullary(
        "year",
        "the year",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.year()).item() == 2026",
        |to| to.date(|receiver| receiver.dt().year().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "month",
        "the month, from 1 to 12",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.month()).item() == 1",
        |to| to.date(|receiver| receiver.dt().month().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "day",
        "the day of the month",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.day()).item() == 31",
        |to| to.date(|receiver| receiver.dt().day().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "weekday",
        "the day of the week, from 1 for Monday to 7 for Sunday",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.weekday()).item() == 6",
        |to| to.date(|receiver| receiver.dt().weekday().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "quarter",
        "the quarter of the year, from 1 to 4",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.quarter()).item() == 1",
        |to| to.date(|receiver| receiver.dt().quarter().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "week",
        "the week of the year, by ISO 8601",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.week()).item() == 5",
        |to| to.date(|receiver| receiver.dt().week().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "iso_year",
        "the year to which its week belongs, by ISO 8601",
        "frame(#{ d: [date(\"2027-01-01\")] }).select(col(\"d\").dt.iso_year()).item() == 2026",
        |to| to.date(|receiver| receiver.dt().iso_year().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "ordinal_day",
        "the day of the year",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.ordinal_day()).item() == 31",
        |to| to.date(|receiver| receiver.dt().ordinal_day().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "hour",
        "the hour, in UTC",
        "frame(#{ at: [as_of] }).select(col(\"at\").dt.hour()).item() == 0",
        |to| to.date(|receiver| receiver.dt().hour().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "minute",
        "the minute",
        "frame(#{ at: [as_of] }).select(col(\"at\").dt.minute()).item() == 0",
        |to| to.date(|receiver| receiver.dt().minute().cast(DataType::Int64)),
    ),
    Receiver::Dates.nullary(
        "date",
        "the day of an instant",
        "frame(#{ at: [as_of] }).select(col(\"at\").dt.date()).item() == today",
        |to| to.date(|receiver| receiver.dt().date()),
    ),
    Receiver::Dates.method(
        "truncate",
        &["every"],
        "the beginning of the day, week (Monday), month, quarter or year: \"1d\", \"1w\", \"1mo\", \
         …",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.truncate(\"1mo\")).item() == \
         date(\"2026-01-01\")",
        |to| to.add(truncate),
    ),
    Receiver::Dates.method(
        "offset_by",
        &["by"],
        "so much later, or with a minus earlier: days or weeks, such as \"30d\" or \"-2w\"",
        "frame(#{ d: [today] }).select(col(\"d\").dt.offset_by(\"1w\")).item() == today + days(7)",
        |to| to.add(offset_by),
    ),
    Receiver::Dates.nullary(
        "total_days",
        "how many whole days lie between two dates, of their difference",
        "frame(#{ d: [date(\"2026-01-31\")] }).select((col(\"d\") - \
         date(\"2026-01-01\")).dt.total_days()).item() == 30",
        |to| to.date(|dates| dates.dt().total_days(false)),
    ),
    Receiver::Dates.nullary(
        "total_hours",
        "how many whole hours lie between two instants, of their difference",
        "frame(#{ d: [date(\"2026-01-02\")] }).select((col(\"d\") - \
         date(\"2026-01-01\")).dt.total_hours()).item() == 24",
        |to| to.date(|dates| dates.dt().total_hours(false)),
    ),
    Receiver::Dates.method(
        "strftime",
        &["format"],
        "as a text in this format, such as \"%Y-%m\"",
        "frame(#{ d: [date(\"2026-01-31\")] }).select(col(\"d\").dt.strftime(\"%Y-%m\")).item() == \
         \"2026-01\"",
        |to| to.add(strftime),
    ),
];

/// The spans that a date can be cut down to, in Polars' words.
const SPANS: &[&str] = &["1h", "1d", "1w", "1mo", "1q", "1y"];

fn truncate(dates: DtNamespace, every: &str) -> ScriptResult<ColumnExpr> {
    if !SPANS.contains(&every) {
        let message = format!("`{every}` is no span of time here");
        let help = format!("write one of `{}`", SPANS.join("`, `"));
        return Err(call_error(codes::ARGUMENTS, message, help));
    }
    Ok(ColumnExpr(dates.0.dt().truncate(lit(every))))
}

fn offset_by(dates: DtNamespace, by: &str) -> ScriptResult<ColumnExpr> {
    let days = by.strip_suffix('d').and_then(|days| days.parse::<i64>().ok());
    let weeks = by.strip_suffix('w').and_then(|weeks| weeks.parse::<i64>().ok());
    let days = days.or_else(|| weeks?.checked_mul(7));
    let span = days.and_then(|days| days.checked_mul(24 * 60 * 60 * 1000));
    let span = span.ok_or_else(|| {
        let message = format!("`{by}` is no number of days or weeks");
        let help = "write for example \"30d\" or \"-2w\"";
        call_error(codes::ARGUMENTS, message, help)
    })?;
    Ok(ColumnExpr(dates.0 + lit(span).cast(DataType::Duration(TimeUnit::Milliseconds))))
}

fn strftime(dates: DtNamespace, format: &str) -> ScriptResult<ColumnExpr> {
    let known =
        chrono::format::StrftimeItems::new(format).all(|item| item != chrono::format::Item::Error);
    if !known {
        let message = format!("`{format}` is no format of dates");
        let help = "write for example \"%Y-%m-%d\"";
        return Err(call_error(codes::ARGUMENTS, message, help));
    }
    Ok(ColumnExpr(dates.0.dt().strftime(format)))
}
