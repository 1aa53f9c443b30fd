//! Time in pieces: `by_day`, `by_week`, `by_month`, `by_quarter` and `by_year` of a column of
//! dates, as a key to group by and as groups of a frame. Instants are cut in UTC; weeks begin on
//! Monday.

use super::Frame;
use super::group::group_frame;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, type_mismatch_error};
use crate::script::expr::ColumnExpr;
use crate::script::function::{Function, Receiver, Registrar};
use polars::prelude::{DataType, Expr, col, lit};
use rhai::{Dynamic, NativeCallContext};

/// A piece of time: the function, Polars' span, and the name of the column that comes of it.
struct TimeBucket {
    function: &'static str,
    every: &'static str,
    column: &'static str,
}

const BUCKETS: &[TimeBucket] = &[
    TimeBucket { function: "by_day", every: "1d", column: "day" },
    TimeBucket { function: "by_week", every: "1w", column: "week" },
    TimeBucket { function: "by_month", every: "1mo", column: "month" },
    TimeBucket { function: "by_quarter", every: "1q", column: "quarter" },
    TimeBucket { function: "by_year", every: "1y", column: "year" },
];

/// As a key.
const fn key(name: &'static str, meaning: &'static str, example: &'static str) -> Function {
    Function { receiver: None, name, parameters: &["dates"], meaning, example, register: a_key }
}

/// As groups.
const fn groups(name: &'static str, meaning: &'static str, example: &'static str) -> Function {
    let receiver = Some(Receiver::Frame);
    Function { receiver, name, parameters: &["dates"], meaning, example, register: the_groups }
}

pub(super) const FUNCTIONS: &[Function] = &[
    key(
        "by_day",
        "the column `day`, as a key to group by: the day of a column of dates",
        "invitations.count_by(by_day(\"sent_at\")).columns() == [\"day\", \"count\"]",
    ),
    key(
        "by_week",
        "the column `week`, as a key to group by: the Monday of the week of a column of dates",
        "frame(#{ d: [date(\"2026-01-31\")] }).count_by(by_week(\"d\")).value(\"week\", 0) == \
         date(\"2026-01-26\")",
    ),
    key(
        "by_month",
        "the column `month`, as a key to group by: the first of the month of a column of dates",
        "frame(#{ d: [date(\"2026-01-31\")] }).count_by(by_month(\"d\")).value(\"month\", 0) == \
         date(\"2026-01-01\")",
    ),
    key(
        "by_quarter",
        "the column `quarter`, as a key to group by: the first day of the quarter",
        "frame(#{ d: [date(\"2026-05-31\")] }).count_by(by_quarter(\"d\")).value(\"quarter\", 0) \
         == date(\"2026-04-01\")",
    ),
    key(
        "by_year",
        "the column `year`, as a key to group by: the first day of the year",
        "frame(#{ d: [date(\"2026-05-31\")] }).count_by(by_year(\"d\")).value(\"year\", 0) == \
         date(\"2026-01-01\")",
    ),
    groups(
        "by_day",
        "short for `group_by(by_day(dates))`",
        "invitations.by_day(\"sent_at\").agg(#{ sent: count() }).columns() == [\"day\", \"sent\"]",
    ),
    groups(
        "by_week",
        "short for `group_by(by_week(dates))`",
        "frame(#{ d: [today, today] }).by_week(\"d\").agg(#{ n: count() }).value(\"n\", 0) == 2",
    ),
    groups(
        "by_month",
        "short for `group_by(by_month(dates))`",
        "frame(#{ d: [today, today] }).by_month(\"d\").agg(#{ n: count() }).value(\"n\", 0) == 2",
    ),
    groups(
        "by_quarter",
        "short for `group_by(by_quarter(dates))`",
        "frame(#{ d: [today, today] }).by_quarter(\"d\").agg(#{ n: count() }).value(\"n\", 0) == 2",
    ),
    groups(
        "by_year",
        "short for `group_by(by_year(dates))`",
        "frame(#{ d: [today, today] }).by_year(\"d\").agg(#{ n: count() }).value(\"n\", 0) == 2",
    ),
];

fn bucket_of(name: &str) -> &'static TimeBucket {
    BUCKETS.iter().find(|bucket| bucket.function == name).unwrap_or(&BUCKETS[0])
}

impl TimeBucket {
    /// The first day of the piece in which each of these dates lies.
    fn cut(&self, dates: &Dynamic) -> ScriptResult<ColumnExpr> {
        let dates: Expr = match dates.as_immutable_string_ref() {
            Ok(name) => col(name.as_str()),
            Err(_) => match dates.clone().try_cast::<ColumnExpr>() {
                Some(ColumnExpr(expression)) => expression,
                None => {
                    let message = format!("{} names no column of dates", describe_type(dates));
                    let help = format!("write `{}(\"sent_at\")`", self.function);
                    return Err(type_mismatch_error(dates, message, &help));
                }
            },
        };
        let day = dates.dt().truncate(lit(self.every)).cast(DataType::Date);
        Ok(ColumnExpr(day.alias(self.column)))
    }
}

fn a_key(to: &mut Registrar) {
    let bucket = bucket_of(to.name());
    to.add(move |dates: Dynamic| bucket.cut(&dates));
}

fn the_groups(to: &mut Registrar) {
    let bucket = bucket_of(to.name());
    to.add(move |at: NativeCallContext, frame: &mut Frame, dates: Dynamic| {
        let key = bucket.cut(&dates)?;
        group_frame(&at, frame, &Dynamic::from(key))
    });
}
