//! What a ledger has, as frames: for output, and for scripts.

use crate::import::people_keys::person;
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series};
use rescind_ledger::DuePerson;

/// The columns that tell people what happened, of the frame of `history_frame`; somebody without a
/// name is called by the key.
pub fn history_for_people(history: &DataFrame) -> PolarsResult<DataFrame> {
    let names = history.column("name")?.str()?.iter();
    let people = history.column("person")?.str()?.iter();
    let called: Vec<Option<&str>> = names.zip(people).map(|(name, key)| name.or(key)).collect();
    let mut history = history.clone();
    history.with_column(Series::new("name".into(), called).into_column())?;
    history.select(FOR_PEOPLE)
}

/// What people look for first comes first.
const FOR_PEOPLE: [&str; 11] = [
    "number",
    "recorded_at",
    "account",
    "name",
    "action",
    "day",
    "corrected_by",
    "change",
    "reason",
    "remark",
    "actor",
];

/// What to do while the person cannot be invited again.
const MEANWHILE: [&str; 3] = [
    "react to or comment on what they post",
    "share something that matters to them",
    "ask a connection you share for an introduction",
];

/// What to do meanwhile for the person at this place of a list.
pub fn meanwhile(row: usize) -> &'static str {
    MEANWHILE[row % MEANWHILE.len()]
}

/// Who may be invited again: `invite_on` (date?), `due_on` (date), `account`, `name`, `company`,
/// `follow_up`, `meanwhile`, `note` (str?), `withdrawn_on` (date?), `profile_url` (str?), `person`
/// (str).
pub fn due_frame(due: &[DuePerson], today: NaiveDate) -> PolarsResult<DataFrame> {
    let advice = due.iter().enumerate().map(|(at, one)| {
        let waits = one.due_on > today;
        waits.then(|| meanwhile(at))
    });
    let urls: Vec<Option<String>> = due.iter().map(profile_url).collect();
    let withdrawn =
        due.iter().map(|one| one.standing.last_withdrawal().map(|withdrawal| withdrawal.on));
    let columns = vec![
        days("invite_on", due.iter().map(|one| one.invite_on))?,
        days("due_on", due.iter().map(|one| Some(one.due_on)))?,
        texts("account", due, |one| Some(one.account)),
        texts("name", due, |one| one.standing.name.as_deref()),
        texts("company", due, |one| one.standing.company.as_deref()),
        texts("follow_up", due, |one| one.standing.follow_up.as_deref()),
        Series::new("meanwhile".into(), advice.collect::<Vec<_>>()).into_column(),
        texts("note", due, |one| one.standing.note.as_deref()),
        days("withdrawn_on", withdrawn)?,
        Series::new("profile_url".into(), urls).into_column(),
        texts("person", due, |one| Some(one.person)),
    ];
    DataFrame::new(due.len(), columns)
}

/// The address of their profile: of somebody who was told of by a key alone, the one it stands for.
pub fn profile_url(due: &DuePerson) -> Option<String> {
    due.standing.profile_url.clone().or_else(|| person::profile_url(due.person))
}

fn texts<T>(name: &str, rows: &[T], text_of: impl Fn(&T) -> Option<&str>) -> Column {
    let values: Vec<Option<String>> =
        rows.iter().map(|row| text_of(row).map(String::from)).collect();
    Series::new(name.into(), values).into_column()
}

fn days(name: &str, days: impl Iterator<Item = Option<NaiveDate>>) -> PolarsResult<Column> {
    let days: Vec<Option<i32>> = days.map(|day| day.map(|day| day.to_epoch_days())).collect();
    Ok(Series::new(name.into(), days).cast(&DataType::Date)?.into_column())
}
