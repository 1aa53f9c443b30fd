//! What people have of their invitations, in whatever files, as one frame; and the limits of the
//! platform.
//!
//! Files become raw tables in [`import`], and tables become rows of [`invitations`]; neither knows
//! of scripts or plans.

#![expect(missing_docs, reason = "where a comment can only rephrase a name, the name is enough")]
#![cfg_attr(
    test,
    expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")
)]

pub mod account;
pub mod address;
pub mod archive_members;
pub mod finding;
mod finding_code;
pub mod import;
pub mod invitations;
pub mod limits;
pub mod settings;

pub(crate) use rescind_runtime::{deadline, inputs, nearest, open, parallel_map, query};
