//! What a column looks like that no field takes: for whoever wants to say what it is.

use super::header::snake_case;
use super::outcome_columns::has_outcome;
use super::sampled_values::Shares;
use crate::import::dates::date_text::{epoch, serial};
use crate::import::other_subjects::is_other_subject;
use crate::import::status::{Status, may_name_outcome, tells_history};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A column with more words than these is one of texts.
const WORDS_MAX: usize = 30;

/// A column with more numbers or words than these is one of amounts or of texts.
const CODES_MAX: usize = 9;

/// How many words of a column are shown.
const WORDS_SHOWN: usize = 5;

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
    pub(in crate::import) fn of_column(column: &str, sample: &[Vec<String>], at: usize) -> Self {
        let shares = Shares::of_column(sample, at, &[]);
        let values: Vec<&str> = sample
            .iter()
            .filter_map(|row| row.get(at))
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
            .collect();
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
    serial(value).is_some() || epoch(value).is_some()
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
pub fn may_tell_outcomes(column: &str, values: &[&str]) -> Option<String> {
    let shares = Shares::of_values(values.iter().copied(), &[]);
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
    let is_over = |part: &str| Status::named_by(part).is_some_and(Status::is_over);
    is_json && text.split('"').any(is_over)
}

/// Whether a column is called after the first message to somebody.
fn is_first_message(column: &str) -> bool {
    let name = name_of_message(column);
    let has = |known: &[&str]| name.split('_').any(|word| known.contains(&word));
    has(&["first", "1st", "welcome", "opening"]) && has(&MESSAGES)
}

/// The name of a column, in which a word for a message is one word.
fn name_of_message(column: &str) -> String {
    snake_case(column).replace("follow_up", "followup")
}

/// Words for a message, as columns have them.
const MESSAGES: [&str; 12] = [
    "message",
    "messages",
    "msg",
    "dm",
    "nachricht",
    "mensaje",
    "mensagem",
    "messaggio",
    "bericht",
    "wiadomość",
    "сообщение",
    "followup",
];

/// Whether a column is called after a message that follows the request: `Message 1`, `Follow-up
/// sent`. What came last may be the request's note.
fn names_later_message(column: &str) -> bool {
    let name = name_of_message(column);
    let words: Vec<&str> = name.split('_').collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let is_numbered = words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let is_of_sending = is_numbered || has(&["sent", "date", "on", "at"]) || has(&["thank"]);
    let is_other =
        has(&["last", "next", "email", "mail", "note", "connection", "invite", "invitation"]);
    has(&MESSAGES) && is_of_sending && !is_other
}

/// Whether a column is called after what somebody answered: `Reply text`, `Antwort`.
fn names_reply(column: &str) -> bool {
    const REPLIES: [&str; 14] = [
        "reply",
        "replies",
        "answer",
        "answers",
        "response",
        "antwort",
        "réponse",
        "respuesta",
        "resposta",
        "risposta",
        "antwoord",
        "odpowiedź",
        "svar",
        "vastaus",
    ];
    const OTHERS: [&str; 8] =
        ["rate", "time", "email", "mail", "auto", "expected", "suggested", "our"];
    let name = snake_case(column);
    let has = |known: &[&str]| name.split('_').any(|word| known.contains(&word));
    has(&REPLIES) && !has(&OTHERS)
}

/// What texts look like of which some begin with an outcome: `Accepted, but on leave until May`.
fn texts_about_outcomes(values: &[&str]) -> Option<String> {
    let mut telling = values.iter().filter(|value| begins_with_outcome(value));
    let example = shortened(telling.next()?);
    let count = 1 + telling.count();
    Some(format!("{count} text(s) that begin with an outcome, such as `{example}`"))
}

/// Whether a text is or begins with a word for an outcome, or is a history with one.
pub fn begins_with_outcome(text: &str) -> bool {
    const WORDS_MAX: usize = 3;
    if !may_name_outcome(text) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
    let begins = (1..=words.len()).any(|count| {
        let begin = words.get(..count).unwrap_or_default().join(" ");
        Status::from_text(&begin, &[]).is_some_and(Status::is_over)
    });
    begins || tells_history(text)
}

/// What the values of a column look like where nothing else tells what became of invitations, and a
/// few words may, in whatever language. None where its name tells of something else.
pub fn may_be_statuses(column: &str, values: &[&str]) -> Option<String> {
    const OTHERS: &str = "industry country city region location source list owner gender language \
        seniority department function segment priority size score persona tier group category \
        notes headline occupation school university degree sector vertical batch";
    let name = snake_case(column);
    let is_other = name.split('_').any(|word| OTHERS.split(' ').any(|other| other == word));
    if is_other || is_unrelated(column) {
        return None;
    }
    words(values).or_else(|| codes(&name, values)).or_else(|| buttons(values))
}

/// What a page of people writes on its buttons, of which one says that an invitation is pending.
fn buttons(values: &[&str]) -> Option<String> {
    let is_pending = |value: &&&str| Status::named_by(value) == Some(Status::Pending);
    let pending = values.iter().find(is_pending)?;
    let distinct: BTreeSet<&str> = values.iter().map(|value| value.trim()).collect();
    (distinct.len() <= WORDS_SHOWN).then(|| format!("words, `{}` among them", shortened(pending)))
}

/// A few numbers under a word for what became of something, as databases write it: `status_code`.
fn codes(name: &str, values: &[&str]) -> Option<String> {
    const NAMES: [&str; 7] = ["status", "state", "stage", "outcome", "result", "estado", "statut"];
    let is_named = name.split('_').any(|word| NAMES.contains(&word));
    let codes: BTreeSet<&str> = values.iter().map(|value| value.trim()).collect();
    let are_codes = codes.iter().all(|code| code.len() <= 3 && code.parse::<u32>().is_ok());
    let few = (1..=CODES_MAX).contains(&codes.len());
    (is_named && are_codes && few)
        .then(|| format!("numbers: {}", codes.into_iter().collect::<Vec<_>>().join(", ")))
}

/// A few words that occur again and again.
fn words(values: &[&str]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let is_numeric = |text: &&str| text.chars().all(|c| !c.is_alphabetic());
    let are_alike = counts.len() * 3 <= values.len() * 2 && counts.len() <= WORDS_MAX;
    if !are_alike || counts.keys().all(is_numeric) {
        return None;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let shown = counts.iter().take(WORDS_SHOWN);
    let shown: Vec<String> =
        shown.map(|(word, count)| format!("`{}` ({count})", shortened(word))).collect();
    Some(format!("words: {}", shown.join(", ")))
}

/// A value in one line, of a readable length.
fn shortened(value: &str) -> String {
    let one_line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let start: String = one_line.chars().take(40).collect();
    if start.len() < one_line.len() { format!("{start}…") } else { start }
}
