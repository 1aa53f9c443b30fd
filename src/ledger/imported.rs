//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::cut_off;
use super::remembered::spelled;
use crate::error::Error;
use crate::finding::Finding;
use crate::import::dates::age;
use crate::invitations::{AGE_SPAN, Invitations, Last, ListTaken, Reach, name_key};
use crate::query::Query;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use polars::prelude::{
    ChunkFullNull, DataFrame, DataType, Int32Chunked, Int64Chunked, SortMultipleOptions,
    StringChunked, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::{
    Action, Change, Compared, Ledger, Missed, NewEvent, Occasion, Records, Seen, Shown, Standings,
    Taken, compare, detail,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Every account of the data, by name.
    pub accounts: Vec<ImportedAccount>,
    /// How many events were recorded.
    pub events: usize,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
}

/// What an import changed for an account.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedAccount {
    /// The account.
    pub account: String,
    /// The day until which its data reach.
    pub taken_on: NaiveDate,
    /// How many people changed, and how.
    pub counts: BTreeMap<Change, usize>,
    /// How many people were left as newer data had shown them.
    pub left_as_is: usize,
    /// How many may or may not be on a list, for others have their name.
    pub undecided: usize,
    /// How many are known by a name alone that several in the data have.
    pub apart: usize,
    /// How many withdrawn people a list has whose age leaves open if they were invited again.
    pub open: usize,
    /// Who was pending and is not on the list.
    pub missed: Missed,
}

/// The columns of which a comparison is made.
const COLUMNS: [&str; 15] = [
    "account",
    "person",
    "state",
    "known_by",
    "kind",
    "sent_at",
    "age_days",
    AGE_SPAN,
    "connected_on",
    "withdrawn_on",
    "name",
    "profile_url",
    "company",
    "note",
    "follow_up",
];

/// Whether a row is of an invitation to connect.
const CONNECTS: &str = "connects";

/// Records what these invitations show; they must not have been told what the ledger remembers.
/// `progress` is told how many people of how many were compared.
///
/// # Errors
/// An `as_of` that lies ahead of the occasion, a query that Polars cannot run, a database that
/// fails.
pub fn imported(
    ledger: &mut Ledger,
    occasion: &Occasion,
    invitations: &Invitations,
    as_of: DateTime<Utc>,
    progress: &dyn Fn(usize, usize),
) -> Result<Imported, Error> {
    let latest = latest(occasion, as_of)?;
    let rows = by_account(&rows(invitations)?)?;
    let mut alone = BTreeMap::new();
    for sheet in &invitations.withdrawn_alone {
        for (account, own) in by_account(sheet)? {
            alone.entry(account).or_insert_with(Vec::new).push(own);
        }
    }
    let connections = by_account(&connections(invitations)?)?;
    let accounts: BTreeSet<&String> = rows.keys().chain(alone.keys()).collect();
    let total = rows.values().map(DataFrame::height).sum();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let mut records = Records::<Imported>::default();
        let mut done = 0;
        for written in accounts {
            let account = spelled(ledger, written)?;
            let known = Standings::read(ledger, Some(&account))?;
            let own = rows.get(written);
            let of_account = OfAccount {
                rows: own,
                alone: alone.get(written).map(Vec::as_slice).unwrap_or_default(),
                connections: connections.get(written),
                list: invitations.lists_taken.get(written).copied(),
            };
            let (compared, taken_on) = of_account.compared(&account, &known, as_of, latest)?;
            records.events.extend(as_a_whole(&account, &compared, taken_on));
            records.events.extend(compared.events);
            records.outcome.accounts.push(ImportedAccount {
                account,
                taken_on,
                counts: compared.counts,
                left_as_is: compared.left_as_is,
                undecided: compared.undecided,
                apart: compared.apart,
                open: compared.open,
                missed: compared.missed,
            });
            done += own.map_or(0, DataFrame::height);
            progress(done, total);
        }
        Ok(records)
    })?;
    let missed = imported.accounts.iter().map(|one| (one.account.as_str(), one.missed));
    let findings = cut_off::findings(missed, &events);
    Ok(Imported { events: events.len(), findings, ..imported })
}

/// The last day on which data can have been taken; fails where they are to be as of a later one,
/// since all that is imported in the meantime would be older. East of Greenwich it may be tomorrow.
fn latest(occasion: &Occasion, as_of: DateTime<Utc>) -> Result<NaiveDate, Error> {
    let today = occasion.at.date_naive();
    let latest = today.succ_opt().unwrap_or(today);
    let as_of = as_of.date_naive();
    if as_of <= latest {
        return Ok(latest);
    }
    Err(Error::Usage {
        message: format!("data as of {as_of} lie ahead: today is {today}"),
        help: Some("`--as-of` is the day on which the data were taken".into()),
    })
}

/// The rows of each account, in their order.
fn by_account(rows: &DataFrame) -> Result<BTreeMap<String, DataFrame>, Error> {
    let parts = rows.partition_by_stable(["account"], true)?;
    let named = parts.into_iter().map(|own| {
        let account = own.column("account")?.str()?.get(0).unwrap_or_default().to_owned();
        Ok((account, own))
    });
    named.collect()
}

/// One row a person, the last invitation to them, in order of account and person. InMail speaks
/// only where there is no invitation to connect.
fn rows(invitations: &Invitations) -> Result<DataFrame, Error> {
    let order = ["account", "person", CONNECTS, "sent_at", "id"];
    let connects = col("kind").neq_missing(lit(detail::INMAIL)).alias(CONNECTS);
    let rows = invitations
        .uncounted
        .clone()
        .select([COLUMNS.map(col).to_vec(), vec![col("id"), connects]].concat())
        .sort(order, SortMultipleOptions::default())
        .unique_stable_generic(Some(vec![col("account"), col("person")]), UniqueKeepStrategy::Last)
        .with_column(col("sent_at").cast(DataType::Date).alias("sent_on"))
        .filter(col("person").neq(lit("")))
        .rows()?;
    Ok(rows)
}

