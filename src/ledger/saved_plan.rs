//! Plans that are kept: what they would do, and what they were made from.
//!
//! Invariant: a saved plan is named by the SHA-256 of its document, so that whoever has the name
//! can tell whether the document is the one that was saved.

use crate::error::Error;
use crate::finding::Finding;
use crate::inputs;
use chrono::NaiveDate;
use rescind_ledger::{Action, Details, Event, EventFilter, Ledger, LedgerError, detail};
use std::collections::BTreeMap;
use std::path::Path;

/// What a plan was made from, by name: the hashes of strategy, parameters, data and limits, where
/// the ledger ended, and the version of the program.
pub type ProvenanceInputs = BTreeMap<String, String>;

/// The project that a plan was made in, among what it was made from.
pub const PROJECT: &str = "project";

/// The SHA-256 of the recipe of a plan, among what it was made from.
pub const RECIPE: &str = "recipe";

#[derive(Clone, Debug, Default)]
pub struct PlanProvenance {
    /// What it was made from, by name.
    pub inputs: ProvenanceInputs,
    /// All that it takes to make it again, as JSON.
    pub recipe: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SaveOutcome {
    /// The SHA-256 of its document.
    pub id: String,
    /// That the ledger cannot tell some of its people from others.
    pub taken_over: Option<Finding>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SavedPlan {
    /// The SHA-256 of its document.
    pub id: String,
    /// The number of the event that saved it.
    pub number: u64,
    /// What it was made from.
    pub inputs: ProvenanceInputs,
    /// Its withdrawals, by account and rank.
    pub rows: Vec<SavedRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SavedRow {
    pub account: String,
    /// The person's key.
    pub person: String,
    /// The rank, from 1 within an account.
    pub rank: u32,
    /// The day on which it is to be done.
    pub date: NaiveDate,
    /// What else was recorded of it.
    pub details: Details,
}

impl SavedPlan {
    /// The first letters of its name, which tell it from others.
    pub fn short_id(&self) -> &str {
        short_id(&self.id)
    }
}

/// The first letters of the name of a plan.
pub fn short_id(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// The last saved plan, of a project or of the whole ledger.
pub fn last_saved(
    ledger: &mut Ledger,
    project: Option<&str>,
) -> Result<Option<SavedPlan>, LedgerError> {
    match last_event(ledger, project)? {
        Some(event) => read_saved_plan(ledger, &event).map(Some),
        None => Ok(None),
    }
}

/// The plan whose name begins so; the last of several saved plans that are the same.
///
/// # Errors
/// A name that two plans begin with; a database that fails.
pub fn find_saved_plan(
    ledger: &mut Ledger,
    begins: &str,
) -> Result<Option<SavedPlan>, LedgerError> {
    let mut wholes: BTreeMap<String, Event> = BTreeMap::new();
    ledger.read(&plan_events_selection(), |event| {
        let id = event.detail(detail::PLAN).unwrap_or_default().to_owned();
        if event.person.is_empty() && id.starts_with(begins) {
            wholes.insert(id, event);
        }
        Ok(())
    })?;
    if wholes.len() > 1 {
        let message = format!("`{begins}`: {} saved plans begin so", wholes.len());
        let names: Vec<&str> = wholes.keys().map(String::as_str).collect();
        return Err(LedgerError::Refused(message, Some(format!("name one: {}", names.join(", ")))));
    }
    match wholes.into_values().next() {
        Some(event) => read_saved_plan(ledger, &event).map(Some),
        None => Ok(None),
    }
}

/// The plan that somebody names: by the first letters of its name, or by a file that has its
/// document.
///
/// # Errors
/// What names none, or several; a database that fails.
pub fn resolve_saved_plan(ledger: &mut Ledger, named: &str) -> Result<SavedPlan, Error> {
    let shown = ledger.shown();
    let refused = |message: String, help: &str| Error::misused(message, help);
    let is_id = !named.is_empty() && named.chars().all(|symbol| symbol.is_ascii_hexdigit());
    if is_id && let Some(plan) = find_saved_plan(ledger, &named.to_lowercase())? {
        return Ok(plan);
    }
    let path = Path::new(named);
    if !path.is_file() {
        let message = format!("`{named}`: {shown} has no saved plan of that name");
        let help = "its id as `rescind plan … --save` and `rescind history` show it, or its first \
                    letters, or the JSON file of `--save=FILE`";
        return Err(refused(message, help));
    }
    let sum = inputs::file_digest(path)
        .map_err(|error| Error::of_file(Path::new(named), &error, None))?;
    find_saved_plan(ledger, &sum)?.ok_or_else(|| {
        let message = format!("{named}: it is not a plan that was saved in {shown}");
        let help =
            "it was changed since, or shows a part of the plan only: name the plan by its id";
        refused(message, help)
    })
}

/// The events that save plans; those of persons are of real accounts.
fn plan_events_selection() -> EventFilter {
    EventFilter {
        account: Some(String::new()),
        actions: vec![Action::Planned],
        without_corrected: true,
        ..EventFilter::default()
    }
}

pub(super) fn last_event(
    ledger: &mut Ledger,
    project: Option<&str>,
) -> Result<Option<Event>, LedgerError> {
    let mut last = None;
    ledger.read(&plan_events_selection(), |event| {
        if project.is_none_or(|project| event.detail(PROJECT) == Some(project)) {
            last = Some(event);
        }
        Ok(())
    })?;
    Ok(last)
}

/// How many events are looked at for those of a plan, which follow the one that saved it.
const EVENTS_AT_ONCE: u64 = 1000;

pub(super) fn read_saved_plan(
    ledger: &mut Ledger,
    whole: &Event,
) -> Result<SavedPlan, LedgerError> {
    let id = whole.detail(detail::PLAN).unwrap_or_default().to_owned();
    let is_own = |event: &Event| {
        let names_it = event.detail(detail::PLAN) == Some(&id) && !event.person.is_empty();
        names_it && event.action == Action::Planned
    };
    let mut rows = vec![];
    let mut after = whole.number;
    loop {
        let until = Some(after + EVENTS_AT_ONCE);
        let events = ledger.events(&EventFilter { after, until, ..EventFilter::default() })?;
        let plan_events: Vec<Event> = events.into_iter().take_while(is_own).collect();
        let count = plan_events.len();
        for event in plan_events {
            let rank = event.number_of(detail::RANK).and_then(|rank| u32::try_from(rank).ok());
            if let (Some(rank), Some(date)) = (rank, event.day) {
                let Event { account, person, details, .. } = event;
                rows.push(SavedRow { account, person, rank, date, details });
            }
        }
        after += EVENTS_AT_ONCE;
        if u64::try_from(count).is_ok_and(|count| count < EVENTS_AT_ONCE) {
            break;
        }
    }
    let inputs = whole.details.keys().filter_map(|name| {
        let value = whole.detail(name)?;
        (name != detail::PLAN).then(|| (name.clone(), value.to_owned()))
    });
    Ok(SavedPlan { id, number: whole.number, inputs: inputs.collect(), rows })
}
