//! What the columns of a table are, as it is being settled.

use super::field;
use super::field::Field;
use crate::import::words::status::Status;

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct FieldAssignment {
    /// The field of every column, if it has one.
    pub(super) fields: Vec<Option<&'static Field>>,
    /// Whether it is a list of the Sent page.
    pub(super) is_list: bool,
    /// What values decided, in words.
    pub(super) guesses: Vec<String>,
    /// What words of the column of statuses mean in this table, unlike elsewhere.
    pub(super) status_words: Vec<(String, Status)>,
}

impl FieldAssignment {
    /// What columns are by their names, of which no value was looked at.
    pub(super) fn of_fields(fields: Vec<Option<&'static Field>>) -> Self {
        Self { fields, is_list: false, guesses: Vec::new(), status_words: Vec::new() }
    }

    pub(super) fn column_of(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.is_some_and(|field| field.name == name))
    }

    pub(super) fn assign(&mut self, at: usize, name: &str) {
        if let (Some(slot), Some(field)) = (self.fields.get_mut(at), field::named(name)) {
            *slot = Some(field);
        }
    }

    /// The columns that have no field.
    pub(super) fn unassigned_columns(&self) -> Vec<usize> {
        let free = self.fields.iter().enumerate().filter(|(_, field)| field.is_none());
        free.map(|(at, _)| at).collect()
    }

    /// Takes a column's field off.
    pub(super) fn unassign(&mut self, at: usize) {
        if let Some(slot) = self.fields.get_mut(at) {
            *slot = None;
        }
    }

    /// Keeps a field's column only if its values are such; whether it was kept.
    pub(super) fn keep_if(&mut self, name: &str, fits: impl Fn(usize) -> bool) -> bool {
        let Some(at) = self.column_of(name) else { return false };
        let is_kept = fits(at);
        if let Some(slot) = self.fields.get_mut(at).filter(|_| !is_kept) {
            *slot = None;
        }
        is_kept
    }

    /// Whether some column says who a row is about.
    pub(super) fn tells_who(&self) -> bool {
        let has = |name: &str| self.column_of(name).is_some();
        ["profile_url", "public_id", "member_id", "urn", "name"].iter().any(|name| has(name))
            || (has("first_name") && has("last_name"))
    }

    /// Whether a column is of the kind that only somebody has who keeps track.
    pub(super) fn is_tracking(&self) -> bool {
        self.fields.iter().flatten().any(|field| field.is_tracking)
    }

    /// Says what a column is taken for, and why.
    pub(super) fn guess(&mut self, cells: &[String], at: usize, what: &str, why: &str) {
        let cell = cells.get(at).map_or("", String::as_str);
        self.guesses.push(format!("the column `{cell}` is taken for {what}: {why}"));
    }

    /// Says that a column which may tell of outcomes is not heard, and why.
    pub(super) fn note_ignored(&mut self, cells: &[String], at: usize, why: &str) {
        let cell = cells.get(at).map_or("", String::as_str);
        self.guesses.push(format!("the column `{cell}` is not heard: {why}"));
    }
}
