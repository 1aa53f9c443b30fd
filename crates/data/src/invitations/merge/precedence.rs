//! What is heard where several rows of a sheet, or several sheets, speak of one invitation.
//!
//! Invariant: nobody is pending again by a sheet of whom a row says that it ended, unless that row
//! is about an invitation that was sent earlier.

use super::sheet_contradictions::ACCEPTED_BEFORE;
use crate::import::words::status::Status;
use crate::invitations::outcome::state;
use crate::invitations::typed::sheet::{SHEET_VALUES, sheet_column};
use crate::query::Query;
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, LazyFrame, NULL, PolarsResult, SortMultipleOptions,
    coalesce, col, lit, when,
};
use std::collections::BTreeMap;

/// What a row says of what became of an invitation.
pub(in crate::invitations) const OUTCOME_VALUES: [&str; 6] =
    ["withdrawn", "withdrawn_on", "stated", "accepted_on", "stated_for", "ended_on"];

/// Whether a person is pending in a row of a sheet, and over in another that counts.
pub(in crate::invitations) const UNDONE: &str = "#undone";

/// Whether the columns of these names say that it ended.
pub(in crate::invitations) fn is_over(named: impl Fn(&str) -> String) -> Expr {
    let pending = lit(Status::Pending.name());
    let stated = col(named("stated").as_str()).neq(pending).fill_null(lit(false));
    stated.or(col(named("withdrawn").as_str()).fill_null(lit(false)))
}

/// The day on which it ended, as a sheet says.
pub(in crate::invitations) fn ended_on() -> Expr {
    col(sheet_column("ended_on"))
}

/// Whether a sheet says that it is pending, and nothing else.
pub(in crate::invitations) fn is_pending() -> Expr {
    let pending = col(sheet_column("stated")).eq(lit(Status::Pending.name())).fill_null(lit(false));
    pending.and(is_over(sheet_column).not())
}

/// The rows of a sheet so that what is said of a later invitation comes later, whichever row the
/// sheet begins with, and of one invitation what became of it after that it was sent. A row without
/// a day speaks of every invitation, and comes last; of those what was so on a later day.
pub(in crate::invitations) fn in_order_of_sending(rows: LazyFrame) -> LazyFrame {
    let is_dated = col("sent_at").is_not_null();
    let over = is_dated.clone().and(is_over(sheet_column)).cast(DataType::Int32);
    let stated_for = col(sheet_column("stated_for")).cast(DataType::Int32).fill_null(lit(-1));
    let ended_on = ended_on().cast(DataType::Int32).fill_null(lit(-1));
    let of_no_day = when(stated_for.clone().lt(lit(0))).then(ended_on).otherwise(stated_for);
    let on = when(is_dated).then(lit(-1)).otherwise(of_no_day);
    let order = SortMultipleOptions::default().with_maintain_order(true).with_nulls_last(true);
    rows.sort_by_exprs([col("sent_at"), over, on], order)
}

/// Whether a row says that a request to connect was accepted.
fn is_accepted() -> Expr {
    let accepted =
        col(sheet_column("stated")).eq(lit(Status::Accepted.name())).fill_null(lit(false));
    accepted.and(col(sheet_column("kind")).eq(lit("inmail")).fill_null(lit(false)).not())
}

