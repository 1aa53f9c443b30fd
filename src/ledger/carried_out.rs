//! What was carried out of a saved plan.
//!
//! Invariant: a row is recorded once: whoever records it again is told so, and nothing happens.

use super::saved_plan::{SavedPlan, SavedRow};
use chrono::NaiveDate;
use rescind_ledger::{
    Action, Detail, Ledger, LedgerError, NewEvent, NewRecords, Occasion, RecordedAction, Standings,
    detail,
};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CarriedOutSummary {
    /// How many rows were recorded, by what became of them.
    pub counts: BTreeMap<Action, usize>,
    /// How many rows of the plan nobody has recorded yet.
    pub open: usize,
    /// The rows that had been recorded before.
    pub known: Vec<AlreadyRecorded>,
}

/// A row of a plan that had been recorded before.
#[derive(Clone, Debug, PartialEq)]
pub struct AlreadyRecorded {
    pub row: SavedRow,
    pub action: Action,
    /// The number of that event.
    pub number: u64,
    /// What is said now.
    pub now: Action,
}

/// Records what became of rows of a plan on a day.
pub fn record_carried_out(
    ledger: &mut Ledger,
    occasion: &Occasion,
    plan: &SavedPlan,
    rows: &[(&SavedRow, Action)],
    on: Option<NaiveDate>,
) -> Result<CarriedOutSummary, LedgerError> {
    let (_, carried_out) = ledger.record(occasion, |ledger| {
        let standings = of_plan(ledger, plan)?;
        let mut records = NewRecords::<CarriedOutSummary>::default();
        for (row, action) in rows {
            match recorded(&standings, row, plan) {
                Some(last) => records.outcome.known.push(AlreadyRecorded {
                    row: (*row).clone(),
                    action: last.action,
                    number: last.number,
                    now: *action,
                }),
                None => {
                    *records.outcome.counts.entry(*action).or_default() += 1;
                    records.events.push(event(plan, row, *action, on));
                }
            }
        }
        let known = plan.rows.iter().filter(|row| recorded(&standings, row, plan).is_some());
        records.outcome.open = plan.rows.len() - known.count() - records.events.len();
        Ok::<_, LedgerError>(records)
    })?;
    Ok(carried_out)
}

/// What was recorded of the plan's people.
fn of_plan(ledger: &mut Ledger, plan: &SavedPlan) -> Result<Standings, LedgerError> {
    let people = plan.rows.iter().map(|row| (row.account.as_str(), row.person.as_str()));
    Standings::of_people(ledger, &people.collect::<Vec<_>>())
}

/// What was recorded of a row since the plan was saved.
fn recorded<'a>(
    standings: &'a Standings,
    row: &SavedRow,
    plan: &SavedPlan,
) -> Option<&'a RecordedAction> {
    let last = standings.standing(&row.account, &row.person)?.witnessed.as_ref()?;
    (last.number > plan.number).then_some(last)
}

fn event(plan: &SavedPlan, row: &SavedRow, action: Action, on: Option<NaiveDate>) -> NewEvent {
    let mut event = NewEvent::new(&row.account, &row.person, action);
    let day = on.unwrap_or(row.date);
    event.day = Some(day);
    event.details = row.details.clone();
    // The cooling-off is as long as the plan has it, from the day on which it was done.
    let planned = event.details.remove(detail::RECONNECT_ON);
    if let (Action::Withdrawn, Some(Detail::Text(planned))) = (action, planned)
        && let Ok(planned) = planned.parse::<NaiveDate>()
        && let Some(reconnect_on) = planned.checked_add_signed(day - row.date)
    {
        event.details.insert(detail::RECONNECT_ON.into(), reconnect_on.to_string().into());
    }
    event.details.insert(detail::PLAN.into(), plan.id.as_str().into());
    event
}
