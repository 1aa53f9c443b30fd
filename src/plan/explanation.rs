//! Why one person's invitation is kept or withdrawn, whole: the decision and its rules, the place
//! in the plan, and what would flip it.

use super::ages::AgeFlips;
use super::decision_trace::DecisionTrace;
use super::flip::ParamFlip;
use crate::limits::Headroom;
use chrono::NaiveDate;

/// The invitation that is explained.
#[derive(Clone, Debug)]
pub struct ExplainedInvitation {
    pub id: String,
    pub account: String,
    /// Who was invited.
    pub name: String,
    pub profile_url: Option<String>,
    /// `connection` or `inmail`.
    pub kind: String,
    pub state: String,
    pub known_by: String,
    /// The day on which it was sent, in UTC.
    pub sent_on: Option<NaiveDate>,
    pub age_days: Option<i64>,
}

/// When it is withdrawn.
#[derive(Clone, Debug)]
pub struct ScheduledWithdrawal {
    /// The day.
    pub date: NaiveDate,
    /// The rank within the account, from 1.
    pub rank: u32,
    /// From when on the person may be invited again.
    pub reconnect_on: NaiveDate,
    /// What to do then.
    pub follow_up: Option<String>,
}

/// Why one person's invitation is kept or withdrawn.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The strategy's name.
    pub strategy: String,
    /// The day of the run.
    pub as_of: NaiveDate,
    /// The invitation.
    pub subject: ExplainedInvitation,
    /// The rules, the priority and the nearest ages.
    pub why: DecisionTrace,
    /// The nearest ages at which the decision is another.
    pub ages: AgeFlips,
    /// When it is withdrawn, if it is.
    pub scheduled: Option<ScheduledWithdrawal>,
    /// How many withdrawals the plan has for the account.
    pub withdrawals: usize,
    /// How many the plan withdraws for the account on the same day.
    pub on_its_day: usize,
    /// Whether a limit refuses the plan.
    pub is_refused: bool,
    /// What is left of the account's limits.
    pub headroom: Vec<Headroom>,
    /// What would flip the decision.
    pub flips: Vec<ParamFlip>,
    /// The parameters of which other values were tried.
    pub params_tried: Vec<String>,
    /// Those among them of which only a few were: texts and lists have no nearest value.
    pub params_tried_in_part: Vec<String>,
    /// Whether the strategy looks at more of the time than ages, so that an age is not all that
    /// another day changes.
    pub depends_on_day: bool,
    /// The scripts' texts, by name.
    pub texts: Vec<(String, String)>,
}
