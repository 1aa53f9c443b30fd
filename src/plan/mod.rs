//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod again;
mod ages;
mod candidates;
mod counts;
mod data;
mod decide;
mod deciders;
mod explanation;
mod flip;
mod inner;
mod join;
mod late;
mod order;
mod outcome;
mod quotients;
mod reached;
mod recorded;
mod schedule;
mod terms;
mod trace;
mod why;

pub use crate::strategy::Verb;
pub use ages::Ages;
pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verdict};
pub use decide::{Accounts, PlanError, PlanInput, Settings, Stages, headroom, plan};
pub use deciders::deciders;
pub use explanation::{Explanation, Scheduled, Subject};
pub use flip::{Flip, is_looked_through, nearest};
pub use inner::{declared, inner};
pub use join::joined;
pub use outcome::{Picked, Place, Scope};
pub use reached::reached;
pub use terms::Term;
pub use trace::{Predicate, RuleTrace, Tried};
pub use why::{Why, why};
