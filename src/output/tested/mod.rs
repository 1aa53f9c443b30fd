//! What tests came to, as people and programs read it: one file a form.

mod human;
mod json;
mod junit;
mod test_format;

pub use test_format::{TestFormat, write_test_report};
use test_format::{label, location};
