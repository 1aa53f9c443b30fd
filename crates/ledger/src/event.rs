//! An event of the ledger, before and after it is recorded.
//!
//! Invariant: an event's hash is that of everything it says and of its predecessor's hash, so that
//! no event can be changed, left out, added or moved without the chain breaking there.

use crate::action::Action;
use crate::detail;
use crate::person::is_name;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What else an event says, by name. In order and without fractions, so that it is written in one
/// way only.
pub type Details = BTreeMap<String, Detail>;

/// One thing that an event says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Detail {
    Number(i64),
    Text(String),
}

impl From<&str> for Detail {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Detail {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The hash that the first event takes for its predecessor's.
pub const NO_PREDECESSOR: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    pub account: String,
    /// The person's key; empty where it is about the account as a whole.
    pub person: String,
    pub action: Action,
    /// The day that it is about: of the withdrawal, say, whenever that is recorded.
    pub day: Option<NaiveDate>,
    /// The number of the event that this one takes back.
    pub corrects: Option<u64>,
    /// What else there is to say.
    pub details: Details,
}

impl NewEvent {
    /// An event about a person, without a day and details.
    pub fn new(account: &str, person: &str, action: Action) -> Self {
        Self {
            account: account.into(),
            person: person.into(),
            action,
            day: None,
            corrects: None,
            details: Details::new(),
        }
    }

    /// Where this says that somebody's address or id became another, or which member ids somebody
    /// has: those keys, each with the one of now. A name is none of them.
    pub fn moved(&self) -> Vec<KeyChange> {
        moved(&self.account, &self.person, &self.details)
    }
}

/// A key of somebody who is known by another from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The account that knows it.
    pub account: String,
    /// The key.
    pub former: String,
    /// The key by which the person is known.
    pub now: String,
}

/// When and by whom events are recorded.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// The time. Where the ledger's last event is later (a clock that was set back), the events
    /// get that event's time, so that time never runs backwards in a ledger.
    pub at: DateTime<Utc>,
    /// Who records them.
    pub actor: String,
}

/// What is recorded. Fields are in the order in which the hash covers them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its number: 1 and up, without a gap.
    pub number: u64,
    /// When it was recorded: UTC, to the millisecond.
    #[serde(with = "milliseconds")]
    pub recorded_at: DateTime<Utc>,
    pub actor: String,
    pub account: String,
    /// The person's key; empty where it is about the account as a whole.
    pub person: String,
    pub action: Action,
    pub day: Option<NaiveDate>,
    /// The number of the event that this one takes back.
    pub corrects: Option<u64>,
    /// What else it says.
    pub details: Details,
    /// The hash of the event before it, in hexadecimal digits.
    pub previous: String,
    /// The hash of all of the above.
    pub hash: String,
}

/// Where a ledger ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last event; 0 for an empty ledger.
    pub number: u64,
    pub hash: String,
    pub recorded_at: Option<DateTime<Utc>>,
}

impl Head {
    /// That of an empty ledger.
    pub fn empty() -> Self {
        Self { number: 0, hash: NO_PREDECESSOR.into(), recorded_at: None }
    }

    /// The event that follows, and the head that it makes.
    #[must_use]
    pub fn followed_by(&self, new: NewEvent, occasion: &Occasion) -> Event {
        let at = self.recorded_at.map_or(occasion.at, |last| last.max(occasion.at));
        let mut event = Event {
            number: self.number + 1,
            recorded_at: to_the_millisecond(at),
            actor: storable(&occasion.actor),
            account: storable(&new.account),
            person: storable(&new.person),
            action: new.action,
            day: new.day,
            corrects: new.corrects,
            details: new.details,
            previous: self.hash.clone(),
            hash: String::new(),
        };
        event.hash = event.expected_hash();
        event
    }
}

impl From<&Event> for Head {
    fn from(event: &Event) -> Self {
        Self {
            number: event.number,
            hash: event.hash.clone(),
            recorded_at: Some(event.recorded_at),
        }
    }
}

