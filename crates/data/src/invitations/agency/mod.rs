//! What an agency lays down about people, and where two of its accounts invite one person.

pub(super) mod conflicts;
pub(super) mod do_not_contact;
pub(super) mod protect;
