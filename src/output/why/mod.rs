//! Explanations as people and programs read them.

mod human;
mod json;
mod sum;
mod verdict;
pub(super) mod words;

pub use verdict::why;
use verdict::{ExplainedVerdict, verdict};
