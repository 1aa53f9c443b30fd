//! Which part of a plan is shown: one account, one day, or all of it.
//!
//! Invariant: what is shown is a plan in itself, with fewer rows; nothing in it is computed anew.

use super::error::{OutputError, OutputResult};
use crate::account::find_or_suggest;
use crate::plan::Plan;
use crate::plural::pluralize;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{
    BooleanChunked, ChunkCompareEq, ChunkUnique, DataFrame, NewChunkedArray, PolarsResult,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Which part of a plan is shown; all of it by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanView {
    pub account: Option<String>,
    pub day: Option<PlanDay>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanDay {
    /// The n-th date on which the plan withdraws something, from 1.
    Nth(usize),
    On(NaiveDate),
}

pub(super) struct ShownPlan<'a> {
    /// The plan, with what is not shown taken out.
    pub(super) plan: Cow<'a, Plan>,
    pub(super) whole: &'a Plan,
    /// Every date of the whole plan, in order.
    pub(super) dates: Vec<NaiveDate>,
    pub(super) day: Option<PlanDay>,
}

impl PlanView {
    /// The part of the plan that is asked for.
    pub(super) fn select_from<'a>(&self, plan: &'a Plan) -> OutputResult<ShownPlan<'a>> {
        let dates = dates(&plan.actions)?;
        let mut shown = ShownPlan { plan: Cow::Borrowed(plan), whole: plan, dates, day: self.day };
        if let Some(account) = &self.account {
            only_account(shown.plan.to_mut(), account)?;
        }
        if self.day.is_some() {
            let date = shown.date();
            let plan = shown.plan.to_mut();
            plan.actions = on_date(&plan.actions, date)?;
        }
        Ok(shown)
    }
}

impl ShownPlan<'_> {
    /// The date asked for; none where no day was asked for, or the plan has no such day.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self.day? {
            PlanDay::Nth(number) => self.dates.get(number.checked_sub(1)?).copied(),
            PlanDay::On(date) => Some(date),
        }
    }

    /// What the strategy's parameters were set to, those of single accounts last.
    pub(super) fn params(&self) -> Vec<String> {
        let strategy = &self.plan.strategy;
        let common = strategy.params.iter().map(|(name, value)| format!("{name} = {value}"));
        let of_accounts = strategy.account_params.iter().flat_map(|(account, params)| {
            params.iter().map(move |(name, value)| format!("{account}: {name} = {value}"))
        });
        common.chain(of_accounts).collect()
    }

    /// Which day of the plan a date is, from 1.
    pub(super) fn number_of(&self, date: NaiveDate) -> Option<usize> {
        self.dates.binary_search(&date).ok().map(|index| index + 1)
    }

    /// Why there is nothing to show, and which days there are.
    pub(super) fn explain_empty(&self) -> String {
        let (Some(first), Some(last)) = (self.dates.first(), self.dates.last()) else {
            return "Nothing to withdraw.".into();
        };
        let days = format!("{} ({first} to {last})", pluralize(self.dates.len(), "day"));
        match (self.day, self.date()) {
            (Some(PlanDay::Nth(number)), None) => {
                format!("There is no day {number}: the plan has {days}.")
            }
            (Some(PlanDay::On(date)), _) if self.number_of(date).is_none() => {
                let next = self.dates.iter().find(|other| **other > date);
                let next = next.map(|next| format!("; the next of them is {next}"));
                let next = next.unwrap_or_default();
                format!("Nothing to withdraw on {date}: the plan has {days}{next}.")
            }
            (_, Some(date)) => {
                format!("Nothing to withdraw on {} for this account.", weekday_and_date(date))
            }
            (_, None) => "Nothing to withdraw for this account.".into(),
        }
    }
}

fn only_account(plan: &mut Plan, account: &str) -> OutputResult {
    let known: Vec<_> =
        plan.accounts.iter().map(|account_plan| account_plan.account.clone()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let account = find_or_suggest(account, known.iter().copied())
        .map_err(|help| OutputError::UnknownAccount { account: account.into(), help })?;
    plan.accounts.retain(|account_plan| account_plan.account == account);
    plan.headroom.retain(|room| room.account == account);
    plan.findings.retain(|finding| {
        finding.account.as_deref().is_none_or(|finding_account| finding_account == account)
    });
    let mask = plan.actions.column("account")?.str()?.equal(account);
    plan.actions = plan.actions.filter(&mask)?;
    Ok(())
}

fn on_date(actions: &DataFrame, date: Option<NaiveDate>) -> PolarsResult<DataFrame> {
    let mask = match date {
        Some(date) => actions.column("date")?.date()?.physical().equal(date.to_epoch_days()),
        None => BooleanChunked::from_slice("none".into(), &vec![false; actions.height()]),
    };
    actions.filter(&mask)
}

fn dates(actions: &DataFrame) -> PolarsResult<Vec<NaiveDate>> {
    let days = actions.column("date")?.date()?.physical().unique()?;
    let dates: BTreeSet<_> = days.iter().flatten().filter_map(NaiveDate::from_epoch_days).collect();
    Ok(dates.into_iter().collect())
}

/// `Mon 2026-11-23`.
pub(super) fn weekday_and_date(date: NaiveDate) -> String {
    format!("{} {date}", date.weekday())
}
