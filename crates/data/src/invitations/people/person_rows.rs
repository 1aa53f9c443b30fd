//! The rows of an archive or a list, as far as they say who somebody is and which invitation it is.

use crate::invitations::columns;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use polars::prelude::{DataFrame, DataType, PolarsResult, StringChunked};
use rescind_ledger::{ImportedRow, InvitationTimeline};
use std::borrow::Cow;

/// Those rows.
pub(in crate::invitations) struct PersonRows {
    texts: [StringChunked; 7],
    sent_at: Vec<Option<i64>>,
    age_days: Vec<Option<i64>>,
    span_days: Vec<Option<i64>>,
    files: Vec<Option<i64>>,
    is_listed: Vec<Option<bool>>,
}

const TEXTS: [&str; 7] = ["account", "slug", "urn", "member_id", "name", "name_key", "note"];

#[derive(Clone, Copy)]
pub(in crate::invitations) struct PersonRow<'a> {
    pub(in crate::invitations) account: &'a str,
    pub(in crate::invitations) slug: Option<&'a str>,
    pub(in crate::invitations) id: Option<&'a str>,
    pub(in crate::invitations) name: Option<&'a str>,
    pub(in crate::invitations) name_key: Option<&'a str>,
    pub(in crate::invitations) note: Option<&'a str>,
    pub(in crate::invitations) sent_at: Option<i64>,
    pub(in crate::invitations) age_days: Option<i64>,
    pub(in crate::invitations) span_days: Option<i64>,
    pub(in crate::invitations) file: i64,
    pub(in crate::invitations) is_listed: bool,
}

impl PersonRows {
    pub(in crate::invitations) fn of_frame(rows: &DataFrame) -> PolarsResult<Self> {
        let number = |name: &str| -> PolarsResult<Vec<Option<i64>>> {
            match rows.column(name) {
                Ok(column) => {
                    let column = column.cast(&DataType::Int64)?;
                    Ok(column.i64()?.iter().collect())
                }
                Err(_) => Ok(vec![None; rows.height()]),
            }
        };
        let is_listed = match rows.column("listed") {
            Ok(column) => column.bool()?.iter().collect(),
            Err(_) => vec![None; rows.height()],
        };
        Ok(Self {
            texts: TEXTS.map(|name| columns::text_column(rows, name)),
            sent_at: number("sent_at")?,
            age_days: number("least_age_days")?,
            span_days: number(crate::invitations::columns::AGE_SPAN)?,
            files: number("file")?,
            is_listed,
        })
    }

    pub(in crate::invitations) fn iter(&self) -> impl Iterator<Item = PersonRow<'_>> {
        (0..self.sent_at.len()).map(|row| {
            let [account, slug, urn, member_id, name, name_key, note] =
                self.texts.each_ref().map(|column| column.get(row));
            let number = |values: &[Option<i64>]| values.get(row).copied().flatten();
            PersonRow {
                account: account.unwrap_or_default(),
                slug,
                id: urn.or(member_id),
                name,
                name_key,
                note,
                sent_at: number(&self.sent_at),
                age_days: number(&self.age_days),
                span_days: number(&self.span_days),
                file: number(&self.files).unwrap_or_default(),
                is_listed: self.is_listed.get(row).copied().flatten().unwrap_or_default(),
            }
        })
    }
}

impl<'a> PersonRow<'a> {
    pub(in crate::invitations) fn key(&self) -> Option<Cow<'a, str>> {
        let key = self.slug.or(self.id).map(Cow::Borrowed);
        key.or_else(|| Some(Cow::Owned(format!("name:{}", self.name_key?))))
    }

    pub(in crate::invitations) fn sighting(&self, as_of: DateTime<Utc>) -> InvitationTimeline<'a> {
        let seen = ImportedRow {
            state: "pending",
            known_by: if self.is_listed { "listed" } else { "presumed" },
            sent_on: self
                .sent_at
                .and_then(DateTime::from_timestamp_micros)
                .map(|at| at.date_naive()),
            note: self.note,
            ..ImportedRow::default()
        };
        let seen = match (seen.sent_on, self.age_days) {
            (None, Some(age)) => {
                let [sent_from, sent_until] = sent_interval_of_age(age, self.span_days, as_of);
                ImportedRow { sent_from, sent_until, ..seen }
            }
            _ => seen,
        };
        InvitationTimeline::of_seen(&seen, as_of.date_naive())
    }
}

/// The first and the last day on which an invitation of that age may have been sent.
pub(in crate::invitations) fn sent_interval_of_age(
    age_days: i64,
    span_days: Option<i64>,
    as_of: DateTime<Utc>,
) -> [Option<NaiveDate>; 2] {
    let ago =
        |days: i64| as_of.checked_sub_signed(TimeDelta::try_days(days)?).map(|at| at.date_naive());
    let span = span_days.unwrap_or_else(|| crate::import::dates::age::span_days(age_days));
    // Ages are rounded down, and a day's difference is of zones.
    let greatest = age_days.checked_add(span).and_then(|days| days.checked_add(1));
    [greatest.and_then(ago), ago(age_days)]
}
