//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::columns::Columns;
use super::cut_off;
use super::known_accounts::{known_accounts, spelled};
use crate::account::among;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::invitations::{AGE_SPAN, Invitations, Last, ListTaken, Reach, name_key, strangers};
use crate::query::Query;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataFrame, DataType, SortMultipleOptions, UniqueKeepStrategy, col, lit};
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
        for (account, withdrawn) in by_account(sheet)? {
            alone.entry(account).or_insert_with(Vec::new).push(withdrawn);
        }
    }
    let connections = by_account(&connections(invitations)?)?;
    let accounts: BTreeSet<String> = rows.keys().chain(alone.keys()).cloned().collect();
    let known = known_accounts(ledger, &accounts, None)?;
    let mut findings = strangers(&accounts, &invitations.owners, &known);
    let (accounts, further) = with_connected(accounts, &connections, &known)?;
    findings.extend(further);
    let total = rows.values().map(DataFrame::height).sum();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let mut records = Records::<Imported>::default();
        let mut done = 0;
        for written in &accounts {
            let account = spelled(ledger, written)?;
            let known = Standings::read(ledger, Some(&account))?;
            let account_rows = rows.get(written);
            let of_account = OfAccount {
                rows: account_rows,
                alone: alone.get(written).map(Vec::as_slice).unwrap_or_default(),
                connections: connections.get(written),
                list: invitations.lists_taken.get(written).copied(),
            };
            let (compared, taken_on) = of_account.compared(&account, &known, as_of, latest)?;
            let owner = invitations.owners.get(written).map(String::as_str);
            records.events.extend(as_a_whole(&account, &compared, taken_on, owner));
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
            done += account_rows.map_or(0, DataFrame::height);
            progress(done, total);
        }
        Ok(records)
    })?;
    let missed = imported.accounts.iter().map(|one| (one.account.as_str(), one.missed));
    findings.extend(cut_off::findings(missed, &events));
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

/// The accounts with those that the ledger has and of which the data have nothing but connections;
/// what there is to say of the others. Fails where there are only others.
fn with_connected(
    mut accounts: BTreeSet<String>,
    connections: &BTreeMap<String, DataFrame>,
    known: &BTreeMap<String, Option<String>>,
) -> Result<(BTreeSet<String>, Vec<Finding>), Error> {
    let is_known = |name: &&String| among(name, known.keys().map(String::as_str)).is_some();
    let further = connections.keys().filter(|name| !accounts.contains(*name));
    let (of_ledger, others): (Vec<&String>, Vec<&String>) = further.partition(is_known);
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let has = if names.is_empty() { "none at all".into() } else { names.join(", ") };
    let lack = "it has connections and no invitation, and the ledger has no such account";
    let help = format!("name the account as the ledger does: --account NAME=PATH; it has {has}");
    if let (true, true, Some(other)) = (accounts.is_empty(), of_ledger.is_empty(), others.first()) {
        let message = format!("{other}: {lack}, so that nobody's acceptance can be told");
        return Err(Error::Usage { message, help: Some(help) });
    }
    let finding = |other: &String| {
        let finding = Finding::new("connections-alone", Level::Warn, lack);
        finding.of_account(other).help(help.clone())
    };
    let findings = others.into_iter().map(finding).collect();
    accounts.extend(of_ledger.into_iter().cloned());
    Ok((accounts, findings))
}

/// The rows of each account, in their order.
fn by_account(rows: &DataFrame) -> Result<BTreeMap<String, DataFrame>, Error> {
    if rows.height() == 0 {
        return Ok(BTreeMap::new());
    }
    let parts = rows.partition_by_stable(["account"], true)?;
    let named = parts.into_iter().map(|rows| {
        let account = rows.column("account")?.str()?.get(0).unwrap_or_default().to_owned();
        Ok((account, rows))
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
        let columns = |rows: &DataFrame| Columns::read(rows, as_of);
        let seen = self.rows.map(columns).transpose()?;
        let alone = self.alone.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
        let connections = self.connections.map(columns).transpose()?;
        let last = match &seen {
            Some(columns) => columns.last(),
            None => alone.iter().chain(&connections).filter_map(Columns::last).reduce(Last::max),
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

/// The event about the account itself; none where nothing changed.
fn as_a_whole(
    account: &str,
    compared: &Compared,
    taken_on: NaiveDate,
    owner: Option<&str>,
) -> Option<NewEvent> {
    if compared.events.is_empty() {
        return None;
    }
    let mut event = NewEvent::new(account, "", Action::Imported);
    event.day = Some(taken_on);
    event.details.insert(detail::TAKEN_ON.into(), taken_on.to_string().into());
    if let Some(owner) = owner {
        event.details.insert(detail::OWNER.into(), owner.into());
    }
    for (change, count) in &compared.counts {
        let count = i64::try_from(*count).unwrap_or(i64::MAX);
        event.details.insert(change.name().into(), count.into());
    }
    Some(event)
}
