//! Plans that are kept: what they would do, and what they were made from.
//!
//! Invariant: a saved plan is named by the SHA-256 of its document, so that whoever has the name
//! can tell whether the document is the one that was saved.

use super::known_accounts::spelled;
use super::people_of_plan::{KnownToLedger, LedgerKeys, PeopleOfPlan};
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::inputs;
use crate::invitations::{Invitations, few};
use crate::plan::Plan;
use crate::query::Query;
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, ChunkFilter, ChunkUnique, DataFrame, DataType, IntoLazy, JoinArgs, JoinType,
    LazyFrame, SortMultipleOptions, col,
};
use rescind_ledger::{
    Action, Details, Document, Event, Ledger, LedgerError, NewEvent, Occasion, Records, Selection,
    detail, real_name,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a plan was made from, by name: the hashes of strategy, parameters, data and limits, where
/// the ledger ended, and the version of the program.
pub type Inputs = BTreeMap<String, String>;

/// The project that a plan was made in, among what it was made from.
pub const PROJECT: &str = "project";

/// The SHA-256 of the recipe of a plan, among what it was made from.
pub const RECIPE: &str = "recipe";

/// What a plan is saved with.
#[derive(Clone, Debug, Default)]
pub struct MadeFrom {
    /// What it was made from, by name.
    pub inputs: Inputs,
    /// All that it takes to make it again, as JSON.
    pub recipe: String,
}

/// How a plan was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The SHA-256 of its document.
    pub id: String,
    /// That the ledger cannot tell some of its people from others.
    pub taken_over: Option<Finding>,
}

/// A plan that was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedPlan {
    /// The SHA-256 of its document.
    pub id: String,
    /// The number of the event that saved it.
    pub number: u64,
    /// What it was made from.
    pub inputs: Inputs,
    /// Its withdrawals, by account and rank.
    pub rows: Vec<SavedRow>,
}

/// A withdrawal of a saved plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedRow {
    /// The account.
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

/// Saves a plan, whose document is its JSON. Nothing is recorded where the last saved plan is the
/// same one.
///
/// # Errors
/// A query that Polars cannot run, a database that fails.
pub fn save(
    ledger: &mut Ledger,
    occasion: &Occasion,
    plan: &Plan,
    document: String,
    made_from: &MadeFrom,
    invitations: &Invitations,
) -> Result<Saved, Error> {
    let (document, recipe) = (Document::new(document), Document::new(made_from.recipe.clone()));
    let rows = rows(plan, &invitations.uncounted)?;
    let people = PeopleOfPlan::read(&rows, invitations, plan.as_of)?;
    let id = document.sha256.clone();
    let (_, taken_over) = ledger.record::<Option<Finding>, Error>(occasion, |ledger| {
        let project = made_from.inputs.get(PROJECT).map(String::as_str);
        let is_it = |last: &Event| {
            // Another project finds the plans that were saved in it, and no others.
            let is_of_project = project.is_none() || last.detail(PROJECT) == project;
            last.detail(detail::PLAN) == Some(&id) && is_of_project
        };
        if last_event(ledger, None)?.as_ref().is_some_and(is_it) {
            return Ok(Records::default());
        }
        let mut whole = NewEvent::new("", "", Action::Planned);
        whole.day = Some(plan.as_of.date_naive());
        whole.details.insert(detail::PLAN.into(), id.clone().into());
        whole.details.insert(RECIPE.into(), recipe.sha256.clone().into());
        let inputs =
            made_from.inputs.iter().map(|(name, value)| (name.clone(), value.clone().into()));
        whole.details.extend(inputs);
        let KnownToLedger { mut events, keys, taken_over } = people.known_to(ledger)?;
        events.push(whole);
        let (rows, outcome) = without_taken_over(&rows, &taken_over)?;
        events.extend(planned(ledger, &rows, &keys, &id)?);
        Ok(Records { events, documents: vec![document, recipe], outcome })
    })?;
    Ok(Saved { id, taken_over })
}

