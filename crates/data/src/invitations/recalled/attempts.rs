//! What an account and a person went through before: `attempts` and `last_withdrawn_on`.
//!
//! An attempt is an invitation to connect: InMail is none.
//!
//! Invariant: no invitation counts twice, be it known from data, ledger or both, and two people who
//! share a name are not one: where a person known by name alone is on several rows of an account,
//! each row speaks for itself.

use super::contact_histories::{ContactHistories, SentInterval};
use super::past_contacts::PastContacts;
use crate::invitations::people::person_rows::sent_interval_of_age;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    Column, DataType, Field, Int64Chunked, IntoColumn, IntoSeries, LazyFrame, NamedFrom,
    NewChunkedArray, PolarsResult, Schema, Series, StructChunked, apply_multiple, by_name, col,
};
use rescind_ledger::{ImportedRow, Person};

/// The columns that look at every invitation to the person, and at the ledger.
pub const ATTEMPT_COLUMNS: [&str; 2] = ["attempts", "last_withdrawn_on"];

/// What they are made from, beside what a file says in them itself.
const LOOKED_AT: [&str; 10] = [
    "account",
    "person",
    "name",
    "kind",
    "sent_at",
    "withdrawn_on",
    "age_days",
    "state",
    "known_by",
    "note",
];

/// Both columns as one, for a while.
const BOTH: &str = "[attempts and last withdrawal]";

/// Completes [`ATTEMPTS`]: what a file itself says there counts where it is more. They are lazy:
/// where nobody asks, nothing is counted and no ledger is read.
pub(in crate::invitations) fn with_attempts(rows: LazyFrame, past: &PastContacts) -> LazyFrame {
    let columns: Vec<_> = LOOKED_AT.iter().chain(&ATTEMPT_COLUMNS).map(|name| col(*name)).collect();
    let past = past.clone();
    let both = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let rows = rows_of(columns)?;
        let people = ContactHistories::among(&rows, &past)?;
        let counts = rows.iter().map(|row| Some(people.attempts(row)));
        let counts =
            Int64Chunked::from_iter_options(ATTEMPT_COLUMNS[0].into(), counts).into_series();
        let days = rows.iter().map(|row| people.last_withdrawn_on(row));
        let days: Vec<Option<i32>> = days.map(|day| day.map(|day| day.to_epoch_days())).collect();
        let days = Series::new(ATTEMPT_COLUMNS[1].into(), days).cast(&DataType::Date)?;
        let both = StructChunked::from_series(BOTH.into(), rows.len(), [counts, days].iter())?;
        Ok(both.into_column())
    };
    let field = |_: &Schema, _: &[Field]| {
        let fields = ATTEMPT_COLUMNS.into_iter().zip([DataType::Int64, DataType::Date]);
        let fields = fields.map(|(name, dtype)| Field::new(name.into(), dtype));
        Ok(Field::new(BOTH.into(), DataType::Struct(fields.collect())))
    };
    // Over all rows at once: an earlier invitation may stand anywhere.
    rows.with_column(apply_multiple(both, &columns, field, false).alias(BOTH))
        .with_columns(ATTEMPT_COLUMNS.map(|name| col(BOTH).struct_().field_by_name(name)))
        .drop(by_name([BOTH], true, false))
}

pub(in crate::invitations) struct InvitationRow<'a> {
    pub(in crate::invitations) account: &'a str,
    pub(in crate::invitations) person: &'a str,
    pub(in crate::invitations) name: Option<&'a str>,
    /// Whether it is one to connect.
    pub(in crate::invitations) connects: bool,
    pub(in crate::invitations) sent_on: Option<NaiveDate>,
    pub(in crate::invitations) withdrawn_on: Option<NaiveDate>,
    age_days: Option<i64>,
    state: &'a str,
    known_by: &'a str,
    note: Option<&'a str>,
    /// What a file says itself.
    pub(in crate::invitations) stated_attempts: Option<i64>,
    pub(in crate::invitations) stated_withdrawal: Option<NaiveDate>,
}

/// The rows of the columns [`LOOKED_AT`] and [`ATTEMPTS`].
fn rows_of(columns: &[Column]) -> PolarsResult<Vec<InvitationRow<'_>>> {
    let [
        accounts,
        people,
        names,
        kinds,
        sent,
        withdrawn,
        ages,
        outcomes,
        known_by,
        notes,
        attempts,
        last_withdrawn,
    ] = columns
    else {
        return Ok(vec![]);
    };
    let (accounts, people) = (accounts.str()?, people.str()?);
    let (names, kinds) = (names.str()?, kinds.str()?);
    let (sent, withdrawn) = (sent.datetime()?, withdrawn.date()?);
    let (attempts, last_withdrawn) = (attempts.i64()?, last_withdrawn.date()?);
    let who = accounts.iter().zip(people.iter()).zip(names.iter());
    let (ages, notes) = (ages.i64()?, notes.str()?);
    let (outcomes, known_by) = (outcomes.str()?, known_by.str()?);
    let dated = sent.physical().iter().zip(withdrawn.physical().iter());
    let stated = attempts.iter().zip(last_withdrawn.physical().iter());
    let day = |day: Option<i32>| day.and_then(NaiveDate::from_epoch_days);
    let rows = who.zip(kinds.iter()).zip(dated).zip(stated).enumerate().map(|(at, row)| {
        let ((who, (sent, withdrawn)), (attempts, last_withdrawn)) = row;
        let (((account, person), name), invitation_kind) = who;
        InvitationRow {
            account: account.unwrap_or_default(),
            person: person.unwrap_or_default(),
            name,
            connects: invitation_kind != Some("inmail"),
            sent_on: sent.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive()),
            withdrawn_on: day(withdrawn),
            age_days: ages.get(at),
            state: outcomes.get(at).unwrap_or_default(),
            known_by: known_by.get(at).unwrap_or_default(),
            note: notes.get(at),
            stated_attempts: attempts,
            stated_withdrawal: day(last_withdrawn),
        }
    });
    Ok(rows.collect())
}

impl<'a> InvitationRow<'a> {
    /// The days on which it may have been sent.
    pub(in crate::invitations) fn may_be_sent(&self, as_of: DateTime<Utc>) -> SentInterval {
        let [from, until] =
            self.age_days.map_or([None, None], |age| sent_interval_of_age(age, None, as_of));
        let until = until.or(self.withdrawn_on).unwrap_or(NaiveDate::MAX);
        SentInterval { from: from.unwrap_or(NaiveDate::MIN), until }
    }

    pub(in crate::invitations) fn as_person(&self, as_of: DateTime<Utc>) -> Person<'a> {
        let days = self.age_days.filter(|_| self.sent_on.is_none());
        let [sent_from, sent_until] =
            days.map_or([None, None], |age| sent_interval_of_age(age, None, as_of));
        let seen = ImportedRow {
            person: self.person,
            name: self.name,
            is_inmail: !self.connects,
            state: self.state,
            known_by: self.known_by,
            sent_on: self.sent_on,
            sent_from,
            sent_until,
            withdrawn_on: self.withdrawn_on,
            note: self.note,
            ..ImportedRow::default()
        };
        Person::from_row(&seen, as_of.date_naive())
    }
}
