//! Which column says when an invitation was sent.

use super::column_names::normalise;
use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::outcome_columns::names_invitation;
use super::sampled_values::ValueCounts;
use super::unread_column::{is_unrelated, names_other_sending};
use crate::import::dates::age::tells_of_sending;
use crate::import::words::status::Status;

/// Names of columns that may hold the day of an invitation, where the table is one of invitations.
pub(super) const DATES: &[&str] = &[
    "date",
    "day",
    "when",
    "datum",
    "fecha",
    "data",
    "timestamp",
    "time",
    "datetime",
    "created",
    "createdat",
    "createdon",
    "createddate",
    "creationdate",
    "dateadded",
    "addedon",
    "added",
];

/// Whether a column is called so that its days may be those of anything.
pub fn is_any_day(column: &str) -> bool {
    DATES.contains(&normalise(column).as_str())
}

/// The day sent: a column of relative ages, which nothing but the Sent page shows, or a column for
/// dates in a table of people and statuses.
pub(super) fn assign_sent(
    settled: &mut FieldAssignment,
    cells: &[String],
    names: &[String],
    shares: &[ValueCounts],
) {
    if ["sent", "months", "days"].iter().any(|name| settled.column_of(name).is_some())
        || !settled.tells_who()
    {
        return;
    }
    let free = |at: &usize| settled.fields.get(*at).is_some_and(Option::is_none);
    let columns: Vec<usize> = (0..cells.len()).filter(free).collect();
    let most = |at: usize, count: fn(ValueCounts) -> usize| {
        shares.get(at).is_some_and(|share| share.filled > 0 && share.is_most(count(*share)))
    };
    let name = |at: usize| names.get(at).map_or("", String::as_str);
    // The Sent page says `Sent 2 weeks ago`; a bare age may be that of anything.
    let is_of_anything = |at: usize| {
        let name = name(at);
        ["time", "created", "added"].iter().any(|word| name.contains(word))
    };
    let names_other = |at: usize| cells.get(at).is_some_and(|cell| names_other_sending(cell));
    let may_be_sent = |at: usize| {
        most(at, |share| share.sent_ages)
            || (DATES.contains(&name(at)) && !is_of_anything(at))
            || cells.get(at).is_some_and(|cell| tells_of_sending(cell) || is_since(cell))
    };
    let ages = columns
        .iter()
        .copied()
        .find(|at| most(*at, |share| share.ages) && may_be_sent(*at) && !names_other(*at));
    let tells = |name: &&str| settled.column_of(name).is_some();
    let has_status =
        ["status", "accepted_on", "is_accepted", "event", "degree", "is_sent"].iter().any(tells);
    let is_dated = |at: &usize| most(*at, |share| share.dates);
    // A message is sent, too.
    let is_of_invitations = |at: &usize| {
        cells.get(*at).is_some_and(|cell| tells_of_sending(cell) && !is_unrelated(cell))
    };
    let is_invitation = |at: &usize| cells.get(*at).is_some_and(|cell| names_invitation(cell));
    let called = columns.iter().copied().find(|at| is_dated(at) && is_of_invitations(at));
    let called =
        called.or_else(|| columns.iter().copied().find(|at| is_dated(at) && is_invitation(at)));
    // How near somebody is, is told of people whom nobody invited, too.
    let is_known_by_more = ["status", "accepted_on", "is_accepted", "event", "is_sent"];
    let is_known_by_more = is_known_by_more.iter().any(tells);
    let is_date = |at: &usize| {
        DATES.contains(&name(*at)) && is_dated(at) && (is_known_by_more || !is_of_anything(*at))
    };
    let dates = columns.iter().copied().find(is_date).filter(|_| has_status);
    if let Some(at) = ages {
        settled.assign(at, "sent");
        settled.guess(cells, at, "the age", "its values are ages such as the Sent page shows");
    } else if let Some(at) = called {
        settled.assign(at, "sent");
        settled.guess(cells, at, "the day sent", "its name has a word for sending or inviting");
    } else if let Some(at) = dates {
        settled.assign(at, "sent");
        let why = "its values are dates, and the table is one of people and statuses";
        settled.guess(cells, at, "the day sent", why);
    }
}

/// Whether a column is called after a time that goes on, such as `pending since` or `days ago`, and
/// after nothing else: members are such since a day, too.
fn is_since(cell: &str) -> bool {
    const TIMES: [&str; 8] = ["since", "ago", "time", "days", "weeks", "months", "in", "how"];
    let name = snake_case(cell);
    let is_time = name.split('_').any(|word| ["since", "ago"].contains(&word));
    let of_rest =
        name.split('_').filter(|word| !TIMES.contains(word)).collect::<Vec<_>>().join(" ");
    is_time
        && (of_rest.is_empty()
            || Status::from_text(&of_rest, &[]).is_some_and(|status| !status.is_over()))
}
