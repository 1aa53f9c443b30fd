//! Joins whose rows come in the same order in every run.

use polars::prelude::{JoinArgs, JoinType, MaintainOrderJoin};

/// The arguments of a join that keeps the order of the rows on the left, and of those on the right
/// that one of them meets: a join that is not told to gives rows in any order.
pub fn ordered_join(how: JoinType) -> JoinArgs {
    JoinArgs { maintain_order: MaintainOrderJoin::LeftRight, ..JoinArgs::new(how) }
}
