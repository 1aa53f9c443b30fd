//! What tests came to, as people and programs read it: one file a form.

mod human;
mod json;
mod junit;
mod location;
mod test_format;

use location::{label, location};
pub use test_format::{TestFormat, write_test_report};
