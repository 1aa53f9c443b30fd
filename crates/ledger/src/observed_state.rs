//! What data show of an invitation, and which of two showings counts.

use crate::action::Action;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What somebody said who was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedAction {
    /// The number of the event.
    pub number: u64,
    pub action: Action,
    /// The day on which it did.
    pub on: NaiveDate,
}

/// What data showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedState {
    /// The number of the event.
    pub number: u64,
    /// The state, as in `invitations`.
    pub state: String,
    /// The day on which the invitation was sent, if that is known.
    pub sent_on: Option<NaiveDate>,
    /// The days on which it may have been sent, the first and the last, where data have nothing but
    /// its age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_from: Option<NaiveDate>,
    /// The last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_until: Option<NaiveDate>,
    /// The day on which it ended, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// The day until which the data reach.
    pub taken_on: NaiveDate,
    /// The instant until which they do, where they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_inmail: bool,
    /// Whether the data told the state of their own accord: a list that has it, a connection, an
    /// outcome in a sheet. What they have as pending, or have no more, is else a presumption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_told: bool,
}

impl ObservedState {
    /// Whether it was certainly sent after a day.
    pub fn is_sent_after(&self, day: NaiveDate) -> bool {
        self.sent_on.or(self.sent_from).is_some_and(|sent| sent > day)
    }

    /// The last day on which it may have been sent.
    pub fn sent_at_the_latest(&self) -> Option<NaiveDate> {
        self.sent_on.or(self.sent_until)
    }

    /// Whether data show that it is over.
    pub fn is_over(&self) -> bool {
        self.state != "pending"
    }

    /// Whether it counts where another was shown of the same person under another key: the later
    /// one, and of one day what data told of their own accord. A list that has the one key lacks
    /// the other.
    pub(super) fn outranks(&self, other: &Self) -> bool {
        if self.taken_on == other.taken_on && self.is_told != other.is_told {
            self.is_told
        } else {
            self.number > other.number
        }
    }

    /// Whether it may be the invitation of that day, or that one is over with it; zones may make a
    /// day's difference.
    pub(super) fn tells_of(&self, sent_on: NaiveDate) -> bool {
        let latest = self.sent_at_the_latest();
        self.state == "accepted" || latest.is_none_or(|latest| (sent_on - latest).num_days() <= 1)
    }

    /// Whether a list of a later day than that on which an invitation was withdrawn has one all the
    /// same.
    pub(super) fn still_shows(&self, withdrawn_on: NaiveDate) -> bool {
        self.state == "pending" && self.is_told && self.taken_on > withdrawn_on && !self.is_inmail
    }

    /// Whether data show that a withdrawal is not the last that happened: the person accepted all
    /// the same, or was invited later.
    pub(super) fn outdates(&self, withdrawn: &RecordedAction) -> bool {
        let is_later = self.is_sent_after(withdrawn.on);
        let is_news = self.number > withdrawn.number;
        let is_accepted = is_news && self.state == "accepted";
        is_later || is_accepted || is_news && self.still_shows(withdrawn.on)
    }
}

/// Whether data tell a state of their own accord: that nobody answered yet is only for a list to
/// say.
pub(crate) fn is_stated(state: &str, known_by: Option<&str>) -> bool {
    match known_by {
        Some("listed") => true,
        Some("matched" | "recorded") => state != "pending",
        _ => false,
    }
}
