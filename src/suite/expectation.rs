//! What a test expects of a plan, and what is said where that does not hold.
//!
//! Invariant: an expectation that does not hold is noted and the test goes on, so that one run
//! shows all of them; what cannot be asked at all ends the test.

use super::test_codes;
use super::test_plan::TestPlan;
use super::test_state::{TestScript, TestState};
use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::plan::{
    DecisionTrace, ExplainedInvitation, RuleOutcome, RuleTrace, ScheduledWithdrawal, Verb,
};
use crate::script::error::{ScriptResult, script_error};
use crate::strategy::Rule;
use crate::syntax::{clause_around, token_at};
use crate::test_report::{FailedExpectation, RuleFailure};
use indexmap::IndexSet;
use miette::NamedSource;
use polars::prelude::PolarsError;
use rhai::Position;
use std::sync::Arc;

/// What a test expects of one invitation.
#[derive(Clone)]
pub(super) struct Expectation {
    state: TestState,
    plan: TestPlan,
    subject: Arc<ExplainedInvitation>,
    /// The rule that decides, by its index.
    decided_by: Option<usize>,
    scheduled: Arc<Option<ScheduledWithdrawal>>,
    /// Whether an earlier expectation of the same chain does not hold: what follows from that is
    /// not said again.
    has_failed: bool,
}

impl Expectation {
    /// Of the one invitation that a name, a slug or an id stands for.
    pub(super) fn on_person(
        state: &TestState,
        plan: TestPlan,
        person: &str,
        at: Position,
    ) -> ScriptResult<Self> {
        let failed = |error: Error| {
            let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
            script_error(test_codes::EXPECT, at, error.to_string(), help)
        };
        let subject = plan.session.find_invitation(person).map_err(failed)?;
        let decided_by = match plan.deciders.get(&subject.id) {
            Some(rule) => *rule,
            // One that is not pending is no part of the plan, and can be asked for all the same.
            None => {
                let why = plan.session.explain(&plan.decided, &subject);
                why.map_err(|error| failed(error.into()))?.decided_by
            }
        };
        let scheduled = plan.decided.scheduled_withdrawal(&subject.id);
        let scheduled = scheduled.map_err(|error: PolarsError| failed(error.into()))?;
        Ok(Self {
            state: state.clone(),
            plan,
            subject: Arc::new(subject),
            decided_by,
            scheduled: Arc::new(scheduled),
            has_failed: false,
        })
    }

    pub(super) fn withdrawn(mut self, reason: Option<&str>, at: Position) -> ScriptResult<Self> {
        self.demand_rule(Verb::Withdraw, reason, at)?;
        let holds = self.scheduled.is_some()
            && self
                .decides(Verb::Withdraw)
                .is_some_and(|decider| reason.is_none_or(|r| r == decider));
        let expected = match reason {
            Some(reason) => format!("to be withdrawn as {reason:?}"),
            None => "to be withdrawn".into(),
        };
        self.note(holds, &expected, reason.map(|wanted| (Verb::Withdraw, wanted)), at);
        Ok(self)
    }

    pub(super) fn kept(mut self, reason: &str, at: Position) -> ScriptResult<Self> {
        self.demand_rule(Verb::Keep, Some(reason), at)?;
        let holds = self.decides(Verb::Keep) == Some(reason);
        let expected = format!("to be kept as {reason:?}");
        self.note(holds, &expected, Some((Verb::Keep, reason)), at);
        Ok(self)
    }

    pub(super) fn by_default(mut self, at: Position) -> Self {
        let holds = self.decided_by.is_none();
        self.note(holds, "to be kept by default", None, at);
        self
    }

    pub(super) fn left(mut self, reason: &str, at: Position) -> ScriptResult<Self> {
        self.demand_rule(Verb::Withdraw, Some(reason), at)?;
        let holds = self.scheduled.is_none()
            && self.not_withdrawable_reason().is_none()
            && self.decides(Verb::Withdraw) == Some(reason);
        let expected = format!("to be left for another plan as {reason:?}");
        self.note(holds, &expected, Some((Verb::Withdraw, reason)), at);
        Ok(self)
    }

