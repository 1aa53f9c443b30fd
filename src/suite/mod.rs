//! The strategies' own tests: the functions `test_…` of `NAME.test.rhai`, beside `NAME.rhai`.
//!
//! Invariant: a test sees the invitations that it gives and nothing else: no data, no clock, no
//! other test. The same files give the same result.

mod expectation;
mod find;
mod functions;
mod given;
mod run;
mod state;

pub use find::{TestFile, find};
pub use functions::{FUNCTIONS, TestFunction};
pub use run::{Bench, run};
