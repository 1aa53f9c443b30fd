//! What changed for a person whom data show, against what is known of them.

use super::comparison::AccountComparison;
use crate::imported_row::{ChangeKind, ImportedRow};
use crate::observed_state::{ObservedState, RecordedAction};
use crate::row_and_standing::{
    has_unrecorded_withdrawal, may_be_reinvitation, shown_before, withdrawal_of,
};
use crate::standing::Standing;
use chrono::{Days, NaiveDate};

/// Of whom no invitation is known, a connection that is older than this says nothing: no data that
/// may be imported yet still have an invitation of so long ago.
pub(super) const CONNECTED_WITHIN: Days = Days::new(366);

/// What changed for somebody whom a list has who was withdrawn.
pub(super) const LISTED: &str = "withdrawn, and on a list";

impl AccountComparison<'_> {
    /// Whether data that reach less far have somebody as pending who would have been on a list that
    /// was imported before, and was not.
    pub(super) fn was_off_list(&self, seen: &ImportedRow) -> bool {
        let is_pending = seen.state == "pending" && !seen.is_inmail;
        let latest = seen.sent_on.or(seen.sent_until);
        let listed_on = self.taken.last_listed_on.filter(|on| self.taken.taken_on <= *on);
        let is_before = latest.zip(listed_on).is_some_and(|(latest, listed)| latest < listed);
        let may_be_another =
            self.is_unclear || seen.name.is_some_and(|name| self.compared.ambiguous.contains(name));
        self.is_older && is_pending && is_before && !may_be_another
    }

    pub(super) fn classify_change(
        &self,
        known: Option<&Standing>,
        seen: &ImportedRow,
    ) -> Option<ChangeKind> {
        let before = known.and_then(|known| shown_before(known, seen));
        if let Some(withdrawal) = withdrawal_of(known, seen) {
            if may_be_reinvitation(withdrawal.on, seen) {
                return None;
            }
            if has_unrecorded_withdrawal(known, seen) && seen.withdrawn_on > Some(withdrawal.on) {
                return Some(ChangeKind::Withdrawn);
            }
            // A sheet told both at once, and tells it again.
            let is_that = |before: &ObservedState| {
                before.number == withdrawal.number && before.state == seen.state
            };
            let is_known = before.is_some_and(is_that);
            return self.change_of_withdrawn(withdrawal.on, seen).filter(|_| !is_known);
        }
        if known.is_some_and(|known| self.is_listed_again(known, seen)) {
            return Some(ChangeKind::Otherwise);
        }
        let Some(before) = before else {
            return Some(match seen.state {
                _ if self.is_older => ChangeKind::Older,
                "pending" => ChangeKind::NewlyPending,
                "accepted" => ChangeKind::NewlyAccepted,
                "declined" => ChangeKind::NewlyDeclined,
                _ => ChangeKind::Gone,
            });
        };
        let is_new_one = seen.is_later_than(before);
        let is_presumed = seen.known_by == "presumed";
        let is_told = before.is_told && before.is_over() && !is_new_one;
        Some(match (before.state.as_str(), seen.state) {
            (_, "pending") if is_new_one => ChangeKind::InvitedAgain,
            ("withdrawn", "withdrawn") if !is_new_one && has_unrecorded_withdrawal(known, seen) => {
                ChangeKind::Withdrawn
            }
            (before, now) if before == now && !is_new_one => return None,
            // Who is not on a list any more may have answered, as somebody told.
            (_, "withdrawn" | "expired") if is_presumed && is_told => return None,
            // An archive goes on to have what is not pending any more, with or without connections.
            (_, "pending") if is_presumed => return None,
            // A list of whatever day may be older than the acceptance.
            ("accepted" | "declined", "pending") if self.is_undated(seen) => return None,
            // One of that day may have been taken before.
            ("accepted" | "declined", "pending") if self.is_of_the_day(before) => return None,
            (_, "accepted") => ChangeKind::NewlyAccepted,
            (_, "declined") => ChangeKind::NewlyDeclined,
            ("pending", "withdrawn" | "expired") => ChangeKind::Gone,
            _ => ChangeKind::Otherwise,
        })
    }

    /// What data say of a person whose invitation was withdrawn that day, as far as is known.
    fn change_of_withdrawn(&self, on: NaiveDate, seen: &ImportedRow) -> Option<ChangeKind> {
        match (seen.state, seen.known_by) {
            // An archive goes on to have what was withdrawn; only a later list shows what is there.
            ("pending", "listed") => (self.shown_on(seen) > on).then_some(ChangeKind::Contradicted),
            ("pending", _) => None,
            ("accepted", _) => Some(ChangeKind::Contradicted),
            ("declined", _) => Some(ChangeKind::NewlyDeclined),
            _ => Some(ChangeKind::Confirmed),
        }
    }

    /// Whether a list of a later day has somebody of whom it was recorded that no invitation to
    /// them is there, and no data have shown one since.
    fn is_listed_again(&self, known: &Standing, seen: &ImportedRow) -> bool {
        let gone = known.recorded_gone();
        let is_shown = |last: &RecordedAction| {
            known.observed.as_ref().is_some_and(|shown| shown.number > last.number)
        };
        let is_listed = seen.state == "pending" && seen.known_by == "listed" && !seen.is_inmail;
        is_listed
            && !self.is_undated(seen)
            && gone.is_some_and(|last| self.shown_on(seen) > last.on && !is_shown(last))
    }

    /// The day of what shows it: that of the list for whoever is on it, which may be older than
    /// what lies beside it.
    pub(super) fn shown_on(&self, seen: &ImportedRow) -> NaiveDate {
        let listed_on = self.taken.list_taken_on.filter(|_| seen.known_by == "listed");
        listed_on.unwrap_or(self.taken.taken_on)
    }

    /// Whether a list says it that does not say when it was taken.
    fn is_undated(&self, seen: &ImportedRow) -> bool {
        seen.known_by == "listed" && !self.taken.list_is_dated
    }

    /// Whether what ended an invitation did so on the day of the list, or later.
    fn is_of_the_day(&self, before: &ObservedState) -> bool {
        before.ended_on.zip(self.taken.listed_on).is_some_and(|(ended, listed)| ended >= listed)
    }
}
