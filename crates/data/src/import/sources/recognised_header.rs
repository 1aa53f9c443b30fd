//! What a header and the rows below it announce, as it is read from then on.

use super::column_names::snake_case;
use super::description::{Description, DescriptionOrigin};
use super::field::Field;
use super::role::Role;
use crate::import::dates::form::DateOrder;
use crate::import::table::{EXTRA, INTERNAL, TableKind};
use crate::import::words::status::Status;
use chrono_tz::Tz;

/// What a header and the rows below it announce.
#[derive(Clone, Debug)]
pub(in crate::import) struct RecognisedHeader {
    pub(in crate::import) kind: TableKind,
    /// The name of the description by which it is read.
    pub(in crate::import) source: String,
    pub(in crate::import) origin: DescriptionOrigin,
    /// What to call the table in messages.
    pub(in crate::import) about: String,
    /// For every cell of the header: the name of its column in the raw table, if it is read.
    pub(in crate::import) columns: Vec<Option<String>>,
    pub(in crate::import) why: String,
    /// What values decided against or without a name.
    pub(in crate::import) guesses: Vec<String>,
    /// What words of its own statuses mean.
    pub(in crate::import) statuses: Vec<(String, Status)>,
    /// The zone of its local times.
    pub(in crate::import) zone: Option<Tz>,
    /// What comes first in its numeric dates, where that is said.
    pub(in crate::import) date_order: Option<DateOrder>,
    /// The account that it belongs to, where that is said.
    pub(in crate::import) belongs_to: Option<String>,
}

/// A table that is read as it is described. What is described by others than the program is
/// described in full: further columns come along unread.
pub(super) fn by_description(
    cells: &[String],
    described_fields: &[Option<&'static Field>],
    general: &[Option<&'static Field>],
    described: &Description,
    why: String,
) -> RecognisedHeader {
    let takes_more = described.origin == DescriptionOrigin::BuiltIn
        && matches!(described.role, Role::SentList | Role::Sheet);
    let has = |field: &Field| described_fields.iter().flatten().any(|other| *other == field);
    let more = |field: &&Field| takes_more && !has(field) && field.roles.contains(&described.role);
    let fields: Vec<Option<&'static Field>> = described_fields
        .iter()
        .zip(general)
        .map(|(described_field, general)| described_field.or(general.filter(more)))
        .collect();
    let table_kind = match described.role {
        Role::Invitations => TableKind::Invitations,
        Role::Connections => TableKind::Connections,
        Role::Messages => TableKind::Messages,
        Role::Profile => TableKind::Profile,
        Role::SentList => TableKind::SentList,
        Role::Sheet => TableKind::Sheet { tracking: true },
        Role::Rows => TableKind::Canonical,
    };
    let columns = match described.role {
        Role::Sheet => with_extras(cells, &fields),
        Role::Rows => invitations_header_as_spelled(cells, "").columns,
        _ => fields.iter().map(|field| field.map(|field| field.name.to_owned())).collect(),
    };
    RecognisedHeader {
        kind: table_kind,
        source: described.name.clone(),
        origin: described.origin.clone(),
        about: described.about.clone(),
        columns,
        why,
        guesses: Vec::new(),
        statuses: described.statuses.clone(),
        zone: described.zone,
        date_order: described.date_order,
        belongs_to: described.belongs_to.clone(),
    }
}

/// Why a table is taken for rows of `invitations`.
pub(super) const ROWS_WHY: &str =
    "it spells the columns of `invitations`, and its states are states";

pub(super) fn invitations_header_as_spelled(cells: &[String], why: &str) -> RecognisedHeader {
    let is_read = |cell: &String| !cell.is_empty() && !cell.starts_with(INTERNAL);
    let columns = cells.iter().map(|cell| Some(cell.clone()).filter(is_read));
    RecognisedHeader {
        kind: TableKind::Canonical,
        source: Role::Rows.name().into(),
        origin: DescriptionOrigin::BuiltIn,
        about: "invitations".into(),
        columns: columns.collect(),
        why: why.into(),
        guesses: Vec::new(),
        statuses: Vec::new(),
        zone: None,
        date_order: None,
        belongs_to: None,
    }
}

/// The columns of a sheet: fields under their names, all others marked as further ones.
pub(super) fn with_extras(
    cells: &[String],
    fields: &[Option<&'static Field>],
) -> Vec<Option<String>> {
    let mut taken: Vec<String> = Vec::new();
    let columns = fields.iter().zip(cells).enumerate().map(|(at, (field, cell))| match field {
        Some(field) => Some(field.name.to_owned()),
        None => Some(format!("{EXTRA}{}", further(cell, at, &mut taken))),
    });
    columns.collect()
}

/// The name of a further column: `snake_case`, told apart from those before it by a number.
fn further(cell: &str, at: usize, taken: &mut Vec<String>) -> String {
    let snake = snake_case(cell);
    let base = if snake.is_empty() { format!("column_{}", at + 1) } else { snake };
    let mut name = base.clone();
    let mut number = 1;
    while taken.contains(&name) {
        number += 1;
        name = format!("{base}_{number}");
    }
    taken.push(name.clone());
    name
}
