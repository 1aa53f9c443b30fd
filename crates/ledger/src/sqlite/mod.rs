//! A ledger in a file of SQLite.
//!
//! Invariant: the file can be read by its owner only, and one that is no ledger, or one of a later
//! version, is left as it is.

mod derived;
#[cfg(test)]
mod query_plan_tests;
mod open;
mod sqlite_error;
mod sqlite_store;

pub(crate) use sqlite_store::Sqlite;
