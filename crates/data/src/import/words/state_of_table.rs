//! The state and the direction that a table's or a section's name says.

use super::state_in_name::{self, StateOfName};
use super::status::Status;
use crate::import::sources::outcome_fields::is_of_outcome;
use crate::import::table::Table;

/// What holds of all rows of a table or a part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Says {
    State(Status),
    /// The account received them.
    Received,
}

impl Says {
    /// What a name plainly says.
    pub(in crate::import) fn from_called(called: &StateOfName) -> Option<Self> {
        match called {
            StateOfName::State(status) => Some(Self::State(*status)),
            StateOfName::Received => Some(Self::Received),
            StateOfName::Unclear | StateOfName::Nothing => None,
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
pub(in crate::import) struct NamedState {
    pub(in crate::import) name: String,
    pub(in crate::import) says: Option<Says>,
    /// Whether it is the file's name, and no sheet's or list's within it.
    pub(in crate::import) is_of_file: bool,
}

/// The word for a state other than a pending one that a table's sheet or file is called, where no
/// column tells of one.
pub(in crate::import) fn called(table: &Table) -> Option<NamedState> {
    if !has_no_outcome(table) {
        return None;
    }
    let sheet: Vec<&str> = table.understood.sheet.iter().flat_map(|name| names_of(name)).collect();
    let stem = table.stem();
    // A sheet's own name is more than the file's.
    let named = named_by(&sheet, false, table).or_else(|| named_by(&[&stem], true, table));
    named.filter(|named| named.says != Some(Says::State(Status::Pending)))
}

/// The first of these names that is plainly a state, else the first that may mean otherwise.
fn named_by(spelled: &[&str], is_of_file: bool, table: &Table) -> Option<NamedState> {
    let mut unclear = None;
    for name in spelled {
        let called = state_in_name::file(name, &table.statuses);
        if matches!(called, StateOfName::Nothing) {
            continue;
        }
        let says = Says::from_called(&called);
        let candidate = NamedState { name: (*name).to_owned(), says, is_of_file };
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
pub(in crate::import) fn tells_nothing(name: &str, explained: &[(String, Status)]) -> bool {
    names_of(name).all(|name| matches!(state_in_name::file(name, explained), StateOfName::Nothing))
}

/// Whether no column of a table tells of outcomes: one that has such a column is not all of one
/// state. Whoever answers a message may be anybody.
pub(in crate::import) fn has_no_outcome(table: &Table) -> bool {
    let tells =
        |field: &str| is_of_outcome(field) || ["status", "other_status", "event"].contains(&field);
    !table.spelled.iter().any(|(field, _)| tells(field))
}
