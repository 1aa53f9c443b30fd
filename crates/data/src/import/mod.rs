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
mod bad_row;
pub mod blocks;
mod cells;
mod claims;
pub mod column_texts;
pub mod column_types;
mod csv;
mod csv_blocks;
pub mod dates;
mod decode;
pub mod degree;
mod error;
mod file_table;
mod files;
mod files_at_once;
mod filling;
pub mod folder;
mod formats;
mod header;
pub mod invitation_type;
mod json;
mod json_parts;
mod json_rows;
mod json_tables;
mod links;
mod list;
mod member_id;
mod metered_reader;
mod names_of_files;
mod no_people;
mod other_subjects;
mod owners;
pub mod paired_marks;
mod parquet;
mod parquet_extents;
pub mod person;
mod person_name;
mod program_outputs;
mod read;
mod rows;
pub mod scan;
pub mod scripts;
mod sections;
mod senders;
mod sent_by_name;
mod slug;
pub mod sources;
mod state_in_name;
pub mod status;
mod status_phrase;
pub mod status_words;
mod suspect_cells;
pub mod table;
pub mod test_data;
pub mod understanding;
mod unknown_header;
mod workbook;
mod zip;

pub(crate) use account_findings::{unnamed as unnamed_account, unnamed_sheet};
pub use bad_row::{BadRow, Loss};
pub use error::ImportError;
pub(crate) use names_of_files::{SnapshotDay, snapshot};
pub use read::{Progress, Refused, Source, Tables, read, read_each};
pub use sources::known_descriptions::Descriptions;
