//! What data and people say to a ledger, and what it says to plans.
//!
//! The ledger itself is [`rescind_ledger`]; here its events meet invitations and plans.
//!
//! Invariant: what is recorded once is recorded once, however often and from how many sides it is
//! said; and nothing is recorded of which its author was not told.

mod account_data;
mod carried_out;
mod compared_columns;
mod corrections;
mod cut_off_lists;
mod due_list;
mod frames;
mod history_frame;
mod import_header;
mod imported;
mod imported_rows;
mod invited_again;
mod known_accounts;
mod ledger_memory;
mod people_of_plan;
mod plan_difference;
mod progress_file;
mod recipe;
mod save_plan;
mod saved_plan;
mod sent;
mod stale;

pub use carried_out::{AlreadyRecorded, CarriedOutSummary, record_carried_out};
pub use corrections::{
    RemainingAlias, later_imports, record_corrections, remaining_aliases, whole_import,
};
pub use due_list::{DueList, WaitingPeople, due_list};
pub use frames::{due_frame, history_for_people, meanwhile, profile_url};
pub use history_frame::history_frame;
pub use imported::{ImportSummary, ImportedAccount, demand_importable, record_import};
pub use invited_again::{RecordedInvitation, record_invited_again};
pub use ledger_memory::LedgerRecollection;
pub use plan_difference::{ChangedRow, PlanDifference, compare_documents};
pub use progress_file::{DoneByDay, ProgressFile};
pub use recipe::{ChangedFile, Recipe};
pub use save_plan::save_plan;
pub use saved_plan::{
    PROJECT, PlanProvenance, ProvenanceInputs, RECIPE, SaveOutcome, SavedPlan, SavedRow,
    find_saved_plan, last_saved, resolve_saved_plan, short_id,
};
pub use sent::invitations_sent;
pub use stale::{StaleRow, find_stale_rows};
