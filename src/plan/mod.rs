//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod ages;
mod candidates;
mod compiled_strategy;
mod rule_counts;
mod data;
mod decide;
mod deciding_rules;
mod explanation;
mod flip;
mod single_pass;
mod invited_again;
mod merge_plans;
mod late_materialization;
mod order;
mod picked_invitation;
mod integer_divisions;
mod reached_probes;
mod recorded_withdrawals;
mod schedule;
mod score_terms;
mod rule_trace;
mod decision_trace;

pub use crate::strategy::Verb;
pub use ages::AgeFlips;
pub use compiled_strategy::{declaration_lines, explain_compilation};
pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verdict};
pub use decide::{
    AccountFilter, PlanError, PlanInput, PlanSettings, StageObserver, headroom, make_plan,
};
pub use deciding_rules::deciding_rules;
pub use decision_trace::{DecisionTrace, trace_decision};
pub use explanation::{ExplainedInvitation, Explanation, ScheduledWithdrawal};
pub use flip::{ParamFlip, is_search_exhaustive, nearest_flips};
pub use merge_plans::merge_plans;
pub use picked_invitation::{CandidateRank, DecisionScope, PickedInvitation};
pub use reached_probes::reached_probes;
pub use rule_trace::{Predicate, RuleOutcome, RuleTrace};
pub use score_terms::ScoreTerm;
