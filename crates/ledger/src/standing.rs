//! What the events about a person come to, account by account.
//!
//! Invariant: it is derived from the standing events in their order, and from nothing else: the
//! same events give the same standings, wherever and whenever they are read.

use super::observed_state::{ObservedState, RecordedAction, is_stated};
use crate::action::Action;
use crate::detail;
use crate::event::Event;
use crate::person::real_name;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Withdrawals of one person so few days apart are one, whose day somebody wrote down otherwise:
/// LinkedIn lets nobody be invited again for three weeks.
pub const SAME_WITHIN_DAYS: i64 = 20;

/// What an account and a person have been through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Standing {
    /// The person's name, profile, company, the note and the follow-up: what was said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<String>,
    /// The account's withdrawals of invitations to the person, in the order in which they were
    /// recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withdrawals: Vec<Withdrawal>,
    /// The days on which the account invited the person to connect, as data and people say.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub invited_on: BTreeSet<NaiveDate>,
    /// The first day on which the person may be invited again, as it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconnect_on: Option<NaiveDate>,
    /// What somebody last said who was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<RecordedAction>,
    /// What data last showed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<ObservedState>,
    /// What data showed of an invitation that is over, where a later one is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<ObservedState>,
    /// The day of the first list that has whoever was withdrawn, as long as none lacks them; its
    /// age leaves open if it is the same invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed_on: Option<NaiveDate>,
    /// Whether several people may be meant, of whom nothing but one name is known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_several: bool,
    /// The keys under which the account knew the person before.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub formerly: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The number of the event.
    pub number: u64,
    /// The day on which it was done.
    pub on: NaiveDate,
}

impl Standing {
    /// Whether anything is known but that somebody was in a plan.
    pub(crate) fn is_known_of(&self) -> bool {
        let is_shown = self.observed.is_some() || self.ended.is_some();
        is_shown || self.witnessed.is_some() || !self.withdrawals.is_empty()
    }
}

/// The day until which the data of an event reach, if it says so. None reach further than the day
/// on which they were recorded, whatever somebody took them to be as of; it may be tomorrow east.
pub fn data_until(event: &Event) -> Option<NaiveDate> {
    let tomorrow = event.recorded_at.date_naive().succ_opt();
    let day: NaiveDate = event.detail(detail::TAKEN_ON)?.parse().ok()?;
    Some(tomorrow.map_or(day, |tomorrow| day.min(tomorrow)))
}

