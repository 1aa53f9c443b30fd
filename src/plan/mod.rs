//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod candidates;
mod data;
mod decide;
mod schedule;

pub use crate::strategy::Verb;
pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verdict};
pub use decide::{PlanError, Settings, headroom, plan};
