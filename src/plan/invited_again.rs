//! Invitations that somebody recorded and that the data do not have yet: they use up the week's
//! quota like any other.
//!
//! Invariant: no invitation counts twice, be it known from data, ledger or both.

use super::plan_error::{PlanError, query_result};
use crate::invitations::{Invitations, RecordedOutcome};
use crate::query;
use chrono::{DateTime, Days, NaiveDate, Utc};
use polars::prelude::{DataFrame, DataType, PolarsResult, col, lit};
use std::collections::{BTreeMap, BTreeSet};

/// How many days a week's quota looks back, today included.
const WINDOW_DAYS: u64 = 7;

/// How many people each account invited again in the last seven days, beside those whose invitation
/// the data show.
pub(super) fn count_invited_again(
    invitations: &Invitations,
    as_of: DateTime<Utc>,
) -> Result<BTreeMap<String, usize>, PlanError> {
    let today = as_of.date_naive();
    let first = today.checked_sub_days(Days::new(WINDOW_DAYS - 1)).unwrap_or(NaiveDate::MIN);
    let is_recent = |one: &&RecordedOutcome| {
        one.invited_again_on.is_some_and(|on| (first..=today).contains(&on))
    };
    let recent: Vec<&RecordedOutcome> = invitations.remembered.iter().filter(is_recent).collect();
    if recent.is_empty() {
        return Ok(BTreeMap::new());
    }
    // Zones may make a day's difference.
    let since = first.pred_opt().unwrap_or(first);
    let sent = invitations
        .uncounted
        .clone()
        .filter(col("sent_at").cast(DataType::Date).gt_eq(lit(since).cast(DataType::Date)))
        .select([col("account"), col("person")]);
    let sent = query_result(query::collect(sent))?;
    let sent = pairs(&sent)?;
    let mut counts = BTreeMap::new();
    for one in recent {
        if !sent.contains(&(one.account.as_str(), one.person.as_str())) {
            *counts.entry(one.account.clone()).or_default() += 1;
        }
    }
    Ok(counts)
}

fn pairs(sent: &DataFrame) -> PolarsResult<BTreeSet<(&str, &str)>> {
    let accounts = sent.column("account")?.str()?.iter();
    let people = sent.column("person")?.str()?.iter();
    Ok(accounts.zip(people).filter_map(|(account, person)| Some((account?, person?))).collect())
}
