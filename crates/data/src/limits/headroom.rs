//! What is left of a limit, so that a plan proves what it claims.

use serde::Serialize;

/// What is left of a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headroom {
    /// The limit's code.
    pub limit: String,
    pub account: String,
    /// The figure in force.
    pub figure: i64,
    /// How much of it is used.
    pub used: i64,
    /// How much is left; negative where the limit is exceeded.
    pub left: i64,
}
