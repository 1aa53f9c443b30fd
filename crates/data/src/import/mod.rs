//! Bytes → raw tables: archives, folders, other tools' exports, tracking sheets and Parquet, each
//! known by its header, each given to the account that it belongs to.
//!
//! Invariant: what was given is read or named in an error; what a folder merely holds is read if
//! it is known and passed over if not. No network, no writing, nothing outside what was given.

pub mod data_folder;
pub mod dates;
pub(crate) mod day_by_table_name;
pub mod description_snippets;
mod error;
mod file_formats;
mod files;
mod files_at_once;
mod format_readers;
mod ownership;
pub mod people_keys;
mod program_outputs;
pub mod raw_tables;
mod read;
mod reader;
pub mod sources;
pub mod table;
pub mod words;

pub use data_folder::table_error::TableError;
pub use error::ImportError;
pub(crate) use ownership::account_findings::{account_unnamed as unnamed_account, unnamed_sheet};
pub(crate) use ownership::names_of_files::{FileNameDate, split_date};
pub use raw_tables::bad_row::{BadRow, Loss};
pub use read::{ReadFailure, ReadProgress, Source, SourceTables, read, read_each};
pub use sources::known_descriptions::Descriptions;
