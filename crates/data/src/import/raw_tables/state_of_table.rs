//! The state and the direction that a table's or a section's name says.

use crate::import::sources::outcome_fields::is_of_outcome;
use crate::import::table::Table;
use crate::import::words::state_in_name;
use crate::import::words::state_in_name::NameReading;
use crate::import::words::status::Status;

/// What holds of all rows of a table or a part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum ImpliedState {
    State(Status),
    /// The account received them.
    Received,
}

impl ImpliedState {
    /// What a name plainly says.
    pub(in crate::import) fn from_called(called: &NameReading) -> Option<Self> {
        match called {
            NameReading::State(status) => Some(Self::State(*status)),
            NameReading::Received => Some(Self::Received),
            NameReading::Unclear | NameReading::NoState => None,
        }
    }

    pub(in crate::import) fn name(self) -> &'static str {
        match self {
            Self::State(status) => status.name(),
            Self::Received => "received",
        }
    }

    pub(in crate::import) fn state(self) -> Option<&'static str> {
        if let Self::State(status) = self { Some(status.name()) } else { None }
    }

    pub(in crate::import) fn direction(self) -> Option<&'static str> {
        (self == Self::Received).then_some("received")
    }
}

/// What a table is called, and what this means; none where it may mean otherwise.
pub(in crate::import) struct StateFromName {
    pub(in crate::import) name: String,
    pub(in crate::import) implied: Option<ImpliedState>,
    /// Whether it is the file's name, and no sheet's or list's within it.
    pub(in crate::import) is_of_file: bool,
}

/// The word for a state other than a pending one that a table's sheet or file is called, where no
/// column tells of one.
pub(in crate::import) fn state_from_table_name(table: &Table) -> Option<StateFromName> {
    if !has_no_outcome(table) {
        return None;
    }
    let sheet: Vec<&str> = table.provenance.sheet.iter().flat_map(|name| names_of(name)).collect();
    let stem = table.stem();
    // A sheet's own name is more than the file's.
    let named = named_by(&sheet, false, table).or_else(|| named_by(&[&stem], true, table));
    named.filter(|named| named.implied != Some(ImpliedState::State(Status::Pending)))
}

/// The first of these names that is plainly a state, else the first that may mean otherwise.
fn named_by(spelled: &[&str], is_of_file: bool, table: &Table) -> Option<StateFromName> {
    let mut unclear = None;
    for name in spelled {
        let called = state_in_name::read_file_name(name, &table.statuses);
        if matches!(called, NameReading::NoState) {
            continue;
        }
        let says = ImpliedState::from_called(&called);
        let candidate = StateFromName { name: (*name).to_owned(), implied: says, is_of_file };
        if says.is_some() {
            return Some(candidate);
        }
        unclear = unclear.or(Some(candidate));
    }
    unclear
}

/// What a sheet or a list is called: the whole name, and of a path within JSON each part from its
/// end.
fn names_of(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.rsplit('.').filter(|_| name.contains('.'));
    std::iter::once(name).chain(parts)
}

/// Whether what a sheet or a list is called has no word for a state, pending ones included.
pub(in crate::import) fn has_no_state_word(name: &str, explained: &[(String, Status)]) -> bool {
    names_of(name)
        .all(|name| matches!(state_in_name::read_file_name(name, explained), NameReading::NoState))
}

/// Whether no column of a table tells of outcomes: one that has such a column is not all of one
/// state. Whoever answers a message may be anybody.
pub(in crate::import) fn has_no_outcome(table: &Table) -> bool {
    let tells =
        |field: &str| is_of_outcome(field) || ["status", "other_status", "event"].contains(&field);
    !table.columns.iter().any(|(field, _)| tells(field))
}