/// What is said last of each of these values; what became of an invitation is one thing, said by
/// one row, and by none that only says, of no day, that it is pending, where another says that it
/// ended. [`UNDONE`] says whether there is such a row. Whoever accepted is a connection: that a
/// later row is pending does not undo it.
pub(in crate::invitations) fn aggregate_last(names: &[String]) -> Vec<Expr> {
    let is_fate = |name: &String| OUTCOME_VALUES.iter().any(|fate| sheet_column(fate) == *name);
    let says = OUTCOME_VALUES
        .iter()
        .fold(lit(false), |any, fate| any.or(col(sheet_column(fate).as_str()).is_not_null()));
    let days = ["sent_at".to_owned(), "least_age_days".to_owned(), sheet_column("stated_for")];
    let undated = days
        .iter()
        .fold(lit(true), |each_undated, day| each_undated.and(col(day.as_str()).is_null()));
    let is_weak = undated.and(is_pending());
    let is_ended = is_over(sheet_column).any(true);
    let has_accepted = is_accepted().any(true);
    let stated_for = col(sheet_column("stated_for").as_str());
    let is_undone = is_weak.clone().and(is_ended.clone());
    let is_undone = is_undone.or(is_pending().and(has_accepted.clone()));
    let counts = says.and(is_undone.not());
    // A row that says nothing of what became of it speaks of its invitation all the same.
    let about = coalesce(&[stated_for.clone(), col("sent_at").cast(DataType::Date)]);
    let since = about.clone().filter(is_accepted()).min();
    let is_open = is_over(sheet_column).not();
    let is_later = is_open.and(about.clone().gt(since)).fill_null(lit(false));
    let last_of = |name: &String| {
        let value = col(name.as_str());
        if *name == sheet_column("stated_for") {
            // Of every invitation up to the last one that the rows know.
            let last = stated_for.clone().filter(counts.clone()).last();
            when(has_accepted.clone())
                .then(about.clone().max())
                .otherwise(last)
                .alias(name.as_str())
        } else if is_fate(name) {
            value.filter(counts.clone()).last()
        } else {
            value.drop_nulls().last()
        }
    };
    let undone = is_weak.any(true).and(is_ended).alias(UNDONE);
    let accepted_before = is_later.any(true).alias(ACCEPTED_BEFORE);
    names.iter().map(last_of).chain([undone, accepted_before]).collect()
}

/// What is said of a later invitation to the same person is not heard of the earlier one, which
/// `superseded_at` knows.
fn clear_if_of_later() -> Vec<Expr> {
    let superseded_on = col("superseded_at").cast(DataType::Date);
    let days = (superseded_on.clone() - col(sheet_column("stated_for"))).dt().total_days(false);
    // What ended after the later one was sent is that one.
    let is_of_no_day = col(sheet_column("stated_for")).is_null();
    let is_ended_later = is_of_no_day.and(ended_on().gt_eq(superseded_on)).fill_null(lit(false));
    clear_outcome_where(days.lt_eq(lit(1)).fill_null(lit(false)).or(is_ended_later))
}

/// What is said of an earlier invitation is not heard of one that was certainly sent later, by its
/// day or by its age, lest it hide what another sheet says of that one; zones may make a day's
/// difference.
pub(in crate::invitations) fn clear_if_of_earlier(
    as_of: DateTime<Utc>,
    age_days: &str,
) -> Vec<Expr> {
    let stated_for = sheet_column("stated_for");
    let sent_on = state::earliest_sent_on_by(as_of, age_days);
    let is_later = (sent_on - col(stated_for.as_str())).dt().total_days(false).gt(lit(1));
    clear_outcome_where(is_later)
}

/// What ended, by a row without a day sent, before an invitation was sent is an earlier one; a
/// connection stays one.
pub(in crate::invitations) fn clear_ends_before_sending(
    as_of: DateTime<Utc>,
    age_days: &str,
) -> Vec<Expr> {
    let sent_on = state::earliest_sent_on_by(as_of, age_days);
    let days_before = (sent_on - ended_on()).dt().total_days(false);
    let is_of_no_day = col(sheet_column("stated_for")).is_null();
    let is_ended_before = is_of_no_day.and(is_accepted().not()).and(days_before.gt(lit(1)));
    clear_values_where(is_ended_before, &OUTCOME_VALUES)
}

/// Rows of invitations with what a sheet says of each of them alone.
pub(in crate::invitations) fn clear_values_of_others(
    told: LazyFrame,
    as_of: DateTime<Utc>,
) -> LazyFrame {
    told.with_columns(clear_if_of_earlier(as_of, "least_age_days"))
        .with_columns(clear_ends_before_sending(as_of, "least_age_days"))
        .with_columns(clear_if_of_later())
        .with_column(stated_for_by_end())
}

/// That a row without a day speaks of the invitation before whose end, and after whose sending, it
/// was: `superseded_at` has when the next one was sent.
fn stated_for_by_end() -> Expr {
    let sent_on = || col("sent_at").cast(DataType::Date);
    let is_before_next = ended_on().lt(col("superseded_at").cast(DataType::Date));
    let is_of_this = (ended_on() - sent_on()).dt().total_days(false).gt_eq(lit(-1));
    let is_of_this = is_of_this.and(is_before_next).fill_null(lit(false));
    let stated_for = sheet_column("stated_for");
    when(is_of_this.and(col(stated_for.as_str()).is_null()))
        .then(sent_on())
        .otherwise(col(stated_for.as_str()))
        .alias(stated_for.as_str())
}

