//! Rows of data, as they are compared with a ledger.

use crate::error::Error;
use crate::import::dates::age;
use crate::invitations::{AGE_SPAN, LatestActivity, MemberIds};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use polars::prelude::{
    ChunkFullNull, DataFrame, DataType, Int32Chunked, Int64Chunked, StringChunked,
};
use rescind_ledger::{ImportedRow, detail};

/// Whether several are pending of whom nothing but a row's name is known.
pub(super) const IS_SEVERAL: &str = "#is_several";

/// The columns of rows that are compared; those that are not there are empty.
pub(super) struct ComparedColumns {
    person: StringChunked,
    state: StringChunked,
    known_by: StringChunked,
    kind: StringChunked,
    name: StringChunked,
    profile_url: StringChunked,
    company: StringChunked,
    note: StringChunked,
    follow_up: StringChunked,
    sent_on: Int32Chunked,
    age_days: Int64Chunked,
    age_span_days: Int64Chunked,
    connected_on: Int32Chunked,
    withdrawn_on: Int32Chunked,
    is_several: Vec<bool>,
    last_sent_at: Option<DateTime<Utc>>,
    as_of: DateTime<Utc>,
    member_ids: MemberIds,
}

impl ComparedColumns {
    pub(super) fn read(
        rows: &DataFrame,
        as_of: DateTime<Utc>,
        member_ids: &MemberIds,
    ) -> Result<Self, Error> {
        let height = rows.height();
        let text = |name: &str| match rows.column(name) {
            Ok(column) => column.str().cloned(),
            Err(_) => Ok(StringChunked::full_null(name.into(), height)),
        };
        let day = |name: &str| match rows.column(name) {
            Ok(column) => column.cast(&DataType::Int32).and_then(|days| days.i32().cloned()),
            Err(_) => Ok(Int32Chunked::full_null(name.into(), height)),
        };
        let number = |name: &str| match rows.column(name) {
            Ok(column) => column.i64().cloned(),
            Err(_) => Ok(Int64Chunked::full_null(name.into(), height)),
        };
        let last_sent_at = match rows.column("sent_at") {
            Ok(column) => column.datetime()?.physical().iter().flatten().max(),
            Err(_) => None,
        };
        let is_several = match rows.column(IS_SEVERAL) {
            Ok(column) => column.bool()?.iter().map(|is| is == Some(true)).collect(),
            Err(_) => vec![false; height],
        };
        Ok(Self {
            is_several,
            last_sent_at: last_sent_at.and_then(DateTime::from_timestamp_micros),
            person: text("person")?,
            state: text("state")?,
            known_by: text("known_by")?,
            kind: text("kind")?,
            name: text("name")?,
            profile_url: text("profile_url")?,
            company: text("company")?,
            note: text("note")?,
            follow_up: text("follow_up")?,
            sent_on: day("sent_on")?,
            connected_on: day("connected_on")?,
            withdrawn_on: day("withdrawn_on")?,
            age_days: number("age_days")?,
            age_span_days: number(AGE_SPAN)?,
            as_of,
            member_ids: member_ids.clone(),
        })
    }

    fn height(&self) -> usize {
        self.person.len()
    }

    /// The last that happened.
    pub(super) fn last(&self) -> Option<LatestActivity> {
        let days = [&self.sent_on, &self.connected_on, &self.withdrawn_on];
        let last = |days: &Int32Chunked| days.iter().flatten().max();
        let [sent_on, others @ ..] =
            days.map(|days| last(days).and_then(NaiveDate::from_epoch_days));
        // Whatever has only days has no instant.
        let sent_at = self.last_sent_at.filter(|at| Some(at.date_naive()) == sent_on);
        let day = if sent_at.is_some() { None } else { sent_on };
        LatestActivity::latest(sent_at, others.into_iter().flatten().chain(day).max())
    }

    pub(super) fn people(&self) -> Vec<ImportedRow<'_>> {
        (0..self.height()).map(|row| self.seen(row)).collect()
    }

    fn seen(&self, row: usize) -> ImportedRow<'_> {
        let date = |days: &Int32Chunked| days.get(row).and_then(NaiveDate::from_epoch_days);
        let ago = |days: i64| {
            self.as_of.checked_sub_signed(TimeDelta::try_days(days)?).map(|at| at.date_naive())
        };
        let age_days = self.age_days.get(row).filter(|_| self.sent_on.get(row).is_none());
        let span = |age| self.age_span_days.get(row).unwrap_or_else(|| age::span_days(age));
        // Ages are rounded down, and a day's difference is of zones.
        let greatest = age_days.and_then(|age| age.checked_add(span(age))?.checked_add(1));
        let person = self.person.get(row).unwrap_or_default();
        ImportedRow {
            person,
            member_ids: self.member_ids.ids(person),
            state: self.state.get(row).unwrap_or_default(),
            known_by: self.known_by.get(row).unwrap_or_default(),
            is_inmail: self.kind.get(row) == Some(detail::INMAIL),
            sent_on: date(&self.sent_on),
            sent_from: greatest.and_then(ago),
            sent_until: age_days.and_then(ago),
            connected_on: date(&self.connected_on),
            withdrawn_on: date(&self.withdrawn_on),
            name: self.name.get(row),
            profile_url: self.profile_url.get(row),
            company: self.company.get(row),
            note: self.note.get(row),
            follow_up: self.follow_up.get(row),
            is_several: self.is_several.get(row).copied().unwrap_or_default(),
        }
    }
}
