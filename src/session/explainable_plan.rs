//! A plan with what it was made from, so that each of its decisions can be explained.

use super::planning::merge_or_no_rules;
use super::{RunOptions, ScriptFile, Session};
use crate::error::Error;
use crate::plan::{
    self, DecisionScope, DecisionTrace, ExplainedInvitation, PickedInvitation, Plan, PlanError,
    ScheduledWithdrawal,
};
use crate::query::Query;
use crate::script::convert::{cell_to_value, value_to_text};
use crate::strategy::Strategy;
use chrono::NaiveDate;
use polars::prelude::{IntoLazy, LazyFrame, PolarsResult, col, lit};
use std::collections::HashMap;

/// A plan with what it was made from.
pub struct ExplainablePlan {
    pub plan: Plan,
    pub strategy: Strategy,
    /// The scripts' texts, by name.
    pub texts: Vec<(String, String)>,
}

impl Session {
    /// Makes the plan of a strategy, and keeps what its decisions are explained from.
    pub fn explainable_plan(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
        settings: &plan::PlanSettings,
    ) -> Result<ExplainablePlan, Error> {
        self.explainable_plan_for(None, script, running, settings)
    }

    /// The same with the strategy as it is run for an account, where parameters have values of
    /// accounts' own. The plan is that of all accounts.
    pub fn explainable_plan_for(
        &self,
        account: Option<&str>,
        script: &ScriptFile,
        running: &RunOptions,
        settings: &plan::PlanSettings,
    ) -> Result<ExplainablePlan, Error> {
        let (mut plans, mut account_part) = (vec![], None);
        for part in self.plan_parts(script, running, settings, &|_| {})? {
            let is_own = match (&part.accounts, account) {
                (Some(accounts), Some(account)) => {
                    accounts.iter().any(|part_account| part_account == account)
                }
                _ => account_part.is_none(),
            };
            account_part = if is_own { Some((part.strategy, part.texts)) } else { account_part };
            plans.push((part.accounts, part.plan));
        }
        let plan = merge_or_no_rules(plans, script)?;
        let (strategy, texts) = account_part.unwrap_or_default();
        Ok(ExplainablePlan { plan, strategy, texts })
    }

    /// Why a plan keeps or withdraws this invitation.
    pub fn explain(
        &self,
        decided: &ExplainablePlan,
        subject: &ExplainedInvitation,
    ) -> Result<DecisionTrace, PlanError> {
        let account_rows = self.invitations.of_account(&subject.account)?.lazy();
        self.explain_among(decided, subject, &account_rows)
    }

    /// The same, with the rows of its account: most strategies look at no others.
    pub(super) fn explain_among(
        &self,
        decided: &ExplainablePlan,
        subject: &ExplainedInvitation,
        account_rows: &LazyFrame,
    ) -> Result<DecisionTrace, PlanError> {
        let rows = match DecisionScope::of_place(&decided.strategy) {
            DecisionScope::All => &self.invitations.frame,
            DecisionScope::Account | DecisionScope::Alone => account_rows,
        };
        plan::trace_decision(&decided.strategy, rows, self.picked(subject))
    }
}

impl Session {
    /// The invitation among those of the plan.
    pub(super) fn picked<'a>(&self, subject: &'a ExplainedInvitation) -> PickedInvitation<'a> {
        PickedInvitation { account: &subject.account, id: &subject.id, as_of: self.settings.as_of }
    }

    /// The rule that decides every pending invitation, by its `id`: its index among the strategy's
    /// rules, or none where no rule matches.
    pub fn deciding_rules(
        &self,
        decided: &ExplainablePlan,
    ) -> PolarsResult<HashMap<String, Option<usize>>> {
        plan::deciding_rules(&decided.strategy, &self.invitations.frame)
    }
}

impl Session {
    /// The values of these columns that an invitation has, as a script writes them; those that it
    /// lacks are left out.
    pub fn values_of(&self, id: &str, columns: &[&str]) -> PolarsResult<Vec<(String, String)>> {
        let with_id = self.invitations.frame.clone().filter(col("id").eq(lit(id)));
        let row =
            with_id.select(columns.iter().map(|name| col(*name)).collect::<Vec<_>>()).rows()?;
        let values = row.columns().iter().filter_map(|column| {
            let value = cell_to_value(&column.get(0).ok()?);
            (!value.is_unit()).then(|| (column.name().to_string(), value_to_text(&value)))
        });
        Ok(values.collect())
    }
}

impl ExplainablePlan {
    /// How many the plan withdraws for an account on a day.
    pub fn withdrawn_on(&self, day: NaiveDate, account: &str) -> PolarsResult<usize> {
        let actions = &self.plan.actions;
        let days = actions.column("date")?.date()?.physical().iter();
        let accounts = actions.column("account")?.str()?.iter();
        let is_of_day = |(on, of_account): &(Option<i32>, Option<&str>)| {
            *of_account == Some(account) && *on == Some(day.to_epoch_days())
        };
        Ok(days.zip(accounts).filter(is_of_day).count())
    }

    /// When the plan withdraws the invitation with this id.
    pub fn scheduled_withdrawal(&self, id: &str) -> PolarsResult<Option<ScheduledWithdrawal>> {
        let actions = &self.plan.actions;
        let Some(row) = actions.column("id")?.str()?.iter().position(|row_id| row_id == Some(id))
        else {
            return Ok(None);
        };
        let date = |column: &str| -> PolarsResult<NaiveDate> {
            let days = actions.column(column)?.date()?.physical().get(row);
            Ok(days.and_then(NaiveDate::from_epoch_days).unwrap_or_default())
        };
        Ok(Some(ScheduledWithdrawal {
            date: date("date")?,
            rank: actions.column("rank")?.u32()?.get(row).unwrap_or_default(),
            reconnect_on: date("reconnect_on")?,
            follow_up: actions.column("follow_up")?.str()?.get(row).map(String::from),
        }))
    }
}
