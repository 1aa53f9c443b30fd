//! Words that tell of something else than an invitation: where one stands in the name of a column,
//! a sheet or a heading, an outcome beside it is that of something else.

/// What else may be sent, planned, accepted or declined.
const OTHER_SUBJECTS: [&str; 19] = [
    "application",
    "call",
    "consent",
    "contract",
    "cv",
    "dial",
    "email",
    "emails",
    "mail",
    "meeting",
    "nda",
    "offer",
    "order",
    "payment",
    "phone",
    "proposal",
    "subscription",
    "ticket",
    "webinar",
];

/// Whether a word is for something else than an invitation.
pub(in crate::import) fn is_other_subject(word: &str) -> bool {
    OTHER_SUBJECTS.contains(&word)
}
