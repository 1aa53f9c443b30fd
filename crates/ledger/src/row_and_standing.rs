//! What one sight of an invitation says beside what is known of the person: of the same
//! invitation or of another, of a withdrawal, for sure or not.

use crate::imported_row::ImportedRow;
use crate::observed_state::{ObservedState, is_stated};
use crate::standing::{SAME_WITHIN_DAYS, Standing, Withdrawal};
use chrono::NaiveDate;

/// Whether a withdrawal of that day was recorded.
pub(crate) fn is_recorded(known: &Standing, on: NaiveDate) -> bool {
    let is_the_same = |one: &Withdrawal| (one.on - on).num_days().abs() <= SAME_WITHIN_DAYS;
    known.withdrawals.iter().any(is_the_same)
}

/// Whether a withdrawal of that day is of an earlier invitation than the last one.
pub(crate) fn is_of_one_before(known: &Standing, seen: &ImportedRow, on: NaiveDate) -> bool {
    let is_invited_since = known.invited_on.last().is_some_and(|last| *last > on);
    is_invited_since && !seen.is_sent_after(on)
}

/// Whether data that reach less far tell what became of an invitation that those which reach
/// further only presumed to be pending, or to be gone.
pub(crate) fn settles_presumption(
    before: &ObservedState,
    seen: &ImportedRow,
    taken_on: NaiveDate,
) -> bool {
    let is_outcome = seen.state != "pending" && is_stated(seen.state, Some(seen.known_by));
    let sent = before.sent_on.or(before.sent_from);
    // What became of an invitation before this one is no news of it; days are of zones.
    let ended_on = seen.connected_on.or(seen.withdrawn_on);
    let is_of_one_before = match ended_on {
        Some(on) => sent.is_some_and(|sent| (sent - on).num_days() > 1),
        None => sent.zip(seen.sent_on).is_some_and(|(sent, other)| (sent - other).num_days() > 1),
    };
    let is_told_later = before.is_told && before.taken_on >= taken_on;
    is_outcome && !is_of_one_before && !is_told_later
}

/// What data showed of the same kind.
pub(crate) fn shown_before<'a>(
    known: &'a Standing,
    seen: &ImportedRow,
) -> Option<&'a ObservedState> {
    known.observed.as_ref().filter(|before| before.is_inmail == seen.is_inmail)
}

/// The withdrawal of the invitation that is seen; it says nothing of one that was sent later, or of
/// what data showed later.
pub(crate) fn withdrawal_of<'a>(
    known: Option<&'a Standing>,
    seen: &ImportedRow,
) -> Option<&'a Withdrawal> {
    let known = known?;
    let before = shown_before(known, seen);
    known
        .last_withdrawal()
        .filter(|last| !seen.is_sent_after(last.on) && !is_accepted_again(known, last, seen))
        .filter(|last| before.is_none_or(|before| before.number <= last.number))
}

/// Whether somebody accepted who was invited again after a withdrawal: that was one all the same.
fn is_accepted_again(known: &Standing, withdrawal: &Withdrawal, seen: &ImportedRow) -> bool {
    let again = known.invited_on.last().filter(|again| **again > withdrawal.on);
    let is_later = |again: &NaiveDate| {
        // Zones may make a day's difference.
        seen.connected_on.is_none_or(|on| (*again - on).num_days() <= 1)
    };
    seen.state == "accepted" && again.is_some_and(is_later)
}

/// Whether a list leaves open if it has the invitation that was withdrawn that day, or another: its
/// age allows both.
pub(crate) fn may_be_reinvitation(withdrawn_on: NaiveDate, seen: &ImportedRow) -> bool {
    let days_after = |sent: NaiveDate| (sent - withdrawn_on).num_days();
    let may_be_another =
        seen.sent_until.is_some_and(|latest| days_after(latest) > SAME_WITHIN_DAYS);
    let is_pending = seen.state == "pending" && seen.known_by == "listed";
    is_pending && may_be_another && !seen.is_sent_after(withdrawn_on)
}

/// Whether data say when that was withdrawn which was only known to be gone.
pub(crate) fn has_unrecorded_withdrawal(known: Option<&Standing>, seen: &ImportedRow) -> bool {
    let recorded = |on| known.is_some_and(|known| is_recorded(known, on));
    seen.withdrawn_on.is_some_and(|on| !recorded(on))
}
