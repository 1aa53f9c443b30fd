//! From a graph to Polars expressions. A part that is used more than once is computed in a step of
//! its own, as a temporary column, so that the expressions grow with the graph and not with the
//! paths through it.
//!
//! Invariant: the lowered formula is unknown (null) exactly where the graph says unknown: Polars'
//! own `when` takes the other branch on an unknown condition, so one that may be unknown is asked
//! twice.

mod checked;
pub mod compare;
pub mod decimals;
pub mod kernel;
mod list;
mod lowercase;
mod lowered_formula;
mod methods;
mod number;
mod quotient;
mod reached_probes;
pub mod replace;
mod rows;
mod text_search;
mod window;

pub use checked::checked;
pub use lowered_formula::{Lowered, lower, summed, summed_so_far};
pub(crate) use methods::lowered_texts;
pub use number::may_misfit;
pub use quotient::{Quotient, quotients};
pub use reached_probes::{WatchedFormula, reached};
