//! What a column can tell. A field's name is that of its column in the raw table, and its key in a
//! description.

/// One field.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it tells.
    pub meaning: &'static str,
    /// Whether only somebody who keeps track of invitations has such a column.
    pub is_tracking: bool,
}

const fn field(name: &'static str, meaning: &'static str) -> Field {
    Field { name, meaning, is_tracking: false }
}

const fn tracking(name: &'static str, meaning: &'static str) -> Field {
    Field { name, meaning, is_tracking: true }
}

/// Every field. Where one column fits two, the earlier takes it.
pub const FIELDS: &[Field] = &[
    field("profile_url", "the person's profile: an address, a slug or a URN"),
    field("public_id", "the slug of the profile alone"),
    field("member_id", "the member's id in letters, `ACoAA…`"),
    field("urn", "the member's URN, `urn:li:member:N`"),
    field("member", "the member's number"),
    field("name", "the person's whole name"),
    field("first_name", "the first name"),
    field("last_name", "the last name"),
    field("email", "the e-mail address"),
    field("company", "the person's company"),
    field("position", "the person's position"),
    field("account", "the account that a row is about"),
    tracking("sent", "when it was sent: a date, or an age such as `Sent 2 weeks ago`"),
    field("months", "how many months ago it was sent"),
    field("observed_at", "when the list was taken"),
    tracking("withdrawn", "when it was withdrawn, or `yes`"),
    tracking("accepted_on", "when the person accepted, or `yes`"),
    tracking("reconnect_on", "when the person may be invited again"),
    tracking("has_note", "whether it was sent with a note"),
    tracking("note", "the note"),
    tracking("follow_up", "what to do next"),
    tracking("tags", "tags, between `,` `;` or a bar"),
    tracking("campaign", "the campaign"),
    tracking("status", "what became of it"),
    field("kind", "whether it is a request to connect, InMail or something else"),
    field("direction", "`OUTGOING` or `INCOMING`"),
    field("from", "the sender's name"),
    field("to", "the recipient's name"),
    field("inviter_url", "the sender's profile"),
    field("inviter_urn", "the sender's URN"),
    field("connected_on", "since when the person is a connection"),
    field("conversation", "the conversation that a message is part of"),
    field("from_url", "the profile of a message's sender"),
    field("to_urls", "the profiles of its recipients"),
    field("at", "when it was sent"),
    field("draft", "whether it is a draft"),
    field("conversation_draft", "whether its conversation is a draft"),
];

/// The field of that name.
pub fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}
