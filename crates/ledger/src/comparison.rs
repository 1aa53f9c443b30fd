//! What data show beside what the ledger knows already: only that is worth an event.
//!
//! Invariant: the same data a second time are no event. Data that reach less far than what was
//! imported last undo nothing of it that was told: they only add people who were not known, and
//! what became of those of whom nothing but a presumption was.

use super::classify_change::{CONNECTED_WITHIN, LISTED};
use crate::action::Action;
use crate::detail;
use crate::event::{Detail, Details, NewEvent, time_text};
use crate::identity::{KnownPeople, resolve_identities};
use crate::key_changes::KeyChanges;
use crate::observed_state::ObservedState;

use crate::imported_row::{AccountRows, ChangeKind, ComparisonOutcome, ImportContext, ImportedRow};
use crate::person::{NameKey, is_name, real_name};
use crate::row_and_standing::{
    is_of_one_before, is_recorded, may_be_reinvitation, settles_presumption, withdrawal_of,
};
use crate::standing::Standing;
use crate::standings::Standings;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Compares what data show with what is known of the account; `addresses` are those that became
/// others, as any account knows.
pub fn compare(
    known: &Standings,
    addresses: &KeyChanges,
    taken: ImportContext,
    shown: &AccountRows,
    name_key: NameKey,
) -> ComparisonOutcome {
    let AccountRows { invited: seen, withdrawn: alone, .. } = *shown;
    let is_older = is_older(known, &taken);
    let compared = ComparisonOutcome::default();
    let now =
        |key: &str| known.successor_of(taken.account, key).or_else(|| addresses.successor_of(key));
    let mut comparison = AccountComparison {
        known,
        taken,
        is_older,
        is_unclear: false,
        recognized: BTreeMap::new(),
        named: BTreeSet::new(),
        identified: BTreeSet::new(),
        compared,
    };
    let known_people = KnownPeople { people: comparison.people_known(seen), now: &|key| now(key) };
    let identities = resolve_identities(&known_people, &comparison.people(seen), name_key);
    comparison.is_unclear = !identities.unnamed.is_empty();
    comparison.compared.ambiguous.extend(identities.ambiguous.iter().cloned());
    comparison.record_merged_keys(seen, &identities);
    for (seen, known_as) in seen.iter().zip(&identities.known_as) {
        let known_as = comparison.adopt_better_key(seen, *known_as);
        // A name that was somebody's, and may be another's by now, says nothing.
        if known_as.is_some() || known.key_of(taken.account, seen.person) == seen.person {
            comparison.compare_row(seen, known_as);
        } else if !is_name(seen.person) {
            // Somebody else has taken over an address that was another's.
            let name = seen.name.unwrap_or(seen.person).to_owned();
            comparison.compared.ambiguous.insert(name);
        }
        comparison.record_new_details(seen, known_as);
        comparison.doubt_member_ids(seen, known_as);
    }
    if taken.listed_on.is_none() {
        let of_name = identities.undecided.iter().filter(|key| is_name(key));
        comparison.compared.apart = of_name.count();
    }
    let accepted = comparison.compare_connections(&known_people, &identities, shown, name_key);
    // Of what a later list has or lacks, an earlier one says nothing.
    let is_last = |on: &NaiveDate| !is_older || taken.last_listed_on.is_none_or(|last| last < *on);
    if let Some(listed_on) = taken.listed_on.filter(is_last) {
        comparison.record_missing(listed_on, &identities, &accepted, seen);
    }
    let once: BTreeMap<&str, ImportedRow> = alone.iter().map(|one| (one.person, *one)).collect();
    let once: Vec<ImportedRow> = once.into_values().collect();
    let of_alone = self::resolve_identities(&known_people, &comparison.people(&once), name_key);
    comparison.compared.ambiguous.extend(of_alone.ambiguous.iter().cloned());
    comparison.record_merged_keys(&once, &of_alone);
    let known_as = once.iter().map(|one| one.person).zip(of_alone.known_as).collect();
    comparison.compare_withdrawals(seen, alone, &known_as);
    comparison.compared
}

/// Whether the data reach less far than some that were imported: as instants, where both say when
/// on that day.
fn is_older(known: &Standings, taken: &ImportContext) -> bool {
    let shown = known.of_account(taken.account).filter_map(|(_, known)| known.observed.as_ref());
    let shown = shown.filter(|shown| shown.taken_on <= taken.latest);
    let last = shown.map(|shown| (shown.taken_on, shown.taken_at)).max();
    last.is_some_and(|(last, last_at)| match (taken.taken_at, last_at) {
        (Some(at), Some(last_at)) if taken.taken_on == last => at < last_at,
        _ => taken.taken_on < last,
    })
}

