//! What data show of an account's invitations, and what of it is worth telling people.

use crate::event::NewEvent;
use crate::observed_state::ObservedState;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// An invitation as data show it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportedRow<'a> {
    /// The person's key.
    pub person: &'a str,
    /// The state, as in `invitations`.
    pub state: &'a str,
    pub known_by: &'a str,
    /// Whether it is a message in disguise, InMail, rather than an invitation to connect.
    pub is_inmail: bool,
    /// The day on which it was sent, if that is known.
    pub sent_on: Option<NaiveDate>,
    /// The first and the last day on which it may have been sent, where its age alone is known.
    pub sent_from: Option<NaiveDate>,
    /// The last of them.
    pub sent_until: Option<NaiveDate>,
    /// The day on which the person accepted.
    pub connected_on: Option<NaiveDate>,
    /// The day on which it was withdrawn, as the data say.
    pub withdrawn_on: Option<NaiveDate>,
    /// The person's name.
    pub name: Option<&'a str>,
    /// Member ids of the person beside the key, an address.
    pub member_ids: &'a [String],
    pub profile_url: Option<&'a str>,
    pub company: Option<&'a str>,
    pub note: Option<&'a str>,
    /// What to do next.
    pub follow_up: Option<&'a str>,
    /// Whether several are in the data of whom nothing but this name is known.
    pub is_several: bool,
}

impl ImportedRow<'_> {
    /// Whether it was certainly sent after a day.
    pub(crate) fn is_sent_after(&self, day: NaiveDate) -> bool {
        self.sent_on.or(self.sent_from).is_some_and(|sent| sent > day)
    }

    /// Whether it is certainly another invitation than one that data showed, sent later.
    pub(crate) fn is_later_than(&self, before: &ObservedState) -> bool {
        match (before.sent_on, self.sent_on) {
            (Some(before), Some(now)) => now > before,
            // Ages are of another clock than days: zones may make a day's difference.
            _ => before
                .sent_at_the_latest()
                .or(before.ended_on)
                .and_then(|latest| latest.succ_opt())
                .is_some_and(|latest| self.is_sent_after(latest)),
        }
    }
}

/// What is new about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Invited, and not answered yet.
    NewlyPending,
    NewlyAccepted,
    NewlyDeclined,
    /// Gone without being accepted: withdrawn by hand, or declined, or expired.
    Gone,
    /// Connected, by an invitation that nobody has shown yet.
    Connected,
    /// Withdrawn, as somebody's own sheet says.
    Withdrawn,
    InvitedAgain,
    /// A withdrawal that was recorded shows in the data.
    Confirmed,
    /// A withdrawal was recorded, and the data say that it was not done, or came too late.
    Contradicted,
    /// Known by a name alone until then, or by a member id, and now by a profile.
    Recognized,
    /// Known by an address or an id alone until then, and now by a name.
    Named,
    /// Known by an address until then, and now by a member id as well.
    Identified,
    /// Known to have accepted until then, and now when that person was invited.
    Dated,
    /// Known from data that reach less far than those that were imported before.
    Older,
    /// Another state than before, in some other way.
    Otherwise,
}

impl ChangeKind {
    /// Every change, in the order in which people read them.
    pub const ALL: [Self; 15] = [
        Self::NewlyAccepted,
        Self::NewlyPending,
        Self::NewlyDeclined,
        Self::Gone,
        Self::Connected,
        Self::Withdrawn,
        Self::InvitedAgain,
        Self::Confirmed,
        Self::Contradicted,
        Self::Recognized,
        Self::Named,
        Self::Identified,
        Self::Dated,
        Self::Older,
        Self::Otherwise,
    ];

    /// Its name, in the ledger and wherever people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewlyPending => "newly pending",
            Self::NewlyAccepted => "newly accepted",
            Self::NewlyDeclined => "newly declined",
            Self::Gone => "gone without being accepted",
            Self::Connected => "connected otherwise",
            Self::Withdrawn => "withdrawn by a sheet",
            Self::InvitedAgain => "invited again",
            Self::Confirmed => "withdrawal confirmed",
            Self::Contradicted => "withdrawal contradicted",
            Self::Recognized => "known by their profile now",
            Self::Named => "known by their name now",
            Self::Identified => "known by their member id now",
            Self::Dated => "known by their invitation now",
            Self::Older => "added from older data",
            Self::Otherwise => "changed otherwise",
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Data of an account.
#[derive(Clone, Copy, Debug)]
pub struct ImportContext<'a> {
    pub account: &'a str,
    /// The day until which the data reach.
    pub taken_on: NaiveDate,
    /// The last day on which anything can have been taken, by the clock: tomorrow, for zones. What
    /// was imported as of a later day reaches no further.
    pub latest: NaiveDate,
    /// The instant until which they reach on that day, where they say so.
    pub taken_at: Option<DateTime<Utc>>,
    /// The day of the list of the Sent page, if one is among them: whoever was pending before and
    /// is not in the data is then not pending any more.
    pub listed_on: Option<NaiveDate>,
    /// The day on which the list was taken that has whom the data say to be listed.
    pub list_taken_on: Option<NaiveDate>,
    /// The day of the last whole list that was imported before.
    pub last_listed_on: Option<NaiveDate>,
    /// Whether the list says itself when it was taken: another may be of any day.
    pub list_is_dated: bool,
}

/// What data show of an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountRows<'a> {
    /// Invitations, one a person.
    pub invited: &'a [ImportedRow<'a>],
    /// Withdrawals of people whom the data have not invited.
    pub withdrawn: &'a [ImportedRow<'a>],
    /// Whom the account is connected to.
    pub connected: &'a [ImportedRow<'a>],
}

/// Who was pending and is not on a list of the Sent page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MissingFromList {
    /// How many were pending by the ledger.
    pub pending: usize,
    /// How many of them are gone, not withdrawn by anybody, as far as is known.
    pub gone: usize,
    /// How many of these are as old as the oldest on the list, or older, as where it was cut off.
    pub older: usize,
}

/// What came of a comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonOutcome {
    pub events: Vec<NewEvent>,
    /// How many people changed, and how.
    pub counts: BTreeMap<ChangeKind, usize>,
    /// How many say something else than newer data did, and were left as they are.
    pub left_as_is: usize,
    /// How many are pending by the ledger and share their name with others in a list that has no
    /// address of theirs: whether they are on it cannot be told.
    pub undecided: usize,
    /// How many are known by a name alone that several in the data have: they stay apart.
    pub apart: usize,
    /// Names of people in the data who may be others whom the ledger knows, and stay apart.
    pub ambiguous: BTreeSet<String>,
    /// Names of people in the data whose member id the ledger knows to be another's.
    pub disputed: BTreeSet<String>,
    /// How many withdrawn people are in a list with an age that leaves open whether they were
    /// invited again.
    pub maybe_reinvited: usize,
    /// Who was pending and is not on the list, if anybody is gone.
    pub missed: MissingFromList,
}
