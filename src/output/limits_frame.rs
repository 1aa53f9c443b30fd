//! The limits as rows, for the formats that only write rows.

use super::format::LimitsReport;
use crate::limits::Code;
use polars::prelude::{Column, DataFrame, PolarsResult};

/// One row for each account and limit where there are data, else one for each limit in force.
pub(super) fn rows_of(report: &LimitsReport) -> PolarsResult<DataFrame> {
    if report.headroom.is_empty() { table(report) } else { headroom(report) }
}

/// `limit`, `account` (missing where it holds for all), `figure`, `unit`, `level`, `title`,
/// `source`, `kind`, `read_on`, `advice`.
fn table(report: &LimitsReport) -> PolarsResult<DataFrame> {
    let rows = report.limits.rows();
    let texts = |name: &str, text: fn(&crate::limits::LimitInForce) -> String| {
        Column::new(name.into(), rows.iter().map(text).collect::<Vec<_>>())
    };
    let columns = vec![
        texts("limit", |row| row.limit.code.to_string()),
        Column::new("account".into(), rows.iter().map(|row| row.account).collect::<Vec<_>>()),
        Column::new("figure".into(), rows.iter().map(|row| row.figure).collect::<Vec<_>>()),
        texts("unit", |row| row.limit.unit.into()),
        texts("level", |row| row.level.to_string()),
        texts("title", |row| row.limit.title.into()),
        texts("source", |row| row.limit.source.into()),
        texts("kind", |row| row.limit.kind.name().into()),
        texts("read_on", |row| row.limit.read_on.into()),
        texts("advice", |row| row.limit.advice.into()),
    ];
    DataFrame::new(rows.len(), columns)
}

/// `account`, `limit`, `unit`, `figure`, `used`, `left`, `level`.
fn headroom(report: &LimitsReport) -> PolarsResult<DataFrame> {
    let rows = report.headroom;
    let code = |limit: &str| Code::from_name(limit);
    let unit: Vec<_> = rows.iter().map(|row| code(&row.limit).map(|c| c.limit().unit)).collect();
    let level: Vec<_> = (rows.iter())
        .map(|row| code(&row.limit).map(|c| report.limits.level(c, &row.account).to_string()))
        .collect();
    let columns = vec![
        texts("account", rows.iter().map(|row| row.account.as_str())),
        texts("limit", rows.iter().map(|row| row.limit.as_str())),
        Column::new("unit".into(), unit),
        Column::new("figure".into(), rows.iter().map(|row| row.figure).collect::<Vec<_>>()),
        Column::new("used".into(), rows.iter().map(|row| row.used).collect::<Vec<_>>()),
        Column::new("left".into(), rows.iter().map(|row| row.left).collect::<Vec<_>>()),
        Column::new("level".into(), level),
    ];
    DataFrame::new(rows.len(), columns)
}

fn texts<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    Column::new(name.into(), values.collect::<Vec<_>>())
}
