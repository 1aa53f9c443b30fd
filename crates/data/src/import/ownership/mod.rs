//! Whose a table is.

pub(super) mod account_findings;
pub(super) mod account_names;
pub(super) mod accounts;
pub(super) mod added_columns;
pub(super) mod found_table;
pub(super) mod lone_tracker;
pub(super) mod names_of_files;
pub(super) mod owners;
pub(super) mod renamed_owner;
pub(super) mod senders;
