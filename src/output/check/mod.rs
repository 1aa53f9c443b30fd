//! Diagnoses of scripts as people and programs read them: one file a form.

mod check_format;
mod github;
mod human;
mod json;
mod sarif;

pub use check_format::{CheckFormat, write_diagnoses};
