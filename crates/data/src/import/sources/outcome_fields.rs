//! The fields of sheets that tell of outcomes, in one table: whoever asks whether a table tells
//! what became of invitations asks here, so that an outcome more is one row more.

use crate::import::status::Status;

/// The two columns that an outcome may have.
#[derive(Debug)]
pub struct OutcomeField {
    /// The outcome.
    pub outcome: Status,
    /// When it came, or `yes`.
    pub day: &'static str,
    /// The day in the raw frame, once it is read.
    pub read_day: &'static str,
    /// Beside a day: whether it came.
    pub answer: &'static str,
    /// What the day is, in a sentence.
    pub meaning: &'static str,
}

/// Every outcome, in the order in which a column's name is asked for it.
pub const OUTCOME_FIELDS: [OutcomeField; 4] = [
    OutcomeField {
        outcome: Status::Accepted,
        day: "accepted_on",
        read_day: "accepted_on",
        answer: "is_accepted",
        meaning: "the day of acceptance",
    },
    OutcomeField {
        outcome: Status::Declined,
        day: "declined",
        read_day: "declined_on",
        answer: "is_declined",
        meaning: "the day of a refusal",
    },
    OutcomeField {
        outcome: Status::Withdrawn,
        day: "withdrawn",
        read_day: "withdrawn_on",
        answer: "is_withdrawn",
        meaning: "the day of the withdrawal",
    },
    OutcomeField {
        outcome: Status::Expired,
        day: "expired",
        read_day: "expired_on",
        answer: "is_expired",
        meaning: "the day on which it expired",
    },
];

impl OutcomeField {
    /// Those of a status; none where it is no outcome.
    pub fn of_status(status: Status) -> Option<&'static Self> {
        OUTCOME_FIELDS.iter().find(|field| field.outcome == status)
    }
}

/// Whether a field is the day of an outcome.
pub fn is_outcome_day(field: &str) -> bool {
    OUTCOME_FIELDS.iter().any(|outcome| outcome.day == field)
}

/// Whether a field is one of either column of an outcome.
pub fn is_of_outcome(field: &str) -> bool {
    OUTCOME_FIELDS.iter().any(|outcome| outcome.day == field || outcome.answer == field)
}

/// Whether a field tells what became of an invitation, by a day, an answer or a word.
pub fn tells_outcome(field: &str) -> bool {
    is_of_outcome(field) || ["status", "other_status", "replied"].contains(&field)
}
