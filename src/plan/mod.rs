//! A plan: a decision for every pending invitation, and the withdrawals spread over days. Plain
//! data; what fills it is in the files beside this one, what writes it is in [`crate::output`].

mod account_checks;
mod ages;
mod candidate_columns;
mod candidates;
mod compiled_strategy;
mod data;
mod decide;
mod deciding_rules;
mod decision_trace;
mod explanation;
mod flip;
mod integer_divisions;
mod invited_again;
mod late_materialization;
mod left_out;
mod merge_plans;
mod order;
mod picked_invitation;
mod plan_error;
mod plan_input;
mod reached_probes;
mod recorded_withdrawals;
mod rule_columns;
mod rule_counts;
mod rule_trace;
mod schedule;
mod score_terms;
mod single_pass;

pub use crate::strategy::Verb;
pub use account_checks::headroom;
pub use ages::AgeFlips;
pub use compiled_strategy::{declaration_lines, explain_compilation};
pub use data::{AccountPlan, Plan, RuleCount, StrategyInfo, Verdict};
pub use decide::make_plan;
pub use deciding_rules::deciding_rules;
pub use decision_trace::{DecisionTrace, trace_decision};
pub use explanation::{ExplainedInvitation, Explanation, ScheduledWithdrawal};
pub use flip::{ParamFlip, is_search_exhaustive, nearest_flips};
pub use merge_plans::merge_plans;
pub use picked_invitation::{CandidateRank, DecisionScope, PickedInvitation};
pub use plan_error::PlanError;
pub use plan_input::{AccountFilter, PlanInput, PlanSettings, StageObserver};
pub use reached_probes::reached_probes;
pub use rule_trace::{Predicate, RuleOutcome, RuleTrace};
pub use score_terms::ScoreTerm;
