//! The limits as rows, for the formats that only write rows.

use super::cell_value::column;
use super::limits_report::LimitsReport;
use crate::limits::{Headroom, LimitCode};
use polars::prelude::{DataFrame, PolarsResult};

/// One row for each account and limit where there are data, else one for each limit in force.
pub(super) fn rows_of(report: &LimitsReport) -> PolarsResult<DataFrame> {
    if report.headroom.is_empty() { table(report) } else { headroom_with_level(report) }
}

/// `limit`, `account` (missing where it holds for all), `figure`, `unit`, `level`, `title`,
/// `source`, `kind`, `read_on`, `advice`.
pub(super) fn table(report: &LimitsReport) -> PolarsResult<DataFrame> {
    let rows = report.limits.rows();
    let columns = vec![
        column("limit", &rows, |row| row.limit.code.name()),
        column("account", &rows, |row| row.account),
        column("figure", &rows, |row| row.figure),
        column("unit", &rows, |row| row.limit.unit),
        column("level", &rows, |row| row.level.to_string()),
        column("title", &rows, |row| row.limit.title),
        column("source", &rows, |row| row.limit.source),
        column("kind", &rows, |row| row.limit.kind.name()),
        column("read_on", &rows, |row| row.limit.read_on),
        column("advice", &rows, |row| row.limit.advice),
    ];
    DataFrame::new(rows.len(), columns)
}

/// What is left, and the level of each limit, as `level`.
fn headroom_with_level(report: &LimitsReport) -> PolarsResult<DataFrame> {
    let level = column("level", report.headroom, |row| {
        let code = LimitCode::from_name(&row.limit)?;
        Some(report.limits.level(code, &row.account).to_string())
    });
    headroom(report.headroom)?.hstack(&[level])
}

/// `account`, `limit`, `unit`, `figure`, `used`, `left`.
pub(super) fn headroom(rows: &[Headroom]) -> PolarsResult<DataFrame> {
    let columns = vec![
        column("account", rows, |row| row.account.as_str()),
        column("limit", rows, |row| row.limit.as_str()),
        column("unit", rows, |row| LimitCode::from_name(&row.limit).map(|code| code.limit().unit)),
        column("figure", rows, |row| row.figure),
        column("used", rows, |row| row.used),
        column("left", rows, |row| row.left),
    ];
    DataFrame::new(rows.len(), columns)
}
