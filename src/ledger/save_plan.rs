//! Saves a plan in the ledger: what was made from what, and an event for each row.

use super::known_accounts::ledger_spelling;
use super::people_of_plan::{LedgerKeys, PeopleOfPlan, PlanIdentities};
use super::saved_plan::{PROJECT, PlanProvenance, RECIPE, SaveOutcome, last_event};
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::{Invitations, first_few};
use crate::plan::Plan;
use crate::query::{Query, ordered_join};
use chrono::NaiveDate;
use polars::prelude::{
    BooleanChunked, ChunkFilter, ChunkUnique, DataFrame, DataType, IntoLazy, JoinType, LazyFrame,
    SortMultipleOptions, col,
};
use rescind_ledger::{
    Action, Document, Event, Ledger, NewEvent, NewRecords, Occasion, detail, real_name,
};
use std::collections::{BTreeMap, BTreeSet};

/// Saves a plan, whose document is its JSON. Nothing is recorded where the last saved plan is the
/// same one.
///
/// # Errors
/// A query that Polars cannot run, a database that fails.
pub fn save_plan(
    ledger: &mut Ledger,
    occasion: &Occasion,
    plan: &Plan,
    document: String,
    made_from: &PlanProvenance,
    invitations: &Invitations,
) -> Result<SaveOutcome, Error> {
    let (document, recipe) = (Document::new(document), Document::new(made_from.recipe.clone()));
    let rows = withdrawal_rows(plan, &invitations.uncounted)?;
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
            return Ok(NewRecords::default());
        }
        let mut whole = NewEvent::new("", "", Action::Planned);
        whole.day = Some(plan.as_of.date_naive());
        whole.details.insert(detail::PLAN.into(), id.clone().into());
        whole.details.insert(RECIPE.into(), recipe.sha256.clone().into());
        let inputs =
            made_from.inputs.iter().map(|(name, value)| (name.clone(), value.clone().into()));
        whole.details.extend(inputs);
        let PlanIdentities { mut events, keys, taken_over } = people.identify_in(ledger)?;
        events.push(whole);
        let (rows, outcome) = without_taken_over(&rows, &taken_over)?;
        events.extend(planned(ledger, &rows, &keys, &id)?);
        Ok(NewRecords { events, documents: vec![document, recipe], outcome })
    })?;
    Ok(SaveOutcome { id, taken_over })
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
        first_few(who)
    );
    let help = "their rows are in the plan and not in the ledger, where `rescind done` could only \
                record them of the other: note what becomes of them elsewhere";
    let finding = Finding::new(FindingCode::AddressTakenOver, Level::Warn, message).help(help);
    Ok((rows.filter(&is_told)?, Some(finding)))
}

/// The withdrawals with the columns that a plan does not show.
fn withdrawal_rows(plan: &Plan, invitations: &LazyFrame) -> Result<DataFrame, Error> {
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
        ordered_join(JoinType::Left),
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
        spellings.insert(account.to_owned(), ledger_spelling(ledger, account)?);
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
