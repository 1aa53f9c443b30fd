//! Raw tables become the one typed frame of invitations that everything else works on.
//!
//! Invariant: the same tables and settings give the same bytes; two people are never merged because
//! they share a name.

mod account_findings;
mod agency;
mod columns;
mod data_reach;
mod derive;
mod empty_frame;
mod error;
mod find;
mod ledger_access;
mod frame;
mod inspect;
mod merge;
mod no_usable_row;
mod outcome;
mod people;
mod recalled;
mod remarks;
mod row_tally;
mod scanned;
pub mod schema;
mod settings;
mod summary;
mod typed;
mod typed_tables;

pub use account_findings::first_few;
pub use agency::do_not_contact::DoNotContact;
pub use agency::protect::ProtectedPeople;
pub use columns::AGE_SPAN;
pub use data_reach::{DataReach, LatestActivity, SentListInfo, SentListsByAccount};
pub use derive::{derive, further_columns};
pub use error::InvitationsError;
pub use find::{find, near_names};
pub use frame::Invitations;
pub use inspect::{FilledField, InspectedFile, Inspection, InspectionProblem, inspect};
pub use ledger_access::EndedInvitation;
pub use ledger_access::LedgerContact;
pub use ledger_access::RecordedOutcome;
pub use ledger_access::{LedgerAccess, LedgerReader, LedgerRecords};
pub use outcome::aging::{AGES_TRIED_DAYS, AgeSimulation, AgeSimulationError};
pub use outcome::ranks::RANK_COLUMNS;
pub use people::account_codes::AccountInterner;
pub use people::keys::name_key;
pub use people::member_slugs::MemberIds;
pub use people::named_person::PersonReference;
pub use recalled::attempts::ATTEMPT_COLUMNS;
pub use recalled::history::HISTORY_COLUMNS;
pub use recalled::unknown_accounts::unknown_account_findings;
pub use remarks::{ColumnReading, WordMeaning};
pub use row_tally::{PeopleCounts, RowTally};
pub use scanned::named_people::POSITION;
pub use settings::{DerivationSettings, SENT_AT_ZONE};
pub use summary::summarise_accounts;
