//! `rescind.toml`: a project's packs, accounts, data, limits, parameters, and what an agency lays
//! down for every strategy.
//!
//! Invariant: a pack of a project is had from its [`PackStore`] alone, and the store gives only
//! what it has verified.

mod do_not_contact;
mod edit;
mod file_values;
mod find;
mod params;
mod project_file;
mod protect;
mod store;

pub use edit::{with_pack, without_pack};
pub use find::{ScriptLocation, find, locate_script};
pub use params::ProjectParams;
pub use project_file::{PROJECT, Project, ProjectAccount, ProtectList};
pub use store::PackStore;
