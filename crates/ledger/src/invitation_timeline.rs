//! What is known of an invitation beside whom it is to: when it was sent, and since when it may be
//! over. Two of one name may be one person's, or cannot.
//!
//! Invariant: it does not matter which of the two was known first.

use crate::action::Action;
use crate::imported_row::ImportedRow;
use crate::standing::{SAME_WITHIN_DAYS, Standing};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Zones make a day's difference, and so do ages, which are of another clock.
const ZONES_DAYS: i64 = 1;

/// What is known of an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InvitationTimeline<'a> {
    /// The first and the last day on which it may have been sent.
    pub sent: Option<(NaiveDate, NaiveDate)>,
    /// The first day on which it may have been over; none where it was accepted, or where nothing
    /// is known.
    pub over_from: Option<NaiveDate>,
    /// Whether it is known to be over.
    pub is_over: bool,
    /// Whether a list of the Sent page has it, which has nothing that is over.
    pub is_listed: bool,
    /// The days of invitations to the person.
    pub invited_on: Option<&'a BTreeSet<NaiveDate>>,
    pub note: Option<&'a str>,
    /// Of somebody who is connected, by an unknown invitation, the day since when.
    pub connected_on: Option<NaiveDate>,
}

/// Whether two sightings under one name may be of one person: of one invitation, or of two of which
/// the one was sent when LinkedIn allowed it after the other. A connection came after the
/// invitation.
pub fn may_be_of_one(one: &InvitationTimeline, other: &InvitationTimeline) -> bool {
    one.is_same_as(other) || one.precedes(other) || other.precedes(one)
}

impl<'a> InvitationTimeline<'a> {
    /// What data show of an invitation.
    pub fn of_seen(seen: &ImportedRow<'a>, taken_on: NaiveDate) -> Self {
        if seen.is_inmail {
            // It says nothing of an invitation to connect.
            return Self { note: seen.note, ..Self::default() };
        }
        let sent = between(seen.sent_on, seen.sent_from, seen.sent_until);
        let first = sent.map(|(first, _)| first);
        let over_from = match (seen.state, seen.known_by) {
            ("accepted", _) => None,
            ("pending", "listed") => Some(taken_on),
            ("withdrawn", _) => seen.withdrawn_on.or(first),
            _ => first,
        };
        let is_over = !seen.state.is_empty() && seen.state != "pending";
        let connected_on = seen.connected_on.filter(|_| sent.is_none());
        let is_listed = seen.state == "pending" && seen.known_by == "listed";
        let note = seen.note;
        Self { sent, over_from, is_over, is_listed, note, connected_on, ..Self::default() }
    }

    /// What a ledger knows of the last invitation.
    pub fn of_standing(standing: &'a Standing) -> Self {
        let shown = standing.observed.as_ref().filter(|shown| !shown.is_inmail);
        let again = standing.open_reinvitation();
        let withdrawn = standing.last_withdrawal().map(|last| last.on);
        let sent = match (again, shown) {
            (Some(on), _) => Some((on, on)),
            (None, Some(shown)) => between(shown.sent_on, shown.sent_from, shown.sent_until),
            (None, None) => None,
        };
        let last_invited = standing.invited_on.last().map(|on| (*on, *on));
        let sent = sent.or(last_invited).or(withdrawn.map(|on| (NaiveDate::MIN, on)));
        let first = sent.map(|(first, _)| first);
        // A withdrawal of an earlier invitation says nothing of this one.
        let withdrawn = withdrawn.filter(|on| first.is_none_or(|first| first <= *on));
        let told = standing.witnessed.as_ref().map(|last| last.action);
        let is_pending = shown.is_some_and(|shown| shown.state == "pending");
        let is_over = withdrawn.is_some() || again.is_none() && shown.is_some() && !is_pending;
        let over_from = match shown {
            _ if again.is_some() => again,
            _ if withdrawn.is_some() => withdrawn,
            _ if told == Some(Action::AlreadyAccepted) => None,
            Some(shown) if shown.state == "accepted" => None,
            Some(shown) if is_pending && shown.is_told => Some(shown.taken_on),
            Some(shown) => shown.ended_on.or(first),
            None => first,
        };
        let note = standing.note.as_deref();
        let invited_on = Some(&standing.invited_on);
        Self { sent, over_from, is_over, invited_on, note, ..Self::default() }
    }

    /// Whether nothing is known of the invitation but the day of its withdrawal.
    pub(crate) fn is_of_withdrawal_alone(&self) -> bool {
        self.is_over && self.sent.is_some_and(|(first, _)| first == NaiveDate::MIN)
    }

    /// Whether both may be one invitation.
    fn is_same_as(&self, other: &Self) -> bool {
        if let Some(connected_on) = self.connected_on.or(other.connected_on) {
            let sent = self.sent.or(other.sent);
            return sent.is_none_or(|(first, _)| (first - connected_on).num_days() <= ZONES_DAYS);
        }
        let (Some(sent), Some(other_sent)) = (self.sent, other.sent) else { return true };
        let overlaps = |(first, last): (NaiveDate, NaiveDate), other: (NaiveDate, NaiveDate)| {
            (first - other.1).num_days() <= ZONES_DAYS && (other.0 - last).num_days() <= ZONES_DAYS
        };
        let any = |days: Option<&BTreeSet<NaiveDate>>, sent| {
            days.is_some_and(|days| days.iter().any(|on| overlaps((*on, *on), sent)))
        };
        overlaps(sent, other_sent)
            || any(self.invited_on, other_sent)
            || any(other.invited_on, sent)
    }

    /// Whether the other may have been sent after this one was over.
    fn precedes(&self, other: &Self) -> bool {
        let days_after = |over: NaiveDate, last: NaiveDate| (last - over).num_days();
        self.over_from.zip(other.sent).is_some_and(|(over, (_, last))| {
            other.connected_on.is_none() && days_after(over, last) > SAME_WITHIN_DAYS
        })
    }

    /// Whether both are certainly one invitation, as far as its day and its note tell.
    pub(crate) fn is_the_invitation_of(&self, other: &Self) -> bool {
        let text = |note: Option<&str>| note.filter(|note| !note.is_empty()).map(String::from);
        let on = |sent: Option<(NaiveDate, NaiveDate)>| sent.filter(|(first, last)| first == last);
        on(self.sent).is_some()
            && on(self.sent) == on(other.sent)
            && text(self.note) == text(other.note)
    }
}

/// The first and the last day on which an invitation may have been sent.
fn between(
    on: Option<NaiveDate>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Option<(NaiveDate, NaiveDate)> {
    match (on, from, until) {
        (Some(on), ..) => Some((on, on)),
        (None, None, None) => None,
        (None, from, until) => {
            Some((from.unwrap_or(NaiveDate::MIN), until.unwrap_or(NaiveDate::MAX)))
        }
    }
}
