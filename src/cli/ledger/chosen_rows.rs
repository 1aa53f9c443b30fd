//! Which rows of a saved plan a command speaks of, and what became of each.
//!
//! Invariant: of one row one thing is so, and a rank is one of one account.

use super::plan_rows::{pick_day, pick_rows, row_label};
use crate::account::{find_or_suggest, is_same};
use crate::error::Error;
use crate::ledger::{SavedPlan, SavedRow};
use clap::Args;
use rescind_ledger::{Action, KeyChanges, RowSelector, RowSelectors};
use std::collections::BTreeSet;

/// Rows of a plan, as the command line names them.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanRowArgs {
    /// Ranks of the plan, such as `1-25 27`, or people: names, addresses, keys; or the progress
    /// files that pages of work lists saved
    #[arg(value_name = "WHICH")]
    which: Vec<RowSelectors>,

    /// Not these of them
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    except: Vec<RowSelector>,

    /// These could not be found, and were not withdrawn
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    not_found: Vec<RowSelector>,

    /// These had accepted already, and were not withdrawn
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    accepted: Vec<RowSelector>,

    /// These had declined
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    declined: Vec<RowSelector>,

    /// Everything of the plan's N-th day
    #[arg(long, value_name = "N")]
    day: Option<usize>,

    /// Only this account's rows; ranks are counted within an account
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) account: Option<String>,
}

impl PlanRowArgs {
    /// What is named as done.
    pub(in crate::cli) fn named(&self) -> Vec<RowSelector> {
        self.which.iter().flat_map(|list| list.0.iter().cloned()).collect()
    }

    /// Whether anything beside what is named says which rows are meant, or what became of them.
    pub(in crate::cli) fn has_other_options(&self) -> bool {
        let lists = [&self.except, &self.not_found, &self.accepted, &self.declined];
        let is_narrowed = self.day.is_some() || self.account.is_some();
        is_narrowed || lists.iter().any(|list| !list.is_empty())
    }

    /// The plan's rows, or those of the account that is named.
    fn rows_of_account<'a>(&self, plan: &'a SavedPlan) -> Result<Vec<&'a SavedRow>, Error> {
        let accounts: BTreeSet<&str> = plan.rows.iter().map(|row| row.account.as_str()).collect();
        if let Some(wanted) = &self.account {
            find_or_suggest(wanted, accounts.iter().copied()).map_err(|help| {
                let message = format!("`--account {wanted}`: the plan withdraws nothing for it");
                Error::misused(message, help)
            })?;
        }
        let of_account = |row: &&SavedRow| {
            self.account.as_ref().is_none_or(|account| is_same(account, &row.account))
        };
        Ok(plan.rows.iter().filter(of_account).collect())
    }

    /// The rows that are meant, with what became of each.
    pub(in crate::cli) fn resolve<'a>(
        &self,
        plan: &'a SavedPlan,
        addresses: &KeyChanges,
    ) -> Result<Vec<(&'a SavedRow, Action)>, Error> {
        let rows = self.rows_of_account(plan)?;
        let accounts: BTreeSet<&str> = rows.iter().map(|row| row.account.as_str()).collect();
        let which = self.named();
        let everything = [&which, &self.except, &self.not_found, &self.accepted, &self.declined];
        let has_ranks = everything
            .iter()
            .any(|list| list.iter().any(|wanted| matches!(wanted, RowSelector::Ranks(..))));
        if accounts.len() > 1 && has_ranks {
            let names: Vec<&str> = accounts.into_iter().collect();
            return Err(Error::misused(
                format!(
                    "ranks are counted within an account, and the plan has {} accounts",
                    names.len()
                ),
                format!("say which with `--account`: {}", names.join(", ")),
            ));
        }
        let pick = |wanted: &[RowSelector]| pick_rows(&rows, wanted, addresses);
        let mut withdrawn = pick(&which)?;
        if let Some(nth) = self.day {
            withdrawn.extend(pick_day(plan, &rows, nth)?);
        }
        let others = [
            (Action::NotFound, pick(&self.not_found)?),
            (Action::AlreadyAccepted, pick(&self.accepted)?),
            (Action::Declined, pick(&self.declined)?),
        ];
        let except = pick(&self.except)?;
        if let Some(row) = except.iter().find(|at| !withdrawn.contains(at)) {
            let row = rows.get(*row).map(|row| format!("{} {}", row.rank, row_label(row)));
            let message = format!("`--except` {}: it is not named", row.unwrap_or_default());
            return Err(Error::misused(
                message,
                "it takes rows out of those that are named beside it",
            ));
        }
        withdrawn.retain(|at| {
            !except.contains(at) && !others.iter().any(|(_, indices)| indices.contains(at))
        });
        let mut meant: Vec<(usize, Action)> =
            withdrawn.into_iter().map(|at| (at, Action::Withdrawn)).collect();
        for (action, indices) in others {
            for at in indices {
                if let Some((_, other)) = meant.iter().find(|(known_index, _)| *known_index == at) {
                    let name = rows.get(at).map(|row| row_label(row)).unwrap_or_default();
                    let message = format!(
                        "{name}: {} and {} cannot both be so",
                        other.words(),
                        action.words()
                    );
                    return Err(Error::Usage { message, help: None });
                }
                meant.push((at, action));
            }
        }
        if meant.is_empty() {
            return Err(Error::misused(
                "nothing is named that was done",
                "name ranks, as in `rescind done 1-25 27`, people, or a day with `--day 1`",
            ));
        }
        meant.sort_unstable();
        Ok(meant.into_iter().filter_map(|(at, action)| Some((*rows.get(at)?, action))).collect())
    }
}
