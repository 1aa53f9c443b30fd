//! Invented invitations: random ones of three accounts, and what there is to know of each, for
//! models in plain Rust.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, IntoLazy, Series, TimeUnit, TimeZone,
};
use proptest::prelude::*;
use rescind::session::{Session, SessionSettings};
use rescind_data::import::table::{ScanRows, Table, TableKind, TableRows};
use rescind_data::import::{Descriptions, SourceTables};
use rescind_data::limits::Limits;
use std::sync::Arc;

/// One invitation.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) account: &'static str,
    pub(crate) inmail: bool,
    pub(crate) state: &'static str,
    pub(crate) listed: bool,
    pub(crate) age_days: Option<i64>,
    pub(crate) dated: bool,
    pub(crate) has_note: Option<bool>,
    pub(crate) took_days: Option<i64>,
}

pub(crate) fn as_of() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(crate) fn today() -> NaiveDate {
    as_of().date_naive()
}

impl Invitation {
    /// When it was sent, if a source says so: some hours more than its age in whole days ago.
    pub(crate) fn sent_at(&self) -> Option<DateTime<Utc>> {
        let age = self.age_days.filter(|_| self.dated)?;
        Some(as_of() - TimeDelta::days(age) - TimeDelta::hours(7))
    }

    /// The day on which it was accepted or withdrawn.
    pub(crate) fn ended_on(&self) -> Option<NaiveDate> {
        let took = u64::try_from(self.took_days?).unwrap();
        Some(self.sent_at()?.date_naive() + Days::new(took))
    }

    /// The first of the month in which it was sent.
    pub(crate) fn month(&self) -> Option<NaiveDate> {
        self.sent_at()?.date_naive().with_day(1)
    }

    /// The Monday of the week in which it was sent.
    pub(crate) fn week(&self) -> Option<NaiveDate> {
        let day = self.sent_at()?.date_naive();
        Some(day - Days::new(u64::from(day.weekday().num_days_from_monday())))
    }

    pub(crate) fn is(&self, state: &str) -> bool {
        self.state == state
    }
}

/// The states, the pending more often than one in four.
const STATES: [&str; 6] = ["pending", "pending", "accepted", "accepted", "withdrawn", "expired"];

prop_compose! {
    fn any_invitation()(
        account in prop::sample::select(vec!["anna", "ben", "clara"]),
        inmail in prop::bool::weighted(0.05),
        state in prop::sample::select(STATES.as_slice()),
        listed: bool,
        age in prop::option::weighted(0.95, 0_i64..180),
        dated in prop::bool::weighted(0.9),
        has_note in prop::option::weighted(0.8, any::<bool>()),
        took in prop::option::weighted(0.9, 0_i64..120),
    ) -> Invitation {
        let old = state == "expired";
        let age_days = if old { Some(age.unwrap_or(0) + 181) } else { age };
        let ended = ["accepted", "withdrawn"].contains(&state);
        let took_days = took.zip(age_days).map(|(took, age)| took.min(age));
        let took_days = took_days.filter(|_| ended && dated);
        let listed = listed && state == "pending";
        Invitation { account, inmail, state, listed, age_days, dated, has_note, took_days }
    }
}

/// A number of them.
pub(crate) fn any_invitations() -> impl Strategy<Value = Vec<Invitation>> {
    prop::collection::vec(any_invitation(), 1..60)
}

/// A session over them.
pub(crate) fn session(invitations: &[Invitation], limits: Limits) -> Session {
    let scan = ScanRows { rows: frame(invitations).lazy(), ..ScanRows::default() };
    let table = Table::new(TableKind::Canonical, "invented", TableRows::Scan(Box::new(scan)));
    let tables = SourceTables { tables: vec![table], ..SourceTables::default() };
    let sources = Descriptions::default();
    let settings = SessionSettings {
        as_of: as_of(),
        sent_at_zone: chrono_tz::UTC,
        limits,
        sources,
        memory: rescind_data::invitations::LedgerAccess::default(),
    };
    Session::from_tables(tables, None, settings).unwrap()
}

fn frame(invitations: &[Invitation]) -> DataFrame {
    let zone = Some(Arc::new(TimeZone::UTC));
    let instant = |at: DateTime<Utc>| {
        AnyValue::DatetimeOwned(at.timestamp_micros(), TimeUnit::Microseconds, zone.clone())
    };
    let day = |day: NaiveDate| AnyValue::Date(day.to_epoch_days());
    let text = |text: &str| AnyValue::StringOwned(text.into());
    let ended = |one: &Invitation, state: &str| one.ended_on().filter(|_| one.is(state)).map(day);
    let or_null = |value: Option<AnyValue<'static>>| value.unwrap_or(AnyValue::Null);
    let column = |name: &str,
                  of: DataType,
                  value: &dyn Fn(usize, &Invitation) -> AnyValue<'static>| {
        let values: Vec<_> =
            invitations.iter().enumerate().map(|(at, one)| value(at, one)).collect();
        Column::from(Series::from_any_values_and_dtype(name.into(), &values, &of, true).unwrap())
    };
    let at = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
    let columns = vec![
        column("account", DataType::String, &|_, one| text(one.account)),
        column("person", DataType::String, &|at, _| text(&format!("in/person-{at}"))),
        column("kind", DataType::String, &|_, one| {
            text(if one.inmail { "inmail" } else { "connection" })
        }),
        column("state", DataType::String, &|_, one| text(one.state)),
        column("known_by", DataType::String, &|_, one| {
            text(if one.listed { "listed" } else { "matched" })
        }),
        column("sent_at", at, &|_, one| or_null(one.sent_at().map(instant))),
        column("age_days", DataType::Int64, &|_, one| or_null(one.age_days.map(AnyValue::Int64))),
        column("has_note", DataType::Boolean, &|_, one| {
            or_null(one.has_note.map(AnyValue::Boolean))
        }),
        column("connected_on", DataType::Date, &|_, one| or_null(ended(one, "accepted"))),
        column("days_to_accept", DataType::Int64, &|_, one| {
            or_null(one.took_days.filter(|_| one.is("accepted")).map(AnyValue::Int64))
        }),
        column("withdrawn_on", DataType::Date, &|_, one| or_null(ended(one, "withdrawn"))),
    ];
    DataFrame::new(invitations.len(), columns).unwrap()
}
