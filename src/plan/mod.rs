//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod data;

pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verb, Verdict};
