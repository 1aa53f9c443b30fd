//! A person as a ledger and data name them: by keys, of which some are better than others.

use crate::imported_row::ImportedRow;
use crate::invitation_timeline::InvitationTimeline;
use crate::standing::Standing;
use chrono::NaiveDate;

/// What a name is compared by, if it can be; data and ledger have to agree in that.
pub type NameKey<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a key is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyType {
    Name,
    /// A member's number.
    Number,
    /// The same in other letters, or an address that names a member without a slug.
    MemberId,
    Address,
}

pub(super) fn key_type(key: &str) -> KeyType {
    let sorts =
        [("name:", KeyType::Name), ("urn:li:member:", KeyType::Number), ("in/", KeyType::Address)];
    let sort = sorts.into_iter().find(|(start, _)| key.starts_with(start));
    sort.map_or(KeyType::MemberId, |(_, sort)| sort)
}

pub fn is_address(key: &str) -> bool {
    key_type(key) == KeyType::Address
}

/// Whether a key is no more than a name, which may be another's as well.
pub fn is_name(key: &str) -> bool {
    key_type(key) == KeyType::Name
}

/// Whether a key says more of who it is than another: a profile more than a name, and its address
/// more than a member id, which tells nobody anything.
pub fn is_better(key: &str, than: &str) -> bool {
    let rank = |key: &str| match key_type(key) {
        KeyType::Name => 0,
        KeyType::Number | KeyType::MemberId => 1,
        KeyType::Address => 2,
    };
    rank(key) > rank(than)
}

/// A name, unless it is no more than the slug or the id that the person's key is made from.
pub fn real_name<'a>(key: &str, name: &'a str) -> Option<&'a str> {
    let is_key = |text: &str| key == text || key.strip_prefix("in/") == Some(text);
    (!name.trim().is_empty() && !is_key(name)).then_some(name)
}

/// Somebody, as an account's data or the ledger know them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Person<'a> {
    pub key: &'a str,
    pub name: Option<&'a str>,
    /// Member ids that data have beside the key.
    pub member_ids: &'a [String],
    /// What is known of the invitation.
    pub sighting: InvitationTimeline<'a>,
    /// Whether several people may be meant, of whom nothing but the name is known.
    pub is_several: bool,
}

impl<'a> Person<'a> {
    /// Somebody whom a ledger knows.
    pub fn from_standing(key: &'a str, standing: &'a Standing) -> Self {
        // A connection by an unknown invitation is known by its key alone.
        let name = standing.name.as_deref().filter(|_| standing.is_invited());
        let (sighting, is_several) =
            (InvitationTimeline::of_standing(standing), standing.is_several);
        Self { key, name, sighting, is_several, ..Self::default() }
    }

    /// Somebody whom data have that reach until this day.
    pub fn from_row(seen: &ImportedRow<'a>, taken_on: NaiveDate) -> Self {
        let sighting = InvitationTimeline::of_seen(seen, taken_on);
        let ImportedRow { person: key, name, member_ids, is_several, .. } = *seen;
        Self { key, name, member_ids, sighting, is_several }
    }

    pub(super) fn called(&self, name_key: NameKey) -> Option<String> {
        name_key(real_name(self.key, self.name?)?)
    }
}

/// Somebody whom a ledger knows, with all that it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub account: String,
    pub key: String,
    pub standing: Standing,
}

impl KnownPerson {
    pub fn name(&self) -> Option<&str> {
        self.person().name
    }

    /// As they are compared with people of data.
    pub fn person(&self) -> Person<'_> {
        Person::from_standing(&self.key, &self.standing)
    }
}
