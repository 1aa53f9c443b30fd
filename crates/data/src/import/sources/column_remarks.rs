//! What is said of columns that are read, or not, where a person may have meant otherwise.

use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use super::unread_column::names_other_sending;
use crate::import::dates::age::tells_of_sending;
use std::collections::BTreeSet;

/// Says that another column may have the day of a later invitation than the one that is read: its
/// name has a word for the last one, and one for sending.
pub(super) fn say_later_sendings(
    settled: &mut FieldAssignment,
    cells: &[String],
    shares: &[ValueCounts],
) {
    const LAST: [&str; 6] = ["last", "latest", "zuletzt", "dernier", "última", "ultimo"];
    if settled.column_of("sent").is_none() {
        return;
    }
    let is_later = |at: &usize| {
        let cell = cells.get(*at).map_or("", String::as_str);
        let is_last = snake_case(cell).split('_').any(|word| LAST.contains(&word));
        let is_dated = shares.get(*at).is_some_and(|share| share.are_mostly_dates());
        is_last && is_dated && tells_of_sending(cell) && !names_other_sending(cell)
    };
    for at in settled.unassigned_columns().into_iter().filter(is_later) {
        settled.note_ignored(
            cells,
            at,
            "it may be the day of a later invitation of the same person",
        );
    }
}

/// That statuses may be of events to which people are invited: a column that is called so has no
/// words for what was done.
pub(super) fn say_other_event(
    settled: &mut FieldAssignment,
    cells: &[String],
    event: usize,
    shares: &[ValueCounts],
) {
    let cell = cells.get(event).map_or("", String::as_str);
    let is_event = snake_case(cell).split('_').any(|word| word == "event");
    let is_free = settled.fields.get(event).is_some_and(Option::is_none);
    let is_filled = shares.get(event).is_some_and(|share| share.filled > 0);
    let Some(at) = settled.column_of("status").filter(|_| is_event && is_free && is_filled) else {
        return;
    };
    let status = cells.get(at).map_or("", String::as_str);
    settled.guesses.push(format!(
        "the column `{status}` is taken for what became of requests to connect, although `{cell}` \
         may say to what else people were invited"
    ));
}

/// Says that a column before the names seems to have been of merged cells, of which a text keeps
/// the first alone: what stands below it has none.
pub(super) fn say_merged_cells(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    let who = ["name", "first_name", "profile_url", "person"];
    let Some(first_who) = who.iter().filter_map(|field| settled.column_of(field)).min() else {
        return;
    };
    for field in ["status", "sent", "account", "campaign"] {
        let Some(at) = settled.column_of(field).filter(|at| *at < first_who) else { continue };
        let values: Vec<&str> =
            sample.rows().iter().filter_map(|row| Some(row.get(at)?.trim())).collect();
        let filled: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
        let is_each_once = filled.iter().collect::<BTreeSet<_>>().len() == filled.len();
        let begins = values.first().is_some_and(|value| !value.is_empty());
        // Below each of several merged cells there is at least another row.
        let are_some = filled.len() > 1 && filled.len() * 2 <= values.len();
        if begins && is_each_once && are_some {
            let column = cells.get(at).map_or("", String::as_str);
            settled.guesses.push(format!(
                "the column `{column}` has each value once and nothing below it, as merged cells \
                 are saved: rows without one have none; fill it down if that is not meant"
            ));
        }
    }
}