/// What a sheet says of one invitation, but where that is so.
fn clear_outcome_where(is_of_another: Expr) -> Vec<Expr> {
    let of_one = ["withdrawn", "withdrawn_on", "stated", "reconnect_on", "stated_for", "ended_on"];
    clear_values_where(is_of_another, &of_one)
}

/// These of what a sheet says, but where that is so.
fn clear_values_where(is_of_another: Expr, names: &[&str]) -> Vec<Expr> {
    let is_of_another = is_of_another.fill_null(lit(false));
    let of_this = |name: &str| {
        let of_this = sheet_column(name);
        when(is_of_another.clone())
            .then(lit(NULL))
            .otherwise(col(of_this.as_str()))
            .alias(of_this.as_str())
    };
    names.iter().copied().map(of_this).collect()
}

/// Whether the sheet only says of an invitation that it is pending which another says to be over.
pub(in crate::invitations) fn undoes() -> Expr {
    is_pending().and(is_over(str::to_owned))
}

/// What the sheet says, beside what was known: a note only where none was known, that it is pending
/// only where nothing is known to have ended it, else the sheet.
pub(in crate::invitations) fn merge_sheet_values(extras: &[String]) -> Vec<Expr> {
    let names = SHEET_VALUES.iter().map(ToString::to_string).chain(extras.iter().cloned());
    let hear = |name: String| {
        let (known, told) = (col(name.as_str()), col(sheet_column(&name).as_str()));
        if ["note", "has_note"].contains(&name.as_str()) {
            return coalesce(&[known, told]).alias(name.as_str());
        }
        let newest = coalesce(&[told, known.clone()]);
        if OUTCOME_VALUES.contains(&name.as_str()) {
            return when(undoes()).then(known).otherwise(newest).alias(name.as_str());
        }
        newest.alias(name.as_str())
    };
    names.map(hear).collect()
}

/// Rows of which no other source than sheets knows, so that whoever accepted by an earlier row of
/// another sheet is not pending in a later one; with the persons of whom that is so, by the later
/// row's table. LinkedIn's own tables know of a removed connection that was invited again.
pub(in crate::invitations) fn with_acceptances_of_other_sheets(
    rows: DataFrame,
) -> PolarsResult<(DataFrame, BTreeMap<i64, usize>)> {
    let is_accepted = col("stated").eq(lit(Status::Accepted.name())).fill_null(lit(false));
    let is_accepted = is_accepted.and(col("kind").eq(lit("connection")));
    if rows.clone().lazy().filter(is_accepted.clone()).rows()?.height() == 0 {
        return Ok((rows, BTreeMap::new()));
    }
    let sent_on = col("sent_at").cast(DataType::Date);
    let about = coalesce(&[col("stated_for"), sent_on.clone()]);
    let whom = ["account", "who"].map(col);
    let since = about.filter(is_accepted).min().over(whom)?;
    let is_open = col("recorded").and(col("listed").not()).and(is_over(str::to_owned).not());
    let is_open = is_open.and(col("kind").eq(lit("connection")));
    let is_accepted_before = is_open.and(sent_on.gt(since)).fill_null(lit(false));
    let rows = rows
        .lazy()
        .with_column(is_accepted_before.alias(ACCEPTED_BEFORE))
        .with_column(
            when(col(ACCEPTED_BEFORE))
                .then(lit(Status::Accepted.name()))
                .otherwise(col("stated"))
                .alias("stated"),
        )
        .rows()?;
    let mut count_by_table: BTreeMap<i64, usize> = BTreeMap::new();
    let is_told = rows.column(ACCEPTED_BEFORE)?.bool()?;
    for (table, is_told) in rows.column("file")?.i64()?.iter().zip(is_told.iter()) {
        if let (Some(table), Some(true)) = (table, is_told) {
            *count_by_table.entry(table).or_default() += 1;
        }
    }
    Ok((rows.drop(ACCEPTED_BEFORE)?, count_by_table))
}
