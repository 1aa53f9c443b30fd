//! What a table itself says of its invitations: their kind, and what became of them.
//!
//! Invariant: a word that nobody explained decides nothing; it is counted and said.

use super::failed_rows;
use super::keys;
use super::remarks::{Reading, Word};
use super::sift::Sift;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::degree::Degree;
use crate::import::invitation_type::{InvitationType, is_received, is_surely_received};
use crate::import::paired_marks::Marks;
use crate::import::person::{self, name_key};
use crate::import::status::Status;
use polars::prelude::{
    BooleanChunked, ChunkFilter, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::collections::{BTreeMap, HashMap};

/// How many words a finding shows.
const WORDS_SHOWN: usize = 8;

/// Sets `kind` (`connection` or `inmail`; none where nothing is said), and takes the rows out that
/// are about no invitation that was sent to connect: those to events and pages, messages, visits,
/// what was received, and what failed.
pub(super) fn kinds(sift: &mut Sift) -> PolarsResult<()> {
    received(sift)?;
    failed_rows::take_out(sift)?;
    let texts = keys::text(&sift.frame, "kind");
    let events = keys::text(&sift.frame, "event");
    say_words(sift, "kind", &texts, |text| InvitationType::from_text(text).map(named));
    say_words(sift, "event", &events, |text| match EventMeaning::from_text(text)? {
        EventMeaning::Type(invitation_type) => Some(named(invitation_type)),
        EventMeaning::Status(status) => Some(status.name()),
    });
    let types = each(&texts, InvitationType::from_text);
    let events_meant = each(&events, EventMeaning::from_text);
    let types: Vec<Option<InvitationType>> = types
        .into_iter()
        .zip(&events_meant)
        .map(|(invitation_type, event)| {
            invitation_type.or_else(|| event.and_then(EventMeaning::type_of))
        })
        .zip(types_told_beside(sift))
        .map(|(invitation_type, beside)| match invitation_type {
            None | Some(InvitationType::Connection) => beside.or(invitation_type),
            other => other,
        })
        .collect();
    let kinds = types.iter().map(|invitation_type| match invitation_type {
        Some(InvitationType::InMail) => Some("inmail"),
        Some(InvitationType::Connection) => Some("connection"),
        _ => None,
    });
    let kinds = StringChunked::from_iter_options("kind".into(), kinds);
    let is_other = |invitation_type: &Option<InvitationType>| {
        invitation_type.is_some_and(|invitation_type| {
            !matches!(invitation_type, InvitationType::InMail | InvitationType::Connection)
        })
    };
    // What an event is that nobody explains, is no invitation.
    let unknown = events.iter().zip(&events_meant);
    let unknown = unknown.map(|(text, event)| text.is_some() && event.is_none());
    let others: BooleanChunked = types
        .iter()
        .zip(unknown)
        .map(|(invitation_type, unknown)| Some(is_other(invitation_type) || unknown))
        .collect();
    sift.frame.with_column(kinds.into_column())?;
    if others.any() {
        let of_others = |texts: &StringChunked| texts.filter(&others);
        let addresses = keys::text(&sift.frame, "profile_url");
        let addresses =
            addresses.iter().map(|url| url.filter(|url| person::is_of_other_invitation(url)));
        let addresses = StringChunked::from_iter_options("profile_url".into(), addresses);
        let words = [of_others(&texts)?, of_others(&events)?, of_others(&addresses)?];
        let words = words.iter().flat_map(|texts| texts.iter().flatten());
        leave_out(sift, &others, "no invitations to connect", words)?;
    }
    Ok(())
}

/// What further columns tell of the type of each row: a `yes` to InMail, or the address of an event
/// or a page in place of a person's profile.
fn types_told_beside(sift: &Sift) -> Vec<Option<InvitationType>> {
    let answers = keys::text(&sift.frame, "is_inmail");
    let marks = Marks::of_values(answers.iter().flatten());
    let addresses = keys::text(&sift.frame, "profile_url");
    let rows = answers.iter().zip(addresses.iter());
    rows.map(|(answer, address)| {
        let is_inmail = answer.and_then(|answer| marks.yes_or_no(answer)) == Some(true);
        let is_of_other = || address.is_some_and(person::is_of_other_invitation);
        let other = || is_of_other().then_some(InvitationType::Other);
        if is_inmail { Some(InvitationType::InMail) } else { other() }
    })
    .collect()
}

/// What a text of a column of events means.
#[derive(Clone, Copy)]
enum EventMeaning {
    Type(InvitationType),
    Status(Status),
}

impl EventMeaning {
    fn from_text(text: &str) -> Option<Self> {
        let sure = InvitationType::sure(text).map(Self::Type);
        let status = || Status::from_text(text, &[]).map(Self::Status);
        sure.or_else(status).or_else(|| InvitationType::from_text(text).map(Self::Type))
    }

    fn type_of(self) -> Option<InvitationType> {
        if let Self::Type(invitation_type) = self { Some(invitation_type) } else { None }
    }

    fn status(self) -> Option<Status> {
        if let Self::Status(status) = self { Some(status) } else { None }
    }
}

/// What each text means; few words are most of what a column has.
fn each<T: Copy>(texts: &StringChunked, meaning: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    let mut known: HashMap<&str, Option<T>> = HashMap::new();
    let mut read = |text| *known.entry(text).or_insert_with(|| meaning(text));
    texts.iter().map(|text| text.and_then(&mut read)).collect()
}

/// What a type becomes, in words.
fn named(invitation_type: InvitationType) -> &'static str {
    match invitation_type {
        InvitationType::Connection => "connection",
        InvitationType::InMail => "inmail",
        InvitationType::Other => "no invitation to connect",
        InvitationType::Activity => "no invitation",
        InvitationType::Received => "an invitation that was received",
    }
}

