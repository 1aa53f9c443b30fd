//! Who the people of data are, as a comparison finds it: what is to be recorded of that, and of
//! whom connections tell.

use crate::action::Action;
use crate::comparison::AccountComparison;
use crate::detail;
use crate::event::NewEvent;
use crate::identity::{Identities, KnownPeople, resolve_identities};
use crate::imported_row::{AccountRows, ChangeKind, ImportedRow};
use crate::person::NameKey;
use crate::person::{Person, is_address, is_better, real_name};
use crate::standing::Standing;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// That an account knows a person by a better key from now on.
pub fn key_change_event(account: &str, known_as: &str, seen: &ImportedRow) -> NewEvent {
    let mut event = NewEvent::new(account, known_as, Action::Imported);
    let texts = [
        (detail::KNOWN_AS, Some(seen.person)),
        (detail::NAME, seen.name.and_then(|name| real_name(seen.person, name))),
        (detail::PROFILE_URL, seen.profile_url),
    ];
    let told = texts.into_iter().filter_map(|(name, text)| Some((name, text?)));
    event.details.extend(told.map(|(name, text)| (name.into(), text.into())));
    event
}

impl<'a> AccountComparison<'a> {
    /// Those whom the account's ledger knows. Of whom it has a plan and nothing else, it knows no
    /// more than data that have the same key: these say who that is.
    pub(crate) fn people_known(&self, seen: &[ImportedRow]) -> Vec<Person<'a>> {
        let seen: BTreeSet<&str> = seen.iter().map(|one| one.person).collect();
        let known = self.known.of_account(self.taken.account);
        let known = known.filter(|(key, standing)| standing.is_known_of() || !seen.contains(key));
        known.map(|(key, standing)| Person::from_standing(key, standing)).collect()
    }

    pub(crate) fn people<'s>(&self, seen: &[ImportedRow<'s>]) -> Vec<Person<'s>> {
        seen.iter().map(|one| Person::from_row(one, self.taken.taken_on)).collect()
    }

    /// Notes whose address is another than before, and of whom two keys are known to be one.
    pub(crate) fn record_merged_keys(&mut self, seen: &[ImportedRow], identities: &Identities) {
        let account = self.taken.account;
        for (one, known_as) in seen.iter().zip(&identities.known_as) {
            let is_moved = |key: &&str| {
                let is_other = *key != one.person && self.known.key_of(account, one.person) != *key;
                is_other && is_address(key) && is_address(one.person)
            };
            let is_known = |key: &&str| self.known.is_current(account, key);
            let Some(before) = known_as.filter(is_moved).filter(is_known) else { continue };
            // Data that reach less far than others may still be the newest of this person; that a
            // list lacks somebody tells nothing of their address.
            let shown =
                self.known.standing(account, before).and_then(|known| known.observed.as_ref());
            let shown = shown.filter(|shown| shown.is_told || !shown.is_over());
            let is_former = shown.is_some_and(|shown| shown.taken_on > self.taken.taken_on);
            let (former, now) = if is_former { (one.person, before) } else { (before, one.person) };
            if !is_former {
                self.recognized.insert(former.to_owned(), now.to_owned());
            }
            self.note_recognized(former, &ImportedRow { person: now, ..*one });
        }
        for (former, now) in &identities.joined {
            let row = seen.iter().zip(&identities.known_as);
            let mut row =
                row.filter(|(_, known_as)| [Some(*former), Some(*now)].contains(known_as));
            let Some((one, _)) = row.next() else { continue };
            self.recognized.insert((*former).to_owned(), (*now).to_owned());
            self.note_recognized(former, &ImportedRow { person: now, ..*one });
        }
    }

    /// Notes the name and the member ids of somebody who was known without them, unless something
    /// else tells it.
    pub(crate) fn record_new_details(&mut self, seen: &ImportedRow, known_as: Option<&str>) {
        let account = self.taken.account;
        let Some(known) = known_as.and_then(|person| self.known.standing(account, person)) else {
            return;
        };
        let person = known_as.map(|person| self.key_now(person)).unwrap_or_default().to_owned();
        let is_new = known.name.is_none() && !self.named.contains(&person);
        let name = seen.name.and_then(|name| real_name(seen.person, name)).filter(|_| is_new);
        let member_ids = self.new_member_ids(seen);
        let member_ids = member_ids.filter(|_| !self.identified.contains(&person));
        let sent_on = Self::new_day(seen, known).map(|on| on.to_string());
        let change = match (name, &member_ids, &sent_on) {
            (None, None, None) => return,
            (Some(_), ..) => ChangeKind::Named,
            (None, Some(_), _) => ChangeKind::Identified,
            (None, None, Some(_)) => ChangeKind::Dated,
        };
        let mut event = NewEvent::new(account, &person, Action::Imported);
        let texts = [
            (detail::NAME, name.map(String::from)),
            (detail::MEMBER_IDS, member_ids),
            (detail::SENT_ON, sent_on),
        ];
        for (name, text) in texts {
            event.details.extend(text.map(|text| (name.into(), text.into())));
        }
        event.details.insert(detail::CHANGE.into(), change.name().into());
        self.push_event(change, event);
    }

    /// The day of an invitation of which nothing but its acceptance was known: it uses up the
    /// week's quota like any other.
    fn new_day(seen: &ImportedRow, known: &Standing) -> Option<NaiveDate> {
        let shown = known.observed.as_ref()?;
        let is_of_it = shown.state == "accepted" && shown.sent_at_the_latest().is_none();
        let sent_on = seen.sent_on.filter(|_| is_of_it && !seen.is_inmail)?;
        // A connection of before that day came of another invitation.
        let is_before = shown.ended_on.is_none_or(|on| (sent_on - on).num_days() <= 1);
        (is_before && !known.invited_on.contains(&sent_on)).then_some(sent_on)
    }

    /// The member ids of somebody that nobody is known by yet. One of somebody else teaches
    /// nothing.
    pub(crate) fn new_member_ids(&self, seen: &ImportedRow) -> Option<String> {
        let is_new = |id: &&str| {
            let account = self.taken.account;
            self.known.successor_of(account, id).is_none() && !self.known.is_current(account, id)
        };
        let new = seen.member_ids.iter().map(String::as_str).filter(is_new).collect::<Vec<_>>();
        (is_address(seen.person) && !new.is_empty()).then(|| new.join(" "))
    }

    /// Notes that somebody's member id is another's, by the ledger.
    pub(crate) fn doubt_member_ids(&mut self, seen: &ImportedRow, known_as: Option<&str>) {
        let now =
            seen.member_ids.iter().filter_map(|id| self.known.successor_of(self.taken.account, id));
        if now.into_iter().any(|now| Some(now) != known_as) {
            self.compared.disputed.insert(seen.name.unwrap_or(seen.person).to_owned());
        }
    }

    /// The key by which somebody is known from now on.
    pub(crate) fn key_now<'k>(&'k self, person: &'k str) -> &'k str {
        self.recognized.get(person).map_or(person, String::as_str)
    }

    /// Takes the connections of whom the data have no invitation; who of them accepted one.
    pub(crate) fn compare_connections(
        &mut self,
        known: &KnownPeople<'a>,
        of_data: &Identities<'a>,
        shown: &AccountRows,
        name_key: NameKey,
    ) -> BTreeSet<&'a str> {
        let in_rows: BTreeSet<&str> = of_data.known_as.iter().flatten().copied().collect();
        let in_data = KnownPeople { people: self.people(shown.invited), now: &|_| None };
        let told = resolve_identities(&in_data, &self.people(shown.connected), name_key).known_as;
        // Of whom the data have invited, their row says it.
        let alone = shown.connected.iter().zip(&told).filter(|(_, told)| told.is_none());
        let alone: Vec<ImportedRow> = alone.map(|(one, _)| *one).collect();
        let of_alone = resolve_identities(known, &self.people(&alone), name_key);
        self.record_merged_keys(&alone, &of_alone);
        let name_of = |one: &ImportedRow| {
            one.name.and_then(|name| real_name(one.person, name)).and_then(name_key)
        };
        let names: BTreeSet<String> = shown.invited.iter().filter_map(name_of).collect();
        let is_of_data = |name: &str| name_key(name).is_some_and(|name| names.contains(&name));
        let ambiguous = of_alone.ambiguous.into_iter().filter(|name| !is_of_data(name));
        self.compared.ambiguous.extend(ambiguous);
        let mut accepted = BTreeSet::new();
        for (one, known_as) in alone.iter().zip(&of_alone.known_as) {
            if known_as.is_some_and(|known| in_rows.contains(known)) {
                continue;
            }
            // Somebody of that name is in the data, too: a name does not tell which of them it is.
            let is_by_key = |key: &&str| {
                *key == one.person
                    || (known.now)(one.person) == Some(*key)
                    || one.member_ids.iter().any(|id| id == key)
            };
            let is_clear = !name_of(one).is_some_and(|name| names.contains(&name));
            let known_as = known_as.filter(|key| is_clear || is_by_key(key));
            let known_as = self.adopt_better_key(one, known_as);
            if self.compare_connection(one, known_as) {
                accepted.extend(known_as);
            }
            self.record_new_details(one, known_as);
        }
        accepted
    }

    /// Notes that somebody is known by a better key from now on. Whom the ledger knows by one name
    /// is one of them, whoever comes first.
    pub(crate) fn adopt_better_key<'k>(
        &mut self,
        seen: &ImportedRow,
        known_as: Option<&'k str>,
    ) -> Option<&'k str> {
        let known_as = known_as?;
        if !is_better(seen.person, known_as) {
            return Some(known_as);
        }
        if let Some(key) = self.recognized.get(known_as) {
            return (key == seen.person).then_some(known_as);
        }
        self.recognized.insert(known_as.to_owned(), seen.person.to_owned());
        self.note_recognized(known_as, seen);
        Some(known_as)
    }

    pub(crate) fn note_recognized(&mut self, former: &str, seen: &ImportedRow) {
        let mut event = key_change_event(self.taken.account, former, seen);
        event.details.insert(detail::CHANGE.into(), ChangeKind::Recognized.name().into());
        self.push_event(ChangeKind::Recognized, event);
    }
}
