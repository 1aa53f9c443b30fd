//! What an audit's page shows: for all accounts together, then for each, the figures that matter,
//! drawn; and at its end every table.

mod audit_chapters;
mod charts;
mod notes;

use audit_chapters::{AuditTables, AuditedAccounts};
pub(super) use audit_chapters::{chapters, with_charts};
