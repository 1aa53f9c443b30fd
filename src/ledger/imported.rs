//! What data show that the ledger did not know.
//!
//! Invariant: an import looks at the accounts of its data alone.

use super::account_data::{AccountData, ImportedLists, compare_accounts, count_rows_through};
use super::cut_off_lists;
use super::import_header::ImportHeader;
use super::imported_rows::{
    connections, last_invitations, split_by_account, with_connected, withdrawn_alone,
};
use super::known_accounts::{known_accounts, ledger_spelling};
use crate::account::find_same;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::{Invitations, first_few, unknown_account_findings};
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::DataFrame;
use rescind_ledger::{ChangeKind, Ledger, MissingFromList, NewRecords, Occasion};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportSummary {
    /// Every account of the data, by name.
    pub accounts: Vec<ImportedAccount>,
    /// How many events were recorded.
    pub events: usize,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ImportedAccount {
    pub account: String,
    /// The day until which its data reach.
    pub taken_on: NaiveDate,
    /// How many people changed, and how.
    pub counts: BTreeMap<ChangeKind, usize>,
    /// How many people were left as newer data had shown them.
    pub left_as_is: usize,
    /// How many may or may not be on a list, for others have their name.
    pub undecided: usize,
    /// How many are known by a name alone that several in the data have.
    pub known_by_name: usize,
    /// How many withdrawn people a list has whose age leaves open if they were invited again.
    pub open: usize,
    /// Who was pending and is not on the list.
    pub missed: MissingFromList,
}

/// Records what these invitations show; they must have been told nothing of what the ledger
/// remembers but addresses that became others.
/// `progress` is told how many people of how many were compared.
///
/// # Errors
/// An `as_of` that lies ahead of the occasion, a query that Polars cannot run, a database that
/// fails.
pub fn record_import(
    ledger: &mut Ledger,
    occasion: &Occasion,
    invitations: &Invitations,
    as_of: DateTime<Utc>,
    progress: &dyn Fn(usize, usize),
) -> Result<ImportSummary, Error> {
    let latest = latest(occasion, as_of)?;
    let rows = split_by_account(&last_invitations(&invitations.uncounted)?)?;
    let alone = withdrawn_alone(invitations)?;
    let connections = split_by_account(&connections(invitations)?)?;
    let accounts: BTreeSet<String> = rows.keys().chain(alone.keys()).cloned().collect();
    let known = known_accounts(ledger, &accounts, None)?;
    let (whose, taken) = of_only_account(invitations, &rows, &known)?;
    let named = accounts.iter().filter(|name| !whose.contains_key(*name));
    let mut findings = unknown_account_findings(named, &invitations.owners, &known);
    findings.extend(taken);
    let (accounts, further) = with_connected(accounts, &connections, &known)?;
    findings.extend(further);
    let member_ids = invitations.member_ids();
    let total = rows.values().map(DataFrame::height).sum();
    let (events, imported) = ledger.record::<_, Error>(occasion, |ledger| {
        let of_data = accounts.iter().map(|written| {
            let account = ledger_spelling(ledger, whose.get(written).unwrap_or(written))?;
            let of_account = AccountData {
                rows: rows.get(written),
                alone: alone.get(written).map(Vec::as_slice).unwrap_or_default(),
                connections: connections.get(written),
                member_ids: &member_ids,
                list: invitations.lists_taken.get(written).copied(),
                lists: ImportedLists::read(ledger, &account)?,
            };
            Ok((account, of_account))
        });
        let of_data: Vec<(String, AccountData)> = of_data.collect::<Result<_, Error>>()?;
        let told = |at: usize| {
            let rows_done = count_rows_through(&of_data, at);
            progress(rows_done, total);
        };
        let comparisons = compare_accounts(ledger, &of_data, as_of, latest, &told)?;
        let mut records = NewRecords::<ImportSummary>::default();
        for (written, ((account, account_data), (compared, taken_on))) in
            accounts.iter().zip(of_data.iter().zip(comparisons))
        {
            let as_whole = ImportHeader {
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
                known_by_name: compared.apart,
                open: compared.maybe_reinvited,
                missed: compared.missed,
            });
        }
        Ok(records)
    })?;
    findings.extend(imported.findings.iter().cloned());
    let missed = imported.accounts.iter().map(|one| (one.account.as_str(), one.missed));
    findings.extend(cut_off_lists::findings(missed, &events));
    Ok(ImportSummary { events: events.len(), findings, ..imported })
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
    if rows.len() > 1 || !is_of_withdrawals || find_same(written, [only.as_str()]).is_some() {
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
struct UnmatchedReason {
    why: &'static str,
    help: &'static str,
}

const NAMESAKES: UnmatchedReason = UnmatchedReason {
    why: "name(s) that several people bear were not matched with people of the ledger",
    help: "profile URLs tell them apart: data that have them",
};

const DISPUTED_IDS: UnmatchedReason = UnmatchedReason {
    why: "member id(s) that the ledger knows to be another's do not tell who somebody is",
    help: "the rows are matched by their addresses; see which of the ids is wrong",
};

impl UnmatchedReason {
    /// Names those who are such, if anybody is.
    fn finding(&self, account: &str, names: BTreeSet<String>) -> Option<Finding> {
        if names.is_empty() {
            return None;
        }
        let message =
            format!("{} {}: {}", names.len(), self.why, first_few(names.into_iter().collect()));
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
    let rows = split_by_account(&last_invitations(&invitations.uncounted)?)?;
    let accounts = rows.into_keys().chain(withdrawn_alone(invitations)?.into_keys()).collect();
    let connections = split_by_account(&connections(invitations)?)?;
    with_connected(accounts, &connections, &BTreeMap::new()).map(drop)
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
    Err(Error::misused(
        format!("data as of {as_of} lie ahead: today is {today}"),
        "`--as-of` is the day on which the data were taken",
    ))
}
