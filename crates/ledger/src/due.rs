//! Who may be invited again, and on which day without breaking the week's quota.
//!
//! Invariant: in no seven days in a row are there more invitations of an account than its quota,
//! those that were really sent included; nobody is invited before the cooling-off of every account
//! that withdrew them is over; whoever is due earlier is never invited later.

use crate::standing::Standing;
use crate::standings::Standings;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// How many days a quota is for.
const WINDOW_DAYS: u64 = 7;

/// What the dates depend on beside the ledger.
pub struct DueTerms<'a> {
    /// The first day on which anybody may be invited.
    pub today: NaiveDate,
    /// Days of cooling-off, by account.
    pub cooling_off_days: &'a dyn Fn(&str) -> u64,
    /// Invitations in a week, by account.
    pub per_week: &'a dyn Fn(&str) -> usize,
    /// The invitations that were really sent: by account, how many on which day.
    pub sent: &'a BTreeMap<String, BTreeMap<NaiveDate, usize>>,
    /// Whether this account may not contact this person; it is asked of whoever would be due.
    pub is_barred: &'a dyn Fn(&str, &str) -> bool,
}

/// One person who may be invited again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePerson<'a> {
    /// The account that withdrew the invitation.
    pub account: &'a str,
    /// The person's key.
    pub person: &'a str,
    /// What is known of them.
    pub standing: &'a Standing,
    /// The first day on which they may be invited, by every account's cooling-off.
    pub due_on: NaiveDate,
    /// The day on which the quota has room for them; none where it never has, or where another
    /// account is to invite them.
    pub invite_on: Option<NaiveDate>,
}

/// Who may be invited again up to a day, by account, then in the order in which they may.
pub fn due_people<'a>(
    standings: &'a Standings,
    terms: &DueTerms,
    until: NaiveDate,
) -> Vec<DuePerson<'a>> {
    let cooled = cooled_by_person(standings, terms);
    let mut due: Vec<DuePerson> = standings
        .iter()
        .filter_map(|(account, person, standing)| {
            standing.due_on((terms.cooling_off_days)(account))?;
            let due_on = *cooled.get(person)?;
            let is_wanted = !(terms.is_barred)(account, person);
            is_wanted.then_some(DuePerson { account, person, standing, due_on, invite_on: None })
        })
        .collect();
    due.sort_by_key(|one| (one.account, one.due_on, one.person));
    spread(&mut due, terms);
    due.retain(|one| one.due_on <= until);
    due
}

/// The day on which the last cooling-off of each person is over.
fn cooled_by_person<'a>(
    standings: &'a Standings,
    terms: &DueTerms,
) -> BTreeMap<&'a str, NaiveDate> {
    let mut cooled: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for (account, person, standing) in standings.iter() {
        if let Some(due_on) = standing.due_on((terms.cooling_off_days)(account)) {
            let latest = cooled.entry(person).or_insert(due_on);
            *latest = due_on.max(*latest);
        }
    }
    cooled
}

/// Gives each the first day that has room, in their order.
fn spread(due: &mut [DuePerson], terms: &DueTerms) {
    let mut days: Option<(&str, Calendar)> = None;
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for one in due {
        let is_other = days.as_ref().is_none_or(|(account, _)| *account != one.account);
        if is_other {
            days = Some((one.account, Calendar::of_account(one.account, terms)));
        }
        // Two accounts that withdrew one person do not both invite them.
        if !taken.insert(one.person) {
            continue;
        }
        let Some((_, calendar)) = &mut days else { continue };
        one.invite_on = calendar.reserve_day(one.due_on.max(terms.today));
    }
}

/// The invitations of an account by day, sent and to be sent.
struct Calendar {
    loads: BTreeMap<NaiveDate, usize>,
    quota: usize,
    /// No day before this one has room: whoever comes next is not due earlier than the one before.
    first: NaiveDate,
}

impl Calendar {
    fn of_account(account: &str, terms: &DueTerms) -> Self {
        let loads = terms.sent.get(account).cloned().unwrap_or_default();
        Self { loads, quota: (terms.per_week)(account), first: NaiveDate::MIN }
    }

    /// Takes a place on the first day from then on that has room; none where no day ever has. Days
    /// are asked for in their order.
    fn reserve_day(&mut self, from: NaiveDate) -> Option<NaiveDate> {
        if self.quota == 0 {
            return None;
        }
        let mut day = from.max(self.first);
        while !self.has_room(day) {
            day = day.checked_add_days(Days::new(1))?;
        }
        self.first = day;
        *self.loads.entry(day).or_default() += 1;
        Some(day)
    }

    /// Whether every seven days in a row that have this day still have room.
    fn has_room(&self, day: NaiveDate) -> bool {
        let ends = (0..WINDOW_DAYS).filter_map(|later| day.checked_add_days(Days::new(later)));
        ends.into_iter().all(|end| {
            let begin = end.checked_sub_days(Days::new(WINDOW_DAYS - 1)).unwrap_or(NaiveDate::MIN);
            self.loads.range(begin..=end).map(|(_, count)| count).sum::<usize>() < self.quota
        })
    }
}
