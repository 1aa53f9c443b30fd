//! What an explanation comes to, in a word.

use crate::plan::Explanation;

/// What the strategy and the plan make of the invitation, in a few words.
pub(super) fn decision_of(explanation: &Explanation) -> ExplainedDecision {
    let subject = &explanation.subject;
    let decided = explanation.why.decided_by.map(|index| &explanation.why.rules[index]);
    match decided {
        _ if subject.state != "pending" => ExplainedDecision::NotPending,
        Some(rule) if rule.verb == crate::plan::Verb::Keep => ExplainedDecision::Kept,
        Some(_) if subject.kind == "inmail" => ExplainedDecision::InMail,
        Some(_) if explanation.scheduled.is_some() => ExplainedDecision::Withdrawn,
        Some(_) => ExplainedDecision::NotReached,
        None => ExplainedDecision::KeptByDefault,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExplainedDecision {
    Withdrawn,
    Kept,
    /// No rule matches it.
    KeptByDefault,
    /// It is a candidate, but the plan withdraws fewer than there are.
    NotReached,
    /// A rule would withdraw it, but InMail cannot be.
    InMail,
    /// It is not pending, so nothing is decided.
    NotPending,
}

impl ExplainedDecision {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Kept => "kept",
            Self::KeptByDefault => "kept-by-default",
            Self::NotReached => "not-reached",
            Self::InMail => "inmail",
            Self::NotPending => "not-pending",
        }
    }
}
