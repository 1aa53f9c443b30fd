//! What a plan consists of.
//!
//! Invariant: `actions` is sorted by account, date and rank, and no two rows share an `id`.

use crate::finding::{Finding, Level};
use crate::limits::Headroom;
use crate::strategy::Verb;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use polars::prelude::DataFrame;
use rhai::Position;
use serde::Serialize;

/// Whether a plan may be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No check has anything against it.
    Ok,
    /// Somebody should read the findings first.
    Warned,
    /// A limit refuses it.
    Refused,
}

impl Verdict {
    /// That on a plan with these findings.
    pub(super) fn of_findings(findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.level).max() {
            Some(Level::Refuse) => Self::Refused,
            Some(Level::Warn) => Self::Warned,
            _ => Self::Ok,
        }
    }

    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warned => "warned",
            Self::Refused => "refused",
        }
    }
}

/// The strategy that made a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrategyInfo {
    /// The script's name, without folder and extension.
    pub name: String,
    /// The SHA-256 of the script and of what it imports, in hexadecimal.
    pub sha256: String,
    /// Every parameter with the value that was used.
    pub params: IndexMap<String, serde_json::Value>,
    /// The parameters that have another value for some accounts, by account.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub account_params: IndexMap<String, IndexMap<String, serde_json::Value>>,
}

/// What a plan does to one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountPlan {
    pub account: String,
    /// Pending invitations before.
    pub pending: usize,
    /// Withdrawals in the plan.
    pub withdraw: usize,
    /// Pending invitations after.
    pub pending_after: usize,
    /// Days on which something is withdrawn.
    pub days: usize,
}

/// How often a rule decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// What the rule does.
    pub verb: Verb,
    /// Why, in the strategy's words.
    pub reason: String,
    /// The script that declares it, and where: rules of one verb and reason are told apart by it.
    #[serde(skip)]
    pub declared: (String, Position),
    /// Which invitations it is of, as a formula; none where it has none, and for programs, who have
    /// the script.
    #[serde(skip)]
    pub when: Option<String>,
    /// Pending invitations that it decided.
    pub matched: usize,
    /// Pending invitations that no earlier rule decided and of which a missing value left it
    /// unknown whether this one matches.
    pub undecided: usize,
    /// Of those, how many have no value in each column on which that depends; one may lack
    /// several. By the columns' names, the most first, without those that none lacks.
    pub undecided_by: IndexMap<String, usize>,
    /// Pending invitations that it would match, had no earlier rule decided.
    pub shadowed: usize,
}

impl RuleCount {
    /// What the undecided have no value of, as people read it: `has_note (4), age_days (1)`.
    pub fn missing_columns_text(&self) -> String {
        let columns = self.undecided_by.iter().map(|(name, count)| format!("{name} ({count})"));
        columns.collect::<Vec<_>>().join(", ")
    }
}

/// A decision for every pending invitation of the accounts that it names.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The instant at which ages were measured.
    pub as_of: DateTime<Utc>,
    /// The strategy that made it.
    pub strategy: StrategyInfo,
    /// Whether it may be carried out.
    pub verdict: Verdict,
    /// Every account that has pending invitations, by name.
    pub accounts: Vec<AccountPlan>,
    /// Every rule, in the order of the script.
    pub rules: Vec<RuleCount>,
    /// The withdrawals: `id`, `account`, `person`, `name` (str), `profile_url` (str?), `date`
    /// (date), `rank` (u32, from 1 within an account), `age_days` (i64?), `priority` (f64?),
    /// `reason` (str), `reconnect_on` (date), `follow_up` (str?), in this order.
    pub actions: DataFrame,
    /// What is left of each limit, by account.
    pub headroom: Vec<Headroom>,
    /// What the checks say.
    pub findings: Vec<Finding>,
}
