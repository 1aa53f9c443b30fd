//! What data show beside what the ledger knows already: only that is worth an event.
//!
//! Invariant: the same data a second time are no event. Data that reach less far than what was
//! imported last undo nothing of it that was told: they only add people who were not known, and what
//! became of those of whom nothing but a presumption was.

use crate::action::Action;
use crate::detail;
use crate::event::{Details, NewEvent, time_text};
use crate::identity::{Identities, NameKey, Person, identities, is_better};
use crate::moved::moved;
use crate::shown::{Change, Compared, Seen, Shown, Taken};
use crate::sight::{
    is_of_one_before, is_open, is_recorded, is_told_anew, is_told_late, shown_before, withdrawal_of,
};
use crate::standing::{Observed, Standing};
use crate::standings::Standings;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Compares what data show with what is known of the account.
pub fn compare(known: &Standings, taken: Taken, shown: &Shown, name_key: NameKey) -> Compared {
    let Shown { invited: seen, withdrawn: alone, connected } = *shown;
    let is_older = is_older(known, &taken);
    let compared = Compared::default();
    let mut comparison =
        Comparison { known, taken, is_older, recognized: BTreeMap::new(), compared };
    let known_people: Vec<Person> = known
        .of_account(taken.account)
        .map(|(key, standing)| {
            // A connection by an unknown invitation is known by its key alone.
            let name = standing.name.as_deref().filter(|_| standing.is_invited());
            Person { key, name }
        })
        .collect();
    let mut identities = identities(&known_people, &people(seen), name_key);
    comparison.follow_addresses(seen, &mut identities, name_key);
    for (seen, known_as) in seen.iter().zip(&identities.known_as) {
        let known_as = comparison.recognize(seen, *known_as);
        // A name that was somebody's, and may be another's by now, says nothing.
        if known_as.is_some() || known.key_of(taken.account, seen.person) == seen.person {
            comparison.see(seen, known_as);
        }
    }
    if taken.listed_on.is_none() {
        let of_name = identities.undecided.iter().filter(|key| key.starts_with("name:"));
        comparison.compared.apart = of_name.count();
    }
    let found: BTreeSet<&str> = identities.known_as.iter().flatten().copied().collect();
    let of_connected = self::identities(&known_people, &people(connected), name_key);
    let in_data = self::identities(&people(seen), &people(connected), name_key);
    let mut accepted = BTreeSet::new();
    for ((one, known_as), in_data) in
        connected.iter().zip(&of_connected.known_as).zip(&in_data.known_as)
    {
        // Of whom the data have invited, their row says it.
        let is_told = in_data.is_some() || known_as.is_some_and(|known| found.contains(known));
        if is_told {
            continue;
        }
        let known_as = known_as.or_else(|| known.now(taken.account, one.person));
        let known_as = comparison.recognize(one, known_as);
        if comparison.see_connected(one, known_as) {
            accepted.extend(known_as);
        }
    }
    if let Some(listed_on) = taken.listed_on.filter(|_| !is_older) {
        comparison.miss(listed_on, &identities, &accepted, seen);
    }
    let of_alone = self::identities(&known_people, &people(alone), name_key);
    let invited: BTreeSet<&str> = seen.iter().map(|one| one.person).collect();
    for (withdrawn, known_as) in alone.iter().zip(&of_alone.known_as) {
        // Of whom the data have invited all the same, their row says it.
        let is_alone = !invited.contains(withdrawn.person);
        if let Some(on) = withdrawn.withdrawn_on.filter(|_| is_alone) {
            let known_as = known_as.or_else(|| known.now(taken.account, withdrawn.person));
            let known_as = comparison.recognize(withdrawn, known_as);
            comparison.see_withdrawal(withdrawn, known_as, on);
        }
    }
    comparison.compared
}

/// Whether the data reach less far than some that were imported: as instants, where both say when
/// on that day.
fn is_older(known: &Standings, taken: &Taken) -> bool {
    let shown = known.of_account(taken.account).filter_map(|(_, known)| known.observed.as_ref());
    let shown = shown.filter(|shown| shown.taken_on <= taken.latest);
    let last = shown.map(|shown| (shown.taken_on, shown.taken_at)).max();
    last.is_some_and(|(last, last_at)| match (taken.taken_at, last_at) {
        (Some(at), Some(last_at)) if taken.taken_on == last => at < last_at,
        _ => taken.taken_on < last,
    })
}

/// That an account knows a person by a better key from now on.
pub fn recognized(account: &str, known_as: &str, seen: &Seen) -> NewEvent {
    let mut event = NewEvent::new(account, known_as, Action::Imported);
    let texts = [
        (detail::KNOWN_AS, Some(seen.person)),
        (detail::NAME, seen.name),
        (detail::PROFILE_URL, seen.profile_url),
    ];
    let told = texts.into_iter().filter_map(|(name, text)| Some((name, text?)));
    event.details.extend(told.map(|(name, text)| (name.into(), text.into())));
    event
}

fn people<'a>(seen: &[Seen<'a>]) -> Vec<Person<'a>> {
    seen.iter().map(|one| Person { key: one.person, name: one.name }).collect()
}

