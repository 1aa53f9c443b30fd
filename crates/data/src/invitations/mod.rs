//! Raw tables become the one typed frame of invitations that everything else works on.
//!
//! Invariant: the same tables and settings give the same bytes; two people are never merged because
//! they share a name.

mod account_findings;
mod agency;
mod columns;
mod date_of_data;
mod derive;
mod empty_frame;
mod error;
mod find;
mod inspect;
mod merge;
mod no_usable_row;
mod outcome;
mod people;
mod recalled;
mod remarks;
mod row_fates;
mod scanned;
pub mod schema;
mod settings;
mod summary;
mod typed;

pub use account_findings::few;
pub use agency::do_not_contact::DoNotContact;
pub use agency::protect::Protect;
pub use columns::AGE_SPAN;
pub use date_of_data::{LastHappening, ListTaken, ListsTaken, Reach};
pub use derive::{Invitations, derive, further_columns};
pub use error::InvitationsError;
pub use find::{find, near_names};
pub use inspect::{FilledField, Inspected, Inspection, NotRead, inspect};
pub use outcome::aging::{AGES_TRIED_DAYS, Aging, NoOtherAge};
pub use outcome::attempts::ATTEMPTS;
pub use outcome::ranks::COUNTS;
pub use people::account_codes::AccountCodes;
pub use people::keys::name_key;
pub use people::member_slugs::MemberIds;
pub use people::named_person::NamedPerson;
pub use recalled::ended_invitations::EndedInvitation;
pub use recalled::history::HISTORY;
pub use recalled::ledger_past::Attempted;
pub use recalled::ledger_sheet::Remembered;
pub use recalled::memory::{Memory, Recollection, Recorded};
pub use recalled::unknown_accounts::strangers;
pub use remarks::{Reading, Word};
pub use row_fates::{Fates, PeopleCounts};
pub use scanned::named_people::POSITION;
pub use settings::{DerivationSettings, SENT_AT_ZONE};
pub use summary::by_account;
