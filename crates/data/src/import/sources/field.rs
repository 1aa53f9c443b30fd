//! What a column can tell. A field's name is that of its column in the raw table, and its key in a
//! description.

use super::role::Role;
use Role::{Connections, Invitations, Messages, Profile, SentList, Sheet};

#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    /// What it tells.
    pub meaning: &'static str,
    /// The roles of the tables that have it.
    pub roles: &'static [Role],
    /// Whether only somebody who keeps track of invitations has such a column.
    pub is_tracking: bool,
}

/// The tables that are about people.
const PEOPLE: &[Role] = &[Invitations, Connections, SentList, Sheet];
/// Those of them that name people in columns of their own.
const NAMED: &[Role] = &[Connections, SentList, Sheet];
/// Those that tell of single invitations beside LinkedIn's archive.
const KEPT: &[Role] = &[SentList, Sheet];

const fn field(name: &'static str, roles: &'static [Role], meaning: &'static str) -> Field {
    Field { name, meaning, roles, is_tracking: false }
}

const fn tracking(name: &'static str, roles: &'static [Role], meaning: &'static str) -> Field {
    Field { name, meaning, roles, is_tracking: true }
}

/// Every field. Where one column fits two, the earlier takes it.
pub const FIELDS: &[Field] = &[
    field("profile_url", PEOPLE, "the person's profile: an address, a slug or a URN"),
    field("public_id", PEOPLE, "the slug of the profile alone"),
    field("member_id", PEOPLE, "the member's id in letters, `ACoAA…`"),
    field("urn", PEOPLE, "the member's URN, `urn:li:member:N`"),
    field("member", PEOPLE, "the member's number"),
    field("name", NAMED, "the person's whole name"),
    field("first_name", &[Connections, SentList, Sheet, Profile], "the first name"),
    field("last_name", &[Connections, SentList, Sheet, Profile], "the last name"),
    field("email", &[Connections], "the e-mail address"),
    field("company", NAMED, "the person's company"),
    field("position", NAMED, "the person's position"),
    field("account", &[Sheet], "the account that a row is about"),
    tracking(
        "sent",
        &[Invitations, SentList, Sheet],
        "when it was sent: a date, or an age such as `Sent 2 weeks ago`",
    ),
    tracking("is_sent", &[Sheet], "whether it was sent: `no` is no invitation"),
    tracking("days", &[Sheet], "how many days ago it was sent"),
    field("months", &[SentList], "how many months ago it was sent"),
    field("observed_at", KEPT, "when that was so: ages count from then"),
    tracking("withdrawn", &[Sheet], "when it was withdrawn, or `yes`"),
    tracking("accepted_on", &[Sheet], "when the person accepted, or `yes`"),
    tracking("declined", &[Sheet], "when the person declined, or `yes`"),
    tracking("expired", &[Sheet], "when the invitation expired, or `yes`"),
    tracking("outcome_on", &[Sheet], "when what `status` says became so, where that is an end"),
    tracking("is_withdrawn", &[Sheet], "beside a day: whether it was withdrawn"),
    tracking("is_accepted", &[Sheet], "beside a day: whether the person is a connection"),
    tracking("is_declined", &[Sheet], "beside a day: whether the person declined"),
    tracking("is_expired", &[Sheet], "beside a day: whether the invitation expired"),
    tracking("replied", &[Sheet], "when the person answered a message, or `yes`"),
    field("degree", KEPT, "how near the person is: `1st` is a connection"),
    tracking("reconnect_on", &[Sheet], "when the person may be invited again"),
    tracking("has_note", &[Sheet], "whether it was sent with a note"),
    tracking("note", &[Invitations, SentList, Sheet], "the note"),
    tracking("follow_up", &[Sheet], "what to do next"),
    tracking("tags", &[Sheet], "tags, between `,` `;` or a bar"),
    tracking("campaign", &[Sheet], "the campaign"),
    tracking("status", KEPT, "what became of it"),
    field("other_status", KEPT, "what became of it where `status` is empty"),
    field("kind", KEPT, "whether it is a request to connect, InMail or something else"),
    tracking("is_inmail", &[Sheet], "whether it was InMail: `yes` is no request to connect"),
    field("error", KEPT, "why nothing was sent: empty where it was"),
    field("event", &[Sheet], "what was done: a request to connect, a message, an answer"),
    field("direction", &[Invitations, Messages, SentList, Sheet], "`OUTGOING` or `INCOMING`"),
    field("from", &[Invitations, Messages], "the sender's name"),
    field("to", &[Invitations, Messages], "the recipient's name"),
    field("inviter_url", &[Invitations], "the sender's profile"),
    field("inviter_urn", &[Invitations], "the sender's URN"),
    field("connected_on", &[Connections], "since when the person is a connection"),
    field("conversation", &[Messages], "the conversation that a message is part of"),
    field("from_url", &[Messages], "the profile of a message's sender"),
    field("to_urls", &[Messages], "the profiles of its recipients"),
    field("at", &[Messages], "when it was sent"),
    field("draft", &[Messages], "whether it is a draft"),
    field("conversation_draft", &[Messages], "whether its conversation is a draft"),
];

pub fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// The names of the fields that a table of this role has.
pub fn names_of(role: Role) -> Vec<&'static str> {
    FIELDS.iter().filter(|field| field.roles.contains(&role)).map(|field| field.name).collect()
}

/// What a table of this role lacks if it has these fields alone, in words.
pub(super) fn lacking(role: Role, has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let names_people = any(&["profile_url", "public_id", "member_id", "urn", "member", "name"])
        || (has("first_name") && has("last_name"));
    match role {
        Invitations if !names_people && !has("to") => {
            Some("a column that names whom it was sent to: `to` or `profile_url`")
        }
        Invitations if !has("sent") => Some("a column with the time it was sent: `sent`"),
        Connections | SentList | Sheet if !names_people => Some(
            "a column that names people: `name`, `profile_url`, or `first_name` and `last_name`",
        ),
        Messages if !has("at") => Some("a column with the time of a message: `at`"),
        Messages if !any(&["from", "from_url"]) || !any(&["to", "to_urls"]) => {
            Some("columns for who wrote to whom: `from` and `to`, or `from_url` and `to_urls`")
        }
        Profile if !has("first_name") || !has("last_name") => {
            Some("columns for the owner's name: `first_name` and `last_name`")
        }
        _ => None,
    }
}
