//! Which column of a sheet has the statuses of invitations: by its name and by its values.
//!
//! Invariant: a column that is called so that its statuses are of something else is not taken while
//! another one is there, and not guessed.

use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::outcome_columns::has_outcome;
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use crate::import::words::other_subjects::is_other_subject;
use crate::import::words::status::Status;
use crate::import::words::status_of_text::is_denied;
use crate::import::words::status_words::fold_letters;
use std::collections::BTreeSet;

/// Names that mean a status of an invitation only if the values do.
const WEAK: &[&str] = &[
    "stage",
    "state",
    "result",
    "response",
    "outcome",
    "estado",
    "stato",
    "situação",
    "respuesta",
    "réponse",
    "resposta",
    "risposta",
    "antwort",
];

/// Words in the name of a column whose statuses are of something else, beside other subjects, or
/// not of today.
const NOT_OF_INVITATIONS: &[&str] = &[
    "approval",
    "attendance",
    "checkin",
    "delivery",
    "desired",
    "employment",
    "endorsement",
    "expected",
    "former",
    "future",
    "guest",
    "next",
    "old",
    "planned",
    "predicted",
    "previous",
    "prior",
    "proposed",
    "recommendation",
    "registration",
    "rsvp",
    "suggested",
    "target",
    "task",
    "verification",
];

/// Words in the name of a column whose statuses are of a person, a sale or a talk, unless nothing
/// else is.
const OF_MORE: &[&str] = &[
    "contact",
    "customer",
    "deal",
    "lead",
    "prospect",
    "sales",
    "chat",
    "conversation",
    "inbox",
    "message",
    "messages",
    "replies",
    "reply",
    "thread",
];

/// Whether a column is called so that its statuses are of something else than invitations.
fn is_of_something_else(name: &str) -> bool {
    snake_case(name)
        .split('_')
        .any(|word| is_other_subject(word) || NOT_OF_INVITATIONS.contains(&word))
}

/// Of the columns that are called so, the status is the one that tells most of outcomes: beside an
/// `Outcome` with `Accepted`, a `Status` with `Sent` tells nothing. A name that could be anything
/// needs values that are words for it.
pub(super) fn assign_status(
    settled: &mut FieldAssignment,
    cells: &[String],
    names: &[String],
    sample: &Sample,
    shares: &[ValueCounts],
) {
    let share = |at: usize| shares.get(at).copied().unwrap_or_default();
    let name = |at: usize| names.get(at).map_or("", String::as_str);
    let known = |at: usize| share(at).statuses > 0 && share(at).is_most(share(at).statuses);
    let called = settled.column_of("status");
    let is_status = |at: usize| {
        let is_called =
            name(at).contains("status") || WEAK.iter().any(|word| name(at).contains(word));
        let is_weak = WEAK.contains(&name(at)) || called != Some(at);
        let is_related = cells.get(at).is_none_or(|cell| !is_of_something_else(cell));
        (called == Some(at) && !is_weak)
            || (is_related && is_called && (known(at) || share(at).outcomes > 0))
            || (is_related && known(at) && share(at).outcomes > 0)
    };
    let free = |at: &usize| settled.fields.get(*at).is_some_and(Option::is_none);
    let buttons: Vec<usize> = (0..cells.len()).filter(|at| is_button(sample, *at)).collect();
    let candidates: Vec<usize> = (0..cells.len())
        .filter(|at| !buttons.contains(at) && (called == Some(*at) || free(at)))
        .filter(|at| is_status(*at))
        .collect();
    let is_of_more = |at: usize| cells.get(at).is_some_and(|cell| is_of_more(cell));
    let has_outcomes = have_days_of_outcomes(cells, shares);
    let (others, candidates): (Vec<usize>, Vec<usize>) =
        candidates.into_iter().partition(|at| has_outcomes && is_of_more(*at));
    // One without a word that is known tells of something else. Of equals that which is called so
    // is taken, else the first.
    let tells = |at: usize| share(at).statuses > 0;
    let weight =
        |at: &usize| (tells(*at), !is_of_more(*at), share(*at).outcomes, called == Some(*at));
    let best = candidates.iter().rev().copied().max_by_key(weight);
    if let Some(slot) =
        called.filter(|at| best != Some(*at)).and_then(|at| settled.fields.get_mut(at))
    {
        *slot = None;
    }
    say_others(settled, cells, &others, &buttons);
    let Some(best) = best else { return };
    settled.assign(best, "status");
    if called != Some(best) {
        settled.guess(cells, best, "the status", "its values are words for that");
    }
    explain_denials(settled, cells, sample, best);
    let others = candidates.into_iter().filter(|at| *at != best && share(*at).outcomes > 0);
    for other in others {
        let is_filled = |row: &Vec<String>, at: usize| {
            row.get(at).is_some_and(|value| !value.trim().is_empty())
        };
        let are_both = |row: &Vec<String>| is_filled(row, best) && is_filled(row, other);
        // One column in two: `outcome` and `outcome.type` of JSON.
        if settled.column_of("other_status").is_none() && !sample.rows().iter().any(are_both) {
            settled.assign(other, "other_status");
            settled.guess(cells, other, "the status", "the other one is empty where it is not");
            continue;
        }
        let (ignored, taken) = (cells.get(other), cells.get(best));
        let (Some(ignored), Some(taken)) = (ignored, taken) else { continue };
        settled.guesses.push(format!(
            "the column `{ignored}` tells of outcomes too, and is not heard: the column `{taken}` \
             is taken for the status"
        ));
    }
}

