//! Whether a table has rows of `invitations`: by the names of its columns, by the values of some,
//! and because no other column tells what became of the invitations.
//!
//! Invariant: what a further column tells of an invitation's end is heard or said. A table whose
//! own columns leave it open is read as a sheet, which hears them all.

use super::assign_fields;
use super::description::Description;
use super::field;
use super::field_assignment::FieldAssignment;
use super::outcome_fields::tells_outcome;
use super::recognised_header::{ROWS_WHY, RecognisedHeader, invitations_header_as_spelled};
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use crate::import::people_keys::person;
use crate::import::words::answers::{Answer, answer};

/// Columns of `invitations` that tell rows of them from other tables.
pub(super) const ROWS: [&str; 8] =
    ["id", "account", "person", "name", "profile_url", "sent_at", "state", "known_by"];

/// Columns of whose names nobody else has any.
const OWN: [&str; 3] = ["known_by", "age_days", "days_to_accept"];

/// The fields that tell whether a row is about an invitation that was sent.
const ABOUT: [&str; 4] = ["event", "direction", "is_sent", "kind"];

/// The columns of rows in which they tell either.
const OF_ROWS: [&str; 6] = ["person", "state", "kind", "known_by", "withdrawn_on", "connected_on"];

/// The columns of rows for days that sheets call otherwise, by their fields.
const DAYS: [(&str, &str); 2] = [("withdrawn", "withdrawn_on"), ("accepted_on", "connected_on")];

/// Whether a header could be that of rows of `invitations`: it spells their columns exactly.
pub(super) fn has_rows_names(cells: &[String]) -> bool {
    let has = |name: &str| cells.iter().any(|cell| cell == name);
    let names_person = ["person", "id", "profile_url", "name"].into_iter().any(has);
    let is_strict = (has("person") || has("id")) && (has("sent_at") || has("state"));
    let has_both = has("state") && has("sent_at");
    is_strict || (names_person && (has_both || OWN.into_iter().any(has)))
}

/// The column `person` with the keys of persons, which nobody else writes.
pub(super) fn person_key_column(cells: &[String], sample: &Sample) -> Option<usize> {
    let at = cells.iter().position(|cell| cell == "person")?;
    let (keys, others): (Vec<_>, Vec<_>) =
        filled(sample, at).partition(|value| person::is_key(value));
    (keys.len() > others.len()).then_some(at)
}

fn filled<'a>(sample: &Sample<'a>, at: usize) -> impl Iterator<Item = &'a str> {
    let values = sample.cells(at).map(str::trim);
    values.filter(|value| !value.is_empty())
}

/// Whether the values bear that out: what is called a state is one, and a kind is one.
fn has_rows_values(cells: &[String], sample: &Sample) -> bool {
    let column = |name: &str| cells.iter().position(|cell| cell == name);
    let states = column("state").map(|at| ValueCounts::of_column(sample, at, &[]));
    let states_fit = states.is_none_or(|share| share.filled == 0 || share.is_most(share.states));
    let strict = column("person").is_some() || column("sent_at").is_some();
    if OWN.iter().any(|name| column(name).is_some()) {
        return true;
    }
    // A bare `id` beside a `state` may be anything's.
    states_fit && (strict || states.is_some_and(|share| share.states > 0))
}

/// The header of rows of `invitations`, if the table has such.
pub(super) fn of_invitations(
    cells: &[String],
    names: &[String],
    sample: &Sample,
    sheet: &Description,
) -> Option<RecognisedHeader> {
    let has_keys = person_key_column(cells, sample).is_some();
    let is_spelled_so = has_rows_names(cells) && has_rows_values(cells, sample);
    if !has_keys && !is_spelled_so {
        return None;
    }
    let fields = assign_fields::fields_by_name(names, sheet);
    let settled = assign_fields::assign_fields(cells, names, fields, sample, sheet);
    let further = ExtraColumns { cells, sample, settled: &settled };
    let has = |name: &str| cells.iter().any(|cell| cell == name);
    let names_otherwise = ["profile_url", "public_id"].iter().any(|field| further.has(field));
    if names_otherwise && !has_keys && !has("profile_url") {
        return None;
    }
    let mut header = invitations_header_as_spelled(cells, ROWS_WHY);
    further.days(&mut header);
    if further.is_full("state") && further.is_full("known_by") {
        // What the program itself decided.
        return Some(header);
    }
    let tells_of_ends = !further.is_full("state") && further.has_outcome();
    if tells_of_ends || ABOUT.iter().any(|field| further.decides_what_is_sent(field)) {
        return None;
    }
    further.say_unheard(&mut header);
    Some(header)
}