/// Takes the rows out that are invitations which the account received.
fn received(sift: &mut Sift) -> PolarsResult<()> {
    let texts = keys::text(&sift.frame, "direction");
    say_words(sift, "direction", &texts, |text| {
        is_received(text).map(|received| if received { "received" } else { "sent" })
    });
    let is_in = |text: Option<&str>| text.and_then(is_received).unwrap_or_default();
    let is_called_in = |text: Option<&str>| text.and_then(is_surely_received).unwrap_or_default();
    let statuses = ["status", "other_status"].map(|column| keys::text(&sift.frame, column));
    let [first, second] = &statuses;
    let explained = &sift.table.statuses;
    let is_explained = |text: Option<&str>| {
        text.is_some_and(|text| explained.iter().any(|(word, _)| word.trim() == text.trim()))
    };
    // Beside statuses, `Received` says the same.
    let is_in_words = |text: Option<&str>| is_called_in(text) && !is_explained(text);
    let in_words: BooleanChunked = (texts.iter().zip(first.iter()).zip(second.iter()))
        .map(|((text, first), second)| {
            Some(is_in(text) || is_in_words(first) || is_in_words(second))
        })
        .collect();
    let by_themselves = sent_by_themselves(sift);
    let incoming = &in_words | &by_themselves;
    if !incoming.any() {
        return Ok(());
    }
    let senders = keys::text(&sift.frame, "account").filter(&by_themselves)?;
    let words = [&texts, first, second].map(|texts| texts.filter(&incoming));
    let words = words.into_iter().collect::<PolarsResult<Vec<_>>>()?;
    let known = words.iter().flat_map(|texts| texts.iter().flatten());
    let known = known.filter(|text| is_in(Some(*text)));
    let known = known.chain(senders.iter().flatten());
    leave_out(sift, &incoming, "invitations that the account received", known)
}

/// The whole name, and the first and the last one.
type PersonNames<'a> = (Option<&'a str>, (Option<&'a str>, Option<&'a str>));

/// The rows in which whoever is said to have sent the invitation is the person whom it is about.
fn sent_by_themselves(sift: &Sift) -> BooleanChunked {
    let [accounts, names, firsts, lasts] = ["account", "name", "first_name", "last_name"]
        .map(|column| keys::text(&sift.frame, column));
    let key = |name: &str| name_key(name).filter(|key| key.contains(' '));
    let is_sender = |account: &str, (name, (first, last)): PersonNames| {
        let name = match (name, first, last) {
            (Some(name), ..) => key(name),
            (None, Some(first), Some(last)) => key(&format!("{first} {last}")),
            _ => None,
        };
        name.is_some() && name == key(account)
    };
    let people = names.iter().zip(firsts.iter().zip(lasts.iter()));
    let rows = accounts.iter().zip(people);
    rows.map(|(account, person)| Some(account.is_some_and(|account| is_sender(account, person))))
        .collect()
}

/// Takes rows out, and says how many of which words.
pub(super) fn leave_out<'a>(
    sift: &mut Sift,
    rows: &BooleanChunked,
    what: &str,
    words: impl Iterator<Item = &'a str>,
) -> PolarsResult<()> {
    let count = rows.sum().unwrap_or_default();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(super::sift::shortened(word.trim())).or_default() += 1;
    }
    let mut listed: Vec<(String, usize)> = counts.into_iter().collect();
    listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = listed.len().saturating_sub(WORDS_SHOWN);
    let shown = listed.iter().take(WORDS_SHOWN).map(|(word, count)| format!("{word} ({count})"));
    let more = (more > 0).then(|| format!("and {more} more"));
    let listed: Vec<String> = shown.chain(more).collect();
    sift.frame = sift.frame.filter(&!rows)?;
    sift.remarks.leave_out(what, count as usize);
    let message = format!(
        "{}: {count} row(s) are {what}, and are left out: {}",
        sift.table.file,
        listed.join(", ")
    );
    sift.remarks.findings.push(Finding::new(FindingCode::NoConnection, Level::Note, message));
    Ok(())
}

