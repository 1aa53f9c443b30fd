//! How queries are run: Polars looks neither at a clock nor at how much it holds, and what a
//! damaged file makes it do is as often a panic as an error.
//!
//! Invariant: every query is run here (Clippy refuses Polars' own `collect`), so that none outlasts
//! the bounds within which it runs, no panic of Polars' ends the program or reaches the screen, and
//! what a damaged file brought about names the file.

mod caught;
mod damaged;
mod keeping_order;
mod parts;
mod run_query;
mod watched;

pub use caught::{caught, quieten, unread, want_of_threads, words};
pub use damaged::{Damaged, broken_by};
pub use keeping_order::keeping_order;
pub use parts::{Parts, folded};
pub use run_query::{Query, QueryOutcome, collect, collect_all, columns, ended_in, stream};
use run_query::{engine_of_pieces, may_be_the_files};
