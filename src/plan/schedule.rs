//! How many candidates of each account go, and on which day each of them does.
//!
//! Invariant: no account has more withdrawals on a day than its limit; ranks run from 1 without a
//! gap; a lower rank never comes later.

use super::candidates::{DECIDED, PRIORITY};
use super::data::AccountPlan;
use super::decide::Settings;
use crate::limits::{Code, Limits, Pacing, reconnect_on};
use crate::strategy::Strategy;
use chrono::NaiveDate;
use polars::prelude::{
    Column, DataFrame, DataType, IdxCa, IdxSize, IntoColumn, NamedFrom, PolarsResult, Series,
};
use std::collections::BTreeMap;

/// The withdrawals with their days.
pub(super) struct Scheduled {
    pub(super) accounts: Vec<AccountPlan>,
    pub(super) actions: DataFrame,
    pub(super) paces: BTreeMap<String, Pace>,
}

/// What an account's withdrawals come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    pub(super) withdraw: usize,
    pub(super) busiest_day: usize,
    pub(super) youngest_age_days: Option<i64>,
}

/// What goes, row by row of the candidates.
#[derive(Default)]
struct Rows {
    kept: Vec<IdxSize>,
    rank: Vec<u32>,
    date: Vec<NaiveDate>,
    reconnect_on: Vec<NaiveDate>,
}

/// Schedules candidates that are sorted by account and, within one, in the order in which they go.
/// `summary` has a row for every account.
pub(super) fn schedule(
    strategy: &Strategy,
    candidates: &DataFrame,
    summary: &DataFrame,
    limits: &Limits,
    settings: &Settings,
) -> PolarsResult<Scheduled> {
    let runs = runs(candidates)?;
    let ages = candidates.column("age_days")?.i64()?;
    let pending = summary.column("pending")?.i64()?;
    let mut rows = Rows::default();
    let mut accounts = vec![];
    let mut paces = BTreeMap::new();
    for (account, pending) in summary.column("account")?.str()?.iter().zip(pending.iter()) {
        let account = account.unwrap_or_default();
        let pending = pending.and_then(|pending| usize::try_from(pending).ok()).unwrap_or(0);
        let (start, count) = runs.get(account).copied().unwrap_or((0, 0));
        let withdraw = taken(strategy, pending, count);
        let pacing = pacing(account, limits, settings);
        let cooling_off = limits.figure(Code::CoolingOff, account);
        rows.extend(start, withdraw, &pacing, cooling_off);
        let taken_ages = (start..start + withdraw).filter_map(|row| ages.get(row));
        let pace = Pace {
            withdraw,
            busiest_day: withdraw.min(pacing.per_day),
            youngest_age_days: taken_ages.min(),
        };
        paces.insert(account.to_owned(), pace);
        if pending > 0 {
            let days = pacing.days_needed(withdraw);
            let pending_after = pending - withdraw;
            let account = account.to_owned();
            accounts.push(AccountPlan { account, pending, withdraw, pending_after, days });
        }
    }
    Ok(Scheduled { accounts, actions: rows.actions(strategy, candidates)?, paces })
}

/// How many of an account's candidates go.
fn taken(strategy: &Strategy, pending: usize, candidates: usize) -> usize {
    let room = strategy.target_pending.map(|target| pending.saturating_sub(target));
    let bounds = [room, strategy.at_most, Some(pending)];
    bounds.into_iter().flatten().fold(candidates, usize::min)
}

fn pacing(account: &str, limits: &Limits, settings: &Settings) -> Pacing {
    let per_day = limits.figure(Code::WithdrawalsPerDay, account);
    Pacing {
        start: settings.start,
        skip_weekends: settings.skip_weekends,
        per_day: usize::try_from(per_day).unwrap_or(0).max(1),
        done_on_start: 0,
    }
}

/// The first row and the number of rows of every account.
fn runs(candidates: &DataFrame) -> PolarsResult<BTreeMap<String, (usize, usize)>> {
    let mut runs: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut last: Option<(&str, usize, usize)> = None;
    for (row, account) in candidates.column("account")?.str()?.iter().enumerate() {
        let account = account.unwrap_or_default();
        match &mut last {
            Some((own, _, count)) if *own == account => *count += 1,
            _ => {
                let run = last.replace((account, row, 1));
                runs.extend(run.map(|(own, start, count)| (own.to_owned(), (start, count))));
            }
        }
    }
    runs.extend(last.map(|(own, start, count)| (own.to_owned(), (start, count))));
    Ok(runs)
}

impl Rows {
    fn extend(&mut self, start: usize, withdraw: usize, pacing: &Pacing, cooling_off_days: i64) {
        for rank in 1..=withdraw {
            let date = pacing.day_of(rank);
            self.kept.push(IdxSize::try_from(start + rank - 1).unwrap_or(IdxSize::MAX));
            self.rank.push(u32::try_from(rank).unwrap_or(u32::MAX));
            self.date.push(date);
            self.reconnect_on.push(reconnect_on(date, cooling_off_days));
        }
    }

    /// The columns of a plan's actions.
    fn actions(self, strategy: &Strategy, candidates: &DataFrame) -> PolarsResult<DataFrame> {
        let kept = candidates.take(&IdxCa::from_vec("kept".into(), self.kept))?;
        let own = |name: &str| kept.column(name).cloned();
        let rules = kept.column(DECIDED)?.u32()?;
        let rule = |number: Option<u32>| {
            let index = usize::try_from(number?).ok()?.checked_sub(1)?;
            strategy.rules.get(index)
        };
        let reasons: Vec<Option<&str>> =
            rules.iter().map(|number| rule(number).map(|rule| rule.reason.as_str())).collect();
        let sheet = kept.column("follow_up")?.str()?;
        let follow_ups: Vec<Option<&str>> = rules
            .iter()
            .zip(sheet.iter())
            .map(|(number, sheet)| {
                rule(number).and_then(|rule| rule.follow_up.as_deref()).or(sheet)
            })
            .collect();
        let height = kept.height();
        let columns = vec![
            own("id")?,
            own("account")?,
            own("person")?,
            own("name")?,
            own("profile_url")?,
            dates("date", self.date)?,
            Series::new("rank".into(), self.rank).into_column(),
            own("age_days")?,
            own(PRIORITY)?,
            Series::new("reason".into(), reasons).into_column(),
            dates("reconnect_on", self.reconnect_on)?,
            Series::new("follow_up".into(), follow_ups).into_column(),
        ];
        DataFrame::new(height, columns)
    }
}

fn dates(name: &str, days: Vec<NaiveDate>) -> PolarsResult<Column> {
    let physical: Vec<i32> = days.into_iter().map(|day| day.to_epoch_days()).collect();
    Series::new(name.into(), physical).cast(&DataType::Date).map(IntoColumn::into_column)
}
