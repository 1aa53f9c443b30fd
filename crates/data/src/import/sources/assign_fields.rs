//! People's own sheets and strangers' exports: what their columns are by their names, settled by
//! their values.

use super::column_remarks::{say_later_sendings, say_merged_cells, say_other_event};
use super::column_spellings::ColumnsByRank;
use super::description::{Description, DescriptionOrigin};
use super::direction_columns::assign_direction;
use super::field::Field;
use super::field_assignment::FieldAssignment;
use super::observed_at_column::assign_observed_at;
use super::outcome_columns::{
    assign_degree, assign_event, assign_is_sent, assign_outcome_days, is_most,
};
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use super::sent_column::assign_sent;
use super::{
    account_column, action_results, inmail_column, mail_columns, profile_column, status_column,
};
use crate::import::dates::age;
use std::collections::BTreeSet;

/// What tools put before the name of a column that says who somebody is: `lead_first_name`,
/// `invitee.fullName`, `fields.Name`.
const BEFORE_NAMES: &[&str] = &[
    "lead",
    "prospect",
    "contact",
    "person",
    "invitee",
    "recipient",
    "profile",
    "member",
    "user",
    "fields",
    "properties",
    "data",
    "json",
    "linkedinuserprofile",
    "tomember",
    "invitationtomember",
];

/// The fields whose columns may be called so.
const WHO: &[&str] = &["name", "first_name", "last_name", "company", "position"];

/// What follows such a word in a name, but for `user`, who may be the account's own.
fn of_invited(name: &str) -> impl Iterator<Item = &str> {
    of_somebody(name).filter(move |_| !name.starts_with("user"))
}

/// What follows such a word in a name.
fn of_somebody(name: &str) -> impl Iterator<Item = &str> {
    BEFORE_NAMES.iter().filter_map(move |before| name.strip_prefix(before))
}

/// The field of every column by its name, each field at most once.
pub(super) fn fields_by_name(
    names: &[String],
    described: &Description,
) -> Vec<Option<&'static Field>> {
    let spellings = &described.spellings;
    let exact = spellings.columns(names, |name| [name]);
    let (invited, somebody) = match described.origin {
        DescriptionOrigin::BuiltIn => {
            (spellings.columns(names, of_invited), spellings.columns(names, of_somebody))
        }
        _ => (ColumnsByRank::new(), ColumnsByRank::new()),
    };
    let mut fields: Vec<Option<&'static Field>> = vec![None; names.len()];
    for (index, (field, _)) in described.columns.iter().enumerate() {
        let is_free = |at: &usize| fields.get(*at).is_some_and(Option::is_none);
        let first = |columns: &ColumnsByRank| {
            columns.get(&index).and_then(|by_rank| by_rank.values().copied().find(is_free))
        };
        let best = first(&exact).or_else(|| match field.name {
            "public_id" => first(&invited),
            name if WHO.contains(&name) => first(&somebody),
            _ => None,
        });
        if let Some(slot) = best.and_then(|at| fields.get_mut(at)) {
            *slot = Some(*field);
        }
    }
    fields
}

/// Settles what the columns are. `cells` is the header, `names` the same as it is compared.
pub(super) fn assign_fields(
    cells: &[String],
    names: &[String],
    fields: Vec<Option<&'static Field>>,
    sample: &Sample,
    described: &Description,
) -> FieldAssignment {
    let shares: Vec<ValueCounts> = (0..cells.len())
        .map(|at| ValueCounts::of_column(sample, at, &described.statuses))
        .collect();
    let mut settled = FieldAssignment::of_fields(fields);
    let share = |at: usize| shares.get(at).copied().unwrap_or_default();
    profile_column::assign_profile(&mut settled, cells, sample, &shares);
    settled.keep_if("name", |at| !share(at).is_most(share(at).dates + share(at).answers));
    settled.keep_if("tags", |at| !share(at).is_most(share(at).dates) || share(at).filled == 0);
    settled.keep_if("days", |at| is_most(sample, at, |text| age::whole_days(text).is_some()));
    assign_is_sent(&mut settled, cells, &shares);
    assign_degree(&mut settled, cells, sample);
    let called_event = settled.column_of("event");
    assign_event(&mut settled, cells, sample);
    assign_direction(&mut settled, cells, sample);
    assign_name_parts(&mut settled, cells, sample);
    action_results::assign_error(&mut settled, cells, sample);
    status_column::assign_status(&mut settled, cells, names, sample, &shares);
    assign_outcome_days(&mut settled, cells, &shares);
    assign_sent(&mut settled, cells, names, &shares);
    say_later_sendings(&mut settled, cells, &shares);
    inmail_column::assign_inmail(&mut settled, cells, &shares);
    mail_columns::unassign_mail_columns(&mut settled, cells, sample);
    account_column::assign_account(&mut settled, cells, sample);
    if let Some(at) = called_event {
        say_other_event(&mut settled, cells, at, &shares);
    }
    say_merged_cells(&mut settled, cells, sample);
    let tracked = settled
        .fields
        .iter()
        .flatten()
        .any(|field| field.is_tracking && !["sent", "note", "status"].contains(&field.name));
    let ages = settled.column_of("sent").map(share).filter(|share| share.is_most(share.ages));
    // The Sent page is one account's: a table of several is somebody's own.
    let accounts = settled.column_of("account").map(|at| distinct(sample, at)).unwrap_or_default();
    settled.is_list = settled.tells_who()
        && !tracked
        && accounts < 2
        && ages.is_some_and(|share| share.filled > 0);
    if settled.is_list {
        assign_observed_at(&mut settled, cells, names, &shares);
    }
    settled
}

/// How many values a column has.
pub(super) fn distinct(sample: &Sample, at: usize) -> usize {
    let values = sample.cells(at).filter(|value| !value.is_empty());
    values.collect::<BTreeSet<_>>().len()
}

/// `Name` beside `Vorname` is the last name, `Nome` beside `Cognome` the first: in many languages
/// the word for the whole name means a part of it, too.
fn assign_name_parts(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    let (first, last) = (settled.column_of("first_name"), settled.column_of("last_name"));
    let (other, part, what) = match (first, last) {
        (Some(first), None) => (first, "last_name", "the last name"),
        (None, Some(last)) => (last, "first_name", "the first name"),
        _ => return,
    };
    let Some(name) = settled.column_of("name") else { return };
    let pairs = sample.rows().iter().filter_map(|row| Some((row.get(name)?, row.get(other)?)));
    let filled = pairs.filter(|(name, other)| !name.is_empty() && !other.is_empty());
    let (whole, parts): (Vec<_>, Vec<_>) =
        filled.partition(|(name, other)| name.to_lowercase().contains(&other.to_lowercase()));
    if parts.len() > whole.len() {
        settled.assign(name, part);
        let why = "its values are not the whole names of people";
        settled.guess(cells, name, what, why);
    }
}
