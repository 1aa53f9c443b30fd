//! Rows of sheets that tell of one invitation: each counts once.
//!
//! Invariant: two rows are one invitation only if they are about one person, of one kind, and the
//! same day or age, or, in two files, of days one apart; two people known by one name in one file
//! are two.

use super::archives::drop_rows_of_other_files;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::ROW;
use crate::invitations::columns;
use crate::invitations::remarks::Remarks;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, SortMultipleOptions,
    UnionArgs, UniqueKeepStrategy, col, concat, concat_str, lit, when,
};

/// Whether a row knows of nothing but an end.
pub(in crate::invitations) const END_ALONE: &str = "#end_alone";

/// The rows without those that know of nothing but the end of an invitation which another row has:
/// of the same person in any of the sheets.
pub(in crate::invitations) fn without_ends_of_others(
    frames: Vec<DataFrame>,
) -> PolarsResult<Vec<DataFrame>> {
    let mut has_end_alone = false;
    for frame in &frames {
        has_end_alone |= frame.column(END_ALONE)?.bool()?.any();
    }
    if !has_end_alone {
        return frames.into_iter().map(|frame| frame.drop(END_ALONE)).collect();
    }
    let whole = frames.iter().map(|frame| {
        let rows = frame.clone().lazy().filter(col(END_ALONE).not());
        rows.select(["account", "who", "name_key"].map(col))
    });
    let whole = concat(whole.collect::<Vec<_>>(), UnionArgs::default())?.rows()?;
    let untold = |frame: DataFrame| {
        let without = |rows: LazyFrame, key: &str| {
            let keys = [col("account"), col(key)];
            rows.join(whole.clone().lazy(), keys.clone(), keys, ordered_join(JoinType::Anti))
        };
        let rows_where = |condition: Expr| frame.clone().lazy().filter(condition);
        let keyed = without(rows_where(col(END_ALONE).and(columns::has_key())), "who");
        let named = without(rows_where(col(END_ALONE).and(columns::has_key().not())), "name_key");
        concat([rows_where(col(END_ALONE).not()), keyed, named], UnionArgs::default())?
            .sort([ROW], SortMultipleOptions::default().with_maintain_order(true))
            .drop(polars::prelude::by_name([END_ALONE], true, false))
            .rows()
    };
    frames.into_iter().map(untold).collect()
}

/// The invitations of all sheets, each once; what is left out is said. `files` are the names of the
/// sheets by their places.
pub(in crate::invitations) fn deduplicate(
    sheets: Vec<DataFrame>,
    files: &[(i64, &str)],
    remarks: &mut Remarks,
) -> PolarsResult<Option<DataFrame>> {
    if sheets.is_empty() {
        return Ok(None);
    }
    let sheets: Vec<_> = sheets.into_iter().map(IntoLazy::lazy).collect();
    let undated = col("sent_at").is_null().and(col("least_age_days").is_null());
    let row = concat_str([col("file"), col(ROW)], ":", false);
    // Of two rows without a day nobody knows whether they are about one invitation.
    let apart = when(undated).then(row).otherwise(lit(""));
    let same_name = ["account", "name_key", "day", "file"].map(col);
    let rows = concat(sheets, UnionArgs::default())?
        .with_columns([
            col("sent_at")
                .cast(DataType::Date)
                .cast(DataType::Int32)
                .fill_null(lit(-1))
                .alias("day"),
            col("least_age_days").fill_null(lit(-1)).alias("age"),
            apart.alias("apart"),
        ])
        .with_column(col("who").cum_count(false).over(same_name)?.alias("nth"))
        .rows()?;
    let same = ["account", "kind", "day", "age", "apart"].map(col).to_vec();
    let by_key = [same.clone(), vec![col("who")]].concat();
    let by_name = [same, vec![col("name_key"), col("nth")]].concat();
    let first = UniqueKeepStrategy::First;
    let keyed = rows.clone().lazy().filter(columns::has_key());
    let keyed = keyed.unique_stable_generic(Some(by_key), first).rows()?;
    let named = rows.clone().lazy().filter(columns::has_key().not());
    let named = named.unique_stable_generic(Some(by_name.clone()), first).rows()?;
    let named = drop_rows_of_other_files(named, &keyed, &by_name)?;
    let kept = concat([keyed.lazy(), named.lazy()], UnionArgs::default())?;
    let kept = if files.len() > 1 { without_next_days(kept)? } else { kept };
    let kept = kept
        .select(columns::sent_columns(|_| true))
        .sort(["file", ROW], SortMultipleOptions::default())
        .rows()?;
    say(&rows, &kept, files, remarks)?;
    Ok(Some(kept))
}

/// Without the rows that follow one of another file by a day: zones make that difference. Several
/// people may have one name.
fn without_next_days(rows: LazyFrame) -> PolarsResult<LazyFrame> {
    let invitation = ["account", "kind", "who"].map(col);
    let order = ["account", "kind", "who", "day", "file"];
    let of_file = [&invitation[..], &[col("file")]].concat();
    let is_one = columns::has_key().or(col("who").count().over(of_file)?.eq(lit(1)));
    let before = |name: &str| col(name).shift(lit(1)).over(invitation.clone());
    let is_known = col("day").gt_eq(lit(0)).and(before("day")?.gt_eq(lit(0)));
    let is_next = is_known.and((col("day") - before("day")?).eq(lit(1)));
    let is_repeated = is_next.and(col("file").neq(before("file")?)).and(is_one);
    let rows = rows.sort(order, SortMultipleOptions::default().with_maintain_order(true));
    Ok(rows.filter(is_repeated.fill_null(lit(false)).not()))
}

/// How many rows of each file tell of an invitation that another row is.
fn say(
    rows_before: &DataFrame,
    kept: &DataFrame,
    files: &[(i64, &str)],
    remarks: &mut Remarks,
) -> PolarsResult<()> {
    for (table_index, file) in files {
        let count = |rows: &DataFrame| -> PolarsResult<usize> {
            let of_file = rows
                .column("file")?
                .i64()?
                .iter()
                .filter(|file_of_row| *file_of_row == Some(*table_index));
            Ok(of_file.count())
        };
        let repeated = count(rows_before)?.saturating_sub(count(kept)?);
        if repeated > 0 {
            remarks.findings.push(finding(file, repeated));
        }
    }
    Ok(())
}

/// How many rows of a file tell of an invitation that another row is.
pub(in crate::invitations) fn finding(file: &str, count: usize) -> Finding {
    let message = format!(
        "{file}: {count} row(s) tell again of an invitation that another row has (the same person \
         on the same day, or in two files a day apart): each counts once"
    );
    Finding::new(FindingCode::RepeatedRows, Level::Note, message)
}