/// A comparison that is being made.
pub(crate) struct AccountComparison<'a> {
    pub(crate) known: &'a Standings,
    pub(crate) taken: ImportContext<'a>,
    pub(crate) is_older: bool,
    /// Whether people of the ledger may be in the data who cannot be told there.
    pub(crate) is_unclear: bool,
    /// By the ledger's key, the better one of the data.
    pub(crate) recognized: BTreeMap<String, String>,
    /// The ledger's keys of those whose name is told.
    pub(crate) named: BTreeSet<String>,
    /// Those of whom a member id is told.
    pub(crate) identified: BTreeSet<String>,
    pub(crate) compared: ComparisonOutcome,
}

impl AccountComparison<'_> {
    pub(crate) fn compare_row(&mut self, seen: &ImportedRow, known_as: Option<&str>) {
        let known = known_as.and_then(|person| self.known.standing(self.taken.account, person));
        if let (Some(on), Some(known)) = (seen.withdrawn_on, known)
            && (self.is_older && known.observed.is_some() || is_of_one_before(known, seen, on))
        {
            self.compare_withdrawal(seen, known_as, on);
            return;
        }
        if withdrawal_of(known, seen)
            .is_some_and(|withdrawal| may_be_reinvitation(withdrawal.on, seen))
        {
            self.compared.maybe_reinvited += 1;
            self.note_listed(seen, known_as);
        }
        let shown = known.and_then(|known| known.observed.as_ref());
        if seen.is_inmail && shown.is_some_and(|shown| !shown.is_inmail) {
            // Of the invitation, which the data do not have any more, it says nothing.
            return;
        }
        if known.is_none() && self.was_off_list(seen) {
            let gone = ImportedRow { state: "withdrawn", known_by: "presumed", ..*seen };
            self.record_change(ChangeKind::Gone, &gone, known_as);
            return;
        }
        let Some(change) = self.classify_change(known, seen) else { return };
        let is_late = |before| settles_presumption(before, seen, self.taken.taken_on);
        if self.is_older && shown.is_some_and(|before| !is_late(before)) {
            self.compared.left_as_is += 1;
            return;
        }
        self.record_change(change, seen, known_as);
    }

    /// Notes that a list has somebody who was withdrawn: nobody is to invite them meanwhile.
    fn note_listed(&mut self, seen: &ImportedRow, known_as: Option<&str>) {
        let known = known_as.and_then(|person| self.known.standing(self.taken.account, person));
        let withdrawn_on = known.and_then(Standing::last_withdrawal).map(|last| last.on);
        let listed_on = known.and_then(|known| known.listed_on);
        let is_known = listed_on.is_some_and(|listed| withdrawn_on.is_none_or(|on| listed > on));
        let shown_on = self.shown_on(seen);
        let is_later = withdrawn_on.is_some_and(|on| shown_on > on);
        if is_known || self.is_older || !is_later {
            return;
        }
        let mut event = NewEvent::new(
            self.taken.account,
            self.key_now(known_as.unwrap_or(seen.person)),
            Action::Imported,
        );
        event.details.insert(detail::LISTED_ON.into(), shown_on.to_string().into());
        event.details.insert(detail::CHANGE.into(), LISTED.into());
        self.compared.events.push(event);
    }

    /// Takes a withdrawal of which only its day is certain: of somebody whom the data have not
    /// invited, or whom newer data show otherwise.
    pub(crate) fn compare_withdrawal(
        &mut self,
        seen: &ImportedRow,
        known_as: Option<&str>,
        on: NaiveDate,
    ) {
        let known = known_as.and_then(|person| self.known.standing(self.taken.account, person));
        if known.is_some_and(|known| is_recorded(known, on)) {
            return;
        }
        let shown = known.and_then(|known| known.observed.as_ref());
        let is_answered =
            |shown: &ObservedState| ["accepted", "declined"].contains(&shown.state.as_str());
        if shown.is_some_and(|shown| is_answered(shown) && !shown.is_sent_after(on)) {
            self.compared.left_as_is += 1;
            return;
        }
        let mut event = self.event(ChangeKind::Withdrawn, Action::Withdrawn, seen, known_as);
        event.day = Some(on);
        // What data show of the invitation stays as newer ones do.
        event.details.remove(detail::STATE);
        event.details.remove(detail::TAKEN_ON);
        event.details.remove(detail::TAKEN_AT);
        self.push_event(ChangeKind::Withdrawn, event);
    }

    /// Takes a connection of somebody of whom the data have no invitation any more; whether there
    /// is one that the person accepted.
    pub(crate) fn compare_connection(&mut self, one: &ImportedRow, known_as: Option<&str>) -> bool {
        let known = known_as.and_then(|person| self.known.standing(self.taken.account, person));
        let shown = known.and_then(|known| known.observed.as_ref());
        let Some(before) = shown.filter(|before| !before.is_inmail) else {
            let since = self.taken.taken_on - CONNECTED_WITHIN;
            let is_recent = one.connected_on.is_none_or(|on| on > since);
            let is_new = known.is_none_or(|known| known.witnessed.is_none()) && shown.is_none();
            if is_recent && is_new {
                let event = self.event(ChangeKind::Connected, Action::Imported, one, known_as);
                self.push_event(ChangeKind::Connected, event);
            }
            return false;
        };
        let sent = before.sent_on.or(before.sent_from);
        let is_before_it =
            one.connected_on.zip(sent).is_some_and(|(on, sent)| (sent - on).num_days() > 1);
        // A name tells only of what came after the invitation.
        if before.state == "accepted" || is_before_it && known_as != Some(one.person) {
            return false;
        }
        let ObservedState { sent_on, sent_from, sent_until, .. } = *before;
        self.compare_row(&ImportedRow { sent_on, sent_from, sent_until, ..*one }, known_as);
        true
    }

    pub(crate) fn record_change(
        &mut self,
        change: ChangeKind,
        seen: &ImportedRow,
        known_as: Option<&str>,
    ) {
        // Whoever kept a sheet of withdrawals was there.
        let is_told = seen.state == "withdrawn" && seen.withdrawn_on.is_some();
        let is_withdrawal = is_told && change != ChangeKind::Confirmed;
        let change = if is_withdrawal { ChangeKind::Withdrawn } else { change };
        let action = if is_withdrawal { Action::Withdrawn } else { Action::Imported };
        let event = self.event(change, action, seen, known_as);
        self.push_event(change, event);
    }

    pub(crate) fn push_event(&mut self, change: ChangeKind, event: NewEvent) {
        let known_as = match event.details.get(detail::KNOWN_AS) {
            Some(Detail::Text(key)) => key,
            _ => &event.person,
        };
        let told = [(detail::NAME, &mut self.named), (detail::MEMBER_IDS, &mut self.identified)];
        for (name, people) in told {
            if event.details.contains_key(name) {
                people.insert(known_as.clone());
            }
        }
        *self.compared.counts.entry(change).or_default() += 1;
        self.compared.events.push(event);
    }

    fn event(
        &self,
        change: ChangeKind,
        action: Action,
        seen: &ImportedRow,
        known_as: Option<&str>,
    ) -> NewEvent {
        // Under the key of the first time, all that is known of a person stays together.
        let person = self.key_now(known_as.unwrap_or(seen.person));
        let day = seen.withdrawn_on.or(seen.connected_on);
        let details = self.details(change, seen);
        NewEvent { day, details, ..NewEvent::new(self.taken.account, person, action) }
    }

    fn details(&self, change: ChangeKind, seen: &ImportedRow) -> Details {
        let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(String::from);
        let of_age =
            |day: Option<NaiveDate>| Some(day.filter(|_| seen.sent_on.is_none())?.to_string());
        let details = [
            (detail::STATE, text(Some(seen.state))),
            (detail::KNOWN_BY, text(Some(seen.known_by))),
            (detail::KIND, seen.is_inmail.then(|| detail::INMAIL.to_owned())),
            (detail::CHANGE, Some(change.name().to_owned())),
            (detail::SEVERAL, seen.is_several.then(|| "several".to_owned())),
            (detail::TAKEN_ON, Some(self.taken.taken_on.to_string())),
            (detail::TAKEN_AT, self.taken.taken_at.map(time_text)),
            (detail::SENT_ON, seen.sent_on.map(|day| day.to_string())),
            (detail::SENT_FROM, of_age(seen.sent_from)),
            (detail::SENT_UNTIL, of_age(seen.sent_until)),
            (detail::NAME, text(seen.name.and_then(|name| real_name(seen.person, name)))),
            (detail::MEMBER_IDS, self.new_member_ids(seen)),
            (detail::PROFILE_URL, text(seen.profile_url)),
            (detail::COMPANY, text(seen.company)),
            (detail::NOTE, text(seen.note)),
            (detail::FOLLOW_UP, text(seen.follow_up)),
        ];
        let details = details.into_iter();
        details.filter_map(|(name, text)| Some((name.into(), text?.into()))).collect()
    }
}
