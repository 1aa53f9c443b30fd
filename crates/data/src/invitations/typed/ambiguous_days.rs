//! Days that can be read in two ways while nothing but the default decides.
//!
//! Invariant: no withdrawal and no status is dropped because its day was taken to be the earlier of
//! two that are possible.

use super::table_cleaner::alternative_column;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::Table;
use crate::invitations::remarks::Remarks;
use crate::query::Query;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult, col, lit, when};

/// Takes the other reading of the days `ends` (the column of the file, that of the frame) on which
/// an invitation ended where the first lies before `begun_on`, and the other does not; with
/// `takes_later`, also the later one where nobody knows when it began.
pub(in crate::invitations) fn choose_likely_days(
    frame: DataFrame,
    ends: &[(&str, &str)],
    begun_on: &Expr,
    takes_later: bool,
    table: &Table,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let mut frame = frame;
    for (from, to) in ends {
        let other = alternative_column(to);
        if frame.column(&other).is_err() {
            continue;
        }
        let (day_read, other) = (col(*to), col(other.as_str()));
        let fits = day_read.clone().lt(begun_on.clone()).and(other.clone().gt_eq(begun_on.clone()));
        let is_other = if takes_later {
            begun_on.clone().is_null().and(other.clone().gt(day_read.clone())).or(fits)
        } else {
            fits
        };
        let is_other = is_other.fill_null(lit(false));
        let day = when(is_other.clone()).then(other).otherwise(day_read).alias(*to);
        let settled = frame.lazy().with_columns([day, is_other.alias("#is_other")]).rows()?;
        let count = settled.column("#is_other")?.bool()?.sum().unwrap_or_default();
        if count > 0 {
            let message = format!(
                "{}, column `{}`: {count} date(s) are read the other way round, since they would \
                 otherwise lie before the invitation was sent",
                table.file,
                table.spelling(from)
            );
            let help = "write the dates as 2026-03-04 if that is not meant";
            remarks
                .findings
                .push(Finding::new(FindingCode::DateOrder, Level::Warn, message).help(help));
        }
        frame = settled.drop("#is_other")?;
    }
    Ok(frame)
}

/// The last day that a column can mean.
pub(in crate::invitations) fn latest(frame: &DataFrame, column: &str) -> Expr {
    let day_read = col(column).cast(DataType::Date);
    let other = alternative_column(column);
    if frame.column(&other).is_err() {
        return day_read;
    }
    let is_later = col(other.as_str()).gt(day_read.clone()).fill_null(lit(false));
    when(is_later).then(col(other.as_str())).otherwise(day_read)
}
