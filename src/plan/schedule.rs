//! How many candidates of each account go, and on which day each of them does.
//!
//! Invariant: no account has more withdrawals on a day than its limit, those recorded for it
//! included; ranks run from 1 without a gap; a lower rank never comes later.

use super::candidate_columns::{ACCOUNT, DECIDED, INMAIL, PENDING, PRIORITY};
use super::order::CandidateOrder;
use super::plan_data::AccountPlan;
use super::plan_input::PlanSettings;
use super::recorded_withdrawals::RecordedWithdrawals;
use crate::limits::{DayLoad, LimitCode, Limits, Pacing, reconnect_on};
use crate::strategy::{Rule, Strategy};
use polars::prelude::{
    BooleanChunked, ChunkTake, ChunkZip, Column, DataFrame, DataType, IDX_DTYPE, IdxCa, IdxSize,
    Int64Chunked, IntoColumn, NamedFrom, NewChunkedArray, PolarsResult, Series, StringChunked,
};
use std::collections::BTreeMap;
use std::iter::repeat_n;

/// The withdrawals with their days.
pub(super) struct Schedule {
    pub(super) accounts: Vec<AccountPlan>,
    pub(super) actions: DataFrame,
    pub(super) totals: BTreeMap<String, WithdrawalTotals>,
}

/// What an account's withdrawals come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WithdrawalTotals {
    pub(super) withdraw: usize,
    pub(super) busiest_day: usize,
    pub(super) youngest_age_days: Option<i64>,
    pub(super) inmail: usize,
    pub(super) not_pending: usize,
}

/// What goes, row by row of the candidates.
#[derive(Default)]
struct ScheduledRows {
    kept: Vec<IdxSize>,
    rank: Vec<u32>,
    /// Days since 1970-01-01, as the next.
    date: Vec<i32>,
    reconnect_on: Vec<i32>,
}

/// Schedules candidates, in whatever order they are, on days of which some are taken up already.
/// `summary` has a row for every account.
pub(super) fn schedule(
    strategy: &Strategy,
    mut candidates: DataFrame,
    summary: &DataFrame,
    recorded: &RecordedWithdrawals,
    limits: &Limits,
    settings: &PlanSettings,
) -> PolarsResult<Schedule> {
    // A look into many chunks is a search each time.
    candidates.rechunk_mut_par();
    let mut order = match candidates.column(ACCOUNT) {
        Ok(_) => CandidateOrder::with_account_numbers(
            &candidates,
            summary.column("account")?.str()?,
            settings.as_of,
        )?,
        Err(_) => CandidateOrder::by_account(&candidates, settings.as_of)?,
    };
    let checked = CheckedColumns::of_candidates(&candidates)?;
    let pending = summary.column("pending")?.i64()?;
    let mut rows = ScheduledRows::default();
    let mut accounts = vec![];
    let mut paces = BTreeMap::new();
    for (account, pending) in summary.column("account")?.str()?.iter().zip(pending.iter()) {
        let account = account.unwrap_or_default();
        let pending = pending.and_then(|pending| usize::try_from(pending).ok()).unwrap_or(0);
        let withdraw = withdrawal_count(strategy, pending, order.count(account));
        let pacing = pacing(account, recorded, limits, settings);
        let cooling_off = limits.figure(LimitCode::CoolingOff, account);
        let going = order.first(account, withdraw);
        let loads = pacing.spread(withdraw);
        rows.extend(&going, &loads, cooling_off);
        let busiest_day = busiest_day(&loads, &pacing);
        paces.insert(account.to_owned(), WithdrawalTotals { busiest_day, ..checked.pace(&going) });
        if pending > 0 {
            let days = loads.len();
            let pending_after = pending - withdraw;
            let account = account.to_owned();
            accounts.push(AccountPlan { account, pending, withdraw, pending_after, days });
        }
    }
    Ok(Schedule { accounts, actions: rows.actions(strategy, &candidates)?, totals: paces })
}

/// How many of an account's candidates go.
pub(super) fn withdrawal_count(strategy: &Strategy, pending: usize, candidates: usize) -> usize {
    let room = strategy.target_pending.map(|target| pending.saturating_sub(target));
    let bounds = [room, strategy.at_most, Some(pending)];
    bounds.into_iter().flatten().fold(candidates, usize::min)
}

