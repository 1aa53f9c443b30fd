//! The data and the settings of a run, the same for every command: what scripts are run over and
//! plans are made from.
//!
//! Invariant: a session reads its data once; nothing in it reads the clock, `as_of` is given.

mod agency;
mod changed_modules;
mod data_folder;
mod documentation;
mod explainable_plan;
mod flip_search;
mod formula_text;
mod import_resolver;
mod inspection;
mod live;
mod opened_session;
mod planning;
mod run_options;
mod run_scripts;
mod script_file;
mod script_probes;
mod why;

pub use crate::import::Descriptions;
pub use crate::invitations::LedgerAccess;
pub use agency::{AgencySettings, PROTECTED};
pub use data_folder::{FindingSink, FolderListReader, FrameReader};
pub use explainable_plan::ExplainablePlan;
use opened_session::derivation_settings;
pub use opened_session::{Session, SessionSettings};
pub use run_options::RunOptions;
pub use script_file::ScriptFile;
