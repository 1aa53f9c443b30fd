//! What became of invitations, kept for good: an append-only log of events, in a file of SQLite or
//! a database of PostgreSQL.
//!
//! ```text
//! address → store (SQLite, PostgreSQL) ⇄ ledger → events → chain, lines of JSON
//!                                                       → standings (derived) → comparison, due
//! ```
//!
//! A [`Ledger`] is opened by its [`Address`]. Events are recorded by [`Ledger::record`], whose
//! caller decides what to record while nobody else can, and read by [`Ledger::read`]. What they
//! come to, the [`Standings`], is derived from them where they are recorded, so that questions stay
//! quick however long a ledger grows.
//!
//! Invariant: no event is changed or deleted once it is recorded; the database itself refuses it,
//! and the [`Chain`] of hashes shows where somebody did it all the same.
//!
//! Invariant: events that are recorded together are there together, or none of them is: at whatever
//! moment the program, the disk or the server fails.

#![expect(missing_docs, reason = "where a comment can only rephrase a name, the name is enough")]

mod action;
mod address;
mod addresses;
mod chain;
mod change_of_seen;
mod comparison;
mod derived;
pub mod detail;
mod due;
mod error;
mod event;
mod identity;
mod ledger;
mod known;
mod lines;
mod missed;
mod observed;
mod person;
mod postgres;
mod ranks;
mod recognized;
mod shown;
mod sight;
mod sighting;
mod sqlite;
mod standing;
mod standings;
mod store;
mod withdrawn_alone;

pub use action::{Action, UnknownAction};
pub use address::{Address, AddressError, Environment};
pub use addresses::Addresses;
pub use chain::{BrokenLink, Chain, LinkFault};
pub use comparison::compare;
pub use due::{DuePerson, DueTerms, due};
pub use error::LedgerError;
pub use event::{Detail, Details, Event, Head, Moved, NO_PREDECESSOR, NewEvent, Occasion};
pub use identity::{Identities, KnownPeople, identities};
pub use ledger::{Ledger, Records};
pub use lines::prove_lines;
pub use observed::{Observed, Witnessed};
pub use person::{KnownPerson, NameKey, Person, is_address, is_better, is_name, real_name};
pub use ranks::{NotWanted, Wanted, WantedList, chosen};
pub use recognized::recognized;
pub use shown::{Change, Compared, Missed, Seen, Shown, Taken};
pub use sighting::{Sighting, may_be_of_one};
pub use standing::{SAME_WITHIN_DAYS, Standing, Withdrawal, reached};
pub use standings::Standings;
pub use store::{Document, Selection};