    pub(super) fn ranked(mut self, rank: i64, at: Position) -> Self {
        let scheduled_rank =
            self.scheduled.as_ref().as_ref().map(|scheduled| i64::from(scheduled.rank));
        self.note(scheduled_rank == Some(rank), &format!("to have rank {rank}"), None, at);
        self
    }

    pub(super) fn on_day(mut self, day: i64, at: Position) -> Self {
        self.note(self.day() == Some(day), &format!("to be withdrawn on day {day}"), None, at);
        self
    }

    pub(super) fn followed_up(mut self, what: &str, at: Position) -> Self {
        let follow_up =
            self.scheduled.as_ref().as_ref().and_then(|scheduled| scheduled.follow_up.as_deref());
        let holds = follow_up == Some(what);
        let outcome = match follow_up {
            None if self.scheduled.is_some() => {
                Some(format!("{}, without a follow-up", self.outcome()))
            }
            _ => None,
        };
        let outcome = outcome.unwrap_or_else(|| self.outcome());
        self.record_with_outcome(
            holds,
            &format!("to be followed up with {what:?}"),
            outcome,
            None,
            at,
        );
        self
    }

    /// The day of the plan on which it is withdrawn, from 1.
    fn day(&self) -> Option<i64> {
        let scheduled = self.scheduled.as_ref().as_ref()?;
        Some((scheduled.date - self.plan.day).num_days() + 1)
    }

    /// The reason of the rule that decides, if it has this verb.
    fn decides(&self, verb: Verb) -> Option<&str> {
        let rule = &self.rules()[self.decided_by?];
        (rule.verb == verb).then_some(rule.reason.as_str())
    }

    /// A reason that no rule has can never be met: that is a slip of the test.
    fn demand_rule(&self, verb: Verb, reason: Option<&str>, at: Position) -> ScriptResult<()> {
        let Some(reason) = reason else { return Ok(()) };
        let of_verb = self.rules().iter().filter(|rule| rule.verb == verb);
        let known: Vec<&str> = of_verb.map(|rule| rule.reason.as_str()).collect();
        if known.contains(&reason) {
            return Ok(());
        }
        let message = format!("the strategy has no rule `{}({reason:?}, …)`", verb.name());
        let help = did_you_mean(reason, known.into_iter(), "a reason");
        Err(script_error(test_codes::EXPECT, at, message, Some(help)))
    }

    fn rules(&self) -> &[Rule] {
        &self.plan.decided.strategy.rules
    }

    fn note(&mut self, holds: bool, expected: &str, rules: Option<(Verb, &str)>, at: Position) {
        let outcome = self.outcome();
        self.record_with_outcome(holds, expected, outcome, rules, at);
    }

    fn record_with_outcome(
        &mut self,
        holds: bool,
        expected: &str,
        outcome: String,
        rules: Option<(Verb, &str)>,
        at: Position,
    ) {
        let case = {
            let mut progress = self.state.lock();
            progress.expectations += 1;
            progress.case.clone()
        };
        if holds || self.has_failed {
            return;
        }
        self.has_failed = true;
        let message = format!("expected {} {expected}", self.subject.name);
        let values = self.plan.values(&self.subject.name, &self.subject.id);
        let help: Vec<String> = values.into_iter().chain(case).collect();
        let help = (!help.is_empty()).then(|| help.join("\n"));
        // Only what fails is explained, for that costs more than the plan.
        let rules = match self.plan.session.explain(&self.plan.decided, &self.subject) {
            Ok(why) => self.explain_rules(&why, rules),
            Err(_) => vec![],
        };
        let failure = failure(&self.state.shared.tests, at, message, outcome, help, rules);
        self.state.lock().failures.push(failure);
    }