/// The rows about people whom the ledger can tell from others; what there is to say of the rest.
fn without_taken_over(
    rows: &DataFrame,
    taken_over: &BTreeSet<(String, String)>,
) -> Result<(DataFrame, Option<Finding>), Error> {
    let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
    let [accounts, people, names] = [text("account")?, text("person")?, text("name")?];
    let is_told: BooleanChunked = (accounts.iter().zip(people.iter()))
        .map(|(account, person)| {
            let whom = account.map(String::from).zip(person.map(String::from));
            Some(whom.is_none_or(|whom| !taken_over.contains(&whom)))
        })
        .collect();
    let who = names.filter(&!&is_told)?.iter().flatten().map(String::from).collect::<Vec<_>>();
    if who.is_empty() {
        return Ok((rows.clone(), None));
    }
    let message = format!(
        "{} of the plan's people have an address that was somebody else's, whom the ledger knows \
         under it: {}",
        who.len(),
        few(who)
    );
    let help = "their rows are in the plan and not in the ledger, where `rescind done` could only \
                record them of the other: note what becomes of them elsewhere";
    let finding = Finding::new(FindingCode::AddressTakenOver, Level::Warn, message).help(help);
    Ok((rows.filter(&is_told)?, Some(finding)))
}

/// The withdrawals with the columns that a plan does not show.
fn rows(plan: &Plan, invitations: &LazyFrame) -> Result<DataFrame, Error> {
    let further = [
        col("id"),
        col("company"),
        col("note"),
        col("sent_at").cast(DataType::Date).cast(DataType::String).alias("sent_on"),
    ];
    let days = ["reconnect_on"].map(|name| col(name).cast(DataType::String));
    let joined = plan.actions.clone().lazy().with_columns(days).join(
        invitations.clone().select(further),
        [col("id")],
        [col("id")],
        JoinArgs::new(JoinType::Left),
    );
    Ok(joined.sort(["account", "rank"], SortMultipleOptions::default()).rows()?)
}

fn planned(
    ledger: &mut Ledger,
    rows: &DataFrame,
    keys: &LedgerKeys,
    id: &str,
) -> Result<Vec<NewEvent>, Error> {
    const TEXTS: [(&str, &str); 8] = [
        ("name", detail::NAME),
        ("profile_url", detail::PROFILE_URL),
        ("reason", detail::REASON),
        ("follow_up", detail::FOLLOW_UP),
        ("company", detail::COMPANY),
        ("note", detail::NOTE),
        ("sent_on", detail::SENT_ON),
        ("reconnect_on", detail::RECONNECT_ON),
    ];
    let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
    let (accounts, people) = (text("account")?, text("person")?);
    let mut spellings = BTreeMap::new();
    for account in accounts.unique()?.iter().flatten() {
        spellings.insert(account.to_owned(), spelled(ledger, account)?);
    }
    let dates = rows.column("date")?.date()?.physical().clone();
    let ranks = rows.column("rank")?.u32()?.clone();
    let mut texts = vec![];
    for (column, name) in TEXTS {
        texts.push((name, text(column)?));
    }
    let events = (0..rows.height()).map(|row| {
        let written = accounts.get(row).unwrap_or_default();
        let account = spellings.get(written).map_or(written, String::as_str);
        let key = people.get(row).unwrap_or_default();
        let known_as = keys.get(&(written.to_owned(), key.to_owned()));
        let person = known_as.map_or(key, String::as_str);
        let mut event = NewEvent::new(account, person, Action::Planned);
        event.day = dates.get(row).and_then(NaiveDate::from_epoch_days);
        event.details.insert(detail::PLAN.into(), id.into());
        event.details.insert(detail::RANK.into(), i64::from(ranks.get(row).unwrap_or(0)).into());
        for (name, values) in &texts {
            let is_name = *name == detail::NAME;
            let value_said = values.get(row).filter(|value| !value.is_empty());
            let value_said = value_said.filter(|value| !is_name || real_name(key, value).is_some());
            if let Some(value) = value_said {
                event.details.insert((*name).into(), value.into());
            }
        }
        event
    });
    Ok(events.collect())
}

