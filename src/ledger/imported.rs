//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::account_as_whole::AccountAsWhole;
use super::columns::IS_SEVERAL;
use super::cut_off;
use super::known_accounts::{known_accounts, spelled};
use super::of_account::{ImportedLists, OfAccount, compared_all, rows_until};
use crate::account::among;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::{AGE_SPAN, Invitations, few, strangers};
use crate::query::Query;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    DataFrame, DataType, LazyFrame, SortMultipleOptions, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::{Change, Ledger, Missed, Occasion, Records, detail};
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

/// Records what these invitations show; they must have been told nothing of what the ledger
/// remembers but addresses that became others.
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
    let rows = by_account(&rows(&invitations.uncounted)?)?;
    let alone = withdrawn_alone(invitations)?;
    let connections = by_account(&connections(invitations)?)?;
    let accounts: BTreeSet<String> = rows.keys().chain(alone.keys()).cloned().collect();
    let known = known_accounts(ledger, &accounts, None)?;
    let (whose, taken) = of_only_account(invitations, &rows, &known)?;
    let named = accounts.iter().filter(|name| !whose.contains_key(*name));
    let mut findings = strangers(named, &invitations.owners, &known);
    findings.extend(taken);
    let (accounts, further) = with_connected(accounts, &connections, &known)?;
    findings.extend(further);
    let member_ids = invitations.member_ids();
    let total = rows.values().map(DataFrame::height).sum();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let of_data = accounts.iter().map(|written| {
            let account = spelled(ledger, whose.get(written).unwrap_or(written))?;
            let of_account = OfAccount {
                rows: rows.get(written),
                alone: alone.get(written).map(Vec::as_slice).unwrap_or_default(),
                connections: connections.get(written),
                member_ids: &member_ids,
                list: invitations.lists_taken.get(written).copied(),
                lists: ImportedLists::read(ledger, &account)?,
            };
            Ok((account, of_account))
        });
        let of_data: Vec<(String, OfAccount)> = of_data.collect::<Result<_, Error>>()?;
        let told = |at: usize| {
            let rows_done = rows_until(&of_data, at);
            progress(rows_done, total);
        };
        let comparisons = compared_all(ledger, &of_data, as_of, latest, &told)?;
        let mut records = Records::<Imported>::default();
        for (written, ((account, account_data), (compared, taken_on))) in
            accounts.iter().zip(of_data.iter().zip(comparisons))
        {
            let as_whole = AccountAsWhole {
                account,
                taken_on,
                owner: invitations.owners.get(written).map(String::as_str),
                list: account_data.list_as_imported(as_of),
                new_list: account_data.new_list(as_of),
            };
            let about = as_whole.event(&compared);
            records.events.extend(about);
            let elsewhere = ledger.told_to_others(&compared.events)?;
            records.events.extend(compared.events);
            records.events.extend(elsewhere);
            let account = account.clone();
            records.outcome.findings.extend(NAMESAKES.finding(&account, compared.ambiguous));
            records.outcome.findings.extend(DISPUTED_IDS.finding(&account, compared.disputed));
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
        }
        Ok(records)
    })?;
    findings.extend(imported.findings.iter().cloned());
    let missed = imported.accounts.iter().map(|one| (one.account.as_str(), one.missed));
    findings.extend(cut_off::findings(missed, &events));
    Ok(Imported { events: events.len(), findings, ..imported })
}

/// By the name of a file, the account whose it is: a sheet of withdrawals alone of which nothing
/// says whose it is, where the ledger has one account; that is said.
fn of_only_account(
    invitations: &Invitations,
    rows: &BTreeMap<String, DataFrame>,
    known: &BTreeMap<String, Option<String>>,
) -> Result<(BTreeMap<String, String>, Option<Finding>), Error> {
    let mut names = known.keys();
    let (Some(only), None) = (names.next(), names.next()) else { return Ok(Default::default()) };
    let unnamed =
        invitations.findings.iter().filter(|finding| finding.code == FindingCode::AccountUnnamed);
    let mut unnamed = unnamed.filter_map(|finding| finding.account.as_ref());
    let Some((written, account_rows)) = unnamed.find_map(|written| rows.get_key_value(written))
    else {
        return Ok(Default::default());
    };
    let is_of_withdrawals = account_rows.column("withdrawn_on")?.null_count() == 0;
    if rows.len() > 1 || !is_of_withdrawals || among(written, [only.as_str()]).is_some() {
        return Ok(Default::default());
    }
    let message = format!(
        "nothing but withdrawals, and nothing says whose: they are taken for {only}'s, who is the \
         ledger's only account"
    );
    let finding =
        Finding::new(FindingCode::AccountUnnamed, Level::Note, message).of_account(written);
    let finding = finding.help("if they are another's, name it: --account NAME=PATH");
    Ok(([(written.clone(), only.clone())].into(), Some(finding)))
}

