//! The fields of sheets that tell of outcomes, in one table: whoever asks whether a table tells
//! what became of invitations asks here, so that an outcome more is one row more.

use crate::import::words::status::Status;

/// The columns that an outcome may have.
#[derive(Debug)]
pub struct OutcomeField {
    pub outcome: Status,
    /// When it came, or `yes`.
    pub day: &'static str,
    /// The day in the raw frame, once it is read.
    pub read_day: &'static str,
    /// Beside a day: whether it came.
    pub answer: Option<&'static str>,
    /// What the day is, in a sentence.
    pub meaning: &'static str,
}

/// The person accepted.
pub const ACCEPTED: OutcomeField = OutcomeField {
    outcome: Status::Accepted,
    day: "accepted_on",
    read_day: "accepted_on",
    answer: Some("is_accepted"),
    meaning: "the day of acceptance",
};

/// The person refused.
pub const DECLINED: OutcomeField = OutcomeField {
    outcome: Status::Declined,
    day: "declined",
    read_day: "declined_on",
    answer: Some("is_declined"),
    meaning: "the day of a refusal",
};

/// The sender took it back.
pub const WITHDRAWN: OutcomeField = OutcomeField {
    outcome: Status::Withdrawn,
    day: "withdrawn",
    read_day: "withdrawn_on",
    answer: Some("is_withdrawn"),
    meaning: "the day of the withdrawal",
};

/// It ran out.
pub const EXPIRED: OutcomeField = OutcomeField {
    outcome: Status::Expired,
    day: "expired",
    read_day: "expired_on",
    answer: Some("is_expired"),
    meaning: "the day on which it expired",
};

/// Every outcome, in the order in which a column's name is asked for it.
pub const OUTCOME_FIELDS: [OutcomeField; 4] = [ACCEPTED, DECLINED, WITHDRAWN, EXPIRED];

/// An answer to a message, which tells of acceptance: only connections get messages.
pub const REPLIED: OutcomeField = OutcomeField {
    outcome: Status::Accepted,
    day: "replied",
    read_day: "replied_on",
    answer: None,
    meaning: "the day of an answer",
};

impl OutcomeField {
    /// Those of a status; none where it is no outcome.
    pub fn of_status(status: Status) -> Option<&'static Self> {
        OUTCOME_FIELDS.iter().find(|field| field.outcome == status)
    }

    /// The day and the answer.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> + use<> {
        [self.day].into_iter().chain(self.answer)
    }
}

/// Whether a field is the day of an outcome.
pub fn is_outcome_day(field: &str) -> bool {
    OUTCOME_FIELDS.iter().any(|outcome| outcome.day == field)
}

/// Whether a field is one of either column of an outcome.
pub fn is_of_outcome(field: &str) -> bool {
    OUTCOME_FIELDS.iter().flat_map(OutcomeField::columns).any(|column| column == field)
}

/// Whether a field tells what became of an invitation, by a day, an answer or a word.
pub fn tells_outcome(field: &str) -> bool {
    is_of_outcome(field) || ["status", "other_status", REPLIED.day].contains(&field)
}
