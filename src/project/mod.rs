//! `rescind.toml`: a project's packs, accounts, data, limits, parameters, and what an agency lays
//! down for every strategy.
//!
//! Invariant: a pack of a project is had from its [`PackStore`] alone, and the store gives only
//! what it has verified.

mod do_not_contact;
mod edit;
mod file;
mod file_values;
mod find;
mod params;
mod protect;
mod store;

pub use edit::{with_pack, without_pack};
pub use file::{Account, PROJECT, Project, ProtectList};
pub use find::{Home, find, home};
pub use params::Params;
pub use store::PackStore;