    /// Why no plan withdraws the invitation, whatever a rule says.
    fn not_withdrawable_reason(&self) -> Option<String> {
        let ExplainedInvitation { state, kind: invitation_kind, .. } = &*self.subject;
        if state != "pending" {
            return Some(format!("it is {state}, and only what is pending is withdrawn"));
        }
        (invitation_kind == "inmail").then(|| "it is InMail, which cannot be withdrawn".into())
    }

    /// What the plan does with the invitation.
    fn outcome(&self) -> String {
        let Some(rule) = self.decided_by.map(|at| &self.rules()[at]) else {
            return "kept by default: no rule matches".into();
        };
        match (rule.verb, self.scheduled.as_ref()) {
            (Verb::Keep, _) => format!("kept as {:?}", rule.reason),
            (Verb::Withdraw, Some(scheduled)) => {
                let day = self.day().unwrap_or_default();
                let follow_up = scheduled.follow_up.as_ref().map(|what| format!(", then {what:?}"));
                let follow_up = follow_up.unwrap_or_default();
                format!(
                    "withdrawn as {:?}, rank {}, day {day}{follow_up}",
                    rule.reason, scheduled.rank
                )
            }
            (Verb::Withdraw, None) => {
                let why =
                    self.not_withdrawable_reason().unwrap_or_else(|| "the plan has no room".into());
                format!("{:?} would withdraw it, but {why}", rule.reason)
            }
        }
    }

    /// The rule that decided, and those that were expected to, each with what failed in it.
    fn explain_rules(
        &self,
        why: &DecisionTrace,
        expected: Option<(Verb, &str)>,
    ) -> Vec<RuleFailure> {
        let rules = why.rules.iter().enumerate().filter(|(at, rule)| {
            let decider = (rule.verb, rule.reason.as_str());
            Some(*at) == why.decided_by || Some(decider) == expected
        });
        rules.map(|(_, rule)| self.rule(rule)).collect()
    }

    fn rule(&self, rule: &RuleTrace) -> RuleFailure {
        let decisive = rule.predicates.iter().find(|predicate| predicate.holds != Some(true));
        let source = self.plan.decided.texts.iter().find(|(name, _)| *name == rule.script);
        let source = source.map(|(_, text)| text.as_str()).unwrap_or_default();
        let name = format!("`{}({:?}, …)`", rule.verb.name(), rule.reason);
        let message = match rule.tried {
            RuleOutcome::Decides => format!("{name} decides"),
            RuleOutcome::Fails => format!("{name} does not match"),
            RuleOutcome::Undecided => format!("{name} does not match: a value is missing"),
            RuleOutcome::NotTried if decisive.is_none() => {
                format!("{name} would match, but an earlier rule decides")
            }
            RuleOutcome::NotTried => format!("{name} is not tried: an earlier rule decides"),
        };
        let at = decisive.map_or(rule.position, |predicate| predicate.position);
        let span = token_at(source, at);
        let (span, came_to) = match decisive {
            Some(predicate) if predicate.holds.is_none() => {
                (clause_around(source, span), "unknown")
            }
            Some(_) => (clause_around(source, span), "false"),
            None => (span, "true"),
        };
        let looked_at = decisive.map_or(&rule.predicates[..], std::slice::from_ref);
        let values: IndexSet<String> = looked_at
            .iter()
            .flat_map(|predicate| {
                predicate.values.iter().map(|(name, value)| format!("{name} {value}"))
            })
            .collect();
        let outcome = match values.len() {
            0 => came_to.into(),
            _ => format!("{came_to} with {}", values.into_iter().collect::<Vec<_>>().join(", ")),
        };
        RuleFailure {
            message,
            text: NamedSource::new(&rule.script, source.to_owned()),
            span,
            outcome,
        }
    }
}

/// An expectation that does not hold, at its place in the tests.
pub(super) fn failure(
    tests: &TestScript,
    at: Position,
    message: String,
    outcome: String,
    help: Option<String>,
    rules: Vec<RuleFailure>,
) -> FailedExpectation {
    let span = token_at(&tests.text, at);
    let text = NamedSource::new(&tests.path, tests.text.clone());
    FailedExpectation { message, text, span, outcome, help, rules }
}
