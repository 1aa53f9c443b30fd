//! What is on LinkedIn's side, and what people get of it: archives, lists, rows of a database and
//! their own sheet.

use crate::program::HEADER;
use crate::random::Random;
use chrono::{DateTime, Days, NaiveDate, Utc};
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetWriter, Series, TimeUnit, TimeZone,
};
use std::fmt::Write;
use std::fs;
use std::path::Path;

pub(super) const ACCOUNTS: [&str; 3] = ["anna", "ben", "clara"];

/// The first day: a Monday.
pub(super) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 14).unwrap()
}

/// What became of an invitation, really.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pending,
    Accepted(NaiveDate),
    Declined,
    Withdrawn(NaiveDate),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Invitation {
    pub(super) account: usize,
    pub(super) who: usize,
    pub(super) sent: NaiveDate,
    pub(super) fate: Fate,
}

pub(super) fn key(who: usize) -> String {
    format!("in/p-{who}")
}

fn url(who: usize) -> String {
    format!("https://www.linkedin.com/in/p-{who}")
}

pub(super) fn name(who: usize) -> String {
    format!("Person Number{who}")
}

/// A withdrawal that somebody wrote down in the sheet instead of telling the program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    pub(super) account: usize,
    pub(super) who: usize,
    pub(super) on: NaiveDate,
}

#[derive(Default)]
pub(super) struct World {
    pub(super) invitations: Vec<Invitation>,
    pub(super) sheet: Vec<Noted>,
    people: usize,
}

impl World {
    /// Invitations of up to 170 days, and a sheet with withdrawals of the last weeks.
    pub(super) fn new(random: &mut Random) -> Self {
        let mut world = Self::default();
        for account in 0..ACCOUNTS.len() {
            for _ in 0..55 {
                let age = u64::try_from(8 + random.below(160)).unwrap();
                world.invite(account, first_day() - Days::new(age), random);
            }
            for _ in 0..4 {
                let before = u64::try_from(3 + random.below(15)).unwrap();
                world.withdraw_by_hand(account, first_day() - Days::new(before), random);
            }
        }
        world
    }

    /// The last invitation of an account to a person.
    pub(super) fn last(&mut self, account: usize, who: usize) -> Option<&mut Invitation> {
        let mut of_account = self.invitations.iter_mut().rev();
        of_account.find(|one| one.account == account && one.who == who)
    }

    fn of(&self, account: usize) -> impl Iterator<Item = &Invitation> {
        self.invitations.iter().filter(move |one| one.account == account)
    }

    /// Invites somebody new, now and then whom another account has invited.
    pub(super) fn invite(&mut self, account: usize, sent: NaiveDate, random: &mut Random) {
        let mut who = self.people;
        if self.people > 30 && random.below(12) == 0 {
            who = random.below(self.people);
        }
        if who == self.people || self.last(account, who).is_some() {
            who = self.people;
            self.people += 1;
        }
        self.invitations.push(Invitation { account, who, sent, fate: Fate::Pending });
    }

    /// Some accept and some decline, on their own; each account goes on inviting.
    pub(super) fn goes_on(&mut self, today: NaiveDate, random: &mut Random) {
        for one in self.invitations.iter_mut().filter(|one| one.fate == Fate::Pending) {
            match random.below(120) {
                0 | 1 => one.fate = Fate::Accepted(today),
                2 => one.fate = Fate::Declined,
                _ => {}
            }
        }
        for account in 0..ACCOUNTS.len() {
            for _ in 0..random.below(3) {
                self.invite(account, today, random);
            }
        }
    }

    /// Somebody withdraws an invitation by hand, and writes it down.
    pub(super) fn withdraw_by_hand(
        &mut self,
        account: usize,
        on: NaiveDate,
        random: &mut Random,
    ) -> Option<Noted> {
        let old = on - Days::new(3);
        let of_account = self.of(account).filter(|one| one.fate == Fate::Pending && one.sent < old);
        let people: Vec<usize> = of_account.map(|one| one.who).collect();
        let who = *people.get(random.below(people.len().max(1)))?;
        self.last(account, who)?.fate = Fate::Withdrawn(on);
        let noted = Noted { account, who, on };
        self.sheet.push(noted);
        Some(noted)
    }

