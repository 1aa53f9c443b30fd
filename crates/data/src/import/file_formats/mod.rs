//! Bytes of each format → rows of cells: text (CSV and JSON), workbooks, Parquet, and the archives
//! that hold them.

pub(super) mod cells;
pub(super) mod csv;
pub(super) mod csv_blocks;
pub(super) mod decoding;
pub(super) mod json;
pub(super) mod json_fault;
pub(super) mod json_layouts;
pub(super) mod json_lists;
pub(super) mod json_parts;
pub(super) mod json_rows;
pub(super) mod json_tables;
pub(super) mod line_cells;
pub(super) mod links;
pub(super) mod metered_reader;
pub(super) mod ods_merged;
pub(super) mod parquet;
pub(super) mod parquet_extents;
pub(super) mod rows;
pub(super) mod sheet_filling;
pub(super) mod suspect_cells;
pub(super) mod swallowed_rows;
pub(super) mod text_encoding;
pub(super) mod workbook;
pub(super) mod workbook_fault;
pub(super) mod zip;
