//! Everything that can be known of a script without carrying it out: errors and warnings together,
//! each with a code, a place and advice.
//!
//! Invariant: a warning is only given where it holds for whatever the data are; what cannot be
//! proved is not said.

mod cases;
mod check_script;
pub mod code_descriptions;
mod column_advice;
mod comparisons;
mod conditions;
mod domains;
mod interval_set;
mod missing_results;
mod possible_values;
mod preimage;
mod rules;
mod undecided;
mod usage;

pub use crate::diagnostic::{Diagnosis, LineColumn, Severity};
use check_script::DiagnosisSource;
pub use check_script::check;