impl Standing {
    /// Takes what happened while the person was known by another key.
    pub(crate) fn merge(&mut self, former: Self) {
        let is_later = |known: Option<u64>, other: Option<u64>| other > known;
        let told = |standing: &Self| standing.witnessed.as_ref().map(|last| last.number);
        if is_later(told(self), told(&former)) {
            self.witnessed = former.witnessed;
            self.reconnect_on = former.reconnect_on;
        }
        let is_outranked = match (&self.observed, &former.observed) {
            (Some(known), Some(other)) => other.outranks(known),
            (known, other) => known.is_none() && other.is_some(),
        };
        if is_outranked {
            self.observed = former.observed;
            self.ended = former.ended;
            self.listed_on = former.listed_on;
        }
        let texts = [
            (&mut self.name, former.name),
            (&mut self.profile_url, former.profile_url),
            (&mut self.company, former.company),
            (&mut self.note, former.note),
            (&mut self.follow_up, former.follow_up),
        ];
        for (known, before) in texts {
            *known = known.take().or(before);
        }
        self.withdrawals.extend(former.withdrawals);
        self.withdrawals.sort_by_key(|withdrawal| withdrawal.number);
        self.invited_on.extend(former.invited_on);
        self.formerly.extend(former.formerly);
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        let texts = [
            (&mut self.name, detail::NAME),
            (&mut self.profile_url, detail::PROFILE_URL),
            (&mut self.company, detail::COMPANY),
            (&mut self.note, detail::NOTE),
            (&mut self.follow_up, detail::FOLLOW_UP),
        ];
        for (known, name) in texts {
            let text = event
                .detail(name)
                .filter(|text| name != detail::NAME || real_name(&event.person, text).is_some());
            if let Some(text) = text {
                *known = Some(text.to_owned());
            }
        }
        let day_of = |name: &str| event.detail(name).and_then(|text| text.parse().ok());
        // Whoever recorded it without a day did it then.
        let on = event.day.unwrap_or_else(|| event.recorded_at.date_naive());
        let number = event.number;
        let is_inmail = event.detail(detail::KIND) == Some(detail::INMAIL);
        if let Some(state) = event.detail(detail::STATE) {
            let taken_on = data_until(event).unwrap_or(on);
            let shown = ObservedState {
                number,
                state: state.to_owned(),
                sent_on: day_of(detail::SENT_ON),
                sent_from: day_of(detail::SENT_FROM),
                sent_until: day_of(detail::SENT_UNTIL),
                ended_on: event.day.filter(|_| state != "pending"),
                taken_on,
                taken_at: event.detail(detail::TAKEN_AT).and_then(|text| text.parse().ok()),
                is_inmail,
                is_told: is_stated(state, event.detail(detail::KNOWN_BY)),
            };
            self.listed_on = None;
            self.observe(shown);
        }
        self.is_several |= event.detail(detail::SEVERAL).is_some();
        self.listed_on = day_of(detail::LISTED_ON).or(self.listed_on);
        let again = (event.action == Action::InvitedAgain).then_some(on);
        let sent_on = day_of(detail::SENT_ON).filter(|_| !is_inmail);
        self.invited_on.extend(sent_on.into_iter().chain(again));
        // A sheet that is imported late tells of what lies before.
        let is_late = event.detail(detail::CHANGE).is_some()
            && self.witnessed.as_ref().is_some_and(|last| last.on > on);
        if event.action == Action::Withdrawn {
            self.withdrawals.push(Withdrawal { number, on });
            if !is_late {
                self.reconnect_on = day_of(detail::RECONNECT_ON);
            }
        }
        if event.action.is_witnessed() && !is_late {
            self.witnessed = Some(RecordedAction { number, action: event.action, on });
        }
    }

    /// Takes what data show, and keeps what they showed of an earlier invitation.
    fn observe(&mut self, shown: ObservedState) {
        let before = self.observed.take().filter(|before| before.is_over() && !before.is_inmail);
        let before = before.or(self.ended.take());
        self.ended = before.filter(|before| {
            let latest = before.sent_at_the_latest().or(before.ended_on);
            let is_later = latest
                .and_then(|latest| latest.succ_opt())
                .is_some_and(|latest| shown.is_sent_after(latest));
            !shown.is_over() && is_later
        });
        self.observed = Some(shown);
    }

    /// Somebody who was withdrawn, and no more than that.
    pub(crate) fn waiting(since: Option<NaiveDate>, reconnect_on: Option<NaiveDate>) -> Self {
        let witnessed = since.map(|on| RecordedAction { number: 0, action: Action::Withdrawn, on });
        Self { reconnect_on, witnessed, ..Self::default() }
    }

    /// What somebody last recorded, where it says that there is no invitation to withdraw.
    pub fn recorded_gone(&self) -> Option<&RecordedAction> {
        let gone = [Action::NotFound, Action::AlreadyAccepted, Action::Declined];
        self.witnessed.as_ref().filter(|last| gone.contains(&last.action))
    }

    /// Whether a list of a later day has whom somebody recorded to be gone.
    pub fn is_listed_again(&self) -> bool {
        let shown = self.observed.as_ref().zip(self.recorded_gone());
        shown.is_some_and(|(shown, last)| shown.number > last.number && shown.still_shows(last.on))
    }

    /// Whether a plan has to hear of it: somebody recorded something, or data showed that the
    /// invitation is over.
    pub fn concerns_plans(&self) -> bool {
        let shown = self.observed.as_ref().filter(|shown| shown.is_over());
        self.witnessed.is_some() || shown.or(self.ended.as_ref()).is_some()
    }

    /// The last day on which the account may have invited the person to connect.
    pub(crate) fn invited_at_the_latest(&self) -> Option<NaiveDate> {
        let shown = self.observed.as_ref().filter(|shown| !shown.is_inmail);
        let may_be = shown.and_then(|shown| shown.sent_until);
        self.invited_on.last().copied().max(may_be)
    }

