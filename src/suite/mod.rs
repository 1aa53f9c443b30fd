//! The strategies' own tests: the functions `test_…` of `NAME.test.rhai`, beside `NAME.rhai`.
//!
//! Invariant: a test sees the invitations that it gives, or a data set that it names, and nothing
//! else: no clock, no other test. The same files give the same result.

mod complete_row;
mod definitions;
mod expectation;
mod find;
mod functions;
mod given_error;
mod given_tables;
mod jobs;
mod mutants;
mod run;
mod snapshots;
mod test_codes;
mod test_names;
mod test_plan;
mod test_problems;
mod test_state;

pub use definitions::definitions;
pub use find::{Suite, TestFile, find};
pub use functions::{FUNCTIONS, TestFunction};
pub use jobs::{PanicMessage, run_jobs};
pub use mutants::try_mutants;
pub use run::{TestOptions, run};
