//! The limits as rows, for the formats that only write rows.

use super::renderer::LimitsReport;
use crate::limits::{Code, Headroom};
use polars::prelude::{Column, DataFrame, PolarsResult};

/// One row for each account and limit where there are data, else one for each limit in force.
pub(super) fn rows_of(report: &LimitsReport) -> PolarsResult<DataFrame> {
    if report.headroom.is_empty() { table(report) } else { headroom_with_level(report) }
}

/// `limit`, `account` (missing where it holds for all), `figure`, `unit`, `level`, `title`,
/// `source`, `kind`, `read_on`, `advice`.
pub(super) fn table(report: &LimitsReport) -> PolarsResult<DataFrame> {
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

/// What is left, and the level of each limit, as `level`.
fn headroom_with_level(report: &LimitsReport) -> PolarsResult<DataFrame> {
    let level = report.headroom.iter().map(|row| {
        let code = Code::from_name(&row.limit)?;
        Some(report.limits.level(code, &row.account).to_string())
    });
    let level = Column::new("level".into(), level.collect::<Vec<_>>());
    headroom(report.headroom)?.hstack(&[level])
}

/// `account`, `limit`, `unit`, `figure`, `used`, `left`.
pub(super) fn headroom(rows: &[Headroom]) -> PolarsResult<DataFrame> {
    let unit = rows.iter().map(|row| Code::from_name(&row.limit).map(|code| code.limit().unit));
    let columns = vec![
        texts("account", rows.iter().map(|row| row.account.as_str())),
        texts("limit", rows.iter().map(|row| row.limit.as_str())),
        Column::new("unit".into(), unit.collect::<Vec<_>>()),
        Column::new("figure".into(), rows.iter().map(|row| row.figure).collect::<Vec<_>>()),
        Column::new("used".into(), rows.iter().map(|row| row.used).collect::<Vec<_>>()),
        Column::new("left".into(), rows.iter().map(|row| row.left).collect::<Vec<_>>()),
    ];
    DataFrame::new(rows.len(), columns)
}

fn texts<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    Column::new(name.into(), values.collect::<Vec<_>>())
}
