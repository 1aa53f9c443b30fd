//! Mutants of a strategy: copies with one change each, which its tests should notice.
//!
//! Invariant: a change is made at a span of the script's tree, in code and never within a text or a
//! comment; what does not parse afterwards, or does not run in any test, does not count.

mod accepted;
mod clauses;
mod comparisons;
mod days;
mod lists;
mod mutant;
mod numbers;
mod patterns;
mod rules;
mod score_spans;
mod scores;
mod trials;

pub(super) use accepted::Accepted;
use mutant::mutant;
pub(super) use mutant::{Mutant, mutants};
pub use trials::try_mutants;