/// Says why columns that have statuses are not heard.
fn say_others(
    settled: &mut FieldAssignment,
    cells: &[String],
    of_more: &[usize],
    buttons: &[usize],
) {
    let why = "it is called after a person, a sale or a talk, and other columns tell of outcomes";
    for at in of_more {
        settled.note_ignored(cells, *at, why);
    }
    let why = "each value is the word on a button, not what became of an invitation";
    for at in buttons {
        settled.note_ignored(cells, *at, why);
    }
}

/// What denies a connection means that no invitation is pending, where another word of the column
/// says that one is: `not_connected` beside `pending_connection`.
fn explain_denials(settled: &mut FieldAssignment, cells: &[String], sample: &Sample, at: usize) {
    let values = || sample.cells(at).map(str::trim);
    let is_pending = |value: &&str| Status::from_text(value, &[]) == Some(Status::Pending);
    let (denials, plain): (BTreeSet<&str>, BTreeSet<&str>) =
        values().filter(is_pending).partition(|value| is_denial_of_connection(value));
    if denials.is_empty() || plain.is_empty() {
        return;
    }
    let column = cells.get(at).map_or("", String::as_str);
    settled.guesses.push(format!(
        "in the column `{column}` `{}` is taken for no pending invitation, since `{}` is one: say \
         otherwise with `statuses` in `[sources]`",
        denials.iter().copied().collect::<Vec<_>>().join("`, `"),
        plain.iter().copied().collect::<Vec<_>>().join("`, `"),
    ));
    settled.status_words.extend(denials.into_iter().map(|word| (word.to_owned(), Status::Unsent)));
}

/// Whether a text is `not connected`, in whatever spelling: what is not accepted may be pending.
fn is_denial_of_connection(text: &str) -> bool {
    is_denied(text)
        && fold_letters(text).contains("connect")
        && !fold_letters(text).contains("accept")
}

fn is_of_more(name: &str) -> bool {
    snake_case(name).split('_').any(|word| OF_MORE.contains(&word))
}

/// Whether columns of days tell of outcomes: a lead that is new may have been invited.
fn have_days_of_outcomes(cells: &[String], shares: &[ValueCounts]) -> bool {
    cells
        .iter()
        .zip(shares)
        .any(|(cell, share)| has_outcome(cell) && share.filled > 0 && share.is_most(share.dates))
}

/// Whether each value of a column is the one word that a page writes on its button.
fn is_button(sample: &Sample, at: usize) -> bool {
    const WORDS: [&str; 4] = ["withdraw", "accept", "decline", "ignore"];
    let values = sample.cells(at).filter(|value| !value.is_empty());
    let words: BTreeSet<String> = values.map(fold_letters).collect();
    words.len() == 1 && words.iter().all(|word| WORDS.contains(&word.as_str()))
}