/// Why people of data are matched with nobody of the ledger.
struct Unmatched {
    why: &'static str,
    help: &'static str,
}

const NAMESAKES: Unmatched = Unmatched {
    why: "name(s) that several people bear were not matched with people of the ledger",
    help: "profile URLs tell them apart: data that have them",
};

const DISPUTED_IDS: Unmatched = Unmatched {
    why: "member id(s) that the ledger knows to be another's do not tell who somebody is",
    help: "the rows are matched by their addresses; see which of the ids is wrong",
};

impl Unmatched {
    /// Names those who are such, if anybody is.
    fn finding(&self, account: &str, names: BTreeSet<String>) -> Option<Finding> {
        if names.is_empty() {
            return None;
        }
        let message = format!("{} {}: {}", names.len(), self.why, few(names.into_iter().collect()));
        let finding = Finding::new(FindingCode::AmbiguousName, Level::Warn, message);
        Some(finding.of_account(account).help(self.help))
    }
}

/// Demands what an import into a new ledger demands, so that none is made in vain.
///
/// # Errors
/// An `as_of` that lies ahead of the occasion, connections without any invitation.
pub fn demand_importable(
    occasion: &Occasion,
    invitations: &Invitations,
    as_of: DateTime<Utc>,
) -> Result<(), Error> {
    latest(occasion, as_of)?;
    let rows = by_account(&rows(&invitations.uncounted)?)?;
    let accounts = rows.into_keys().chain(withdrawn_alone(invitations)?.into_keys()).collect();
    let connections = by_account(&connections(invitations)?)?;
    with_connected(accounts, &connections, &BTreeMap::new()).map(drop)
}

/// Rows of sheets about people whom nobody has invited, by account.
fn withdrawn_alone(invitations: &Invitations) -> Result<BTreeMap<String, Vec<DataFrame>>, Error> {
    let mut alone = BTreeMap::new();
    for sheet in &invitations.withdrawn_alone {
        for (account, withdrawn) in by_account(sheet)? {
            alone.entry(account).or_insert_with(Vec::new).push(withdrawn);
        }
    }
    Ok(alone)
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
        let finding = Finding::new(FindingCode::ConnectionsAlone, Level::Warn, lack);
        finding.of_account(other).help(help.clone())
    };
    let findings = others.into_iter().map(finding).collect();
    accounts.extend(of_ledger.into_iter().cloned());
    Ok((accounts, findings))
}

/// The rows of each account, in their order.
pub(super) fn by_account(rows: &DataFrame) -> Result<BTreeMap<String, DataFrame>, Error> {
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
/// only where there is no invitation to connect. Of several who are pending under one name nobody
/// knows who is who.
pub(super) fn rows(invitations: &LazyFrame) -> Result<DataFrame, Error> {
    let order = ["account", "person", CONNECTS, "sent_at", "id"];
    let connects = col("kind").neq_missing(lit(detail::INMAIL)).alias(CONNECTS);
    let is_named = col("person").str().starts_with(lit("name:"));
    let is_pending = col("state").eq(lit("pending")).and(col(CONNECTS)).and(is_named);
    let pending = is_pending.cast(DataType::UInt32).sum();
    let is_several = pending.over([col("account"), col("person")])?.gt(lit(1)).alias(IS_SEVERAL);
    let rows = invitations
        .clone()
        .select([COLUMNS.map(col).to_vec(), vec![col("id"), connects]].concat())
        .with_column(is_several)
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
