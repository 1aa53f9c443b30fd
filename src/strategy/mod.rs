//! Strategies: what a script declares with the verbs. The verbs only declare; the plan runs the
//! whole strategy as one query.
//!
//! Invariant: a declared strategy is complete and checked against the columns; nothing of it can
//! fail on a row.

mod column_dependencies;
mod declaration_recorder;
mod declarations;
mod declared_strategy;
mod definitions;
mod live_script;
mod names;
mod param;
mod param_error;
mod param_input;
mod piece_reading;
mod run;
mod shared_cells;
mod survey;
mod verb_table;
mod verbs;

pub use declarations::Preset;
pub use declared_strategy::{DerivedColumn, Rule, RuleCondition, Strategy, Verb};
pub use definitions::definitions;
pub use live_script::{EnteredPiece, LiveScript};
pub use names::{NAMES, NameRow, figure_name, mentions_data};
pub use param::ParamValue;
pub use param_error::ParamError;
pub use param_input::ParamInput;
pub use piece_reading::{LAST_VALUE, PieceReading};
pub use run::{Script, ScriptEnvironment, ScriptOutcome, run};
pub use survey::{Survey, survey};
pub use verb_table::{VERBS, VerbRow};
