//! Other tools' lists of what is sent and still pending, that is, of the Sent page.
//!
//! Invariant: what the newest list has is pending whatever its age; a relative age is kept as the
//! least age, and no date is ever made of it.

use super::table_cleaner::{TableAuthor, TableCleaner};
use super::{failed_rows, list_day, row_people, stated_outcome, stated_types};
use crate::import::dates::age;
use crate::import::table::Table;
use crate::import::{BadRow, Loss};
use crate::invitations::columns;
use crate::invitations::columns::{AGE_SPAN, sent_columns, typed_null};
use crate::invitations::outcome::state;
use crate::invitations::remarks::Remarks;
use crate::invitations::settings::DerivationSettings;
use crate::query::Query;
use chrono::Duration;
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, ChunkedArray, Column, DataFrame, DataType, Expr, Int64Type, IntoColumn,
    IntoLazy, NewChunkedArray, PolarsResult, StringChunked, coalesce, col, lit, when,
};

/// What a list's column for the age may hold.
const SENT: &str = "an age such as `Sent 2 weeks ago`, or a date";

/// The rows of one list: those of an invitation, and `observed_at` (datetime), when it was taken.
pub(in crate::invitations) fn type_sent_list(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &DerivationSettings,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let file_has = |bad: &BadRow| bad.file == table.file && bad.loss == Loss::Row;
    let stamped =
        columns::text_column(frame, "observed_at").is_not_null().with_name("stamped".into());
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Program, remarks };
    sift.frame.with_column(stamped.into_column())?;
    // A list may be taken later on the day whose midnight is `as_of`.
    let latest = settings.as_of + Duration::days(1);
    let zone = table.zone.unwrap_or(Tz::UTC);
    sift.parse_instants("observed_at", "observed_at", zone, latest, "a date with a time")?;
    let has_failures = failed_rows::has_failures(&sift.frame);
    stated_types::parse_kinds(&mut sift)?;
    stated_outcome::parse_states(&mut sift)?;
    parse_ages(&mut sift, settings)?;
    let before = sift.frame.height();
    sift.frame = sift.frame.clone().lazy().filter(col("unsent").not()).rows()?;
    sift.remarks.leave_out("not sent", before - sift.frame.height());
    row_people::add_keys_and_drop_nameless(
        &mut sift,
        table.account.as_deref(),
        file,
        "profile_url",
    )?;
    let frame = sift.frame;
    let has_unread = has_failures || remarks.skipped.iter().any(file_has);
    let as_of = state::instant_literal(settings.as_of);
    let named = list_day::of_name(table, &frame, settings.as_of)?;
    remarks.findings.extend(named.as_ref().map(|named| list_day::finding(table, named)));
    let begun = named.as_ref().map(list_day::ListDay::before_it);
    let begun = begun.map_or(as_of.clone(), state::instant_literal);
    let unstamped = named.map_or(as_of.clone(), |named| state::instant_literal(named.taken_at));
    let invitation_kind =
        if frame.column("kind").is_ok() { col("kind") } else { typed_null(DataType::String) };
    let invitation_kind = coalesce(&[invitation_kind, lit("connection")]);
    let pending = coalesce(&[col("stated"), lit("pending")]).eq(lit("pending"));
    let observed_from = when(col("stamped")).then(col("observed_at")).otherwise(begun);
    let observed_at = when(col("stamped")).then(col("observed_at")).otherwise(unstamped);
    let rows = frame
        .lazy()
        .with_columns([observed_at.alias("observed_at"), observed_from.alias(OBSERVED_FROM)])
        .with_columns([
            invitation_kind.alias("kind"),
            lit(false).alias("recorded"),
            pending.alias("listed"),
            age_at(col("observed_at"), as_of).alias("least_age_days"),
            state::age_span(col("least_age_days")).alias(AGE_SPAN),
            lit(has_unread).alias("has_unread"),
        ])
        .rows()?;
    let has = |name: &str| rows.column(name).is_ok();
    let columns: Vec<_> = sent_columns(has).into_iter().chain(LIST_COLUMNS.map(col)).collect();
    rows.clone().lazy().select(columns).rows()
}

/// Since when a list may have been taken: one that is called after a day, since it began.
pub(in crate::invitations) const OBSERVED_FROM: &str = "observed_from";

/// What a list has beside the columns of an invitation.
const LIST_COLUMNS: [&str; 3] = ["observed_at", OBSERVED_FROM, "has_unread"];

/// The least age at `as_of`: the least age when the list was taken, plus the days since, where it
/// is known when that was.
pub(in crate::invitations) fn age_at(observed_at: Expr, as_of: Expr) -> Expr {
    let hours = (as_of - observed_at).dt().total_hours(false);
    let age = col("least_age_days") + hours.floor_div(lit(24_i64)).fill_null(lit(0_i64));
    when(age.clone().lt(lit(0_i64))).then(lit(0_i64)).otherwise(age)
}

/// Adds `least_age_days` from a relative age or a count of months, or `sent_at` from a date.
pub(in crate::invitations) fn parse_ages(
    sift: &mut TableCleaner,
    settings: &DerivationSettings,
) -> PolarsResult<()> {
    if sift.frame.column("months").is_ok() {
        let texts = columns::text_column(&sift.frame, "months");
        let ages = least_ages(&texts, age::months);
        sift.frame.with_column(ages.clone().into_column())?;
        let wrong: BooleanChunked = texts
            .iter()
            .zip(ages.iter())
            .map(|(text, age)| Some(text.is_some() && age.is_none()))
            .collect();
        return sift.report_bad_cells(
            &wrong,
            "months",
            "is no number of months",
            "a number such as `3`",
        );
    }
    let (ages, dates) = ages_and_dates(&columns::text_column(&sift.frame, "sent"));
    sift.frame.with_column(ages)?;
    sift.frame.with_column(dates)?;
    sift.parse_instants("sent", "sent_at", sift.table.zone.unwrap_or(Tz::UTC), settings.as_of, SENT)
}

/// `least_age_days`, from the texts that are relative ages, and `sent`, the texts that are not.
pub(in crate::invitations) fn ages_and_dates(texts: &StringChunked) -> (Column, Column) {
    let ages = least_ages(texts, age::least_days);
    let dates = texts.iter().zip(ages.iter()).map(|(text, age)| text.filter(|_| age.is_none()));
    let dates = StringChunked::from_iter_options("sent".into(), dates);
    (ages.into_column(), dates.into_column())
}

fn least_ages(texts: &StringChunked, parse: fn(&str) -> Option<i64>) -> ChunkedArray<Int64Type> {
    let ages = texts.iter().map(|text| text.and_then(parse));
    ChunkedArray::from_iter_options("least_age_days".into(), ages)
}
