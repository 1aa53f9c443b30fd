//! What speaks against rows of a plan since it was saved.

use super::saved_plan::{SavedPlan, SavedRow};
use chrono::NaiveDate;
use rescind_ledger::{Action, Event, EventFilter, Ledger, LedgerError, Standings, detail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A row of a plan that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct StaleRow {
    pub account: String,
    pub rank: u32,
    pub name: String,
    /// What happened since.
    pub action: Action,
    /// The state that newer data show, where it is data that speak.
    pub state: Option<String>,
    pub recorded_on: NaiveDate,
}

impl fmt::Display for StaleRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, rank, name, action, state, recorded_on } = self;
        write!(formatter, "{account} {rank}, {name}: ")?;
        match state {
            Some(state) => {
                write!(formatter, "{state}, by data that were imported on {recorded_on}")
            }
            None => write!(formatter, "{}, recorded on {recorded_on}", action.words()),
        }
    }
}

/// What was recorded of these rows after the plan was saved, other than of the plan itself.
pub fn find_stale_rows(
    ledger: &mut Ledger,
    plan: &SavedPlan,
    rows: &[(&SavedRow, Action)],
) -> Result<Vec<StaleRow>, LedgerError> {
    let people: Vec<_> =
        rows.iter().map(|(row, _)| (row.account.as_str(), row.person.as_str())).collect();
    let known = Standings::of_people(ledger, &people)?;
    let accounts: BTreeSet<&str> = rows.iter().map(|(row, _)| row.account.as_str()).collect();
    let mut later: BTreeMap<(String, String), Event> = BTreeMap::new();
    for account in accounts {
        let selection = EventFilter {
            account: Some(account.into()),
            after: plan.number,
            without_corrected: true,
            ..EventFilter::default()
        };
        ledger.read(&selection, |event| {
            if speaks_against(&event, plan) {
                let key = known.key_of(&event.account, &event.person).to_owned();
                later.insert((event.account.clone(), key), event);
            }
            Ok(())
        })?;
    }
    let stale = rows.iter().filter_map(|(row, action)| {
        let key = known.key_of(&row.account, &row.person);
        let event = later.get(&(row.account.clone(), key.to_owned()))?;
        if is_told_alike(event, *action) {
            return None;
        }
        Some(StaleRow {
            account: row.account.clone(),
            rank: row.rank,
            name: event.detail(detail::NAME).unwrap_or(&row.person).to_owned(),
            action: event.action,
            state: event.detail(detail::STATE).map(String::from),
            recorded_on: event.recorded_at.date_naive(),
        })
    });
    Ok(stale.collect())
}

/// Whether data showed what somebody says now.
fn is_told_alike(event: &Event, action: Action) -> bool {
    let shown = event.detail(detail::STATE).filter(|_| event.action == Action::Imported);
    match action {
        Action::AlreadyAccepted => shown == Some("accepted"),
        Action::Declined => shown == Some("declined"),
        _ => false,
    }
}

fn speaks_against(event: &Event, plan: &SavedPlan) -> bool {
    match event.action {
        Action::Imported => event.detail(detail::STATE).is_some_and(|state| state != "pending"),
        Action::Planned | Action::Corrected => false,
        _ => event.detail(detail::PLAN) != Some(&plan.id),
    }
}
