//! Who was pending and is not on a list of the Sent page.
//!
//! Invariant: nobody is gone whose invitation may be later than the list, or whom a later list has,
//! in whichever order they are imported; and whom somebody invited
//! again after data had shown another invitation, of that one the list speaks.

use crate::comparison::AccountComparison;
use crate::identity::Identities;
use crate::imported_row::{ChangeKind, ImportedRow, MissingFromList};
use crate::observed_state::ObservedState;
use crate::standing::Standing;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// An invitation that is pending by the ledger.
struct Pending<'a> {
    /// When it was sent, as far as is known.
    sent: ImportedRow<'a>,
    /// Whether a withdrawal of it was recorded.
    is_withdrawn: bool,
    /// Whether nobody but a person told of it, so that rows of archives are of another.
    is_told_by_hand: bool,
    /// The day of the last list that has it.
    listed_on: Option<NaiveDate>,
}

impl Pending<'_> {
    /// The last day on which it may have been sent.
    fn sent_at_the_latest(&self) -> Option<NaiveDate> {
        self.sent.sent_on.or(self.sent.sent_until)
    }
}

/// The invitation that a list of that day would have.
fn pending<'a>(
    person: &'a str,
    standing: &'a Standing,
    listed_on: NaiveDate,
) -> Option<Pending<'a>> {
    let gone = ImportedRow {
        person,
        state: "withdrawn",
        known_by: "presumed",
        name: standing.name.as_deref(),
        ..ImportedRow::default()
    };
    if let Some(on) = standing.open_reinvitation().filter(|on| *on < listed_on) {
        let sent = ImportedRow { sent_on: Some(on), ..gone };
        let is_told_by_hand = true;
        return Some(Pending { sent, is_withdrawn: false, is_told_by_hand, listed_on: None });
    }
    // The Sent page has no InMail.
    let is_listed = |one: &&ObservedState| {
        (one.state == "pending" || standing.listed_on.is_some()) && !one.is_inmail
    };
    let before = standing.observed.as_ref().filter(is_listed)?;
    let withdrawal =
        standing.last_withdrawal().filter(|withdrawal| !before.is_sent_after(withdrawal.on));
    let ObservedState { sent_on, sent_from, sent_until, .. } = *before;
    let sent = ImportedRow { sent_on, sent_from, sent_until, ..gone };
    let listed = before.is_told && before.state == "pending";
    Some(Pending {
        sent,
        is_withdrawn: withdrawal.is_some(),
        is_told_by_hand: false,
        listed_on: listed.then_some(before.taken_on),
    })
}

impl AccountComparison<'_> {
    /// Whoever is pending by the ledger and not on the list of that day is gone, but for those who
    /// accepted.
    pub(crate) fn record_missing(
        &mut self,
        listed_on: NaiveDate,
        identities: &Identities,
        accepted: &BTreeSet<&str>,
        rows: &[ImportedRow],
    ) {
        let listed = || rows.iter().filter(|one| one.known_by == "listed");
        let oldest = listed().filter_map(|one| one.sent_on.or(one.sent_until)).min();
        let mut missed = MissingFromList::default();
        let known_as = || identities.known_as.iter().zip(rows);
        let mut seen: BTreeSet<&str> = known_as().filter_map(|(known, _)| *known).collect();
        seen.extend(identities.joined.iter().flat_map(|(former, now)| [*former, *now]));
        let is_there = |one: &ImportedRow| one.state != "withdrawn" && one.known_by != "presumed";
        let there: BTreeSet<&str> =
            known_as().filter(|(_, one)| is_there(one)).filter_map(|(known, _)| *known).collect();
        let known = self.known;
        for (person, standing) in known.of_account(self.taken.account) {
            let Some(pending) = pending(person, standing, listed_on) else { continue };
            missed.pending += 1;
            let is_seen = if pending.is_told_by_hand { &there } else { &seen }.contains(person);
            let latest = pending.sent_at_the_latest();
            let may_be_later = latest.is_some_and(|latest| latest >= listed_on);
            // Of data that reach further, only a list tells that it is still there.
            let may_be_later = may_be_later
                || pending.listed_on.is_some_and(|on| self.is_older && on >= listed_on);
            if is_seen || may_be_later || accepted.contains(person) {
                continue;
            }
            if identities.undecided.contains(person) || identities.unnamed.contains(person) {
                self.compared.undecided += 1;
                continue;
            }
            let is_gone = !pending.is_withdrawn;
            let is_older = latest.zip(oldest).is_some_and(|(latest, oldest)| latest <= oldest);
            missed.gone += usize::from(is_gone);
            missed.older += usize::from(is_gone && is_older);
            let change = if is_gone { ChangeKind::Gone } else { ChangeKind::Confirmed };
            self.record_change(change, &pending.sent, Some(person));
        }
        if missed.gone > 0 {
            self.compared.missed = missed;
        }
    }
}