/// The last saved plan, of a project or of the whole ledger.
///
/// # Errors
/// A database that fails.
pub fn last_saved(
    ledger: &mut Ledger,
    project: Option<&str>,
) -> Result<Option<SavedPlan>, LedgerError> {
    match last_event(ledger, project)? {
        Some(event) => read(ledger, &event).map(Some),
        None => Ok(None),
    }
}

/// The plan whose name begins so; the last of several saved plans that are the same.
///
/// # Errors
/// A name that two plans begin with; a database that fails.
pub fn saved(ledger: &mut Ledger, begins: &str) -> Result<Option<SavedPlan>, LedgerError> {
    let mut wholes: BTreeMap<String, Event> = BTreeMap::new();
    ledger.read(&wholes_selection(), |event| {
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
        Some(event) => read(ledger, &event).map(Some),
        None => Ok(None),
    }
}

/// The plan that somebody names: by the first letters of its name, or by a file that has its
/// document.
///
/// # Errors
/// What names none, or several; a database that fails.
pub fn saved_as(ledger: &mut Ledger, named: &str) -> Result<SavedPlan, Error> {
    let shown = ledger.shown();
    let refused = |message: String, help: &str| Error::Usage { message, help: Some(help.into()) };
    let is_id = !named.is_empty() && named.chars().all(|symbol| symbol.is_ascii_hexdigit());
    if is_id && let Some(plan) = saved(ledger, &named.to_lowercase())? {
        return Ok(plan);
    }
    let path = Path::new(named);
    if !path.is_file() {
        let message = format!("`{named}`: {shown} has no saved plan of that name");
        let help = "its id as `rescind plan … --save` and `rescind history` show it, or its first \
                    letters, or the JSON file of `--save=FILE`";
        return Err(refused(message, help));
    }
    let sum = inputs::sum_of(path).map_err(|error| Error::File {
        path: named.into(),
        problem: error.to_string(),
        help: None,
    })?;
    saved(ledger, &sum)?.ok_or_else(|| {
        let message = format!("{named}: it is not a plan that was saved in {shown}");
        let help =
            "it was changed since, or shows a part of the plan only: name the plan by its id";
        refused(message, help)
    })
}

/// The events that save plans; those of persons are of real accounts.
fn wholes_selection() -> Selection {
    Selection {
        account: Some(String::new()),
        actions: vec![Action::Planned],
        is_standing: true,
        ..Selection::default()
    }
}

fn last_event(ledger: &mut Ledger, project: Option<&str>) -> Result<Option<Event>, LedgerError> {
    let mut last = None;
    ledger.read(&wholes_selection(), |event| {
        if project.is_none_or(|project| event.detail(PROJECT) == Some(project)) {
            last = Some(event);
        }
        Ok(())
    })?;
    Ok(last)
}

/// How many events are looked at for those of a plan, which follow the one that saved it.
const EVENTS_AT_ONCE: u64 = 1000;

fn read(ledger: &mut Ledger, whole: &Event) -> Result<SavedPlan, LedgerError> {
    let id = whole.detail(detail::PLAN).unwrap_or_default().to_owned();
    let is_own = |event: &Event| {
        let names_it = event.detail(detail::PLAN) == Some(&id) && !event.person.is_empty();
        names_it && event.action == Action::Planned
    };
    let mut rows = vec![];
    let mut after = whole.number;
    loop {
        let until = Some(after + EVENTS_AT_ONCE);
        let events = ledger.events(&Selection { after, until, ..Selection::default() })?;
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
