//! What everything runs on: bounds of time and memory, queries that keep them, and the files that
//! a run reads.

#![expect(missing_docs, reason = "where a comment can only rephrase a name, the name is enough")]

pub mod deadline;
pub mod digest;
pub mod inputs;
pub mod nearest;
pub mod open;
pub mod parallel_map;
pub mod pipe_writer;
pub mod problem;
pub mod query;
pub mod script_positions;
