//! The keys of a person: addresses of profiles, ids of members, names.

pub(super) mod member_id;
pub mod person;
pub(super) mod person_name;
pub(super) mod slug;
pub(super) mod slug_end;
