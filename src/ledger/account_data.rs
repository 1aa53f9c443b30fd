//! What data have of each account, as it is compared with a ledger.

use super::compared_columns::ComparedColumns;
use super::known_accounts::imports_of;
use crate::digest::to_hexadecimal;
use crate::error::Error;
use crate::invitations::{DataReach, LatestActivity, MemberIds, SentListInfo, name_key};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use polars::prelude::DataFrame;
use rescind_ledger::{
    AccountRows, ComparisonOutcome, ImportContext, ImportedRow, KeyChange, KeyChanges, Ledger,
    NewEvent, Standings, compare, detail,
};
use std::collections::BTreeMap;

pub(super) struct AccountData<'a> {
    pub(super) rows: Option<&'a DataFrame>,
    /// Rows of sheets about people whom it has not invited.
    pub(super) alone: &'a [DataFrame],
    pub(super) connections: Option<&'a DataFrame>,
    /// The member ids that data have beside people's addresses.
    pub(super) member_ids: &'a MemberIds,
    /// Its list of the Sent page.
    pub(super) list: Option<SentListInfo>,
    /// The lists that were imported before.
    pub(super) lists: ImportedLists,
}

impl AccountData<'_> {
    /// When its list was taken at the latest, where that does not say so and the same one was
    /// imported on a day before `as_of`.
    fn taken_before(&self, as_of: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.list.and_then(|list| self.lists.taken_before(&list, as_of))
    }

    /// Its list, taken when it was imported first.
    pub(super) fn list_as_imported(&self, as_of: DateTime<Utc>) -> Option<SentListInfo> {
        let before = self.taken_before(as_of);
        self.list.map(|list| SentListInfo { at: before.unwrap_or(list.at), ..list })
    }

    /// What its list has, where that does not say when it was taken, and is imported for the first
    /// time.
    pub(super) fn new_list(&self, as_of: DateTime<Utc>) -> Option<String> {
        let content = content_of_undated(&self.list?, as_of)?;
        (!self.lists.undated.contains_key(&content)).then_some(content)
    }

    /// What is new in them, with the day until which they reach.
    fn compare_with_ledger(
        &self,
        account: &str,
        known: &Standings,
        addresses: &KeyChanges,
        as_of: DateTime<Utc>,
        latest: NaiveDate,
    ) -> Result<(ComparisonOutcome, NaiveDate), Error> {
        let before = self.taken_before(as_of);
        let sent_list = self.list_as_imported(as_of);
        // Ages on a list count from when it was taken.
        let columns = |rows: &DataFrame| {
            ComparedColumns::read(rows, before.unwrap_or(as_of), self.member_ids)
        };
        let seen = self.rows.map(columns).transpose()?;
        let alone = self.alone.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
        let connections = self.connections.map(columns).transpose()?;
        let last = match &seen {
            Some(columns) => columns.last(),
            None => alone
                .iter()
                .chain(&connections)
                .filter_map(ComparedColumns::last)
                .reduce(LatestActivity::max),
        };
        let reach = DataReach::of_data(sent_list, last, as_of);
        let invited = seen.as_ref().map(ComparedColumns::people).unwrap_or_default();
        let connected = connections.as_ref().map(ComparedColumns::people).unwrap_or_default();
        let is_past =
            |seen: &ImportedRow| seen.withdrawn_on.is_some_and(|on| on <= as_of.date_naive());
        let withdrawn: Vec<ImportedRow> =
            alone.iter().flat_map(ComparedColumns::people).filter(is_past).collect();
        let taken = ImportContext {
            account,
            taken_on: reach.until,
            latest,
            taken_at: reach.at,
            listed_on: sent_list.as_ref().and_then(listed_on),
            list_taken_on: sent_list.map(|list| list.at.date_naive()),
            last_listed_on: self.lists.last_on,
            list_is_dated: !reach.is_of_undated_list,
        };
        let shown = AccountRows { invited: &invited, withdrawn: &withdrawn, connected: &connected };
        Ok((compare(known, addresses, taken, &shown, &name_key), reach.until))
    }
}

