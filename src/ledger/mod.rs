//! What data and people say to a ledger, and what it says to plans.
//!
//! The ledger itself is [`rescind_ledger`]; here its events meet invitations and plans.
//!
//! Invariant: what is recorded once is recorded once, however often and from how many sides it is
//! said; and nothing is recorded of which its author was not told.

mod account_as_whole;
mod carried_out;
mod columns;
mod corrected;
mod cut_off;
mod due_list;
mod events;
mod frames;
mod imported;
mod imported_rows;
mod invited_again;
mod known_accounts;
mod ledger_memory;
mod of_account;
mod people_of_plan;
mod progress_file;
mod recipe;
mod replayed;
mod saved;
mod saving;
mod sent;
mod stale;

pub use carried_out::{CarriedOut, RecordedBefore, carried_out};
pub use corrected::{StillJoined, corrected, later_imports, still_joined, whole_import};
pub use due_list::{DueList, Waiting, due_list};
pub use events::history;
pub use frames::{due, history_for_people, meanwhile, profile_url};
pub use imported::{Imported, ImportedAccount, demand_importable, imported};
pub use invited_again::{InvitedAgain, invited_again};
pub use ledger_memory::LedgerMemory;
pub use progress_file::{DoneByDay, ProgressFile};
pub use recipe::{ChangedFile, Recipe};
pub use replayed::{ChangedRow, Replayed, replayed};
pub use saved::{
    Inputs, MadeFrom, PROJECT, RECIPE, Saved, SavedPlan, SavedRow, last_saved, saved, saved_as,
};
pub use saving::save;
pub use sent::invitations_sent;
pub use stale::{Stale, staleness};
