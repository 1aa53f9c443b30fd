//! The limits as they are written: those in force, and what is left of them.

use crate::finding::Finding;
use crate::limits::{Headroom, LimitInForce, Limits};

/// The limits in force and, where there are data, what is left of them and what the checks say.
#[derive(Clone, Copy, Debug)]
pub struct LimitsReport<'a> {
    pub limits: &'a Limits,
    /// What is left of each, by account; empty without data.
    pub headroom: &'a [Headroom],
    /// What the checks say; empty without data.
    pub findings: &'a [Finding],
}

/// Where a limit in force is from, or, in these words, that a file sets it.
pub(super) fn source_of(row: &LimitInForce, overridden: &str) -> String {
    let limit = row.limit;
    if row.is_overridden() {
        format!("{overridden}; built in: {} {}, {}", limit.figure, limit.unit, limit.level)
    } else {
        format!("{} ({}), read {}", limit.source, limit.kind.name(), limit.read_on)
    }
}
