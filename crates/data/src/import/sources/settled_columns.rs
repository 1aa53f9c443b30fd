//! People's own sheets and strangers' exports: what their columns are by their names, settled by
//! their values.

use super::column_remarks::{say_later_sendings, say_merged_cells, say_other_event};
use super::column_spellings::ColumnsByRank;
use super::description::{Description, DescriptionOrigin};
use super::direction_columns::directions;
use super::field::Field;
use super::outcome_columns::{degrees, events, is_most, outcomes, said_to_be_sent};
use super::sample::Sample;
use super::sampled_values::Shares;
use super::sent_column::sent;
use super::settled::Settled;
use super::taken_day::observed;
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
pub(super) fn by_name(names: &[String], described: &Description) -> Vec<Option<&'static Field>> {
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
pub(super) fn settle(
    cells: &[String],
    names: &[String],
    fields: Vec<Option<&'static Field>>,
    sample: &Sample,
    described: &Description,
) -> Settled {
    let shares: Vec<Shares> =
        (0..cells.len()).map(|at| Shares::of_column(sample, at, &described.statuses)).collect();
    let mut settled = Settled::of_fields(fields);
    let share = |at: usize| shares.get(at).copied().unwrap_or_default();
    profile_column::settle(&mut settled, cells, sample, &shares);
    settled.keep("name", |at| !share(at).is_most(share(at).dates + share(at).answers));
    settled.keep("tags", |at| !share(at).is_most(share(at).dates) || share(at).filled == 0);
    settled.keep("days", |at| is_most(sample, at, |text| age::whole_days(text).is_some()));
    said_to_be_sent(&mut settled, cells, &shares);
    degrees(&mut settled, cells, sample);
    let called_event = settled.at("event");
    events(&mut settled, cells, sample);
    directions(&mut settled, cells, sample);
    names_in_parts(&mut settled, cells, sample);
    action_results::settle(&mut settled, cells, sample);
    status_column::settle(&mut settled, cells, names, sample, &shares);
    outcomes(&mut settled, cells, &shares);
    sent(&mut settled, cells, names, &shares);
    say_later_sendings(&mut settled, cells, &shares);
    inmail_column::settle(&mut settled, cells, &shares);
    mail_columns::settle(&mut settled, cells, sample);
    account_column::settle(&mut settled, cells, sample);
    if let Some(at) = called_event {
        say_other_event(&mut settled, cells, at, &shares);
    }
    say_merged_cells(&mut settled, cells, sample);
    let tracked = settled
        .fields
        .iter()
        .flatten()
        .any(|field| field.is_tracking && !["sent", "note", "status"].contains(&field.name));
    let ages = settled.at("sent").map(share).filter(|share| share.is_most(share.ages));
    // The Sent page is one account's: a table of several is somebody's own.
    let accounts = settled.at("account").map(|at| distinct(sample, at)).unwrap_or_default();
    settled.is_list = settled.tells_who()
        && !tracked
        && accounts < 2
        && ages.is_some_and(|share| share.filled > 0);
    if settled.is_list {
        observed(&mut settled, cells, names, &shares);
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
fn names_in_parts(settled: &mut Settled, cells: &[String], sample: &Sample) {
    let (first, last) = (settled.at("first_name"), settled.at("last_name"));
    let (other, part, what) = match (first, last) {
        (Some(first), None) => (first, "last_name", "the last name"),
        (None, Some(last)) => (last, "first_name", "the first name"),
        _ => return,
    };
    let Some(name) = settled.at("name") else { return };
    let pairs = sample.rows().iter().filter_map(|row| Some((row.get(name)?, row.get(other)?)));
    let filled = pairs.filter(|(name, other)| !name.is_empty() && !other.is_empty());
    let (whole, parts): (Vec<_>, Vec<_>) =
        filled.partition(|(name, other)| name.to_lowercase().contains(&other.to_lowercase()));
    if parts.len() > whole.len() {
        settled.set(name, part);
        let why = "its values are not the whole names of people";
        settled.guess(cells, name, what, why);
    }
}
