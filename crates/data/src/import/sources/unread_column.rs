//! What a column looks like that no field takes: for whoever wants to say what it is.

use super::column_names::snake_case;
use super::message_columns::{is_first_message, names_later_message, names_reply};
use super::outcome_columns::has_outcome;
use super::possible_statuses::{CODES_MAX, shortened, texts_about_outcomes, words};
use super::sampled_values::ValueCounts;
use crate::import::dates::date_text::{parse_epoch, parse_serial};
use crate::import::words::other_subjects::is_other_subject;
use crate::import::words::status::Status;
use crate::import::words::status_of_text::may_name_outcome;
use serde::Serialize;
use std::collections::BTreeSet;

/// A column with more words than these is one of texts.
pub(super) const WORDS_MAX: usize = 30;

/// A column that fills no field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadColumn {
    /// Its name, as it is spelled.
    pub column: String,
    /// What its values look like; none where nothing can be said.
    pub values: Option<String>,
    /// The fields that it could fill.
    pub could_be: Vec<&'static str>,
}

impl UnreadColumn {
    /// The column at `at` of these rows.
    pub(in crate::import) fn of_column(column: &str, rows: &[Vec<String>], at: usize) -> Self {
        let values = rows.iter().filter_map(|row| row.get(at)).map(|value| value.trim());
        let values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
        let shares = ValueCounts::of_values(values.iter().copied(), &[]);
        let example = || values.first().map(|value| shortened(value)).unwrap_or_default();
        let is = |count: usize| shares.filled > 0 && shares.is_most(count);
        let count = |is: fn(&str) -> bool| values.iter().filter(|value| is(value)).count();
        let (values, could_be): (Option<String>, Vec<&'static str>) = if is(shares.addresses) {
            (Some(format!("profiles, such as `{}`", example())), vec!["profile_url"])
        } else if is(shares.ages) {
            (Some(format!("ages, such as `{}`", example())), vec!["sent"])
        } else if is(shares.dates) {
            let fields = vec!["sent", "accepted_on", "declined", "withdrawn", "reconnect_on"];
            (Some(format!("dates, such as `{}`", example())), fields)
        } else if is(shares.asked) {
            let fields = vec!["accepted_on", "declined", "withdrawn", "is_sent", "has_note"];
            (Some(format!("yes or no, such as `{}`", example())), fields)
        } else if is(count(is_serial_or_epoch)) {
            let fields = vec!["sent", "accepted_on", "declined", "withdrawn", "reconnect_on"];
            (Some(format!("numbers that may be times, such as `{}`", example())), fields)
        } else if is(count(|value| value.parse::<f64>().is_ok())) {
            (Some(format!("numbers, such as `{}`", example())), vec![])
        } else if is(count(|value| value.contains('@') && !value.contains(' '))) {
            (Some(format!("e-mail addresses, such as `{}`", example())), vec!["account"])
        } else if let Some(words) = words(&values) {
            (Some(words), vec!["status", "event", "account", "campaign", "tags"])
        } else if shares.statuses > 0 {
            (Some(format!("texts, such as `{}`", example())), vec!["status", "event", "note"])
        } else if values.is_empty() {
            (None, vec![])
        } else {
            let fields = vec!["name", "first_name", "last_name", "company", "position", "note"];
            (Some(format!("texts, such as `{}`", example())), fields)
        };
        Self { column: column.to_owned(), values, could_be }
    }
}

/// Whether a number may be a day of a spreadsheet, or seconds or milliseconds since 1970.
fn is_serial_or_epoch(value: &str) -> bool {
    parse_serial(value).is_some() || parse_epoch(value).is_some()
}

/// What the names of columns have in them that tell of something else than an outcome, beside other
/// subjects.
const UNRELATED: &[&str] = &[
    "last",
    "next",
    "created",
    "updated",
    "modified",
    "added",
    "imported",
    "exported",
    "scraped",
    "scan",
    "scanned",
    "birth",
    "birthday",
    "birthdate",
    "born",
    "premium",
    "verified",
    "follow",
    "followed",
    "message",
    "messaged",
    "visited",
    "viewed",
    "liked",
    "opened",
    "bounced",
    "clicked",
    "seen",
    "touch",
    "touched",
    "contacted",
    "warm",
    "start",
    "started",
    "due",
    "deadline",
    "founded",
    "timestamp",
    "influencer",
    "hiring",
];

