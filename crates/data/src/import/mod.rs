//! Bytes → raw tables: archives, folders, other tools' exports, tracking sheets and Parquet, each
//! known by its header, each given to the account that it belongs to.
//!
//! Invariant: what was given is read or named in an error; what a folder merely holds is read if
//! it is known and passed over if not. No network, no writing, nothing outside what was given.

mod account_findings;
mod account_names;
mod accounts;
mod added_columns;
pub mod answers;
mod any_table;
mod bad_row;
pub mod beside;
pub mod blocks;
mod called;
mod cells;
mod claims;
mod csv;
pub mod dates;
mod decode;
pub mod degree;
mod error;
mod extents;
mod files;
mod filling;
pub mod folder;
mod formats;
mod header;
pub mod invitation_type;
mod json;
mod json_parts;
mod json_rows;
mod json_tables;
pub mod kinds;
mod links;
mod list;
pub mod marks;
mod member_id;
mod metered;
mod names_of_files;
mod no_people;
mod own_results;
mod other_subjects;
mod owners;
mod parquet;
pub mod person;
mod person_name;
mod phrase;
mod read;
mod rows;
pub mod scan;
mod sections;
mod slug;
pub mod scripts;
mod senders;
pub mod sources;
pub mod status;
pub mod status_words;
pub mod table;
pub mod texts;
pub mod understanding;
mod unknown_header;
mod workbook;
mod zip;

pub(crate) use account_findings::{ACCOUNT_UNKNOWN, unnamed as unnamed_account, unnamed_sheet};
pub use bad_row::{BadRow, Loss};
pub use claims::SOURCE_UNUSED;
pub use error::ImportError;
pub(crate) use names_of_files::{SnapshotDay, snapshot};
pub use read::{Progress, Refused, Source, Tables, read, read_each};
pub use sources::known::Descriptions;
