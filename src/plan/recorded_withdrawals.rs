//! Withdrawals that the data and the ledger record already: they count against the limits of their
//! days.

use super::plan_input::AccountFilter;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::Invitations;
use crate::limits::{LimitCode, Limits};
use chrono::NaiveDate;
use polars::prelude::{
    DataFrame, DataType, LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many withdrawals are recorded, by account and day.
#[derive(Default)]
pub(super) struct RecordedWithdrawals(BTreeMap<String, BTreeMap<NaiveDate, usize>>);

/// The withdrawals that the data record for this day or a later one, whatever became of them:
/// `account`, `person` (str), `withdrawn_on` (date), `rows` (int).
pub(super) fn recorded_withdrawals_query(invitations: LazyFrame, from: NaiveDate) -> LazyFrame {
    let keys = ["account", "person", "withdrawn_on"];
    invitations
        .filter(col("withdrawn_on").gt_eq(lit(from).cast(DataType::Date)))
        .group_by(keys.map(col))
        .agg([len().cast(DataType::Int64).alias("rows")])
        .sort(keys, SortMultipleOptions::default())
}

/// A withdrawal that is known from elsewhere than the data's invitations.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct KnownWithdrawal<'a> {
    account: &'a str,
    person: &'a str,
    day: NaiveDate,
}

/// The withdrawals that a sheet alone tells of.
fn of_sheet(alone: &DataFrame) -> PolarsResult<Vec<KnownWithdrawal<'_>>> {
    let [accounts, people] = ["account", "person"].map(|name| alone.column(name));
    let days = alone.column("withdrawn_on")?.date()?.physical().iter();
    let people = accounts?.str()?.iter().zip(people?.str()?.iter());
    let rows = people.zip(days).filter_map(|((account, person), day)| {
        let day = NaiveDate::from_epoch_days(day?)?;
        Some(KnownWithdrawal { account: account?, person: person?, day })
    });
    Ok(rows.collect())
}

impl RecordedWithdrawals {
    /// Reads the result of [`recorded`], and what ledger and sheets know beside it of these
    /// accounts: whom the data do not have counts on that day all the same.
    pub(super) fn read(
        frame: &DataFrame,
        invitations: &Invitations,
        accounts: &AccountFilter,
        from: NaiveDate,
    ) -> PolarsResult<Self> {
        let [names, people] = ["account", "person"].map(|name| frame.column(name));
        let days = frame.column("withdrawn_on")?.date()?.physical().iter();
        let rows = frame.column("rows")?.i64()?.iter();
        let mut recorded = Self::default();
        let mut known = BTreeSet::new();
        // Whoever has had two addresses is one person, by whichever something was recorded.
        let addresses = &invitations.addresses;
        for (((account, person), day), rows) in
            names?.str()?.iter().zip(people?.str()?.iter()).zip(days).zip(rows)
        {
            let (Some(account), Some(day)) = (account, day.and_then(NaiveDate::from_epoch_days))
            else {
                continue;
            };
            let person = addresses.current(person.unwrap_or_default());
            known.insert(KnownWithdrawal { account, person, day });
            let count = rows.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(0);
            recorded.add(account, day, count);
        }
        let remembered = invitations.remembered.iter();
        let remembered = remembered.filter_map(|one| {
            Some(KnownWithdrawal {
                account: &one.account,
                person: &one.person,
                day: one.withdrawn_on?,
            })
        });
        let mut further: Vec<_> = remembered.collect();
        for alone in &invitations.withdrawn_alone {
            further.extend(of_sheet(alone)?);
        }
        for withdrawal in further {
            let KnownWithdrawal { account, day, .. } = withdrawal;
            let is_named = |names: &Vec<String>| names.iter().any(|name| name == account);
            let is_wanted = accounts.as_ref().is_none_or(is_named);
            let person = addresses.current(withdrawal.person);
            let mut is_new = || known.insert(KnownWithdrawal { person, ..withdrawal });
            if day >= from && is_wanted && is_new() {
                recorded.add(account, day, 1);
            }
        }
        Ok(recorded)
    }

    fn add(&mut self, account: &str, day: NaiveDate, count: usize) {
        *self.0.entry(account.into()).or_default().entry(day).or_default() += count;
    }

    /// Those of one account, by day.
    pub(super) fn days(&self, account: &str) -> BTreeMap<NaiveDate, usize> {
        self.0.get(account).cloned().unwrap_or_default()
    }

    /// The accounts that have any, with the days.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &BTreeMap<NaiveDate, usize>)> {
        self.0.iter()
    }

    /// Says what leaves the plan less room on its days.
    pub(super) fn findings(&self, limits: &Limits) -> Vec<Finding> {
        let days = self
            .iter()
            .flat_map(|(account, days)| days.iter().map(move |(day, count)| (account, day, count)));
        days.map(|(account, day, count)| {
            let figure = limits.figure(LimitCode::WithdrawalsPerDay, account);
            let is_above = i64::try_from(*count).is_ok_and(|count| count > figure);
            let (level, how) =
                if is_above { (Level::Warn, "above") } else { (Level::Note, "count against") };
            let withdrawals = if *count == 1 { "withdrawal" } else { "withdrawals" };
            let message =
                format!("{count} {withdrawals} recorded for {day}: {how} the limit of {figure}");
            Finding::new(FindingCode::WithdrawalsRecorded, level, message).of_account(account)
        })
        .collect()
    }
}