/// Whether a column's name tells of something else than an invitation.
pub(super) fn is_unrelated(column: &str) -> bool {
    snake_case(column).split('_').any(|word| is_other_subject(word) || UNRELATED.contains(&word))
}

/// Whether a column's name says that something else was sent, or people invited to something else:
/// `Message sent`, `Event invite sent`, `Invited to follow page`.
pub(super) fn names_other_sending(column: &str) -> bool {
    const OTHERS: &str = "message messages msg dm inmail newsletter event group follow company \
        reminder followup nachricht veranstaltung mensaje mensagem messaggio evento événement";
    snake_case(column)
        .split('_')
        .any(|word| is_other_subject(word) || OTHERS.split_whitespace().any(|other| other == word))
}

/// Whether a column's name may say who invited whom, in words that are not of a column of outcomes.
pub fn may_tell_direction(column: &str) -> bool {
    const WORDS: &str = "direction incoming inbound outgoing outbound received recd initiated \
        initiator inviter requester sender from dir richtung sens sentido direzione richting 方向";
    let name = snake_case(column);
    let is_word = |word: &str| WORDS.split_whitespace().any(|known| known == word);
    let who = ["who_invited", "who_sent", "invited_by", "sent_by", "invite_from", "i_o", "s_r"];
    name.split('_').any(is_word) || who.iter().any(|who| name.contains(who))
}

/// What the values of a column look like that is not read and yet may say what became of
/// invitations: days, `yes` and `no`, or words for outcomes. None where its name or its values tell
/// of something else.
pub fn describe_possible_outcomes(column: &str, values: &[&str]) -> Option<String> {
    let shares = ValueCounts::of_values(values.iter().copied(), &[]);
    let are_days = shares.are_mostly_dates();
    let are_days_or_ticks = are_days || shares.filled > 0 && shares.is_most(shares.answers);
    if is_first_message(column) && are_days || names_later_message(column) && are_days_or_ticks {
        return Some("messages, which LinkedIn lets only connections get".into());
    }
    if names_reply(column) && shares.filled > 0 {
        let example = values.iter().find(|value| !value.trim().is_empty());
        let example = example.map(|value| shortened(value)).unwrap_or_default();
        return Some(format!("answers, such as `{example}`: whoever answers is a connection"));
    }
    if is_unrelated(column) && !has_outcome(column) {
        return None;
    }
    if let Some(value) = values.iter().find(|value| holds_outcome(value)) {
        return Some(format!(
            "lists or objects with a word for an outcome: `{}`",
            shortened(value)
        ));
    }
    let example = || values.iter().find(|value| !value.trim().is_empty()).map(|v| shortened(v));
    let is = |count: usize| shares.filled > 0 && shares.is_most(count);
    let looks = if is(shares.answers) {
        "yes or no"
    } else if is(shares.dates) {
        "dates"
    } else if shares.outcomes > 0 && is(shares.statuses) {
        "words for outcomes"
    } else if let Some(looks) = texts_about_outcomes(values) {
        return Some(looks);
    } else if name_outcomes(values) {
        "words with an outcome among them"
    } else if has_outcome(column) && shares.filled > 0 {
        "values"
    } else {
        return None;
    };
    Some(format!("{looks}, such as `{}`", example().unwrap_or_default()))
}

/// Whether a few short texts, again and again, have a word for an outcome in them: `I withdrew`,
/// `accepted_by_recipient`.
fn name_outcomes(values: &[&str]) -> bool {
    const CHARS_MAX: usize = 40;
    let distinct: BTreeSet<&str> = values.iter().map(|value| value.trim()).collect();
    let is_short = |value: &&str| value.chars().count() <= CHARS_MAX;
    distinct.len() <= CODES_MAX && distinct.iter().any(|v| is_short(v) && may_name_outcome(v))
}

/// Whether a text is JSON in which a text is a word for an outcome.
fn holds_outcome(text: &str) -> bool {
    let is_json = text.starts_with(['[', '{']);
    let is_over = |part: &str| Status::from_word(part).is_some_and(Status::is_over);
    is_json && text.split('"').any(is_over)
}