    /// The last invitation of an account to each person, as the data of a day have it.
    pub(super) fn shown(&self, account: usize, today: NaiveDate) -> Vec<Invitation> {
        let mut shown: Vec<Invitation> = vec![];
        for one in self.of(account).filter(|one| one.sent + Days::new(179) > today) {
            shown.retain(|other| other.who != one.who);
            shown.push(*one);
        }
        shown
    }

    /// LinkedIn's archive: whoever was invited within half a year, and the connections.
    pub(super) fn write_archive(&self, folder: &Path, account: usize, today: NaiveDate) {
        let owner = ACCOUNTS[account];
        let folder = folder.join("data").join(owner);
        fs::create_dir_all(&folder).unwrap();
        let (mut sent, mut connections) = (
            HEADER.to_owned(),
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned(),
        );
        for one in self.shown(account, today) {
            let (name, them) = (name(one.who), url(one.who));
            let at = one.sent.format("%-m/%-d/%y, 9:00 AM");
            let me = format!("https://www.linkedin.com/in/{owner}");
            writeln!(sent, "{owner},{name},\"{at}\",,OUTGOING,{me},{them}").unwrap();
            if let Fate::Accepted(on) = one.fate {
                let (first, last) = name.split_once(' ').unwrap();
                let on = on.format("%d %b %Y");
                writeln!(connections, "{first},{last},{them},,X,Y,{on}").unwrap();
            }
        }
        fs::write(folder.join("Invitations.csv"), sent).unwrap();
        fs::write(folder.join("Connections.csv"), connections).unwrap();
    }

    /// A tool's list of the Sent page: whoever is pending is on it.
    pub(super) fn write_list(&self, folder: &Path, account: usize, today: NaiveDate) {
        let mut list = "profileUrl,fullName,sentDate,timestamp\n".to_owned();
        for one in self.of(account).filter(|one| one.fate == Fate::Pending) {
            let weeks = (today - one.sent).num_days() / 7;
            let (name, them) = (name(one.who), url(one.who));
            writeln!(list, "{them},{name},Sent {weeks} weeks ago,{today}").unwrap();
        }
        let folder = folder.join("data").join(ACCOUNTS[account]);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sent-page.csv"), list).unwrap();
    }

    /// The tracking sheet that all share.
    pub(super) fn write_sheet(&self, folder: &Path) {
        let mut sheet = "Account,Name,LinkedIn,Withdrawn on\n".to_owned();
        for Noted { account, who, on } in &self.sheet {
            let (owner, name, them) = (ACCOUNTS[*account], name(*who), url(*who));
            writeln!(sheet, "{owner},{name},{them},{on}").unwrap();
        }
        fs::write(folder.join("data/sheet.csv"), sheet).unwrap();
    }

    /// Rows of a database of somebody's own, which are scanned.
    pub(super) fn write_rows(&self, path: &Path, account: usize, today: NaiveDate) {
        let shown = self.shown(account, today);
        let texts = |name: &str, of: &dyn Fn(&Invitation) -> String| -> Column {
            Series::new(name.into(), shown.iter().map(of).collect::<Vec<_>>()).into_column()
        };
        let sent: Vec<i64> = shown.iter().map(|one| morning(one.sent).timestamp_micros()).collect();
        let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        let connected: Vec<Option<i32>> = shown
            .iter()
            .map(|one| match one.fate {
                Fate::Accepted(on) => Some(on.to_epoch_days()),
                _ => None,
            })
            .collect();
        let state = |one: &Invitation| match one.fate {
            Fate::Accepted(_) => "accepted",
            // What was withdrawn or declined goes on to stand there.
            _ => "pending",
        };
        let columns = vec![
            texts("account", &|one| ACCOUNTS[one.account].into()),
            texts("person", &|one| key(one.who)),
            texts("name", &|one| name(one.who)),
            texts("profile_url", &|one| url(one.who)),
            texts("state", &|one| state(one).into()),
            Series::new("sent_at".into(), sent).cast(&utc).unwrap().into_column(),
            Series::new("connected_on".into(), connected)
                .cast(&DataType::Date)
                .unwrap()
                .into_column(),
        ];
        let mut rows = DataFrame::new(shown.len(), columns).unwrap();
        ParquetWriter::new(fs::File::create(path).unwrap()).finish(&mut rows).unwrap();
    }
}

/// 9:00 AM in Los Angeles, in summer.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(16, 0, 0).unwrap().and_utc()
}
