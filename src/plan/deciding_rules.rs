//! Which rule decides each pending invitation: what a test asks of a plan.

use super::candidate_columns::DECIDED;
use super::rule_columns::{with_columns, with_deciding_rule};
use crate::query::Query;
use crate::strategy::Strategy;
use polars::prelude::{LazyFrame, PolarsResult, col, lit};
use std::collections::HashMap;

/// The rule that decides every pending invitation, by the invitation's `id`: its index, or none
/// where no rule matches.
pub fn deciding_rules(
    strategy: &Strategy,
    invitations: &LazyFrame,
) -> PolarsResult<HashMap<String, Option<usize>>> {
    let pending = invitations.clone().filter(col("state").eq(lit("pending")));
    let decided = with_deciding_rule(strategy, with_columns(strategy, pending));
    let decided = decided.select([col("id"), col(DECIDED)]).rows()?;
    let ids = decided.column("id")?.str()?.iter();
    let numbers = decided.column(DECIDED)?.u32()?.iter();
    let rules = ids.zip(numbers).map(|(id, number)| {
        let rule = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        (id.unwrap_or_default().to_owned(), rule)
    });
    Ok(rules.collect())
}
