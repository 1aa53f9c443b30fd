//! Whom rows are about: keys, and which rows are about one person.
//!
//! Invariant: two people who share a name are never merged.

pub(super) mod account_codes;
pub(super) mod accounts;
pub(super) mod key_hashes;
pub(super) mod keys;
pub(super) mod matching;
pub(super) mod member_slugs;
pub(super) mod members_by_name;
pub(super) mod named_person;
pub(super) mod person_rows;
