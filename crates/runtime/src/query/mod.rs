//! How queries are run: Polars looks neither at a clock nor at how much it holds, and what a
//! damaged file makes it do is as often a panic as an error.
//!
//! Invariant: every query is run here (Clippy refuses Polars' own `collect`), so that none outlasts
//! the bounds within which it runs, no panic of Polars' ends the program or reaches the screen, and
//! what a damaged file brought about names the file.

mod accumulators;
mod damaged_file;
mod ordered_join;
mod panics;
mod run_query;
mod run_watched;

pub use accumulators::{Accumulators, collect_with_accumulators};
pub use damaged_file::{DamagedFile, damaged_file_of};
pub use ordered_join::ordered_join;
pub use panics::{catch_panic, panic_message, silence_panics, thread_shortage, unreadable_reason};
pub use run_query::{
    Query, QueryOutcome, collect, collect_all, columns, interruption_of_query, stream,
};
use run_query::{engine_of_pieces, may_be_the_files};
