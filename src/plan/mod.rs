//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod ages;
mod candidates;
mod compiled_strategy;
mod counts;
mod data;
mod decide;
mod deciders;
mod explanation;
mod flip;
mod fold;
mod invited_again;
mod join;
mod late_columns;
mod order;
mod outcome;
mod quotients;
mod reached_probes;
mod recorded_withdrawals;
mod schedule;
mod terms;
mod trace;
mod why;

pub use crate::strategy::Verb;
pub use ages::Ages;
pub use compiled_strategy::{declared, inner};
pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verdict};
pub use decide::{Accounts, PlanError, PlanInput, PlanSettings, Stages, headroom, plan};
pub use deciders::deciders;
pub use explanation::{Explanation, Scheduled, Subject};
pub use flip::{Flip, is_looked_through, nearest};
pub use join::joined;
pub use outcome::{CandidatePosition, DecidedAmong, Picked};
pub use reached_probes::reached;
pub use terms::ScoreTerm;
pub use trace::{Predicate, RuleTrace, Tried};
pub use why::{Why, why};