    /// Whether an invitation to connect is open, as far as is known.
    pub fn has_open_invitation(&self) -> bool {
        let shown = self.observed.as_ref().filter(|shown| !shown.is_inmail);
        let pending = shown.filter(|shown| shown.state == "pending");
        match &self.witnessed {
            Some(last) if last.action == Action::InvitedAgain => {
                self.open_reinvitation().is_some() || pending.is_some()
            }
            Some(last) => {
                let is_listed = self.listed_on.is_some_and(|listed_on| listed_on > last.on);
                let is_shown = |shown: &ObservedState| {
                    let is_still = shown.number > last.number && shown.still_shows(last.on);
                    shown.is_sent_after(last.on) || is_still
                };
                is_listed || pending.is_some_and(is_shown)
            }
            None => pending.is_some(),
        }
    }

    /// Whether any invitation to the person is known, rather than a connection alone.
    pub fn is_invited(&self) -> bool {
        let shown = self.observed.as_ref();
        let is_shown =
            shown.is_some_and(|shown| shown.state != "accepted" || shown.sent_until.is_some());
        is_shown || self.witnessed.is_some() || !self.invited_on.is_empty()
    }

    /// The day on which somebody invited the person again, where data have shown nothing of that
    /// since.
    pub fn open_reinvitation(&self) -> Option<NaiveDate> {
        let last = self.recorded_again()?;
        self.shown_of(last).is_none().then_some(last.on)
    }

    /// Whether data have shown since that an invitation is gone which somebody recorded to be sent
    /// again.
    pub fn is_reinvitation_over(&self) -> bool {
        let shown = self.recorded_again().and_then(|last| self.shown_of(last));
        shown.is_some_and(ObservedState::is_over)
    }

    /// The day of that invitation, where one of another day is the same: another came after it was
    /// over, or when LinkedIn allowed one again.
    pub fn same_reinvitation(&self, on: NaiveDate) -> Option<NaiveDate> {
        let last = self.recorded_again()?.on;
        let is_allowed = (on - last).num_days() > SAME_WITHIN_DAYS;
        let is_another = on > last && (self.is_reinvitation_over() || is_allowed);
        (!is_another).then_some(last)
    }

    fn recorded_again(&self) -> Option<&RecordedAction> {
        self.witnessed.as_ref().filter(|last| last.action == Action::InvitedAgain)
    }

    /// What data showed of an invitation that somebody recorded.
    fn shown_of(&self, again: &RecordedAction) -> Option<&ObservedState> {
        let shown = self.observed.as_ref().filter(|shown| shown.number > again.number)?;
        // Data that reach no further than that day show what was before, or the invitation itself.
        let is_later = shown.taken_on > again.on || !shown.is_over() || shown.state == "accepted";
        (!shown.is_inmail && is_later && shown.tells_of(again.on)).then_some(shown)
    }

    pub fn last_withdrawal(&self) -> Option<&Withdrawal> {
        self.withdrawals.iter().max_by_key(|withdrawal| (withdrawal.on, withdrawal.number))
    }

    /// The day until which the person is not invited again, where the last that happened is a
    /// withdrawal; the account's cooling-off decides where nothing else was recorded.
    pub fn due_on(&self, cooling_off_days: u64) -> Option<NaiveDate> {
        let after = self.waits_since()?.checked_add_days(chrono::Days::new(cooling_off_days));
        self.reconnect_on.or(after)
    }

    /// The day of the withdrawal that is the last that somebody recorded, if data show nothing that
    /// came after it.
    pub(crate) fn waits_since(&self) -> Option<NaiveDate> {
        let last = self.witnessed.as_ref().filter(|last| last.action == Action::Withdrawn)?;
        let is_outdated = self.observed.as_ref().is_some_and(|shown| shown.outdates(last));
        let is_listed = self.listed_on.is_some_and(|listed_on| listed_on > last.on);
        (!is_outdated && !is_listed).then_some(last.on)
    }
}