/// Adds `stated` (str?), the state that the table's column of statuses gives, or that of degrees
/// where that one knows of no outcome, and `unsent` (bool).
pub(super) fn states(sift: &mut Sift) -> PolarsResult<()> {
    let texts = keys::text(&sift.frame, "status");
    let others = keys::text(&sift.frame, "other_status");
    let explained = &sift.table.statuses;
    let sent = keys::text(&sift.frame, "is_sent");
    let says_sent = sent.null_count() < sent.len();
    let marks = Marks::of_values(sent.iter().flatten());
    let is_sent =
        |text: Option<&str>| text.and_then(|text| marks.yes_or_no(text)).unwrap_or_default();
    let degrees = keys::text(&sift.frame, "degree");
    let status = |text: &str| Status::from_text(text, explained);
    let by_status = each(&texts, status).into_iter().zip(each(&others, status));
    let by_event = each(&keys::text(&sift.frame, "event"), EventMeaning::from_text);
    let by_event = by_event.into_iter().map(|event| event.and_then(EventMeaning::status));
    let statuses: Vec<Option<Status>> = by_status
        .zip(by_event)
        .zip(each(&degrees, Degree::from_text))
        .map(|(((status, other), event), degree)| {
            let status = status.or(other).or(event);
            let is_open = status.is_none_or(|status| status == Status::Pending);
            let is_connection = degree == Some(Degree::First);
            if is_connection && is_open { Some(Status::Accepted) } else { status }
        })
        .collect();
    let stated = statuses
        .iter()
        .map(|status| status.filter(|status| *status != Status::Unsent).map(Status::name));
    let stated = StringChunked::from_iter_options("stated".into(), stated);
    // Where boxes are ticked, an empty one is no; what became of it tells that it was sent.
    let unsent: BooleanChunked = statuses
        .iter()
        .zip(sent.iter())
        .map(|(status, sent)| match status {
            Some(Status::Unsent) => Some(true),
            Some(status) if status.is_over() => Some(false),
            _ => Some(says_sent && !is_sent(sent)),
        })
        .collect();
    let explained = explained.clone();
    say_words(sift, "status", &texts, |text| Status::from_text(text, &explained).map(Status::name));
    let explained = explained.clone();
    say_words(sift, "other_status", &others, |text| {
        Status::from_text(text, &explained).map(Status::name)
    });
    say_words(sift, "degree", &degrees, |text| {
        Degree::from_text(text).map(|degree| match degree {
            Degree::First => Status::Accepted.name(),
            Degree::Further => "no outcome",
        })
    });
    sift.frame.with_column(stated.into_column())?;
    sift.frame.with_column(unsent.with_name("unsent".into()).into_column())?;
    Ok(())
}

/// Notes what each word of a column becomes, and says of those that nobody explained how often each
/// occurs.
pub(super) fn say_words(
    sift: &mut Sift,
    column: &str,
    texts: &StringChunked,
    meaning: impl Fn(&str) -> Option<&'static str>,
) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.iter().flatten() {
        *counts.entry(text.trim()).or_default() += 1;
    }
    if counts.is_empty() {
        return;
    }
    let mut words: Vec<Word> = counts
        .into_iter()
        .map(|(text, count)| {
            let word = super::sift::shortened(text);
            Word { word, count, becomes: meaning(text) }
        })
        .collect();
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    let unknown: Vec<&Word> = words.iter().filter(|word| word.becomes.is_none()).collect();
    let values = texts.len() - texts.null_count();
    let lost: usize = unknown.iter().map(|word| word.count).sum();
    let spelled = sift.table.spelling(column).to_owned();
    if !unknown.is_empty() {
        let shown = unknown.iter().take(WORDS_SHOWN);
        let mut listed: Vec<String> =
            shown.map(|word| format!("{} ({})", word.word, word.count)).collect();
        if unknown.len() > WORDS_SHOWN {
            listed.push(format!("and {} more", unknown.len() - WORDS_SHOWN));
        }
        let message = format!(
            "{}, column `{spelled}`: {lost} of {values} value(s) are words that nobody explained, \
             and decide nothing: {}",
            sift.table.file,
            listed.join(", ")
        );
        let help = "`statuses` of a table in `[sources]` explains them; `rescind inspect` ends \
                    with one to paste";
        let finding = Finding::new(FindingCode::UnknownWords, Level::Warn, message);
        let is_status = column == "status";
        sift.remarks.findings.push(if is_status { finding.help(help) } else { finding });
    }
    sift.remarks.readings.push(Reading {
        file: sift.table.file.clone(),
        column: spelled,
        form: "words".into(),
        understood: values - lost,
        values,
        example: None,
        words,
    });
}
