//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::remembered::spelled;
use crate::error::Error;
use crate::invitations::{Invitations, name_key};
use crate::query::Query;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    DataFrame, DataType, SortMultipleOptions, StringChunked, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::{
    Action, Change, Compared, Ledger, NewEvent, Occasion, Records, Seen, Standings, Taken, compare,
    detail,
};
use std::collections::BTreeMap;

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
const COLUMNS: [&str; 11] = [
    "account",
    "person",
    "state",
    "known_by",
    "sent_at",
    "connected_on",
    "withdrawn_on",
    "name",
    "profile_url",
    "company",
    "note",
];

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
    let rows = rows(invitations)?;
    let accounts = rows.column("account")?.str()?.clone();
    let total = rows.height();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let mut records = Records::<Imported>::default();
        let mut first = 0;
        while first < total {
            let account = accounts.get(first).unwrap_or_default().to_owned();
            let count =
                accounts.iter().skip(first).take_while(|own| *own == Some(&account)).count();
            let own = rows.slice(i64::try_from(first).unwrap_or(i64::MAX), count);
            let account = spelled(ledger, &account)?;
            let known = Standings::read(ledger, Some(&account))?;
            let (compared, taken_on) = compared(&account, &own, &known, as_of)?;
            records.events.extend(as_a_whole(&account, &compared, taken_on));
            records.events.extend(compared.events);
            records.outcome.accounts.push(ImportedAccount {
                account,
                taken_on,
                counts: compared.counts,
                left_as_is: compared.left_as_is,
                undecided: compared.undecided,
            });
            first += count;
            progress(first, total);
        }
        Ok(records)
    })?;
    Ok(Imported { events: events.len(), ..imported })
}

/// One row a person, the last invitation to them, in order of account and person.
fn rows(invitations: &Invitations) -> Result<DataFrame, Error> {
    let order = ["account", "person", "sent_at", "id"];
    let dates = ["connected_on", "withdrawn_on"].map(|name| col(name).cast(DataType::Int32));
    let rows = invitations
        .uncounted
        .clone()
        .select([COLUMNS.map(col).to_vec(), vec![col("id")]].concat())
        .sort(order, SortMultipleOptions::default())
        .unique_stable_generic(Some(vec![col("account"), col("person")]), UniqueKeepStrategy::Last)
        .with_column(col("sent_at").cast(DataType::Date).cast(DataType::Int32).alias("sent_on"))
        .with_columns(dates)
        .filter(col("person").neq(lit("")))
        .rows()?;
    Ok(rows)
}

fn compared(
    account: &str,
    rows: &DataFrame,
    known: &Standings,
    as_of: DateTime<Utc>,
) -> Result<(Compared, NaiveDate), Error> {
    let text =
        |name: &str| -> Result<StringChunked, Error> { Ok(rows.column(name)?.str()?.clone()) };
    let day = |name: &str| rows.column(name).and_then(|column| column.i32().cloned());
    let [people, states, ways] = [text("person")?, text("state")?, text("known_by")?];
    let [names, urls] = [text("name")?, text("profile_url")?];
    let [companies, notes] = [text("company")?, text("note")?];
    let [sent, connected] = [day("sent_on")?, day("connected_on")?];
    let withdrawn = day("withdrawn_on")?;
    let has_list = ways.iter().any(|way| way == Some("listed"));
    // Nothing in the data says when they were taken but the last that happened in them.
    let last = [&sent, &connected, &withdrawn].into_iter().flat_map(|days| days.iter().flatten());
    let today = as_of.date_naive();
    let last = last.max().and_then(NaiveDate::from_epoch_days).map(|day| day.min(today));
    let taken_on = if has_list { today } else { last.unwrap_or(today) };
    let date = |day: Option<i32>| day.and_then(NaiveDate::from_epoch_days);
    let seen: Vec<Seen> = (0..rows.height())
        .map(|row| Seen {
            person: people.get(row).unwrap_or_default(),
            state: states.get(row).unwrap_or_default(),
            known_by: ways.get(row).unwrap_or_default(),
            sent_on: date(sent.get(row)),
            connected_on: date(connected.get(row)),
            withdrawn_on: date(withdrawn.get(row)),
            name: names.get(row),
            profile_url: urls.get(row),
            company: companies.get(row),
            note: notes.get(row),
        })
        .collect();
    let taken = Taken { account, taken_on, has_list };
    Ok((compare(known, taken, &seen, &name_key), taken_on))
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
