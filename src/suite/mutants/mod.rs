//! Mutants of a strategy: copies with one change each, which its tests should notice.
//!
//! Invariant: a change is made at a span of the script's tree, in code and never within a text or a
//! comment; what does not parse afterwards, or does not run in any test, does not count.

mod accepted;
mod all_mutants;
mod clauses;
mod comparisons;
mod days;
mod lists;
mod mutant;
mod numbers;
mod patterns;
mod rules;
mod score_spans;
mod terms;
mod try_mutants;

pub(super) use accepted::AcceptedMutant;
pub(super) use all_mutants::mutants;
pub(super) use mutant::Mutant;
use mutant::mutant;
pub use try_mutants::try_mutants;
