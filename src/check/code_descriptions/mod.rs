//! What each code means that a script can be told of: its section in `docs/CHECKS.md` and its rule
//! in SARIF.
//!
//! Invariant: every code that is declared is here once; the example of a code raises that code and
//! no other, and nothing is said of the corrected one; a test runs them.

mod code_description;
mod formulas;
mod page;
mod rules;
mod scripts;
mod strategies;

pub use code_description::{CodeDescription, all_codes};
use code_description::{TOPICS, row};
pub use page::{markdown, section};
