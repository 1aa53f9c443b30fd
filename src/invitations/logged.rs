//! Logs of what happened: a row that tells of an outcome, after another one of the person that
//! tells of the sending, is what became of that invitation, on that day, and no further invitation.
//!
//! Invariant: only in tables whose days are called `Date` or the like: a day that is called one of
//! sending is one.

use super::columns::{self, unknown};
use crate::import::sources::is_any_day;
use crate::import::status::Status;
use crate::import::table::Table;
use crate::query::Query;
use polars::prelude::{DataFrame, DataType, IntoLazy, PolarsResult, coalesce, col, lit, when};

/// Sets `logged_on` (date?), the day of the outcome that a row tells of; such a row has no
/// `sent_at`. Needs `stated` (str?), `sent_at`, `accepted_on`, `withdrawn_on` and the keys.
pub(super) fn outcomes(rows: DataFrame, table: &Table) -> PolarsResult<DataFrame> {
    let rows = rows.lazy();
    if !is_any_day(table.spelling("sent")) {
        return rows.with_column(unknown(DataType::Date).alias("logged_on")).rows();
    }
    let pending = lit(Status::Pending.name());
    let is_over = col("stated").neq(pending).fill_null(lit(false));
    let sent_at =
        when(is_over.clone()).then(unknown(columns::instant_type())).otherwise(col("sent_at"));
    let first = sent_at.min().over([col("who")])?;
    let is_outcome = is_over.and(col("sent_at").gt_eq(first)).fill_null(lit(false));
    let on = when(is_outcome.clone()).then(col("sent_at").cast(DataType::Date));
    let on = on.otherwise(unknown(DataType::Date)).alias("logged_on");
    let rows = rows.with_column(on);
    let day = |name: &str, status: Status| {
        let logged = when(col("stated").eq(lit(status.name()))).then(col("logged_on"));
        coalesce(&[col(name), logged.otherwise(unknown(DataType::Date))]).alias(name)
    };
    let is_logged = || col("logged_on").is_not_null();
    let not_sent = |name: &str, dtype: DataType| {
        when(is_logged()).then(unknown(dtype)).otherwise(col(name)).alias(name)
    };
    rows.with_columns([
        day("accepted_on", Status::Accepted),
        day("withdrawn_on", Status::Withdrawn),
        not_sent("sent_at", columns::instant_type()),
        not_sent("least_age_days", DataType::Int64),
    ])
    .rows()
}
