//! What a script has declared: its verbs, rules, columns, order and amounts.

use super::param::ParamValue;
use crate::script::Frame;
use crate::script::operand::Operand;
use indexmap::IndexMap;
use rhai::Position;
use serde::Serialize;

/// What a rule does with an invitation that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    Keep,
    /// The invitation is a candidate for withdrawal.
    Withdraw,
}

impl Verb {
    /// The name in scripts and in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Which invitations a rule matches.
#[derive(Clone, Debug)]
pub enum RuleCondition {
    /// Those of which this holds.
    Holds(Operand),
    /// Those in this frame, by `id`.
    InFrame(Box<Frame>),
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub verb: Verb,
    /// Why, in the script's words.
    pub reason: String,
    pub when: RuleCondition,
    /// What to do once a withdrawn person may be invited again.
    pub follow_up: Option<String>,
    pub position: Position,
    pub script: String,
}

/// A further column, for the rules and formulas below it.
#[derive(Clone, Debug)]
pub struct DerivedColumn {
    pub name: String,
    pub value: Operand,
    pub position: Position,
    pub script: String,
}

impl Rule {
    /// What holds of those that it matches; none where they are in a frame, which brings its own
    /// columns.
    pub fn condition(&self) -> Option<&Operand> {
        match &self.when {
            RuleCondition::Holds(operand) => Some(operand),
            RuleCondition::InFrame(_) => None,
        }
    }
}

impl Strategy {
    /// Whether a decision depends on other invitations than its own.
    pub fn looks_at_other_rows(&self) -> bool {
        // The agency's rule looks at the person alone.
        let script_rules = self.rules.iter().skip(usize::from(self.is_guarded));
        (script_rules.filter_map(Rule::condition))
            .chain(self.columns.iter().map(|column| &column.value))
            .any(Operand::looks_at_other_rows)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Strategy {
    /// The parameters with the values in force, in the order of the script.
    pub params: IndexMap<String, ParamValue>,
    /// What each parameter is for, by its name.
    pub helps: IndexMap<String, String>,
    /// Further columns, in the order of the script.
    pub columns: Vec<DerivedColumn>,
    /// The rules, in the order of the script.
    pub rules: Vec<Rule>,
    /// Higher goes first within an account.
    pub priority: Option<Operand>,
    /// How many invitations an account keeps pending.
    pub target_pending: Option<usize>,
    /// How many an account withdraws at most in one plan.
    pub at_most: Option<usize>,
    /// Whether the first rule is not the script's, but the agency's: it keeps whom that protects.
    pub is_guarded: bool,
}