/// The day of a list; nobody is gone for being in a row that could not be read.
pub(super) fn listed_on(list: &SentListInfo) -> Option<NaiveDate> {
    (!list.has_unread).then(|| list.at.date_naive())
}

/// The lists of an account that were imported.
#[derive(Default)]
pub(super) struct ImportedLists {
    /// The day of the last one, as far as it told any news.
    last_on: Option<NaiveDate>,
    /// Of those that do not say when they were taken, the day on which each was first imported, by
    /// the digits of its content.
    undated: BTreeMap<String, NaiveDate>,
}

impl ImportedLists {
    /// Those of an account.
    pub(super) fn read(ledger: &mut Ledger, account: &str) -> Result<Self, Error> {
        let mut lists = Self::default();
        ledger.read(&imports_of(account, None), |event| {
            let listed_on = event.detail(detail::LISTED_ON).and_then(|day| day.parse().ok());
            lists.last_on = lists.last_on.max(listed_on);
            let taken_on = event.detail(detail::TAKEN_ON).and_then(|day| day.parse().ok());
            if let (Some(content), Some(taken_on)) = (event.detail(detail::LIST), taken_on) {
                let first = lists.undated.entry(content.to_owned()).or_insert(taken_on);
                *first = taken_on.min(*first);
            }
            Ok(())
        })?;
        Ok(lists)
    }

    /// When a list that does not say it was taken at the latest, as the same one was imported on a
    /// day before `as_of`.
    fn taken_before(&self, list: &SentListInfo, as_of: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = self.undated.get(&content_of_undated(list, as_of)?)?;
        let end = day.succ_opt()?.and_time(NaiveTime::MIN).and_utc() - TimeDelta::seconds(1);
        (end < as_of).then_some(end)
    }
}

/// What a list has that does not say when it was taken.
fn content_of_undated(list: &SentListInfo, as_of: DateTime<Utc>) -> Option<String> {
    list.content.filter(|_| list.is_undated(as_of)).map(|content| to_hexadecimal(&content))
}

/// How many rows the first accounts have.
pub(super) fn count_rows_through(of_data: &[(String, AccountData)], at: usize) -> usize {
    let account_data =
        of_data.iter().take(at + 1).filter_map(|(_, account_data)| account_data.rows);
    account_data.map(DataFrame::height).sum()
}

/// What is new in the data of each account, with the day until which they reach. Whose address one
/// account's data show to be another than before moved for all of them.
pub(super) fn compare_accounts(
    ledger: &mut Ledger,
    of_data: &[(String, AccountData)],
    as_of: DateTime<Utc>,
    latest: NaiveDate,
    told: &dyn Fn(usize),
) -> Result<Vec<(ComparisonOutcome, NaiveDate)>, Error> {
    let addresses = KeyChanges::read(ledger)?;
    let mut comparisons = vec![];
    for (at, (account, account_data)) in of_data.iter().enumerate() {
        let known = Standings::read(ledger, Some(account))?;
        comparisons
            .push(account_data.compare_with_ledger(account, &known, &addresses, as_of, latest)?);
        told(at);
    }
    let events = comparisons.iter().flat_map(|(compared, _)| &compared.events);
    let moved: Vec<KeyChange> = events.flat_map(NewEvent::moved).collect();
    for ((account, account_data), comparison) in of_data.iter().zip(&mut comparisons) {
        let elsewhere = || moved.iter().filter(|moved| moved.account != *account);
        if elsewhere().next().is_none() {
            continue;
        }
        let mut known = Standings::read(ledger, Some(account))?;
        let further: Vec<_> =
            elsewhere().filter(|moved| known.is_current(account, &moved.former)).collect();
        if further.is_empty() {
            continue;
        }
        for KeyChange { former, now, .. } in further {
            known.know_as(account, former, now);
        }
        *comparison =
            account_data.compare_with_ledger(account, &known, &addresses, as_of, latest)?;
    }
    Ok(comparisons)
}