fn pacing(
    account: &str,
    recorded: &RecordedWithdrawals,
    limits: &Limits,
    settings: &PlanSettings,
) -> Pacing {
    let per_day = limits.figure(LimitCode::WithdrawalsPerDay, account);
    Pacing {
        start: settings.start,
        skip_weekends: settings.skip_weekends,
        per_day: usize::try_from(per_day).unwrap_or(0).max(1),
        recorded: recorded.days(account),
    }
}

/// What the checks ask of each withdrawal, read off its own row.
struct CheckedColumns<'a> {
    ages: &'a Int64Chunked,
    inmail: &'a BooleanChunked,
    pending: &'a BooleanChunked,
}

impl<'a> CheckedColumns<'a> {
    fn of_candidates(candidates: &'a DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            ages: candidates.column("age_days")?.i64()?,
            inmail: candidates.column(INMAIL)?.bool()?,
            pending: candidates.column(PENDING)?.bool()?,
        })
    }

    fn pace(&self, going: &[IdxSize]) -> WithdrawalTotals {
        let mut pace = WithdrawalTotals { withdraw: going.len(), ..WithdrawalTotals::default() };
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
fn busiest_day(loads: &[DayLoad], pacing: &Pacing) -> usize {
    let first = pacing.recorded_on(pacing.start).min(pacing.per_day);
    loads.iter().map(|load| load.planned + load.recorded).fold(first, usize::max)
}

fn index(row: IdxSize) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

impl ScheduledRows {
    /// Adds the withdrawals of an account, in their order, on the days that they use.
    fn extend(&mut self, going: &[IdxSize], loads: &[DayLoad], cooling_off_days: i64) {
        self.kept.extend(going);
        self.rank.extend((1_u32..).take(going.len()));
        for load in loads {
            let reconnect_on = reconnect_on(load.date, cooling_off_days);
            self.date.extend(repeat_n(load.date.to_epoch_days(), load.planned));
            self.reconnect_on.extend(repeat_n(reconnect_on.to_epoch_days(), load.planned));
        }
    }

    /// The columns of a plan's actions.
    fn actions(self, strategy: &Strategy, candidates: &DataFrame) -> PolarsResult<DataFrame> {
        // What is checked and sorted by has done its work.
        let candidates = candidates.drop_many(["sent_at", INMAIL, PENDING, ACCOUNT]);
        let kept = candidates.take(&IdxCa::from_vec("kept".into(), self.kept))?;
        let column = |name: &str| kept.column(name).cloned();
        let decided = kept.column(DECIDED)?.cast(&IDX_DTYPE)?;
        let decided = decided.idx()?;
        let reasons = of_rules(strategy, decided, |rule| Some(&rule.reason))?;
        let sheet = kept.column("follow_up")?;
        let follow_ups = if strategy.rules.iter().any(|rule| rule.follow_up.is_some()) {
            let of_rules = of_rules(strategy, decided, |rule| rule.follow_up.as_deref())?;
            let is_said = of_rules.is_not_null();
            of_rules.zip_with(&is_said, sheet.str()?)?
        } else {
            sheet.str()?.clone()
        };
        let height = kept.height();
        let columns = vec![
            column("id")?,
            column("account")?,
            column("person")?,
            column("name")?,
            column("profile_url")?,
            dates("date", self.date)?,
            Series::new("rank".into(), self.rank).into_column(),
            column("age_days")?,
            column(PRIORITY)?.cast(&DataType::Float64)?,
            reasons.with_name("reason".into()).into_column(),
            dates("reconnect_on", self.reconnect_on)?,
            follow_ups.with_name("follow_up".into()).into_column(),
        ];
        DataFrame::new(height, columns)
    }
}

/// What the rule that decides each row says; rows of one rule share its text.
fn of_rules<'s>(
    strategy: &'s Strategy,
    decided: &IdxCa,
    text: impl Fn(&'s Rule) -> Option<&'s str>,
) -> PolarsResult<StringChunked> {
    // Rules are counted from 1.
    let texts = std::iter::once(None).chain(strategy.rules.iter().map(text));
    let texts = StringChunked::from_iter_options("texts".into(), texts);
    texts.take(decided)
}

fn dates(name: &str, days: Vec<i32>) -> PolarsResult<Column> {
    Series::new(name.into(), days).cast(&DataType::Date).map(IntoColumn::into_column)
}
