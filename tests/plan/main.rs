//! What always holds of a plan, on random invitations and strategies, against a model that decides
//! row by row.

#![expect(clippy::unwrap_used, reason = "a test whose data cannot be set up has to fail")]

mod agency;
#[path = "../random/effort.rs"]
mod effort;
mod holds;
mod late;
mod late_shapes;
mod ledger;
mod model;
mod recorded;
mod scores;
mod why;
mod windows;
