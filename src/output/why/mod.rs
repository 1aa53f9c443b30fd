//! Explanations as people and programs read them.

mod human;
mod json;
mod sum;
mod verdict;
pub(super) mod words;

pub use verdict::write_explanation;
use verdict::{ExplainedDecision, decision_of};
