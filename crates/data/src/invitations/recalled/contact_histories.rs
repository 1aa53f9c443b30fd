//! What is known of the invitations of an account to a person: how many there were, and when.

use super::attempts::InvitationRow;
use super::past_contacts::PastContacts;
use crate::invitations::ledger_access::LedgerContact;
use crate::invitations::people::keys::name_key;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::PolarsResult;
use rescind_ledger::{
    KnownPeople, Person, SAME_WITHIN_DAYS, Standing, is_name, resolve_identities,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The first and the last day on which an invitation may have been sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::invitations) struct SentInterval {
    pub(in crate::invitations) from: NaiveDate,
    pub(in crate::invitations) until: NaiveDate,
}

impl SentInterval {
    /// Whether it may be that day; zones may make a day's difference.
    fn allow(self, day: NaiveDate) -> bool {
        self.meet(Self { from: day, until: day })
    }

    /// Whether both may be one invitation.
    fn meet(self, other: Self) -> bool {
        (self.from - other.until).num_days() <= 1 && (other.from - self.until).num_days() <= 1
    }
}

/// When invitations may have been sent of which a ledger knows no day: those that data show by
/// their age, and those that were withdrawn, each after the withdrawal before it.
fn undated_invitations(standing: &Standing) -> Vec<SentInterval> {
    let shown = [&standing.ended, &standing.observed].into_iter().flatten();
    let shown = shown.filter(|shown| !shown.is_inmail && shown.sent_on.is_none());
    let by_age = shown.filter_map(|shown| {
        Some(SentInterval { from: shown.sent_from?, until: shown.sent_until? })
    });
    let by_age: Vec<SentInterval> = by_age.collect();
    let mut withdrawn: Vec<NaiveDate> = standing.withdrawals.iter().map(|one| one.on).collect();
    withdrawn.sort_unstable();
    withdrawn.dedup_by(|later, before| (*later - *before).num_days() <= SAME_WITHIN_DAYS);
    let mut from = NaiveDate::MIN;
    let mut undated = by_age.clone();
    for until in withdrawn {
        let days = SentInterval { from, until };
        undated.extend((!by_age.iter().any(|other| other.meet(days))).then_some(days));
        from = until.succ_opt().unwrap_or(until);
    }
    undated
}

/// An account and a person.
#[derive(Default)]
struct Contact {
    pub(in crate::invitations) rows: usize,
    /// Invitations to connect of the data, and when those among them may have been sent of which
    /// the day is unknown.
    invitations: usize,
    undated: Vec<SentInterval>,
    pub(in crate::invitations) last_withdrawn_on: Option<NaiveDate>,
    /// The days of invitations that only the ledger knows.
    elsewhere: BTreeSet<NaiveDate>,
    /// When further ones may have been sent that it knows without a day.
    elsewhere_undated: Vec<SentInterval>,
    last_recorded_on: Option<NaiveDate>,
}

/// Everybody, by account and person.
pub(in crate::invitations) struct ContactHistories<'a>(HashMap<(&'a str, &'a str), Contact>);

