//! How well the columns of a table fit a description.

use super::assign_fields;
use super::column_names::normalised;
use super::description::Description;
use super::field_assignment::FieldAssignment;
use super::invitation_rows::{ROWS, has_rows_names};
use super::known_descriptions::{Descriptions, FileClaim};
use super::role::Role;
use crate::import::people_keys::person;

/// The columns of LinkedIn's other tables that name people: recommendations, endorsements, whom
/// the account follows, contacts of its address books. Their statuses are not of invitations.
const OTHERS_OF_LINKEDIN: [&[&str]; 8] = [
    &["firstname", "lastname", "company", "jobtitle", "text", "creationdate", "status"],
    &["endorsementdate", "skillname", "endorsementstatus"],
    &["date", "status", "fullname"],
    &["date", "link", "message"],
    &["date", "type", "link"],
    &["date", "link", "optiontext"],
    &["date", "link"],
    &["source", "firstname", "lastname", "companies", "instantmessagehandles", "bookmarkedat"],
];

/// Whether a header is that of a table of LinkedIn's that tells nothing of invitations.
pub(super) fn is_other_of_linkedin(names: &[String]) -> bool {
    let has = |name: &&str| names.iter().any(|column| column == name);
    // What is short may be the beginning of anything.
    let is_whole = |other: &[&str]| {
        !(2..=3).contains(&other.len())
            || other.contains(&"skillname")
            || names.len() == other.len()
    };
    OTHERS_OF_LINKEDIN.iter().any(|other| other.iter().all(has) && is_whole(other))
        || (names.len() < 8 && has(&"endorsementstatus"))
}

/// How well these cells do as a header, by their names alone; nothing if nothing knows them. What
/// is claimed is scored by as many of its columns as there are.
pub(in crate::import) fn score(
    cells: &[String],
    claim: &FileClaim,
    known: &Descriptions,
) -> Option<usize> {
    let names = normalised(cells);
    let sheet = known.sheet()?;
    let filled = |described: &Description| {
        assign_fields::fields_by_name(&names, described).into_iter().flatten().count()
    };
    let described = match claim {
        // A header names columns; a profile is a value.
        FileClaim::Unclaimed(_) if cells.iter().any(|cell| person::is_address(cell)) => {
            return None;
        }
        FileClaim::Unclaimed(_) if is_other_of_linkedin(&names) => return None,
        FileClaim::Unclaimed(described) => described,
        FileClaim::Described(described) => {
            let present = |one: &&Description| required(&names, one).filter(|(_, is)| *is).count();
            return described.iter().map(|one| present(one) + filled(one)).max().filter(|n| *n > 0);
        }
        FileClaim::Role(Role::Rows) => {
            return Some(cells.iter().filter(|cell| ROWS.contains(&cell.as_str())).count());
        }
        FileClaim::Role(role) => {
            return descriptions_of_role(*role, known).map(filled).max().filter(|count| *count > 0);
        }
    };
    if let Some(described) = first_fitting(&names, described) {
        return Some(1_000 + filled(described));
    }
    let settled = FieldAssignment::of_fields(assign_fields::fields_by_name(&names, sheet));
    let count = settled.fields.iter().flatten().count();
    if has_rows_names(cells) {
        return Some(500 + count);
    }
    settled.tells_who().then_some(count)
}

/// The columns that a description requires, and whether each is there.
pub(super) fn required<'a>(
    names: &'a [String],
    described: &'a Description,
) -> impl Iterator<Item = (&'a str, bool)> {
    let required = described.requires.iter().zip(&described.requires_one_of);
    required.map(|(name, one_of)| (name.as_str(), one_of.iter().any(|one| names.contains(one))))
}

/// The first description whose columns are all there.
pub(super) fn first_fitting<'a>(
    names: &[String],
    described: &[&'a Description],
) -> Option<&'a Description> {
    let mut with_columns = described.iter().filter(|described| !described.requires.is_empty());
    with_columns.find(|described| required(names, described).all(|(_, is)| is)).copied()
}

/// The descriptions by which a table of this role can be read: those of the role, and for people
/// the spellings of all sheets.
pub(super) fn descriptions_of_role(
    role: Role,
    known: &Descriptions,
) -> impl Iterator<Item = &Description> {
    let of_role = known.descriptions().iter().filter(move |one| one.role == role);
    let general = known.sheet().filter(|_| role == Role::SentList);
    of_role.chain(general)
}
