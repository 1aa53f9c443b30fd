//! Strategies: what a script declares with the verbs. The verbs only declare; the plan runs the
//! whole strategy as one query.
//!
//! Invariant: a declared strategy is complete and checked against the columns; nothing of it can
//! fail on a row.

mod cells;
mod declare;
mod declared;
mod definitions;
mod depends;
mod live;
mod names;
mod notes;
mod param;
mod param_error;
mod param_given;
mod piece_reading;
mod run;
mod survey;
mod verb_table;
mod verbs;

pub use declare::Preset;
pub use declared::{DerivedColumn, Rule, Strategy, Verb, When};
pub use definitions::definitions;
pub use live::{EnteredPiece, Live};
pub use names::{NAMES, NameRow, figure_name, names_data};
pub use param::ParamValue;
pub use param_error::ParamError;
pub use param_given::ParamGiven;
pub use piece_reading::{LAST_VALUE, PieceReading};
pub use run::{Outcome, Script, Surroundings, run};
pub use survey::{Survey, survey};
pub use verb_table::{VERBS, VerbRow};
