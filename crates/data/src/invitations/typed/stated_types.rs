//! The type of invitation that each row states, and which rows are none of the account's.

use super::failed_rows;
use super::stated_outcome::{drop_rows, record_words};
use super::table_cleaner::TableCleaner;
use crate::import::people_keys::person;
use crate::import::people_keys::person::name_key;
use crate::import::words::direction::{direction_of, unambiguous_direction_of};
use crate::import::words::invitation_type::InvitationType;
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::invitations::columns;
use polars::prelude::{
    BooleanChunked, ChunkFilter, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::collections::HashMap;

/// Sets `kind` (`connection` or `inmail`; none where nothing is said), and takes the rows out that
/// are about no invitation that was sent to connect: those to events and pages, messages, visits,
/// what was received, and what failed.
pub(in crate::invitations) fn parse_kinds(sift: &mut TableCleaner) -> PolarsResult<()> {
    received(sift)?;
    failed_rows::drop_failed_rows(sift)?;
    let texts = columns::text_column(&sift.frame, "kind");
    let events = columns::text_column(&sift.frame, "event");
    record_words(sift, "kind", &texts, |text| InvitationType::from_text(text).map(named));
    record_words(sift, "event", &events, |text| match EventMeaning::from_text(text)? {
        EventMeaning::Type(invitation_type) => Some(named(invitation_type)),
        EventMeaning::Status(status) => Some(status.name()),
    });
    let types = map_distinct(&texts, InvitationType::from_text);
    let events_meant = map_distinct(&events, EventMeaning::from_text);
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
        let addresses = columns::text_column(&sift.frame, "profile_url");
        let addresses =
            addresses.iter().map(|url| url.filter(|url| person::is_of_other_invitation(url)));
        let addresses = StringChunked::from_iter_options("profile_url".into(), addresses);
        let words = [of_others(&texts)?, of_others(&events)?, of_others(&addresses)?];
        let words = words.iter().flat_map(|texts| texts.iter().flatten());
        drop_rows(sift, &others, "no invitations to connect", words)?;
    }
    Ok(())
}

/// What further columns tell of the type of each row: a `yes` to InMail, or the address of an event
/// or a page in place of a person's profile.
fn types_told_beside(sift: &TableCleaner) -> Vec<Option<InvitationType>> {
    let answers = columns::text_column(&sift.frame, "is_inmail");
    let marks = YesNoMarks::of_values(answers.iter().flatten());
    let addresses = columns::text_column(&sift.frame, "profile_url");
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
pub(in crate::invitations) enum EventMeaning {
    Type(InvitationType),
    Status(Status),
}

impl EventMeaning {
    pub(in crate::invitations) fn from_text(text: &str) -> Option<Self> {
        let sure = InvitationType::from_unambiguous_text(text).map(Self::Type);
        let status = || Status::from_text(text, &[]).map(Self::Status);
        sure.or_else(status).or_else(|| InvitationType::from_text(text).map(Self::Type))
    }

    fn type_of(self) -> Option<InvitationType> {
        if let Self::Type(invitation_type) = self { Some(invitation_type) } else { None }
    }

    pub(in crate::invitations) fn status(self) -> Option<Status> {
        if let Self::Status(status) = self { Some(status) } else { None }
    }
}

/// What each text means; few words are most of what a column has.
pub(in crate::invitations) fn map_distinct<T: Copy>(
    texts: &StringChunked,
    meaning: impl Fn(&str) -> Option<T>,
) -> Vec<Option<T>> {
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
fn received(sift: &mut TableCleaner) -> PolarsResult<()> {
    let texts = columns::text_column(&sift.frame, "direction");
    record_words(sift, "direction", &texts, |text| {
        direction_of(text).map(|received| if received { "received" } else { "sent" })
    });
    let is_in = |text: Option<&str>| text.and_then(direction_of).unwrap_or_default();
    let is_called_in =
        |text: Option<&str>| text.and_then(unambiguous_direction_of).unwrap_or_default();
    let statuses =
        ["status", "other_status"].map(|column| columns::text_column(&sift.frame, column));
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
    let senders = columns::text_column(&sift.frame, "account").filter(&by_themselves)?;
    let words = [&texts, first, second].map(|texts| texts.filter(&incoming));
    let words = words.into_iter().collect::<PolarsResult<Vec<_>>>()?;
    let known = words.iter().flat_map(|texts| texts.iter().flatten());
    let known = known.filter(|text| is_in(Some(*text)));
    let known = known.chain(senders.iter().flatten());
    drop_rows(sift, &incoming, "invitations that the account received", known)
}

/// The whole name, and the first and the last one.
type PersonNames<'a> = (Option<&'a str>, (Option<&'a str>, Option<&'a str>));

/// The rows in which whoever is said to have sent the invitation is the person whom it is about.
fn sent_by_themselves(sift: &TableCleaner) -> BooleanChunked {
    let [accounts, names, firsts, lasts] = ["account", "name", "first_name", "last_name"]
        .map(|column| columns::text_column(&sift.frame, column));
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
