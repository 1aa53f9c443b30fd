//! What must hold of plans, due lists and the ledger, from what people told and what data showed:
//! by the words of the documents, and by nothing of the program.

use super::world::{ACCOUNTS, Fate, Invitation, Noted, key};
use chrono::{Days, NaiveDate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const PER_DAY: usize = 6;
pub(super) const PER_WEEK: usize = 12;
pub(super) const OLD_DAYS: i64 = 40;
const COOLING_OFF: Days = Days::new(21);

/// An account and a person.
pub(super) type Pair = (usize, usize);

#[derive(Default)]
pub(super) struct Model {
    /// What was told of each and counts, as the ledger names it, with its day.
    told: BTreeMap<Pair, Vec<(&'static str, NaiveDate)>>,
    /// The days on which imported data show that each was invited.
    imported: BTreeMap<Pair, BTreeSet<NaiveDate>>,
    accepted: BTreeSet<Pair>,
    /// The last invitation to each, as the files show it that lie there.
    pub(super) on_disk: BTreeMap<Pair, Invitation>,
}

fn pair(row: &Value) -> Pair {
    let account = ACCOUNTS.iter().position(|name| row["account"] == *name).unwrap();
    let who = row["person"].as_str().unwrap().strip_prefix("in/p-").unwrap();
    (account, who.parse().unwrap())
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

impl Model {
    pub(super) fn tell(&mut self, pair: Pair, action: &'static str, on: NaiveDate) {
        self.told.entry(pair).or_default().push((action, on));
    }

    /// Takes what files show of an account, and the sheet.
    pub(super) fn import(&mut self, accounts: &[usize], sheet: &[Noted]) {
        for (pair, one) in
            self.on_disk.iter().filter(|((one_account, _), _)| accounts.contains(one_account))
        {
            self.imported.entry(*pair).or_default().insert(one.sent);
            if matches!(one.fate, Fate::Accepted(_)) {
                self.accepted.insert(*pair);
            }
        }
        for Noted { account, who, on } in sheet {
            let told = self.told.entry((*account, *who)).or_default();
            if !told.contains(&("withdrawn", *on)) {
                told.push(("withdrawn", *on));
            }
        }
    }

    /// What was told last of a person, by its day.
    fn last(&self, pair: Pair) -> Option<(&'static str, NaiveDate)> {
        let told = self.told.get(&pair)?;
        // Of one day, what was told later.
        told.iter().max_by_key(|(_, on)| *on).copied()
    }

    /// Since when somebody waits to be invited again by an account.
    fn waits_since(&self, pair: Pair) -> Option<NaiveDate> {
        let (action, on) = self.last(pair)?;
        let is_invited_since =
            self.imported.get(&pair).is_some_and(|sent| sent.iter().any(|sent| *sent > on));
        let waits = action == "withdrawn" && !is_invited_since && !self.accepted.contains(&pair);
        waits.then_some(on)
    }

    fn is_withdrawn_on(&self, account: usize, on: NaiveDate, sheet: &[Noted]) -> usize {
        let told = self.told.iter().filter(|((one_account, _), _)| *one_account == account);
        let told = told.flat_map(|((_, who), told)| told.iter().map(|one| (*who, *one)));
        let told = told.filter(|(_, one)| *one == ("withdrawn", on)).map(|(who, _)| who);
        let noted = sheet.iter().filter(|one| one.account == account && one.on == on);
        told.chain(noted.map(|one| one.who)).collect::<BTreeSet<_>>().len()
    }

    /// A plan as JSON, of a day.
    pub(super) fn check_plan(&self, plan: &Value, today: NaiveDate, sheet: &[Noted]) {
        let mut met = BTreeSet::new();
        let mut by_day: BTreeMap<(usize, NaiveDate), usize> = BTreeMap::new();
        for row in plan["actions"].as_array().unwrap() {
            let (pair, date) = (pair(row), day(&row["date"]).unwrap());
            assert!(met.insert(pair), "twice in one plan: {row}");
            assert!(date >= today, "{row}");
            *by_day.entry((pair.0, date)).or_default() += 1;
            let one = self.on_disk[&pair];
            assert!((today - one.sent).num_days() >= OLD_DAYS, "too young: {row}");
            assert!(!matches!(one.fate, Fate::Accepted(_)), "accepted: {row}");
            if let Some((action, on)) = self.last(pair) {
                assert!(one.sent > on, "{action} on {on}, and planned again on {today}: {row}");
            }
            let noted = sheet.iter().filter(|noted| (noted.account, noted.who) == pair);
            for noted in noted {
                assert!(one.sent > noted.on, "in the sheet: {row}");
            }
            assert_eq!(day(&row["reconnect_on"]), Some(date + COOLING_OFF), "{row}");
        }
        for ((account, date), count) in by_day {
            let before = self.is_withdrawn_on(account, date, sheet);
            let account = ACCOUNTS[account];
            assert!(
                count + before <= PER_DAY,
                "{account}: {count} on {date}, and {before} were done"
            );
        }
    }

    /// A due list as JSON, as it is seen on a day; gives whom to invite on it.
    pub(super) fn check_due(&self, due: &Value, today: NaiveDate) -> Vec<Pair> {
        let rows = due.as_array().unwrap();
        let mut invited: BTreeMap<usize, Vec<NaiveDate>> = BTreeMap::new();
        let (mut met, mut dated) = (BTreeSet::new(), BTreeSet::new());
        let mut now = vec![];
        for row in rows {
            let pair = pair(row);
            met.insert(pair);
            assert!(
                self.waits_since(pair).is_some(),
                "does not wait: {row}: {:?}",
                self.told.get(&pair)
            );
            let due_on = self.due_on(pair.1);
            assert_eq!(day(&row["due_on"]), due_on, "{row}");
            let Some(on) = day(&row["invite_on"]) else { continue };
            assert!(Some(on) >= due_on && on >= today, "{row}");
            assert!(dated.insert(pair.1), "two accounts are to invite one person: {row}");
            invited.entry(pair.0).or_default().push(on);
            if on == today {
                now.push(pair);
            }
        }
        for pair in self.told.keys().filter(|pair| self.waits_since(**pair).is_some()) {
            let others = self.imported.keys().chain(self.told.keys());
            let is_alone = others.into_iter().all(|other| other.1 != pair.1 || other == pair);
            assert!(!is_alone || met.contains(pair), "{pair:?} is not due, but waits");
        }
        for (account, days) in invited {
            self.check_quota(account, &days, today);
        }
        now
    }

    fn due_on(&self, who: usize) -> Option<NaiveDate> {
        let waiting = (0..ACCOUNTS.len()).filter_map(|account| self.waits_since((account, who)));
        waiting.map(|since| since + COOLING_OFF).max()
    }

    /// In no seven days that have one of these is there more than the quota.
    fn check_quota(&self, account: usize, planned: &[NaiveDate], today: NaiveDate) {
        let sent = self.invited(account);
        for day in planned {
            for later in 0..7 {
                let (begin, end) =
                    (*day + Days::new(later) - Days::new(6), *day + Days::new(later));
                let within = |on: &NaiveDate| (begin..=end).contains(on);
                let planned = planned.iter().filter(|on| within(on)).count();
                let sent = sent.iter().filter(|(_, on)| *on <= today && within(on)).count();
                assert!(
                    planned + sent <= PER_WEEK,
                    "{}: {planned} invitations from {begin} to {end}, and {sent} were sent",
                    ACCOUNTS[account]
                );
            }
        }
    }

    /// The invitations of an account that the ledger must know, each once.
    fn invited(&self, account: usize) -> BTreeSet<(usize, NaiveDate)> {
        let imported = self.imported.iter().filter(|((one_account, _), _)| *one_account == account);
        let imported = imported.flat_map(|((_, who), sent)| sent.iter().map(|on| (*who, *on)));
        let told = self.told.iter().filter(|((one_account, _), _)| *one_account == account);
        let told = told.flat_map(|((_, who), told)| told.iter().map(|one| (*who, *one)));
        let again = told.filter(|(_, (action, _))| *action == "invited-again");
        imported.chain(again.map(|(who, (_, on))| (who, on))).collect()
    }

    /// The whole history as JSON: everything is there that was told, once, and nothing else.
    pub(super) fn check_history(&self, history: &Value) {
        let mut events: BTreeMap<Pair, Vec<(&str, NaiveDate)>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for event in history.as_array().unwrap() {
            let action = event["action"].as_str().unwrap();
            if event["person"].is_null() || action == "corrected" {
                continue;
            }
            known.insert(pair(event));
            let is_told = !["imported", "planned"].contains(&action);
            if is_told && event["corrected_by"].is_null() {
                let on = day(&event["day"]).unwrap();
                events.entry(pair(event)).or_default().push((action, on));
            }
        }
        for told in events.values_mut() {
            told.sort_unstable();
        }
        let mut expected = self.told.clone();
        expected.retain(|_, told| !told.is_empty());
        for (pair, told) in &mut expected {
            told.sort_unstable();
            assert_eq!(events.get(pair), Some(&*told), "{} {}", ACCOUNTS[pair.0], key(pair.1));
        }
        assert_eq!(events.len(), expected.len());
        for pair in self.imported.keys() {
            assert!(known.contains(pair), "{pair:?} is not known");
        }
    }
}
