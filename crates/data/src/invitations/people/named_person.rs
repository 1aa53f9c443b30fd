//! A person as somebody names them: on a list, or on the command line.
//!
//! Invariant: in doubt somebody is meant: a name means everybody of that name, a word is taken for
//! a profile's slug and for a name. What can mean nobody is an error.

use crate::import::people_keys::person;
use rescind_ledger::KeyChanges;
use std::collections::BTreeSet;
use thiserror::Error;

/// What no slug has and no name: it comes from a list that was not read as it is meant.
const FOREIGN: &[char] = &[';', '<', '>', '@', '&', '"', '|', '\\'];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonReference {
    /// Keys of persons, as in the column `person`.
    pub(in crate::invitations) persons: BTreeSet<String>,
    /// The name as it is compared; none where a profile is named.
    pub(in crate::invitations) name: Option<String>,
}

/// Why what somebody wrote can mean nobody.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PersonReferenceError {
    #[error("`{}` is no person", .0.escape_debug())]
    ForeignSigns(String),
    #[error("`{0}` is no profile's address")]
    OtherAddress(String),
    /// Nothing in it is a name.
    #[error("`{0}` names nobody")]
    Nameless(String),
    #[error("it names nobody")]
    Empty,
}

impl PersonReference {
    /// Reads a profile's address, a slug with or without `in/`, a member's URN, or a name.
    ///
    /// # Errors
    /// Why it can mean nobody.
    pub fn parse(text: &str) -> Result<Self, PersonReferenceError> {
        let text = text.trim();
        if text.contains(FOREIGN) || text.contains(char::is_control) {
            return Err(PersonReferenceError::ForeignSigns(text.into()));
        }
        if let Some(key) = person::slug(text)
            .or_else(|| person::member(text))
            .or_else(|| person::member_of_address(text))
            .or_else(|| person::member_id(text))
        {
            let other = person::slug_of_former(&key).or_else(|| person::former_of_slug(&key));
            // Lists and commands may have the id in other letters.
            let other = other.or_else(|| Some(key.to_lowercase()));
            return Ok(Self { persons: other.into_iter().chain([key]).collect(), name: None });
        }
        if ["://", "/in/"].iter().any(|part| text.contains(part))
            || ["urn:", "in/"].iter().any(|part| text.starts_with(part))
        {
            return Err(PersonReferenceError::OtherAddress(text.into()));
        }
        let text = text.strip_prefix("name:").unwrap_or(text);
        let Some(name) = person::name_key(text) else {
            return Err(PersonReferenceError::Nameless(text.into()));
        };
        let mut persons = BTreeSet::from([format!("name:{name}")]);
        if !text.contains(char::is_whitespace) {
            persons.extend(person::slug(&format!("in/{text}")));
        }
        Ok(Self { persons, name: Some(name) })
    }

    /// Whoever is meant by any of these texts.
    ///
    /// # Errors
    /// Why the first of them can mean nobody, if none of them can mean anybody.
    pub fn by_any(texts: &[impl AsRef<str>]) -> Result<Self, PersonReferenceError> {
        let parsed = texts.iter().map(|text| Self::parse(text.as_ref()));
        let (meant, wrong): (Vec<_>, Vec<_>) = parsed.partition(Result::is_ok);
        let meant = meant.into_iter().flatten().reduce(|mut joined, more| {
            joined.persons.extend(more.persons);
            Self { name: joined.name.or(more.name), ..joined }
        });
        let problem = || wrong.into_iter().find_map(Result::err);
        meant.ok_or_else(|| problem().unwrap_or(PersonReferenceError::Empty))
    }

    /// Means whoever has another address by now, or had another before, by that one, too.
    pub fn add_other_addresses(&mut self, addresses: &KeyChanges) {
        let others = addresses.iter().filter_map(|(former, now)| {
            let has = |key: &str| self.persons.contains(key);
            if has(former) { Some(now) } else { has(now).then_some(former) }
        });
        let others: Vec<String> = others.map(String::from).collect();
        self.persons.extend(others);
    }

    /// The keys, as in the column `person`, that may be meant.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.persons.iter().map(String::as_str)
    }

    /// The key of the profile that is named; none where a name is.
    pub fn profile(&self) -> Option<&str> {
        let is_profile = self.name.is_none();
        self.persons.first().filter(|_| is_profile).map(String::as_str)
    }

    /// Whether this person is meant: by key, by address, or by name.
    pub fn means(&self, person: &str, name: Option<&str>, profile_url: Option<&str>) -> bool {
        let is_own = |key: &str| self.persons.contains(key);
        is_own(&person.to_lowercase())
            || [Some(person), profile_url]
                .into_iter()
                .flatten()
                .any(|address| person::slug(address).is_some_and(|slug| is_own(&slug)))
            || self.name.is_some() && name.and_then(person::name_key) == self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_meant_by_key_address_slug_member_and_name() {
        let url = Some("https://www.linkedin.com/in/Zo%C3%AB-B");
        for text in
            ["in/zoë-b", "zoë-b", "https://linkedin.com/in/zo%C3%AB-b/?x=1", "ZOË  B", "Zoë B, PhD"]
        {
            let named = PersonReference::parse(text).unwrap();
            assert!(named.means("in/zoë-b", Some("Zoë B"), None), "{text}");
            assert!(named.means("urn:li:member:9", Some("Zoë B"), url), "{text}");
            assert!(!named.means("in/other", Some("Zoe Bee"), None), "{text}");
        }
        let former = PersonReference::parse("linkedin.com/pub/ada-b/12/a65/123").unwrap();
        assert!(former.means("in/ada-b-123a6512", None, None));
        let slug = PersonReference::parse("in/ada-b-123a6512").unwrap();
        assert!(slug.means("pub/ada-b/12/a65/123", None, None));
        assert!(PersonReference::parse("urn:li:member:9").unwrap().means(
            "urn:li:member:9",
            None,
            None
        ));
        assert!(PersonReference::parse("name:ann lee").unwrap().means("name:ann lee", None, None));
        assert_eq!(PersonReference::parse("in/ada").unwrap().profile(), Some("in/ada"));
        assert_eq!(PersonReference::parse("ada").unwrap().profile(), None);
    }
}
