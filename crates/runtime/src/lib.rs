//! What everything runs on: bounds of time and memory, queries that keep them, and the files that
//! a run reads.

#![expect(missing_docs, reason = "where a comment can only rephrase a name, the name is enough")]

pub mod at_once;
pub mod deadline;
pub mod digest;
pub mod inputs;
pub mod nearest;
pub mod open;
pub mod outlet;
pub mod places;
pub mod problem;
pub mod query;
