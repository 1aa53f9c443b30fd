//! How many candidates of each account go, and on which day each of them does.
//!
//! Invariant: no account has more withdrawals on a day than its limit, those recorded for it
//! included; ranks run from 1 without a gap; a lower rank never comes later.

use super::candidates::{DECIDED, INMAIL, PENDING, PRIORITY};
use super::data::AccountPlan;
use super::decide::Settings;
use super::order::Order;
use super::recorded::Recorded;
use crate::limits::{Code, Limits, Pacing, reconnect_on};
use crate::strategy::Strategy;
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, IdxCa, IdxSize, Int64Chunked, IntoColumn,
    NamedFrom, PolarsResult, Series,
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
    pub(super) inmail: usize,
    pub(super) not_pending: usize,
}

/// What goes, row by row of the candidates.
#[derive(Default)]
struct Rows {
    kept: Vec<IdxSize>,
    rank: Vec<u32>,
    date: Vec<NaiveDate>,
    reconnect_on: Vec<NaiveDate>,
}

/// Schedules candidates, in whatever order they are, on days of which some are taken up already.
/// `summary` has a row for every account.
pub(super) fn schedule(
    strategy: &Strategy,
    candidates: &DataFrame,
    summary: &DataFrame,
    recorded: &Recorded,
    limits: &Limits,
    settings: &Settings,
) -> PolarsResult<Scheduled> {
    let mut order = Order::of(candidates, settings.as_of)?;
    let checked = Checked::of(candidates)?;
    let pending = summary.column("pending")?.i64()?;
    let mut rows = Rows::default();
    let mut accounts = vec![];
    let mut paces = BTreeMap::new();
    for (account, pending) in summary.column("account")?.str()?.iter().zip(pending.iter()) {
        let account = account.unwrap_or_default();
        let pending = pending.and_then(|pending| usize::try_from(pending).ok()).unwrap_or(0);
        let withdraw = taken(strategy, pending, order.count(account));
        let pacing = pacing(account, recorded, limits, settings);
        let cooling_off = limits.figure(Code::CoolingOff, account);
        let going = order.first(account, withdraw);
        rows.extend(&going, &pacing, cooling_off);
        paces.insert(account.to_owned(), checked.pace(&going, &pacing));
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
pub(super) fn taken(strategy: &Strategy, pending: usize, candidates: usize) -> usize {
    let room = strategy.target_pending.map(|target| pending.saturating_sub(target));
    let bounds = [room, strategy.at_most, Some(pending)];
    bounds.into_iter().flatten().fold(candidates, usize::min)
}

fn pacing(account: &str, recorded: &Recorded, limits: &Limits, settings: &Settings) -> Pacing {
    let per_day = limits.figure(Code::WithdrawalsPerDay, account);
    Pacing {
        start: settings.start,
        skip_weekends: settings.skip_weekends,
        per_day: usize::try_from(per_day).unwrap_or(0).max(1),
        recorded: recorded.days(account),
    }
}

/// What the checks ask of each withdrawal, read off its own row.
struct Checked<'a> {
    ages: &'a Int64Chunked,
    inmail: &'a BooleanChunked,
    pending: &'a BooleanChunked,
}

impl<'a> Checked<'a> {
    fn of(candidates: &'a DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            ages: candidates.column("age_days")?.i64()?,
            inmail: candidates.column(INMAIL)?.bool()?,
            pending: candidates.column(PENDING)?.bool()?,
        })
    }

    fn pace(&self, going: &[IdxSize], pacing: &Pacing) -> Pace {
        let mut pace = Pace { withdraw: going.len(), ..Pace::default() };
        pace.busiest_day = busiest_day(pacing, going.len());
        for row in going.iter().copied().map(index) {
            let age = self.ages.get(row);
            let youngest = pace.youngest_age_days;
            pace.youngest_age_days = youngest.into_iter().chain(age).min();
            pace.inmail += usize::from(self.inmail.get(row) != Some(false));
            pace.not_pending += usize::from(self.pending.get(row) != Some(true));
        }
        pace
    }
}

/// The most withdrawals on a day that so many use, or on the first that could be, those recorded
/// for it included. A day that was overdone already is none of the plan's, and said by itself.
fn busiest_day(pacing: &Pacing, withdrawals: usize) -> usize {
    let mut used: BTreeMap<NaiveDate, usize> = BTreeMap::from([(pacing.start, 0)]);
    pacing.dates().take(withdrawals).for_each(|date| *used.entry(date).or_default() += 1);
    let recorded = |date: &NaiveDate| pacing.recorded.get(date).copied().unwrap_or(0);
    let totals = used.iter().map(|(date, planned)| match planned {
        0 => recorded(date).min(pacing.per_day),
        planned => recorded(date) + planned,
    });
    totals.max().unwrap_or(0)
}

fn index(row: IdxSize) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

impl Rows {
    fn extend(&mut self, going: &[IdxSize], pacing: &Pacing, cooling_off_days: i64) {
        for ((rank, row), date) in (1..).zip(going.iter().copied()).zip(pacing.dates()) {
            self.kept.push(row);
            self.rank.push(rank);
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
