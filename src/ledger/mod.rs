//! What data and people say to a ledger, and what it says to plans.
//!
//! The ledger itself is [`rescind_ledger`]; here its events meet invitations and plans.
//!
//! Invariant: what is recorded once is recorded once, however often and from how many sides it is
//! said; and nothing is recorded of which its author was not told.

mod carried_out;
mod corrected;
mod frames;
mod imported;
mod remembered;
mod saved;
mod sent;
mod stale;

pub use carried_out::{CarriedOut, carried_out};
pub use corrected::corrected;
pub use frames::{due, history};
pub use imported::{Imported, ImportedAccount, imported};
pub use remembered::{Asked, remembered};
pub use saved::{Inputs, SavedPlan, SavedRow, last_saved, save, saved};
pub use sent::invitations_sent;
pub use stale::{Stale, staleness};
