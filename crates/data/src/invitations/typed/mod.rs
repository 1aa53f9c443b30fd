//! Raw tables → typed rows: one file for each kind of table, and what all of them have in common.
//!
//! A table comes in with text alone, and goes out as rows whose days, people and
//! outcomes are known, or said not to be.

pub(super) mod ambiguous_days;
pub(super) mod archive;
pub(super) mod connections;
pub(super) mod date_orders;
pub(super) mod dated_sheets;
pub(super) mod failed_rows;
pub(super) mod list_day;
pub(super) mod messages;
pub(super) mod outcome_days;
pub(super) mod outcome_logs;
pub(super) mod row_people;
pub(super) mod sent_lists;
pub(super) mod sheet;
pub(super) mod sheet_days;
pub(super) mod stated_outcome;
pub(super) mod stated_types;
pub(super) mod table_cleaner;
pub(super) mod typed_archive;
pub(super) mod unread_outcomes;
