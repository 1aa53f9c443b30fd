//! Columns of sheets that tell what became of people: by their names and by their values.
//!
//! Invariant: a column whose values are not of its kind is not taken, whatever it is called.

use super::column_names::normalise;
use super::column_names::snake_case;
use super::dated_headings::outcome_of_day;
use super::direction_columns::{are_networks, tells_requests_apart};
use super::field_assignment::FieldAssignment;
use super::outcome_fields::OutcomeField;
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use super::unread_column::is_unrelated;
use crate::import::dates::age::tells_of_sending;
use crate::import::words::answers::{Answer, answer};
use crate::import::words::degree::Degree;
use crate::import::words::invitation_type::InvitationType;
use crate::import::words::state_in_name::is_no_outcome;
use crate::import::words::status::Status;
use crate::import::words::status_of_text::is_denied;

/// What is in words for inviting: a reminder may be sent, too.
pub(super) const INVITING: [&str; 9] =
    ["invit", "connect", "request", "einlad", "anfrage", "convit", "zapros", "招", "邀"];

/// A column for the day sent that says `yes` instead, or one beside it that does: `Sent?`.
pub(super) fn assign_is_sent(
    settled: &mut FieldAssignment,
    cells: &[String],
    shares: &[ValueCounts],
) {
    let says = |at: usize| {
        let share = shares.get(at).copied().unwrap_or_default();
        share.filled > 0 && share.is_all(share.asked)
    };
    if let Some(at) = settled.column_of("sent").filter(|at| says(*at)) {
        settled.assign(at, "is_sent");
        return;
    }
    let is_of_invitations = |cell: &String| {
        let name = snake_case(cell);
        // Whoever invited us was not invited.
        let is_of_others = name.split('_').any(|word| ["me", "us"].contains(&word));
        !is_of_others && (!name.contains('_') || INVITING.iter().any(|word| name.contains(word)))
    };
    let is_named = |at: &usize| {
        cells.get(*at).filter(|cell| is_of_invitations(cell)).is_some_and(|cell| {
            tells_of_sending(cell) && outcome_named(cell).is_none() && !is_unrelated(cell)
        })
    };
    if let Some(at) = settled.unassigned_columns().into_iter().filter(|at| says(*at)).find(is_named)
    {
        settled.assign(at, "is_sent");
        settled.guess(cells, at, "whether it was sent", "its name has a word for sending");
    }
}

/// How many values of a column there are, and of how many it is so.
pub(super) fn count(sample: &Sample, at: usize, is: impl Fn(&str) -> bool) -> (usize, usize) {
    let values = sample.values(at);
    let rows_where = values.iter().filter(|one| is(one.value)).map(|one| one.rows);
    (values.iter().map(|one| one.rows).sum(), rows_where.sum())
}

pub(super) fn is_most(sample: &Sample, at: usize, is: impl Fn(&str) -> bool) -> bool {
    let (filled, count) = count(sample, at, is);
    count * 2 > filled
}

/// Degrees of contacts, by the name of the column and its values: a university gives degrees, too.
pub(super) fn assign_degree(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    let is_degree = |text: &str| Degree::from_text(text).is_some();
    if settled.keep_if("degree", |at| is_most(sample, at, is_degree)) {
        return;
    }
    let is_named =
        |at: usize| cells.get(at).is_some_and(|cell| Degree::is_named(snake_case(cell).split('_')));
    let fits = |at: &usize| {
        is_most(sample, *at, Degree::is_sure) || (is_named(*at) && is_most(sample, *at, is_degree))
    };
    if let Some(at) = settled.unassigned_columns().into_iter().find(fits) {
        settled.assign(at, "degree");
        settled.guess(cells, at, "how near the person is", "its values are degrees of contacts");
    }
}

/// What was done, by its values alone: whatever a customer is has a type, too.
pub(super) fn assign_event(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    let is_known = |text: &str| {
        InvitationType::from_text(text).is_some() || Status::from_text(text, &[]).is_some()
    };
    let has_sure =
        |at| count(sample, at, |text| InvitationType::from_unambiguous_text(text).is_some()).1 > 0;
    let has_known = |at| count(sample, at, |text| InvitationType::from_text(text).is_some()).1 > 0;
    // Whoever has accepted is written to: beside the day sent, what came last is another thing.
    let is_sending = |cell: &String| tells_of_sending(cell) && has_any(&normalise(cell), &INVITING);
    let is_invited = settled.column_of("sent").is_some() || cells.iter().any(is_sending);
    let is_last = |at: usize| is_invited && cells.get(at).is_some_and(|cell| is_of_last(cell));
    let lasts: Vec<usize> = (0..cells.len())
        .filter(|at| {
            settled
                .fields
                .get(*at)
                .is_some_and(|field| field.is_none_or(|field| field.name == "event"))
        })
        .filter(|at| is_last(*at) && has_known(*at))
        .collect();
    settled.keep_if("event", |at| !is_last(at) && has_sure(at) && is_most(sample, at, is_known));
    for at in lasts {
        let why = "it tells of what was done last, which is not how the row's invitation was sent";
        settled.note_ignored(cells, at, why);
    }
    if settled.column_of("event").is_some() || settled.column_of("kind").is_some() {
        return;
    }
    let is_named = |at: &usize| {
        let cell = cells.get(*at).map_or("", String::as_str);
        let name = snake_case(cell);
        let is_type = name.split('_').any(|word| {
            ["type", "channel", "action", "medium", "method", "network", "platform"].contains(&word)
        });
        let is_target = ["_to", "_for"].iter().any(|end| name.ends_with(end));
        (is_type || (is_target && names_invitation(cell))) && !is_last(*at)
    };
    let is_sure = |text: &str| InvitationType::from_text(text).is_some();
    // A customer is a person or a company, too; no customer is an event.
    let is_other = |text: &str| {
        let is_company =
            ["company", "organi", "school"].iter().any(|word| text.to_lowercase().contains(word));
        !is_company && InvitationType::from_text(text) == Some(InvitationType::Other)
    };
    let are_several = |at| count(sample, at, is_other).1 > 0;
    let is_all = |at: usize| {
        let (filled, known) = count(sample, at, is_sure);
        filled == known && (has_sure(at) || are_several(at))
    };
    let named = settled.unassigned_columns().into_iter().filter(is_named).find(|at| is_all(*at));
    let named = named.or_else(|| {
        settled
            .unassigned_columns()
            .into_iter()
            .find(|at| !is_last(*at) && tells_requests_apart(cells, sample, *at))
    });
    let named = named
        .or_else(|| settled.unassigned_columns().into_iter().find(|at| are_networks(sample, *at)));
    if let Some(at) = named {
        settled.assign(at, "event");
        settled.guess(cells, at, "what was done", "its values are kinds of invitations");
        return;
    }
    for at in
        settled.unassigned_columns().into_iter().filter(is_named).filter(|at| are_several(*at))
    {
        let (filled, known) = count(sample, at, is_other);
        let why = format!(
            "{known} of its first {filled} value(s) are other things than requests to connect, and \
             the rest is not known"
        );
        settled.note_ignored(cells, at, &why);
    }
}

