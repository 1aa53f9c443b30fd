//! From a graph to Polars expressions. A part that is used more than once is computed in a step of
//! its own, as a temporary column, so that the expressions grow with the graph and not with the
//! paths through it.
//!
//! Invariant: the lowered formula is unknown (null) exactly where the graph says unknown: Polars'
//! own `when` takes the other branch on an unknown condition, so one that may be unknown is asked
//! twice.

mod checked_arithmetic;
pub mod compare;
mod elementwise;
pub mod exact_sums;
mod integer_division;
pub mod kernel;
mod list;
mod lowercase;
mod lowered_formula;
mod methods;
mod number;
mod reached_probes;
pub mod replace;
mod text_search;
mod window;

pub use checked_arithmetic::checked_arithmetic;
pub use integer_division::{IntegerDivision, integer_divisions};
pub use lowered_formula::{LoweredFormula, checked_cum_sum, checked_sum, lower};
pub(crate) use methods::lower_text_method;
pub use number::may_misfit;
pub use reached_probes::{ProbedFormula, reached_probes};