/// Of whom no invitation is known, a connection that is older than this says nothing: no data that
/// may be imported yet still have an invitation of so long ago.
const CONNECTED_WITHIN: Days = Days::new(366);

/// A comparison that is being made.
pub(crate) struct Comparison<'a> {
    pub(crate) known: &'a Standings,
    pub(crate) taken: Taken<'a>,
    is_older: bool,
    /// By the ledger's key, the better one of the data.
    recognized: BTreeMap<String, String>,
    pub(crate) compared: Compared,
}

impl<'a> Comparison<'a> {
    /// Finds those whose address is another than before, and those whom data have by a former one.
    fn follow_addresses(
        &mut self,
        seen: &[Seen],
        identities: &mut Identities<'a>,
        name_key: NameKey,
    ) {
        let (known, account) = (self.known, self.taken.account);
        let found = identities.known_as.iter().flatten().copied().collect();
        let moved = moved(known, account, seen, &found, name_key);
        let unknown = seen.iter().zip(&mut identities.known_as);
        for (one, known_as) in unknown.filter(|(_, known_as)| known_as.is_none()) {
            *known_as = known.now(account, one.person);
            let Some(before) = moved.get(one.person).filter(|_| known_as.is_none()) else {
                continue;
            };
            let (former, now) =
                if self.is_older { (one.person, *before) } else { (*before, one.person) };
            if !self.is_older {
                self.recognized.insert(former.to_owned(), now.to_owned());
            }
            self.note_recognized(former, &Seen { person: now, ..*one });
            *known_as = Some(before);
        }
    }

