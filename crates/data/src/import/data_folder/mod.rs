//! The data folder: what scripts and their tests read by name.

pub(super) mod file_table;
pub mod folder;
pub(super) mod list;
pub mod scan;
pub mod scripts;
pub(super) mod table_error;
pub mod test_data;
