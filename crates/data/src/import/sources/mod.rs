//! What kinds of tables there are, as data.
//!
//! A *source* describes one kind of table: its role, the columns by which it is known, the columns
//! that fill each field with their spellings, what the words of its status column mean, and its
//! zone. LinkedIn's own tables of every era, all tools' lists and people's own sheets are such
//! descriptions, in `built_in.toml`. Adding a tool's export costs one description and one test.
//!
//! Bytes become a raw table in these stages, each with its input and output:
//!
//! 1. `formats`: bytes of whatever format (`csv`, `json`, `workbook`, `parquet`) → rows of cells
//!    (`cells`), decoded; `header`: where the table begins; `filling`: rows → columns;
//! 2. `recognise`: names of columns → the description that they fit best, and which column fills
//!    which [`field`]; the described come first, in the order of the file, people's sheets last;
//! 3. `values`: a sample of the rows → the shares of each column that are addresses, dates,
//!    relative ages, statuses; a sheet is settled by them, not by names alone;
//! 4. `understanding`: what was understood and why, to be shown before anybody trusts a plan.
//!
//! Invariant: `state` and `kind` make a table one of `invitations` only if their values are states
//! and kinds; what values decided against a name is a guess, and said.

pub(super) mod account_column;
mod action_results;
pub(super) mod advice;
pub(super) mod archive_additions;
pub(super) mod assign_fields;
pub(super) mod column_names;
mod column_remarks;
mod column_spellings;
mod dated_headings;
pub(super) mod declared_tables;
pub mod description;
mod description_values;
mod direction_columns;
pub mod field;
mod field_assignment;
pub(super) mod header_score;
mod inmail_column;
mod invitation_rows;
pub mod known_descriptions;
mod mail_columns;
mod message_columns;
mod observed_at_column;
mod outcome_columns;
pub mod outcome_fields;
pub mod possible_statuses;
pub(super) mod profile_column;
pub(super) mod recognise;
pub(super) mod recognised_header;
pub mod role;
mod sample;
mod sampled_values;
pub(super) mod sent_column;
mod status_column;
pub mod unread_column;

pub use column_names::snake_case;
pub use sent_column::is_any_day;

/// What standard input is called.
pub(super) const STANDARD_INPUT: &str = "standard input";
