//! Rows of cells → raw tables: where a table begins, its rows straight into columns of text, and
//! what is no row of it.

pub(super) mod bad_row;
pub(super) mod claims;
pub(crate) mod column_statistics;
pub mod column_texts;
pub mod column_types;
pub(super) mod filled_table;
pub(super) mod non_person_rows;
pub(super) mod other_header;
pub(super) mod parsed_table;
pub(super) mod sections;
pub(super) mod state_of_table;
pub(super) mod table_builder;
pub(super) mod table_start;
pub(super) mod text_columns;
pub mod understanding;
pub(super) mod unknown_header;
