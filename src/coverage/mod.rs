//! What tests reach of a strategy: its rules, its functions and the branches of its formulas.
//!
//! A script is rewritten with probes (`instrument`), run once more over what a test gives, and says
//! which of them were met: by Rhai where it computes something, by the rows of a frame where a
//! formula does.
//!
//! Invariant: a probe changes nothing that the script decides; a place is never said to be reached
//! by what no row reaches, nor the other way round.

mod covered_place;
mod instrument;
mod reached;

pub use covered_place::{CoveragePlace, PlaceKind};
pub use instrument::{InstrumentedScript, ProbeRegistry, instrument};
pub use reached::{CoveredScript, ReachedPlaces};
