//! Every account held to its limits: what is left of them, with a plan or without any.

use super::invited_again::count_invited_again;
use super::plan_error::{PlanError, collect_queries, query_result};
use super::recorded_withdrawals::{RecordedWithdrawals, recorded_withdrawals_query};
use super::schedule::WithdrawalTotals;
use crate::finding::Finding;
use crate::invitations::{Invitations, summarise_accounts};
use crate::limits::{AccountUsage, Headroom, Limits, check_account};
use crate::query::{self};
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// What is left of every account's limits without any plan, on the day of `as_of`, and what the
/// checks say.
pub fn headroom(
    invitations: &Invitations,
    limits: &Limits,
    as_of: DateTime<Utc>,
) -> Result<(Vec<Finding>, Vec<Headroom>), PlanError> {
    let today = as_of.date_naive();
    let rows = &invitations.uncounted;
    let queries =
        [summarise_accounts(rows.clone(), as_of), recorded_withdrawals_query(rows.clone(), today)]
            .into_iter();
    // A large file is read piece by piece; several sources are put together once.
    let results = if invitations.has_places() {
        queries.map(|lazy| query_result(query::stream(lazy))).collect::<Result<_, _>>()?
    } else {
        collect_queries(queries)?
    };
    let mut results = results.into_iter();
    let mut next = || results.next().unwrap_or_default();
    let summary = next();
    let done = next();
    let done = RecordedWithdrawals::read(&done, invitations, &None, today)?;
    let pace = |(account, days): (&String, &BTreeMap<NaiveDate, usize>)| {
        let busiest_day = days.get(&today).copied().unwrap_or(0);
        (account.clone(), WithdrawalTotals { busiest_day, ..WithdrawalTotals::default() })
    };
    let again = count_invited_again(invitations, as_of)?;
    Ok(check_accounts(&summary, &done.iter().map(pace).collect(), &again, limits)?)
}

/// Checks every account; `again` are invitations that the summary does not have.
pub(super) fn check_accounts(
    summary: &DataFrame,
    paces: &BTreeMap<String, WithdrawalTotals>,
    again: &BTreeMap<String, usize>,
    limits: &Limits,
) -> PolarsResult<(Vec<Finding>, Vec<Headroom>)> {
    let known = |column: &str, row: usize| -> PolarsResult<Option<usize>> {
        let value = summary.column(column)?.i64()?.get(row);
        Ok(value.and_then(|value| usize::try_from(value).ok()))
    };
    let (mut findings, mut headroom) = (vec![], vec![]);
    for (row, account) in summary.column("account")?.str()?.iter().flatten().enumerate() {
        let pace = paces.get(account).copied().unwrap_or_default();
        let again = again.get(account).copied();
        let sent = known("sent_last_7_days", row)?;
        let usage = AccountUsage {
            account: account.into(),
            pending: known("pending", row)?.unwrap_or(0),
            withdraw: pace.withdraw,
            busiest_day: pace.busiest_day,
            youngest_age_days: pace.youngest_age_days,
            withdrawn_inmail: pace.inmail,
            withdrawn_not_pending: pace.not_pending,
            sent_last_7_days: match (sent, again) {
                (None, None) => None,
                (sent, again) => Some(sent.unwrap_or(0) + again.unwrap_or(0)),
            },
            cooling_off: known("cooling_off", row)?.unwrap_or(0),
            expired: known("expired", row)?.unwrap_or(0),
        };
        let (account_findings, left) = check_account(&usage, limits);
        findings.extend(account_findings);
        headroom.extend(left);
    }
    Ok((findings, headroom))
}
