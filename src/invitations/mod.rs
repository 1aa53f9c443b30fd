//! Raw tables become the one typed frame of invitations that everything else works on.
//!
//! Invariant: the same tables and settings give the same bytes; two people are never merged because
//! they share a name.

mod accounts;
mod aging;
mod archive;
mod canonical;
mod canonical_csv;
mod columns;
mod comparable;
mod conflicts;
mod connections;
mod date_orders;
mod derive;
mod derived;
mod do_not_contact;
mod error;
mod fates;
mod find;
mod gather;
mod inspect;
mod keys;
mod listed;
mod matching;
mod memory;
mod messages;
mod named;
mod none;
mod people;
mod positions;
mod protect;
mod ranks;
mod remembered;
mod remarks;
mod said;
mod scanned;
pub mod schema;
mod settings;
mod sheet;
mod sift;
mod state;
mod stated;
mod summary;
mod tracking;
mod two_readings;
mod unheard;
mod values;
mod words;

pub use aging::{AGES_TRIED_DAYS, Aging};
pub use derive::{Invitations, derive, further_columns};
pub use do_not_contact::DoNotContact;
pub use error::InvitationsError;
pub use fates::{Fates, People};
pub use find::{find, near_names};
pub use inspect::{Filled, Inspected, Inspection, NotRead, inspect};
pub use keys::name_key;
pub use memory::{Memory, Recollection};
pub use named::Named;
pub use people::POSITION;
pub use protect::Protect;
pub use ranks::COUNTS;
pub use remarks::{Reading, Word};
pub use remembered::Remembered;
pub use settings::Settings;
pub use summary::by_account;