impl<'a> ContactHistories<'a> {
    pub(in crate::invitations) fn among(
        rows: &[InvitationRow<'a>],
        past: &PastContacts,
    ) -> PolarsResult<Self> {
        let mut people = HashMap::<_, Contact>::new();
        for row in rows {
            let contact = people.entry((row.account, row.person)).or_default();
            contact.rows += 1;
            contact.invitations += usize::from(row.connects);
            if row.connects && row.sent_on.is_none() {
                contact.undated.push(row.may_be_sent(past.as_of()));
            }
            contact.last_withdrawn_on = contact.last_withdrawn_on.max(row.withdrawn_on);
        }
        let accounts = people.keys().map(|(account, _)| (*account).to_owned()).collect();
        let attempted = past.attempted(&accounts)?;
        for (known, person) in
            attempted.iter().zip(match_ledger_contacts(&attempted, rows, past.as_of()))
        {
            if let Some(contact) = person.and_then(|person| people.get_mut(&person)) {
                contact.remember(known);
            }
        }
        for row in rows {
            if let (Some(sent_on), Some(contact)) =
                (row.sent_on, people.get_mut(&(row.account, row.person)))
            {
                contact.drop_day_known_to_data(sent_on);
            }
        }
        Ok(Self(people))
    }

    fn contact(&self, row: &InvitationRow<'a>) -> Option<&Contact> {
        let contact = self.0.get(&(row.account, row.person))?;
        let is_ambiguous = contact.rows > 1 && row.person.starts_with("name:");
        (!is_ambiguous).then_some(contact)
    }

    /// How often the account invited the person, this invitation included.
    pub(in crate::invitations) fn attempts(&self, row: &InvitationRow<'a>) -> i64 {
        let known = self.contact(row).map_or(1, Contact::attempts);
        let known = i64::try_from(known).unwrap_or(i64::MAX).max(1);
        row.stated_attempts.map_or(known, |stated| stated.max(known))
    }

    /// The last day on which the account withdrew an invitation to the person.
    pub(in crate::invitations) fn last_withdrawn_on(
        &self,
        row: &InvitationRow<'a>,
    ) -> Option<NaiveDate> {
        let contact = self.contact(row);
        let known = contact.and_then(|known| known.last_withdrawn_on.max(known.last_recorded_on));
        known.max(row.withdrawn_on).max(row.stated_withdrawal)
    }
}

/// Which account and person of the rows each is whom a ledger knows: by the key, else by a name
/// that nobody else bears.
fn match_ledger_contacts<'a>(
    attempted: &[LedgerContact],
    rows: &[InvitationRow<'a>],
    as_of: DateTime<Utc>,
) -> Vec<Option<(&'a str, &'a str)>> {
    let mut known: BTreeMap<&str, Vec<(usize, Person)>> = BTreeMap::new();
    for (at, one) in attempted.iter().enumerate() {
        known.entry(&one.account).or_default().push((at, one.known.person()));
    }
    let mut seen: BTreeMap<&str, Vec<Person<'a>>> = BTreeMap::new();
    let mut met = HashMap::new();
    for row in rows {
        if !known.contains_key(row.account) {
            continue;
        }
        let of_account = seen.entry(row.account).or_default();
        let at = *met.entry((row.account, row.person)).or_insert(of_account.len());
        match of_account.get_mut(at) {
            // Of those known by name alone, several are several; of others the last row counts.
            Some(one) => {
                let is_several = is_name(row.person);
                *one = Person { is_several, ..row.as_person(as_of) };
            }
            None => of_account.push(row.as_person(as_of)),
        }
    }
    let mut meant = vec![None; attempted.len()];
    for (account, seen) in seen {
        let known = known.get(account).map(Vec::as_slice).unwrap_or_default();
        let places: HashMap<&str, usize> = known.iter().map(|(at, one)| (one.key, *at)).collect();
        let people = known.iter().map(|(_, one)| *one).collect();
        let asked = KnownPeople { people, now: &|_| None };
        for (one, known_as) in
            seen.iter().zip(resolve_identities(&asked, &seen, &name_key).known_as)
        {
            if let Some(at) = known_as.and_then(|key| places.get(key)) {
                meant[*at] = Some((account, one.key));
            }
        }
    }
    meant
}

impl Contact {
    fn remember(&mut self, known: &LedgerContact) {
        let standing = &known.known.standing;
        self.elsewhere.extend(&standing.invited_on);
        let undated = undated_invitations(standing);
        let is_known = |days: &SentInterval| standing.invited_on.iter().any(|day| days.allow(*day));
        self.elsewhere_undated.extend(undated.into_iter().filter(|days| !is_known(days)));
        let withdrawn_on = standing.last_withdrawal().map(|last| last.on);
        self.last_recorded_on = self.last_recorded_on.max(withdrawn_on);
    }

    /// The data know of that day; zones may make a day's difference.
    fn drop_day_known_to_data(&mut self, day: NaiveDate) {
        if !self.elsewhere.is_empty() {
            self.elsewhere.retain(|other| (*other - day).num_days().abs() > 1);
        }
        if let Some(at) = self.elsewhere_undated.iter().rposition(|days| days.allow(day)) {
            self.elsewhere_undated.remove(at);
        }
    }

    /// An invitation of an unknown day may be any that the ledger has; two days in a row of the
    /// ledger are one invitation, told in two zones.
    pub(in crate::invitations) fn attempts(&self) -> usize {
        let follows = |day: &&NaiveDate| {
            day.pred_opt().is_some_and(|before| self.elsewhere.contains(&before))
        };
        let dated = self.elsewhere.iter().filter(|day| !follows(day));
        let dated = dated.map(|day| SentInterval { from: *day, until: *day });
        let mut elsewhere: Vec<SentInterval> =
            self.elsewhere_undated.iter().copied().chain(dated).collect();
        // Whichever leaves least open is told first.
        elsewhere.sort_unstable_by_key(|days| (days.until, days.from));
        let mut undated = self.undated.clone();
        undated.sort_unstable_by_key(|days| days.until - days.from);
        for days in undated {
            if let Some(at) = elsewhere.iter().rposition(|other| days.meet(*other)) {
                elsewhere.remove(at);
            }
        }
        self.invitations + elsewhere.len()
    }
}
