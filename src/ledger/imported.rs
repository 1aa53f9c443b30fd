//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::remembered::spelled;
use crate::error::Error;
use crate::invitations::{Invitations, name_key};
use crate::query::Query;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    ChunkFullNull, DataFrame, DataType, Int32Chunked, SortMultipleOptions, StringChunked,
    UniqueKeepStrategy, col, lit,
};
use rescind_ledger::{
    Action, Change, Compared, Ledger, NewEvent, Occasion, Records, Seen, Standings, Taken, compare,
    detail,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Every account of the data, by name.
    pub accounts: Vec<ImportedAccount>,
    /// How many events were recorded.
    pub events: usize,
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
}

/// The columns of which a comparison is made.
const COLUMNS: [&str; 13] = [
    "account",
    "person",
    "state",
    "known_by",
    "kind",
    "sent_at",
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
/// A query that Polars cannot run, a database that fails.
pub fn imported(
    ledger: &mut Ledger,
    occasion: &Occasion,
    invitations: &Invitations,
    as_of: DateTime<Utc>,
    progress: &dyn Fn(usize, usize),
) -> Result<Imported, Error> {
    let rows = by_account(&rows(invitations)?)?;
    let mut alone = BTreeMap::new();
    for sheet in &invitations.withdrawn_alone {
        for (account, own) in by_account(sheet)? {
            alone.entry(account).or_insert_with(Vec::new).push(own);
        }
    }
    let accounts: BTreeSet<&String> = rows.keys().chain(alone.keys()).collect();
    let total = rows.values().map(DataFrame::height).sum();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let mut records = Records::<Imported>::default();
        let mut done = 0;
        for written in accounts {
            let account = spelled(ledger, written)?;
            let known = Standings::read(ledger, Some(&account))?;
            let alone = alone.get(written).map(Vec::as_slice).unwrap_or_default();
            let own = rows.get(written);
            let (compared, taken_on) = compared(&account, own, alone, &known, as_of)?;
            records.events.extend(as_a_whole(&account, &compared, taken_on));
            records.events.extend(compared.events);
            records.outcome.accounts.push(ImportedAccount {
                account,
                taken_on,
                counts: compared.counts,
                left_as_is: compared.left_as_is,
                undecided: compared.undecided,
            });
            done += own.map_or(0, DataFrame::height);
            progress(done, total);
        }
        Ok(records)
    })?;
    Ok(Imported { events: events.len(), ..imported })
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

/// What is new in an account's rows, and in those of sheets about people whom it has not invited;
/// with the day until which they reach.
fn compared(
    account: &str,
    rows: Option<&DataFrame>,
    alone: &[DataFrame],
    known: &Standings,
    as_of: DateTime<Utc>,
) -> Result<(Compared, NaiveDate), Error> {
    let seen = rows.map(Columns::of).transpose()?;
    let alone = alone.iter().map(Columns::of).collect::<Result<Vec<_>, _>>()?;
    let ways = seen.iter().flat_map(|own| own.known_by.iter().flatten());
    let has_list = ways.into_iter().any(|way| way == "listed");
    // Nothing in the data says when they were taken but the last that happened in them.
    let today = as_of.date_naive();
    let last = match &seen {
        Some(own) => own.last_day(),
        None => alone.iter().filter_map(Columns::last_day).max(),
    };
    let last = last.map(|day| day.min(today));
    let taken_on = if has_list { today } else { last.unwrap_or(today) };
    let invited = seen.as_ref().map(Columns::people).unwrap_or_default();
    let is_past = |seen: &Seen| seen.withdrawn_on.is_some_and(|on| on <= today);
    let withdrawn: Vec<Seen> = alone.iter().flat_map(Columns::people).filter(is_past).collect();
    let taken = Taken { account, taken_on, has_list };
    Ok((compare(known, taken, &invited, &withdrawn, &name_key), taken_on))
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
    connected_on: Int32Chunked,
    withdrawn_on: Int32Chunked,
}

impl Columns {
    fn of(rows: &DataFrame) -> Result<Self, Error> {
        let height = rows.height();
        let text = |name: &str| match rows.column(name) {
            Ok(column) => column.str().cloned(),
            Err(_) => Ok(StringChunked::full_null(name.into(), height)),
        };
        let day = |name: &str| match rows.column(name) {
            Ok(column) => column.cast(&DataType::Int32).and_then(|own| own.i32().cloned()),
            Err(_) => Ok(Int32Chunked::full_null(name.into(), height)),
        };
        Ok(Self {
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
        })
    }

    fn height(&self) -> usize {
        self.person.len()
    }

    /// The last day on which anything happened.
    fn last_day(&self) -> Option<NaiveDate> {
        let days = [&self.sent_on, &self.connected_on, &self.withdrawn_on];
        let last = days.into_iter().flat_map(|days| days.iter().flatten()).max();
        last.and_then(NaiveDate::from_epoch_days)
    }

    fn people(&self) -> Vec<Seen<'_>> {
        (0..self.height()).map(|row| self.seen(row)).collect()
    }

    fn seen(&self, row: usize) -> Seen<'_> {
        let date = |days: &Int32Chunked| days.get(row).and_then(NaiveDate::from_epoch_days);
        Seen {
            person: self.person.get(row).unwrap_or_default(),
            state: self.state.get(row).unwrap_or_default(),
            known_by: self.known_by.get(row).unwrap_or_default(),
            is_inmail: self.kind.get(row) == Some(detail::INMAIL),
            sent_on: date(&self.sent_on),
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