impl Event {
    /// The hash that it must have: SHA-256 of all it says, as a compact array of JSON.
    pub fn expected_hash(&self) -> String {
        let covered = serde_json::json!([
            self.number,
            self.recorded_at_text(),
            self.actor,
            self.account,
            self.person,
            self.action.name(),
            self.day_text(),
            self.corrects,
            self.details,
            self.previous,
        ]);
        sha256(covered.to_string())
    }

    /// When it was recorded, as it is stored.
    pub fn recorded_at_text(&self) -> String {
        time_text(self.recorded_at)
    }

    /// The day that it is about, as it is stored.
    pub fn day_text(&self) -> Option<String> {
        self.day.map(|day| day.format("%Y-%m-%d").to_string())
    }

    pub fn detail(&self, name: &str) -> Option<&str> {
        text_of(&self.details, name)
    }

    /// The same as of an event that is not recorded yet.
    pub fn moved(&self) -> Vec<KeyChange> {
        moved(&self.account, &self.person, &self.details)
    }

    /// The member ids that it says to be the person's.
    pub(crate) fn member_ids(&self) -> impl Iterator<Item = &str> {
        member_ids(&self.details)
    }

    pub fn number_of(&self, name: &str) -> Option<i64> {
        match self.details.get(name)? {
            Detail::Number(number) => Some(*number),
            Detail::Text(_) => None,
        }
    }
}

fn moved(account: &str, person: &str, details: &Details) -> Vec<KeyChange> {
    let now = text_of(details, detail::KNOWN_AS);
    let former = now.filter(|_| !is_name(person)).map(|_| person);
    let now = now.unwrap_or(person);
    let moved = former.into_iter().chain(member_ids(details)).map(|former| KeyChange {
        account: account.to_owned(),
        former: former.to_owned(),
        now: now.to_owned(),
    });
    moved.collect()
}

fn text_of<'a>(details: &'a Details, name: &str) -> Option<&'a str> {
    match details.get(name)? {
        Detail::Text(text) => Some(text),
        Detail::Number(_) => None,
    }
}

fn member_ids(details: &Details) -> impl Iterator<Item = &str> {
    text_of(details, detail::MEMBER_IDS).into_iter().flat_map(str::split_whitespace)
}

/// A time as it is stored: UTC, to the millisecond, so that texts are in the order of the times.
pub(crate) fn time_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A text without the one character that PostgreSQL does not store.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn to_the_millisecond(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// The SHA-256 of these bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Times as text, to the millisecond.
mod milliseconds {
    use super::time_text;
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&time_text(*at))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        DateTime::<Utc>::deserialize(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn occasion(at: &str) -> Occasion {
        Occasion { at: at.parse().unwrap(), actor: "anna".into() }
    }

    fn new(person: &str) -> NewEvent {
        NewEvent::new("anna", person, Action::Withdrawn)
    }

    #[test]
    fn time_never_runs_backwards() {
        let first =
            Head::empty().followed_by(new("in/ada"), &occasion("2026-11-23T10:00:00.1234Z"));
        assert_eq!(first.recorded_at_text(), "2026-11-23T10:00:00.123Z");
        let second =
            Head::from(&first).followed_by(new("in/ben"), &occasion("2026-11-20T00:00:00Z"));
        assert_eq!((second.number, second.recorded_at), (2, first.recorded_at));
        assert_eq!(second.previous, first.hash);
    }

    proptest! {
        #[test]
        fn whatever_is_changed_changes_the_hash(field in 0..9_usize, text in "[a-z]{1,4}") {
            let event = Head::empty().followed_by(new("in/ada"), &occasion("2026-11-23T10:00:00Z"));
            let mut other = event.clone();
            match field {
                0 => other.number += 1,
                1 => other.recorded_at += chrono::Duration::milliseconds(1),
                2 => other.actor += &text,
                3 => other.account += &text,
                4 => other.person += &text,
                5 => other.action = Action::Declined,
                6 => other.day = Some(NaiveDate::MIN),
                7 => drop(other.details.insert(text, 1.into())),
                _ => other.previous = text,
            }
            prop_assert_ne!(other.expected_hash(), event.hash);
        }
    }
}