/// Whom the accounts are connected to, as invitations that were accepted.
fn connections(invitations: &Invitations) -> Result<DataFrame, Error> {
    let shown = ["account", "person", "name", "profile_url", "company", "connected_on"].map(col);
    let accepted = [lit("accepted").alias("state"), lit("matched").alias("known_by")];
    let rows = invitations.connections.clone();
    let rows = rows.select([shown.to_vec(), accepted.to_vec()].concat());
    Ok(rows.filter(col("person").neq(lit(""))).rows()?)
}

/// What data have of an account.
struct OfAccount<'a> {
    rows: Option<&'a DataFrame>,
    /// Rows of sheets about people whom it has not invited.
    alone: &'a [DataFrame],
    connections: Option<&'a DataFrame>,
    /// Its list of the Sent page.
    list: Option<ListTaken>,
}

impl OfAccount<'_> {
    /// What is new in them, with the day until which they reach.
    fn compared(
        &self,
        account: &str,
        known: &Standings,
        as_of: DateTime<Utc>,
        latest: NaiveDate,
    ) -> Result<(Compared, NaiveDate), Error> {
        let columns = |rows: &DataFrame| Columns::of(rows, as_of);
        let seen = self.rows.map(columns).transpose()?;
        let alone = self.alone.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
        let connections = self.connections.map(columns).transpose()?;
        let last = match &seen {
            Some(own) => own.last(),
            None => alone.iter().filter_map(Columns::last).reduce(Last::max),
        };
        let reach = Reach::of(self.list, last, as_of);
        let invited = seen.as_ref().map(Columns::people).unwrap_or_default();
        let connected = connections.as_ref().map(Columns::people).unwrap_or_default();
        let is_past = |seen: &Seen| seen.withdrawn_on.is_some_and(|on| on <= as_of.date_naive());
        let withdrawn: Vec<Seen> = alone.iter().flat_map(Columns::people).filter(is_past).collect();
        let taken = Taken {
            account,
            taken_on: reach.until,
            latest,
            taken_at: reach.at,
            // Nobody is gone for being in a row that could not be read.
            listed_on: self.list.filter(|list| !list.has_unread).map(|list| list.at.date_naive()),
            list_is_dated: !reach.is_of_undated_list,
        };
        let shown = Shown { invited: &invited, withdrawn: &withdrawn, connected: &connected };
        Ok((compare(known, taken, &shown, &name_key), reach.until))
    }
}

/// The columns of rows that are compared; those that are not there are empty.
struct Columns {
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
    last_sent_at: Option<DateTime<Utc>>,
    as_of: DateTime<Utc>,
}

impl Columns {
    fn of(rows: &DataFrame, as_of: DateTime<Utc>) -> Result<Self, Error> {
        let height = rows.height();
        let text = |name: &str| match rows.column(name) {
            Ok(column) => column.str().cloned(),
            Err(_) => Ok(StringChunked::full_null(name.into(), height)),
        };
        let day = |name: &str| match rows.column(name) {
            Ok(column) => column.cast(&DataType::Int32).and_then(|own| own.i32().cloned()),
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
        Ok(Self {
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
        })
    }

    fn height(&self) -> usize {
        self.person.len()
    }

    /// The last that happened.
    fn last(&self) -> Option<Last> {
        let days = [&self.sent_on, &self.connected_on, &self.withdrawn_on];
        let last = |days: &Int32Chunked| days.iter().flatten().max();
        let [sent_on, others @ ..] =
            days.map(|days| last(days).and_then(NaiveDate::from_epoch_days));
        // Whatever has only days has no instant.
        let sent_at = self.last_sent_at.filter(|at| Some(at.date_naive()) == sent_on);
        let day = if sent_at.is_some() { None } else { sent_on };
        Last::of(sent_at, others.into_iter().flatten().chain(day).max())
    }

    fn people(&self) -> Vec<Seen<'_>> {
        (0..self.height()).map(|row| self.seen(row)).collect()
    }

    fn seen(&self, row: usize) -> Seen<'_> {
        let date = |days: &Int32Chunked| days.get(row).and_then(NaiveDate::from_epoch_days);
        let ago = |days: i64| {
            self.as_of.checked_sub_signed(TimeDelta::try_days(days)?).map(|at| at.date_naive())
        };
        let age_days = self.age_days.get(row).filter(|_| self.sent_on.get(row).is_none());
        let span = |age| self.age_span_days.get(row).unwrap_or_else(|| age::span_days(age));
        // Ages are rounded down, and a day's difference is of zones.
        let greatest = age_days.and_then(|age| age.checked_add(span(age))?.checked_add(1));
        Seen {
            person: self.person.get(row).unwrap_or_default(),
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
        }
    }
}

/// The event about the account itself; none where nothing changed.
fn as_a_whole(account: &str, compared: &Compared, taken_on: NaiveDate) -> Option<NewEvent> {
    if compared.events.is_empty() {
        return None;
    }
    let mut event = NewEvent::new(account, "", Action::Imported);
    event.day = Some(taken_on);
    event.details.insert(detail::TAKEN_ON.into(), taken_on.to_string().into());
    for (change, count) in &compared.counts {
        let count = i64::try_from(*count).unwrap_or(i64::MAX);
        event.details.insert(change.name().into(), count.into());
    }
    Some(event)
}
