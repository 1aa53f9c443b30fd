//! What is left of a limit, so that a plan proves what it claims.

use serde::Serialize;

/// What is left of a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headroom {
    /// The limit's code.
    pub limit: String,
    pub account: String,
    pub figure: i64,
    pub used: i64,
    /// How much is left; negative where the limit is exceeded.
    pub left: i64,
}