/// Whether a column is called after what was done last.
fn is_of_last(cell: &str) -> bool {
    const WORDS: [&str; 12] = [
        "last", "latest", "recent", "newest", "letzte", "letzter", "dernier", "derniere", "ultima",
        "ultimo", "laatste", "previous",
    ];
    snake_case(cell).split('_').any(|word| WORDS.contains(&word))
}

/// Whether a column is called after an invitation, and nothing that came of it: `Connection
/// request`.
pub(super) fn names_invitation(cell: &str) -> bool {
    let name = snake_case(cell);
    INVITING.iter().any(|word| *word != "connect" && name.contains(word))
        && !has_outcome(cell)
        && !is_unrelated(cell)
        && !name.split('_').any(is_no_outcome)
}

pub(super) fn has_any(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.contains(word))
}

/// Days of outcomes, or `yes` to them, by a word for one in a column's name: `Abgelehnt am`. Beside
/// a column of days another one says whether there was one.
pub(super) fn assign_outcome_days(
    settled: &mut FieldAssignment,
    cells: &[String],
    shares: &[ValueCounts],
) {
    for (at, cell) in cells.iter().enumerate() {
        let is_free = settled.fields.get(at).is_some_and(Option::is_none);
        let tells = shares
            .get(at)
            .is_some_and(|share| share.is_all(share.dates + share.possible_dates + share.asked));
        if !is_free || !tells {
            continue;
        }
        let Some(outcome) = outcome_named(cell).and_then(OutcomeField::of_status) else { continue };
        if let Some(field) = outcome.columns().find(|field| settled.column_of(field).is_none()) {
            settled.assign(at, field);
            settled.guess(cells, at, outcome.meaning, "its name has a word for that");
        }
    }
}

/// The outcome of an invitation for which a column's name has a word.
fn outcome_named(cell: &str) -> Option<Status> {
    let name = snake_case(cell);
    let named = || outcome_in(cell).or_else(|| outcome_of_day(cell));
    (!name.split('_').any(is_no_outcome)).then(named).flatten()
}

/// Whether a column's name has a word for an outcome, be it planned or of something else.
pub(super) fn has_outcome(cell: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["accept", "declin", "reject", "withdraw"];
    has_any(&snake_case(cell), &BEGINNINGS) || outcome_in(cell).is_some()
}

fn outcome_in(cell: &str) -> Option<Status> {
    // Of an invitation, of a person, of a contract; of what is still to be done; of a message.
    const MEAN_MORE: [&str; 11] = [
        "connection",
        "approved",
        "1st",
        "cancelled",
        "canceled",
        "removed",
        "deleted",
        "accept",
        "decline",
        "withdraw",
        "answered",
    ];
    let name = snake_case(cell);
    let mut words: Vec<&str> = name.split('_').collect();
    without_answers(&mut words);
    if words.iter().any(|word| is_denied(word)) {
        return None;
    }
    let singly = words.iter().map(|word| (*word).to_owned());
    let in_pairs = words.windows(2).map(|pair| pair.join(" "));
    let names = singly.chain(in_pairs).filter(|name| !MEAN_MORE.contains(&name.as_str()));
    names.filter_map(|name| Status::from_word(&name)).find(|status| status.is_over())
}

/// Takes the answers out that a heading asks for: `Accepted (yes/no)`.
fn without_answers(words: &mut Vec<&str>) {
    let are_answers = |pair: &[&str]| {
        let answers = [pair.first(), pair.last()].map(|word| word.and_then(|word| answer(word)));
        matches!(
            answers,
            [Some(Answer::Yes), Some(Answer::No)] | [Some(Answer::No), Some(Answer::Yes)]
        )
    };
    if let Some(at) = words.windows(2).position(are_answers) {
        words.drain(at..at + 2);
    }
}
