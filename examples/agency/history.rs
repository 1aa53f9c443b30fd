//! What happened to the invitations of one account: when they were sent, with which note, and who
//! accepted when.
//!
//! Shares of acceptance and the times to it follow the figures of `rescind limits`: 21% of those
//! who accept do so within an hour, 63% within a day, 88% within a week, 99% within 30 days.

use crate::notes;
use crate::people::{People, Person};
use crate::rng::Rng;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::America::Los_Angeles;

/// What the world knows of one account.
pub(crate) struct Account {
    /// The folder's or zip's name.
    pub(crate) name: &'static str,
    pub(crate) seed: u64,
    /// First name and surname of the owner.
    pub(crate) owner: (&'static str, &'static str),
    /// Invitations sent in each week, the week that ends on [`last_day`] first.
    pub(crate) sent_weekly: &'static [i64],
    /// Of a hundred invitations, how many have a note.
    pub(crate) with_note: i64,
    /// Of a hundred with a note, how many are accepted; and of a hundred without.
    pub(crate) accepted: (i64, i64),
    /// How long a note may be: 200 characters for a free account, else 300.
    pub(crate) note_longest: usize,
    /// Pending invitations that are left; the others that nobody accepted were withdrawn by hand or
    /// declined.
    pub(crate) still_pending: usize,
    /// Connections from before these invitations.
    pub(crate) older_connections: i64,
    /// Invitations that others sent to the owner.
    pub(crate) incoming: i64,
}

/// What became of an invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Accepted at that instant (UTC).
    Accepted(NaiveDateTime),
    /// Nobody has answered.
    Pending,
    /// Withdrawn by hand on that day.
    Withdrawn(NaiveDate),
    /// Declined, of which no file says anything.
    Declined,
}

/// One invitation.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) person: Person,
    /// As Los Angeles has it.
    pub(crate) local: NaiveDateTime,
    pub(crate) note: String,
    pub(crate) fate: Fate,
}

impl Sent {
    /// When it was sent, in UTC.
    pub(crate) fn utc(&self) -> NaiveDateTime {
        let local = Los_Angeles.from_local_datetime(&self.local);
        local.latest().map_or(self.local, |instant| instant.naive_utc())
    }

    pub(crate) fn is_accepted(&self) -> bool {
        matches!(self.fate, Fate::Accepted(_))
    }
}

/// The last day on which anything was sent: a Saturday.
pub(crate) fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default()
}

/// When the archives were made: `2026-11-22 08:00` UTC.
pub(crate) fn taken() -> NaiveDateTime {
    last_day().and_time(NaiveTime::MIN) + TimeDelta::hours(32)
}

/// Every invitation of the account, latest week first.
pub(crate) fn invitations(account: &Account, people: &mut People, rng: &mut Rng) -> Vec<Sent> {
    let mut every_invitation = Vec::new();
    for (week, &count) in (0..).zip(account.sent_weekly) {
        for _ in 0..count {
            every_invitation.push(invitation(account, week, people, rng));
        }
    }
    settle(&mut every_invitation, account.still_pending, rng);
    every_invitation
}

fn invitation(account: &Account, week: u64, people: &mut People, rng: &mut Rng) -> Sent {
    let person = people.somebody(rng);
    let has_note = rng.chance(account.with_note);
    let note =
        if has_note { notes::note(&person, account.note_longest, rng) } else { String::new() };
    let mut sent = Sent { person, local: working_time(week, rng), note, fate: Fate::Pending };
    let (noted, generic) = account.accepted;
    let accepts = rng.chance(if has_note { noted } else { generic });
    let at = sent.utc() + time_to_accept(rng);
    if accepts && at < taken() {
        sent.fate = Fate::Accepted(at);
    }
    sent
}

/// Some minute of a working day, seldom of a weekend, as Los Angeles has it.
fn working_time(week: u64, rng: &mut Rng) -> NaiveDateTime {
    let days_before_saturday = *rng.pick(&[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 1, 2, 3, 4, 5, 0, 6]);
    let day = last_day() - Days::new(7 * week + days_before_saturday);
    let minute = if rng.chance(75) { rng.between(480, 1_020) } else { rng.between(400, 1_320) };
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute)
}

fn time_to_accept(rng: &mut Rng) -> TimeDelta {
    let minutes = match rng.between(1, 100) {
        ..=21 => rng.between(1, 59),
        22..=63 => rng.between(60, 1_439),
        64..=88 => rng.between(1_440, 10_079),
        89..=99 => rng.between(10_080, 43_199),
        _ => rng.between(43_200, 120_000),
    };
    TimeDelta::minutes(minutes)
}

/// Takes the surplus out of the pending ones: half withdrawn by hand, half declined.
fn settle(every_invitation: &mut [Sent], still_pending: usize, rng: &mut Rng) {
    let mut open: Vec<usize> =
        (0..every_invitation.len()).filter(|&at| !every_invitation[at].is_accepted()).collect();
    rng.shuffle(&mut open);
    for (turn, at) in open.into_iter().skip(still_pending).enumerate() {
        let days_open = u64::try_from((last_day() - every_invitation[at].local.date()).num_days());
        let days = u64::midpoint(0, days_open.unwrap_or_default());
        let withdrawn = Fate::Withdrawn(last_day() - Days::new(days));
        every_invitation[at].fate = if turn % 2 == 0 { withdrawn } else { Fate::Declined };
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, time_to_accept};
    use crate::accounts::{ANNA, BEN, CLARA, World};
    use crate::people::People;
    use crate::rng::Rng;
    use chrono::{NaiveDate, TimeDelta};

    #[test]
    fn times_to_accept_follow_the_figures() {
        let mut rng = Rng::new(1);
        let times: Vec<TimeDelta> = (0..20_000).map(|_| time_to_accept(&mut rng)).collect();
        let percent_within = |span: TimeDelta| {
            let within = times.iter().filter(|time| **time < span).count();
            (within + 100) / 200
        };
        let spans = [1, 24, 7 * 24, 30 * 24].map(TimeDelta::hours);
        for (span, expected) in spans.into_iter().zip([21, 63, 88, 99]) {
            assert!(percent_within(span).abs_diff(expected) <= 1, "{span}");
        }
    }

    #[test]
    fn everything_happens_before_the_day_that_the_data_are_made_for() {
        let midnight = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().into();
        for account in [&ANNA, &BEN, &CLARA] {
            for row in World::new(account, &mut People::default()).sent {
                let end = match row.fate {
                    Fate::Accepted(at) => at,
                    Fate::Withdrawn(on) => on.into(),
                    Fate::Pending | Fate::Declined => row.utc(),
                };
                assert!(row.utc() < midnight && row.local.date() <= end.date() && end < midnight);
                assert!(row.note.chars().count() <= account.note_longest);
            }
        }
    }
}
