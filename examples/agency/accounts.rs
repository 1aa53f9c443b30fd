//! The three accounts of the agency and what sets each apart.

use crate::archive::{self, Connection, Era, NOTES};
use crate::history::{self, Account, Fate, Sent, last_day};
use crate::people::{self, People, Person};
use crate::rng::Rng;
use crate::table::Style;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

/// Well over the cap; writes many invitations; a Premium account.
pub(crate) const ANNA: Account = Account {
    name: "anna",
    seed: 0xA11A,
    owner: ("Anna", "Feldhuysen"),
    sent_weekly: &[
        34, 52, 61, 97, 78, 44, 29, 33, 47, 55, 62, 38, 24, 18, 9, 12, 27, 36, 41, 37, 28, 22, 18,
        14, 9, 6,
    ],
    with_note: 34,
    accepted: (42, 27),
    note_longest: 300,
    still_pending: 601,
    older_connections: 170,
    incoming: 36,
};

/// A quiet account in good order; a free one.
pub(crate) const BEN: Account = Account {
    name: "ben",
    seed: 0xBE2,
    owner: ("Ben", "Achterloo"),
    sent_weekly: &[
        9, 14, 12, 18, 11, 16, 22, 9, 13, 12, 17, 24, 15, 10, 8, 19, 12, 7, 14, 20, 16, 11, 9, 6,
        12, 8, 7, 4,
    ],
    with_note: 30,
    accepted: (47, 31),
    note_longest: 200,
    still_pending: 210,
    older_connections: 70,
    incoming: 18,
};

/// The oldest form of archive: names and nothing else; a free account.
pub(crate) const CLARA: Account = Account {
    name: "clara",
    seed: 0xC1A4A,
    owner: ("Clara", "Montedori-Vane"),
    sent_weekly: &[
        0, 6, 9, 11, 7, 14, 3, 5, 8, 10, 12, 6, 4, 9, 13, 7, 2, 5, 11, 8, 6, 9, 12, 7, 5, 4, 6, 3,
    ],
    with_note: 40,
    accepted: (43, 30),
    note_longest: 200,
    still_pending: 122,
    older_connections: 45,
    incoming: 12,
};

/// Everything that happened to one account.
pub(crate) struct World {
    pub(crate) account: &'static Account,
    pub(crate) owner: Person,
    pub(crate) sent: Vec<Sent>,
    pub(crate) rng: Rng,
}

impl World {
    /// The account's invitations, from its seed.
    pub(crate) fn new(account: &'static Account, people: &mut People) -> Self {
        let mut rng = Rng::new(account.seed);
        let (first, last) = account.owner;
        let owner = people::person(first.to_owned(), last.to_owned(), String::new(), &mut rng);
        let sent = history::invitations(account, people, &mut rng);
        Self { account, owner, sent, rng }
    }

    /// The files of the account's archive, by name.
    pub(crate) fn archive(
        &mut self,
        era: Era,
        style: Style,
        people: &mut People,
    ) -> Vec<(&'static str, Vec<u8>)> {
        let rng = &mut self.rng;
        let received = received(self.account, people, rng);
        let known = connections(self.account, &self.sent, &received, people, rng);
        let style_of_connections = match era {
            Era::Names => style,
            _ => Style { preamble: NOTES, ..style },
        };
        let day = if era == Era::Names { spreadsheet_day } else { linkedin_day };
        let (owner, sent) = (&self.owner, &self.sent);
        vec![
            ("Invitations.csv", archive::invitations(era, style, owner, sent, &received, rng)),
            ("Connections.csv", archive::connections(era, style_of_connections, &known, day, rng)),
            ("Profile.csv", archive::profile(owner)),
        ]
    }
}

fn received(account: &Account, people: &mut People, rng: &mut Rng) -> Vec<Sent> {
    let invitation = |_| {
        let minutes = rng.between(1_000, 250_000);
        let local = NaiveDateTime::from(last_day()) - TimeDelta::minutes(minutes);
        let accepted = Fate::Accepted(local + TimeDelta::hours(rng.between(9, 24)));
        let fate = if rng.chance(50) { accepted } else { Fate::Pending };
        Sent { person: people.somebody(rng), local, note: String::new(), fate }
    };
    (0..account.incoming).map(invitation).collect()
}

/// Everybody whom the account is connected with, latest first; a few of them hide themselves.
fn connections(
    account: &Account,
    sent: &[Sent],
    received: &[Sent],
    people: &mut People,
    rng: &mut Rng,
) -> Vec<Connection> {
    let mut known = Vec::new();
    for row in sent.iter().chain(received) {
        if let Fate::Accepted(at) = row.fate {
            let person = (!rng.chance(3)).then(|| row.person.clone());
            known.push(Connection { person, on: at.date() });
        }
    }
    for _ in 0..account.older_connections {
        let days = u64::try_from(rng.between(200, 2_800)).unwrap_or_default();
        let person = (!rng.chance(3)).then(|| people.somebody(rng));
        known.push(Connection { person, on: last_day() - Days::new(days) });
    }
    known.sort_by_key(|connection| std::cmp::Reverse(connection.on));
    known
}

fn linkedin_day(day: NaiveDate) -> String {
    day.format("%d %b %Y").to_string()
}

/// As a spreadsheet writes it, and before 2022 as LinkedIn did then.
fn spreadsheet_day(day: NaiveDate) -> String {
    let recent = NaiveDate::from_ymd_opt(2022, 1, 1).is_some_and(|start| day >= start);
    day.format(if recent { "%-d-%b-%y" } else { "%d %b %y" }).to_string()
}
