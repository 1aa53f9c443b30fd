//! Which column says who invited whom.

use super::column_names::normalise;
use super::field_assignment::FieldAssignment;
use super::outcome_columns::{count, is_most};
use super::sample::Sample;
use super::unread_column::is_unrelated;
use crate::import::words::direction::{direction_of, unambiguous_direction_of};
use crate::import::words::invitation_type::{InvitationType, is_network};
use crate::import::words::status_words::fold_letters;
use std::collections::BTreeSet;

/// Whether invitations were sent or received: by the values of a column that is called so, or by
/// values that mean nothing else, whatever its name.
pub(super) fn assign_direction(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    let is_direction = |text: &str| direction_of(text).is_some();
    let called = settled.column_of("direction");
    if settled.keep_if("direction", |at| is_most(sample, at, is_direction)) {
        return;
    }
    let is_named = |at: usize| {
        let name = cells.get(at).map_or_else(String::new, |cell| normalise(cell));
        let words = [
            "direction",
            "inbound",
            "incoming",
            "received",
            "outbound",
            "outgoing",
            "whoinvited",
            "whosent",
            "invitedby",
            "initiat",
            "requester",
            "invitefrom",
            "方向",
        ];
        words.iter().any(|word| name.contains(word))
            || ["inout", "dir", "flow", "invite", "sr", "io", "fromto", "sentrecd"]
                .contains(&&*name)
    };
    let is_related = |at: usize| cells.get(at).is_some_and(|cell| !is_unrelated(cell));
    let fits = |at: &usize| {
        let of_name = is_named(*at)
            && count(sample, *at, is_direction).1 > 0
            && is_most(sample, *at, is_direction);
        is_related(*at) && (of_name || are_directions(sample, *at))
    };
    let says_sent = |at: usize| count(sample, at, |text| direction_of(text) == Some(true)).1 == 0;
    // A column of what was sent alone is as well one of statuses.
    let mut columns = settled.unassigned_columns();
    columns.extend(["status", "event", "kind"].iter().filter_map(|field| settled.column_of(field)));
    let fitting = columns.into_iter().find(|at| fits(at) && (is_named(*at) || !says_sent(*at)));
    if let Some(at) = fitting {
        settled.assign(at, "direction");
        settled.guess(cells, at, "the direction", "its values are directions");
    } else if let Some(at) = called.filter(|at| count(sample, *at, |_| true).0 > 0) {
        let why = "most of its values are no directions that are known, so that all rows count as \
                   invitations that were sent";
        settled.note_ignored(cells, at, why);
    }
}

/// Whether all values of a column are words for directions: some that mean nothing else, or both
/// `in` and `out`.
fn are_directions(sample: &Sample, at: usize) -> bool {
    let (filled, known) = count(sample, at, |text| direction_of(text).is_some());
    let sure = count(sample, at, |text| unambiguous_direction_of(text).is_some()).1;
    let received = count(sample, at, |text| direction_of(text) == Some(true)).1;
    let is_both = received > 0 && received < filled;
    let are_pairs = is_both && count(sample, at, |text| fold_letters(text).len() > 1).1 == filled;
    filled > 0 && known == filled && (sure == filled || are_pairs)
}

/// Whether a column has the names of several networks, which are no values of anything else.
pub(super) fn are_networks(sample: &Sample, at: usize) -> bool {
    let values = sample.cells(at).filter(|value| !value.is_empty());
    let values: BTreeSet<String> = values.map(|value| value.trim().to_lowercase()).collect();
    values.len() > 1 && values.iter().all(|value| is_network(value))
}

/// Whether a column has requests to connect and something else, in words that mean nothing else,
/// whatever it is called; what is to come has not been done.
pub(super) fn tells_requests_apart(cells: &[String], sample: &Sample, at: usize) -> bool {
    let is_planned = cells.get(at).is_some_and(|cell| is_unrelated(cell));
    let is_request = |text: &str| {
        InvitationType::from_unambiguous_text(text) == Some(InvitationType::Connection)
    };
    let is_sure = |text: &str| InvitationType::from_unambiguous_text(text).is_some();
    let (filled, sure) = count(sample, at, is_sure);
    let (_, requests) = count(sample, at, is_request);
    !is_planned && filled == sure && (1..filled).contains(&requests)
}
