//! Columns that tell of e-mails, in exports of tools that send those, too.
//!
//! Invariant: what may be of an e-mail says nothing of what became of an invitation.

use super::column_names::normalise;
use super::field_assignment::FieldAssignment;
use super::outcome_columns::{INVITING, has_any};
use super::sample::Sample;
use crate::import::words::status::Status;
use std::collections::BTreeSet;

/// What is sent and answered beside columns of e-mails are those, unless its name says otherwise:
/// it tells nothing of LinkedIn.
pub(super) fn unassign_mail_columns(
    settled: &mut FieldAssignment,
    cells: &[String],
    sample: &Sample,
) {
    const HERE: [&str; 4] = ["linkedin", "message", "inmail", "step"];
    const SENDING: [&str; 5] = ["sent", "open", "bounce", "click", "deliver"];
    const OF_MAILS_ALONE: [&str; 4] = ["opened", "bounced", "unsubscribed", "delivered"];
    let is_here = |name: &str| has_any(name, &HERE) || has_any(name, &INVITING);
    let is_of_mail = |cell: &&String| {
        let name = normalise(cell);
        let is_mail = name.contains("mail") && !name.contains("inmail") && has_any(&name, &SENDING);
        is_mail || (has_any(&name, &OF_MAILS_ALONE) && !is_here(&name))
    };
    let Some(mail) = cells.iter().find(is_of_mail) else { return };
    let names: Vec<String> = cells.iter().map(|cell| normalise(cell)).collect();
    let says_mail = names.iter().any(|name| name.contains("mail") && !name.contains("inmail"));
    let tells_who = |field: &str| ["profile_url", "public_id", "member_id", "urn"].contains(&field);
    let is_mixed = names
        .iter()
        .zip(&settled.fields)
        .any(|(name, field)| is_here(name) && !field.is_some_and(|field| tells_who(field.name)));
    // Where columns of e-mails are called so, the others are not.
    let is_called = normalise(mail).contains("mail");
    let fields: &[&str] = if says_mail && !is_mixed && !is_called {
        &["replied", "sent", "status", "event"]
    } else {
        &["replied"]
    };
    for field in fields {
        let Some(at) = settled.column_of(field) else { continue };
        if names.get(at).is_some_and(|name| is_here(name)) {
            continue;
        }
        settled.unassign(at);
        let why = format!(
            "beside `{mail}` it tells of e-mails, which do not show what became of an invitation"
        );
        settled.note_ignored(cells, at, &why);
    }
    answers_to_mails(settled, cells, sample, mail);
}

/// Beside columns of e-mails and one of acceptances, whoever replied may have done so to an e-mail.
fn answers_to_mails(settled: &mut FieldAssignment, cells: &[String], sample: &Sample, mail: &str) {
    const ANSWERS: [&str; 4] = ["repl", "answer", "respon", "antwort"];
    let tells_acceptance =
        ["accepted_on", "is_accepted"].iter().any(|field| settled.column_of(field).is_some());
    let Some(at) = settled.column_of("status").filter(|_| tells_acceptance) else { return };
    let is_answer = |value: &&str| {
        has_any(&value.to_lowercase(), &ANSWERS)
            && Status::from_text(value, &[]) == Some(Status::Accepted)
    };
    let words = sample.cells(at).filter(is_answer);
    let words: BTreeSet<&str> = words.collect();
    for word in words {
        let column = cells.get(at).map_or("", String::as_str);
        settled.guesses.push(format!(
            "`{word}` in the column `{column}` is no acceptance: beside `{mail}` it may be a reply \
             to an e-mail, and another column tells of acceptances"
        ));
        settled.status_words.push((word.to_owned(), Status::Pending));
    }
}
