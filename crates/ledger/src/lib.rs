//! What became of invitations, kept for good: an append-only log of events, in a file of SQLite or
//! a database of PostgreSQL.
//!
//! ```text
//! address → store (SQLite, PostgreSQL) ⇄ ledger → events → chain, lines of JSON
//!                                                       → standings (derived) → comparison, due
//! ```
//!
//! A [`Ledger`] is opened by its [`LedgerAddress`]. Events are recorded by [`Ledger::record`],
//! whose caller decides what to record while nobody else can, and read by [`Ledger::read`]. What
//! they come to, the [`Standings`], is derived from them where they are recorded, so that questions
//! stay quick however long a ledger grows.
//!
//! Invariant: no event is changed or deleted once it is recorded; the database itself refuses it,
//! and the [`Chain`] of hashes shows where somebody did it all the same.
//!
//! Invariant: events that are recorded together are there together, or none of them is: at whatever
//! moment the program, the disk or the server fails.

#![expect(missing_docs, reason = "where a comment can only rephrase a name, the name is enough")]

mod action;
mod ledger_address;
mod key_changes;
mod chain;
mod classify_change;
mod comparison;
mod derived;
pub mod detail;
mod due;
mod error;
mod event;
mod identity;
mod ledger;
mod stored_standings;
mod export_lines;
mod missing_from_list;
mod observed_state;
mod person;
mod postgres;
mod ranks;
mod record_identities;
mod imported_row;
mod row_and_standing;
mod invitation_timeline;
mod sqlite;
mod standing;
mod standings;
mod store;
mod compare_withdrawals;

pub use action::{Action, UnknownAction};
pub use chain::{BrokenLink, Chain, LinkFault};
pub use comparison::compare;
pub use due::{DuePerson, DueTerms, due_people};
pub use error::LedgerError;
pub use event::{Detail, Details, Event, Head, KeyChange, NO_PREDECESSOR, NewEvent, Occasion};
pub use export_lines::prove_lines;
pub use identity::{Identities, KnownPeople, resolve_identities};
pub use imported_row::{
    AccountRows, ChangeKind, ComparisonOutcome, ImportContext, ImportedRow, MissingFromList,
};
pub use invitation_timeline::{InvitationTimeline, may_be_of_one};
pub use key_changes::KeyChanges;
pub use ledger::{Ledger, NewRecords};
pub use ledger_address::{LedgerAddress, LedgerAddressError, PasswordSources};
pub use observed_state::{ObservedState, RecordedAction};
pub use person::{KnownPerson, NameKey, Person, is_address, is_better, is_name, real_name};
pub use ranks::{RowSelector, RowSelectorError, RowSelectors, select_ranks};
pub use record_identities::key_change_event;
pub use standing::{SAME_WITHIN_DAYS, Standing, Withdrawal, data_until};
pub use standings::Standings;
pub use store::{Document, EventFilter};
