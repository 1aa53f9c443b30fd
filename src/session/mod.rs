//! The data and the settings of a run, the same for every command: what scripts are run over and
//! plans are made from.
//!
//! Invariant: a session reads its data once; nothing in it reads the clock, `as_of` is given.

mod agency;
mod changed_modules;
mod data_folder;
mod decided_plan;
mod documentation;
mod formula_text;
mod import_scope;
mod inspection;
mod live;
mod opened_session;
mod planning;
mod run_scripts;
mod running;
mod script_file;
mod script_probes;
mod what_if;
mod why;

pub use crate::import::Descriptions;
pub use crate::invitations::LedgerAccess;
pub use agency::{Agency, PROTECTED};
pub use data_folder::{FrameOfFolder, ListOfFolder, Tell};
pub use decided_plan::Decided;
use opened_session::deriving;
pub use opened_session::{Session, Settings};
pub use running::Running;
pub use script_file::ScriptFile;