    /// Notes that somebody is known by a better key from now on. Whom the ledger knows by one name
    /// is one of them, whoever comes first.
    fn recognize<'k>(&mut self, seen: &Seen, known_as: Option<&'k str>) -> Option<&'k str> {
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

    fn note_recognized(&mut self, former: &str, seen: &Seen) {
        let mut event = recognized(self.taken.account, former, seen);
        event.details.insert(detail::CHANGE.into(), Change::Recognized.name().into());
        self.record(Change::Recognized, event);
    }

    fn see(&mut self, seen: &Seen, known_as: Option<&str>) {
        let known = known_as.and_then(|person| self.known.of(self.taken.account, person));
        if let (Some(on), Some(known)) = (seen.withdrawn_on, known)
            && (self.is_older && known.observed.is_some() || is_of_one_before(known, seen, on))
        {
            self.see_withdrawal(seen, known_as, on);
            return;
        }
        if withdrawal_of(known, seen).is_some_and(|withdrawal| is_open(withdrawal.on, seen)) {
            self.compared.open += 1;
        }
        let shown = known.and_then(|known| known.observed.as_ref());
        if seen.is_inmail && shown.is_some_and(|shown| !shown.is_inmail) {
            // Of the invitation, which the data do not have any more, it says nothing.
            return;
        }
        let Some(change) = self.change(known, seen) else { return };
        let is_late = |before| is_told_late(before, seen, self.taken.taken_on);
        if self.is_older && shown.is_some_and(|before| !is_late(before)) {
            self.compared.left_as_is += 1;
            return;
        }
        self.note(change, seen, known_as);
    }

    /// Takes a withdrawal of which only its day is certain: of somebody whom the data have not
    /// invited, or whom newer data show otherwise.
    fn see_withdrawal(&mut self, seen: &Seen, known_as: Option<&str>, on: NaiveDate) {
        let known = known_as.and_then(|person| self.known.of(self.taken.account, person));
        if known.is_some_and(|known| is_recorded(known, on)) {
            return;
        }
        let shown = known.and_then(|known| known.observed.as_ref());
        if shown.is_some_and(|shown| ["accepted", "declined"].contains(&shown.state.as_str())) {
            self.compared.left_as_is += 1;
            return;
        }
        let mut event = self.event(Change::Withdrawn, Action::Withdrawn, seen, known_as);
        event.day = Some(on);
        // What data show of the invitation stays as newer ones do.
        event.details.remove(detail::STATE);
        event.details.remove(detail::TAKEN_ON);
        event.details.remove(detail::TAKEN_AT);
        self.record(Change::Withdrawn, event);
    }

    /// Takes a connection of somebody of whom the data have no invitation any more; whether there is
    /// one that the person accepted.
    fn see_connected(&mut self, one: &Seen, known_as: Option<&str>) -> bool {
        let known = known_as.and_then(|person| self.known.of(self.taken.account, person));
        let shown = known.and_then(|known| known.observed.as_ref());
        let Some(before) = shown.filter(|before| !before.is_inmail) else {
            let since = self.taken.taken_on - CONNECTED_WITHIN;
            let is_recent = one.connected_on.is_none_or(|on| on > since);
            let is_new = known.is_none_or(|known| known.witnessed.is_none()) && shown.is_none();
            if is_recent && is_new {
                let event = self.event(Change::Connected, Action::Imported, one, known_as);
                self.record(Change::Connected, event);
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
        let Observed { sent_on, sent_from, sent_until, .. } = *before;
        self.see(&Seen { sent_on, sent_from, sent_until, ..*one }, known_as);
        true
    }

    fn change(&self, known: Option<&Standing>, seen: &Seen) -> Option<Change> {
        let before = known.and_then(|known| shown_before(known, seen));
        if let Some(withdrawal) = withdrawal_of(known, seen) {
            if is_open(withdrawal.on, seen) {
                return None;
            }
            // A sheet told both at once, and tells it again.
            let is_that = |before: &Observed| {
                before.number == withdrawal.number && before.state == seen.state
            };
            let is_known = before.is_some_and(is_that);
            return self.change_of_withdrawn(withdrawal.on, seen).filter(|_| !is_known);
        }
        let Some(before) = before else {
            return Some(match seen.state {
                _ if self.is_older => Change::Older,
                "pending" => Change::NewlyPending,
                "accepted" => Change::NewlyAccepted,
                "declined" => Change::NewlyDeclined,
                _ => Change::Gone,
            });
        };
        let is_new_one = seen.is_later_than(before);
        let is_presumed = seen.known_by == "presumed";
        let is_told = before.is_told && before.is_over() && !is_new_one;
        Some(match (before.state.as_str(), seen.state) {
            (_, "pending") if is_new_one => Change::InvitedAgain,
            ("withdrawn", "withdrawn") if !is_new_one && is_told_anew(known, seen) => {
                Change::Withdrawn
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
            (_, "accepted") => Change::NewlyAccepted,
            (_, "declined") => Change::NewlyDeclined,
            ("pending", "withdrawn" | "expired") => Change::Gone,
            _ => Change::Otherwise,
        })
    }

    /// What data say of a person whose invitation was withdrawn that day, as far as is known.
    fn change_of_withdrawn(&self, on: NaiveDate, seen: &Seen) -> Option<Change> {
        match (seen.state, seen.known_by) {
            // An archive goes on to have what was withdrawn; only a later list shows what is there.
            ("pending", "listed") => (self.taken.taken_on > on).then_some(Change::Contradicted),
            ("pending", _) => None,
            ("accepted", _) => Some(Change::Contradicted),
            ("declined", _) => Some(Change::NewlyDeclined),
            _ => Some(Change::Confirmed),
        }
    }

    /// Whether a list says it that does not say when it was taken.
    fn is_undated(&self, seen: &Seen) -> bool {
        seen.known_by == "listed" && !self.taken.list_is_dated
    }

    /// Whether what ended an invitation did so on the day of the list, or later.
    fn is_of_the_day(&self, before: &Observed) -> bool {
        before.ended_on.zip(self.taken.listed_on).is_some_and(|(ended, listed)| ended >= listed)
    }

    pub(crate) fn note(&mut self, change: Change, seen: &Seen, known_as: Option<&str>) {
        // Whoever kept a sheet of withdrawals was there.
        let is_told = seen.state == "withdrawn" && seen.withdrawn_on.is_some();
        let is_withdrawal = is_told && change != Change::Confirmed;
        let change = if is_withdrawal { Change::Withdrawn } else { change };
        let action = if is_withdrawal { Action::Withdrawn } else { Action::Imported };
        let event = self.event(change, action, seen, known_as);
        self.record(change, event);
    }

    fn record(&mut self, change: Change, event: NewEvent) {
        *self.compared.counts.entry(change).or_default() += 1;
        self.compared.events.push(event);
    }

    fn event(
        &self,
        change: Change,
        action: Action,
        seen: &Seen,
        known_as: Option<&str>,
    ) -> NewEvent {
        // Under the key of the first time, all that is known of a person stays together.
        let person = known_as.unwrap_or(seen.person);
        let person = self.recognized.get(person).map_or(person, String::as_str);
        let day = seen.withdrawn_on.or(seen.connected_on);
        let details = self.details(change, seen);
        NewEvent { day, details, ..NewEvent::new(self.taken.account, person, action) }
    }

    fn details(&self, change: Change, seen: &Seen) -> Details {
        let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(String::from);
        let of_age =
            |day: Option<NaiveDate>| Some(day.filter(|_| seen.sent_on.is_none())?.to_string());
        let details = [
            (detail::STATE, text(Some(seen.state))),
            (detail::KNOWN_BY, text(Some(seen.known_by))),
            (detail::KIND, seen.is_inmail.then(|| detail::INMAIL.to_owned())),
            (detail::CHANGE, Some(change.name().to_owned())),
            (detail::TAKEN_ON, Some(self.taken.taken_on.to_string())),
            (detail::TAKEN_AT, self.taken.taken_at.map(time_text)),
            (detail::SENT_ON, seen.sent_on.map(|day| day.to_string())),
            (detail::SENT_FROM, of_age(seen.sent_from)),
            (detail::SENT_UNTIL, of_age(seen.sent_until)),
            (detail::NAME, text(seen.name)),
            (detail::PROFILE_URL, text(seen.profile_url)),
            (detail::COMPANY, text(seen.company)),
            (detail::NOTE, text(seen.note)),
            (detail::FOLLOW_UP, text(seen.follow_up)),
        ];
        let details = details.into_iter();
        details.filter_map(|(name, text)| Some((name.into(), text?.into()))).collect()
    }
}
