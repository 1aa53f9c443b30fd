//! When a sheet's invitations were sent, by their days or their ages.

use super::date_orders::DateOrderEvidence;
use super::table_cleaner::{TableCleaner, alternative_column};
use super::{ambiguous_days, sent_lists};
use crate::import::dates::age;
use crate::import::sources::outcome_fields::{ACCEPTED, WITHDRAWN};
use crate::import::table::Table;
use crate::import::words::answers::answer;
use crate::invitations::columns;
use crate::invitations::columns::{AGE_SPAN, typed_null};
use crate::invitations::outcome::state;
use crate::invitations::remarks::Remarks;
use crate::invitations::settings::DerivationSettings;
use crate::query::Query;
use chrono::Duration;
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Int64Chunked, IntoColumn, IntoLazy, IntoSeries,
    NewChunkedArray, PolarsResult, StringChunked, coalesce, col, when,
};

/// What a sheet's dates may look like.
const DATE: &str = "a date such as `2026-02-08`, or nothing";

/// The days on which people may be invited again, and those on which their status became so.
pub(in crate::invitations) fn other_days_of_rows(
    sift: &mut TableCleaner,
    settings: &DerivationSettings,
) -> PolarsResult<()> {
    sift.parse_dates("reconnect_on", "reconnect_on", None, DATE)?;
    sift.parse_dates("outcome_on", "told_on", Some(settings.as_of), DATE)
}

/// The days of a sheet, of two readings the one that fits the invitation.
pub(in crate::invitations) fn with_likely_days(
    mut rows: DataFrame,
    orders: &DateOrderEvidence,
    table: &Table,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let ends = [&WITHDRAWN, &ACCEPTED].map(|field| (field.day, field.read_day));
    if ends.iter().all(|(_, day)| rows.column(&alternative_column(day)).is_err()) {
        return Ok(rows);
    }
    let invited_on = orders.invited_on(&rows)?.with_name("invited_on".into());
    rows.with_column(invited_on.into_date().into_series().into_column())?;
    let begun_on = coalesce(&[col("invited_on"), col("sent_at").cast(DataType::Date)]);
    ambiguous_days::choose_likely_days(rows, &ends, &begun_on, orders.has_rows, table, remarks)
}

/// `sent_at`, or `least_age_days` where the sheet has a relative age. What was not sent has
/// neither.
pub(in crate::invitations) fn parse_sent_days(
    sift: &mut TableCleaner,
    settings: &DerivationSettings,
) -> PolarsResult<()> {
    let written = columns::text_column(&sift.frame, "sent");
    let (ages, dates) = sent_lists::ages_and_dates(&written);
    let ages = days(sift, &ages)?;
    sift.frame.with_column(ages)?;
    sift.frame.with_column(dates)?;
    let of_archive = sift.table.has_times_of_archive.then_some(settings.sent_at_zone);
    let zone = sift.table.zone.or(of_archive).unwrap_or(Tz::UTC);
    sift.parse_instants("sent", "sent_at", zone, settings.as_of, DATE)?;
    let latest = settings.as_of + Duration::days(1);
    sift.parse_instants("observed_at", "observed_at", zone, latest, DATE)?;
    let age = sent_lists::age_at(col("observed_at"), state::instant_literal(settings.as_of));
    let span = state::age_span(col("least_age_days")).alias(AGE_SPAN);
    let ages = [age.alias("least_age_days"), span];
    sift.frame = sift.frame.clone().lazy().with_columns(ages).rows()?;
    let sent = |column: &str, dtype: DataType| {
        when(col("unsent")).then(typed_null(dtype)).otherwise(col(column)).alias(column)
    };
    let only_sent =
        [sent("sent_at", columns::instant_type()), sent("least_age_days", DataType::Int64)];
    sift.frame = sift.frame.clone().lazy().with_columns(only_sent).rows()?;
    let unread = is_unread(&sift.frame, &written)?;
    sift.frame.with_column(unread.with_name("day_unread".into()).into_column())?;
    Ok(())
}

/// Whether the day on which a row's invitation was sent is written and nobody understands it, or
/// it lies ahead.
fn is_unread(rows: &DataFrame, written: &StringChunked) -> PolarsResult<BooleanChunked> {
    let texts: BooleanChunked =
        written.iter().map(|text| Some(text.is_some_and(|text| answer(text).is_none()))).collect();
    let is_unknown = rows.column("sent_at")?.is_null() & rows.column("least_age_days")?.is_null();
    let is_sent = !rows.column("unsent")?.bool()?;
    Ok(texts & is_unknown & is_sent)
}

/// The ages in days, those of a column of their own where there is one.
pub(in crate::invitations) fn days(sift: &mut TableCleaner, ages: &Column) -> PolarsResult<Column> {
    let texts = columns::text_column(&sift.frame, "days");
    let days: Vec<Option<i64>> = texts.iter().map(|text| text.and_then(age::whole_days)).collect();
    let wrong = texts.iter().zip(&days);
    let wrong: BooleanChunked = wrong
        .map(|(text, days)| Some(text.is_some_and(|text| answer(text).is_none()) && days.is_none()))
        .collect();
    sift.report_bad_cells(&wrong, "days", "is no number of days", "a number such as `30`")?;
    let both = ages.i64()?.iter().zip(days).map(|(age, days)| age.or(days));
    Ok(Int64Chunked::from_iter_options("least_age_days".into(), both).into_column())
}
