//! Raw tables become the one typed frame of invitations that everything else works on.
//!
//! Invariant: the same tables and settings give the same bytes; two people are never merged because
//! they share a name.

mod archive;
mod columns;
mod connections;
mod derive;
mod derived;
mod error;
mod keys;
mod matching;
mod moments;
mod none;
pub mod schema;
mod settings;
mod sift;
mod state;
mod summary;

pub use derive::{Invitations, derive};
pub use error::InvitationsError;
pub use settings::Settings;
pub use summary::by_account;