/// The columns of a table beside those of `invitations`.
struct ExtraColumns<'a> {
    cells: &'a [String],
    sample: &'a Sample<'a>,
    settled: &'a FieldAssignment,
}

impl ExtraColumns<'_> {
    /// The column that fills a field and that rows of `invitations` do not have.
    fn at(&self, field: &str) -> Option<usize> {
        let is_of_rows = |cell: &String| OF_ROWS.contains(&cell.as_str());
        self.settled.column_of(field).filter(|at| !self.cells.get(*at).is_some_and(is_of_rows))
    }

    fn has(&self, field: &str) -> bool {
        self.at(field).is_some()
    }

    /// Whether a column tells what became of an invitation.
    fn has_outcome(&self) -> bool {
        field::FIELDS.iter().any(|field| tells_outcome(field.name) && self.has(field.name))
            || self.has("degree")
    }

    /// Whether a column tells which rows are about invitations that were sent. Of events that end
    /// some, those in `state` go first.
    fn decides_what_is_sent(&self, field: &str) -> bool {
        let ends = |at| ValueCounts::of_column(self.sample, at, &[]).outcomes > 0;
        self.at(field).is_some_and(|at| field != "event" || !self.is_full("state") || !ends(at))
    }

    /// Whether every row has a value of this column.
    fn is_full(&self, name: &str) -> bool {
        let at = self.cells.iter().position(|cell| cell == name);
        at.is_some_and(|at| {
            !self.sample.rows().is_empty()
                && filled(self.sample, at).count() == self.sample.rows().len()
        })
    }

    /// Reads days of ends under the names that rows have for them.
    fn days(&self, header: &mut RecognisedHeader) {
        for (field, column) in DAYS {
            let Some(at) = self.at(field).filter(|_| !self.cells.iter().any(|cell| cell == column))
            else {
                continue;
            };
            let share = ValueCounts::of_column(self.sample, at, &[]);
            let is_of_days = share.filled > 0 && share.is_most(share.dates);
            if let Some(slot) = header.columns.get_mut(at).filter(|_| is_of_days) {
                *slot = Some(column.to_owned());
                let cell = self.spelling(at);
                header.guesses.push(format!("the column `{cell}` is taken for `{column}`"));
            }
        }
    }

    /// Says which further columns tell of ends while `state` decides.
    fn say_unheard(&self, header: &mut RecognisedHeader) {
        let unread = (0..self.cells.len()).filter(|at| {
            let column = header.columns.get(*at).and_then(Option::as_deref);
            column == Some(self.spelling(*at)) && self.tells_of_ends(*at)
        });
        let guess = |at| {
            let cell = self.spelling(at);
            format!(
                "the column `{cell}` tells of outcomes, too, and is not heard: the column `state` \
                 decides"
            )
        };
        let guesses: Vec<String> = unread.map(guess).collect();
        header.guesses.extend(guesses);
    }

    /// Whether a further column tells of ends: by its field, or by words for them, since customers
    /// have a status, too.
    fn tells_of_ends(&self, at: usize) -> bool {
        let field = self.settled.fields.get(at).copied().flatten().map(|field| field.name);
        let is_of_rows = OF_ROWS.contains(&self.spelling(at));
        let tells = match field {
            None | Some("status" | "other_status" | "event") => {
                let share = ValueCounts::of_column(self.sample, at, &[]);
                share.outcomes > 0 && share.is_most(share.statuses)
            }
            Some(field) => {
                let is_said = |value: &str| answer(value) != Some(Answer::Nothing);
                (tells_outcome(field) || field == "degree") && filled(self.sample, at).any(is_said)
            }
        };
        tells && !is_of_rows
    }

    fn spelling(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }
}
