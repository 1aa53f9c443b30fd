//! What a test expects of a plan, and what is said where that does not hold.
//!
//! Invariant: an expectation that does not hold is noted and the test goes on, so that one run
//! shows all of them; what cannot be asked at all ends the test.

use super::state::{Made, Own, State};
use crate::clause;
use crate::diagnostic::token;
use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::plan::{RuleTrace, Scheduled, Subject, Tried, Verb, Why};
use crate::script::convert::text;
use crate::script::error::fail;
use crate::script::operand::Fallible;
use crate::tested::{Failure, RuleFailure};
use miette::NamedSource;
use polars::prelude::PolarsError;
use rhai::Position;
use std::sync::Arc;

/// What a test expects of one invitation.
#[derive(Clone)]
pub(super) struct Expectation {
    state: State,
    made: Made,
    subject: Arc<Subject>,
    why: Arc<Why>,
    scheduled: Arc<Option<Scheduled>>,
}

impl Expectation {
    /// Of the one invitation that a name, a slug or an id stands for.
    pub(super) fn of(state: &State, made: Made, person: &str, at: Position) -> Fallible<Self> {
        let failed = |error: Error| {
            let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
            fail("expect", at, error.to_string(), help)
        };
        let subject = made.session.subject(person).map_err(failed)?;
        let why = made.session.explain(&made.decided, &subject);
        let why = why.map_err(|error| failed(error.into()))?;
        let scheduled = made.decided.scheduled(&subject.id);
        let scheduled = scheduled.map_err(|error: PolarsError| failed(error.into()))?;
        Ok(Self {
            state: state.clone(),
            made,
            subject: Arc::new(subject),
            why: Arc::new(why),
            scheduled: Arc::new(scheduled),
        })
    }

    pub(super) fn withdrawn(self, reason: Option<&str>, at: Position) -> Fallible<Self> {
        self.demand_rule(Verb::Withdraw, reason, at)?;
        let holds = self.scheduled.is_some()
            && self.decides(Verb::Withdraw).is_some_and(|own| reason.is_none_or(|r| r == own));
        let expected = match reason {
            Some(reason) => format!("to be withdrawn as {reason:?}"),
            None => "to be withdrawn".into(),
        };
        self.note(holds, &expected, reason, at);
        Ok(self)
    }

    pub(super) fn kept(self, reason: &str, at: Position) -> Fallible<Self> {
        self.demand_rule(Verb::Keep, Some(reason), at)?;
        let holds = self.decides(Verb::Keep) == Some(reason);
        self.note(holds, &format!("to be kept as {reason:?}"), Some(reason), at);
        Ok(self)
    }

    pub(super) fn by_default(self, at: Position) -> Self {
        let holds = self.why.decided_by.is_none();
        self.note(holds, "to be kept by default", None, at);
        self
    }

    pub(super) fn left(self, reason: &str, at: Position) -> Fallible<Self> {
        self.demand_rule(Verb::Withdraw, Some(reason), at)?;
        let holds = self.scheduled.is_none() && self.decides(Verb::Withdraw) == Some(reason);
        let expected = format!("to be left for another plan as {reason:?}");
        self.note(holds, &expected, Some(reason), at);
        Ok(self)
    }

    pub(super) fn ranked(self, rank: i64, at: Position) -> Self {
        let own = self.scheduled.as_ref().as_ref().map(|own| i64::from(own.rank));
        self.note(own == Some(rank), &format!("to have rank {rank}"), None, at);
        self
    }

    pub(super) fn on_day(self, day: i64, at: Position) -> Self {
        self.note(self.day() == Some(day), &format!("to be withdrawn on day {day}"), None, at);
        self
    }

    pub(super) fn followed_up(self, what: &str, at: Position) -> Self {
        let own = self.scheduled.as_ref().as_ref().and_then(|own| own.follow_up.as_deref());
        self.note(own == Some(what), &format!("to be followed up with {what:?}"), None, at);
        self
    }

    /// The day of the plan on which it is withdrawn, from 1.
    fn day(&self) -> Option<i64> {
        let scheduled = self.scheduled.as_ref().as_ref()?;
        Some((scheduled.date - self.made.day).num_days() + 1)
    }

    /// The reason of the rule that decides, if it has this verb.
    fn decides(&self, verb: Verb) -> Option<&str> {
        let rule = &self.why.rules[self.why.decided_by?];
        (rule.verb == verb).then_some(rule.reason.as_str())
    }

    /// A reason that no rule has can never be met: that is a slip of the test.
    fn demand_rule(&self, verb: Verb, reason: Option<&str>, at: Position) -> Fallible<()> {
        let Some(reason) = reason else { return Ok(()) };
        let of_verb = self.why.rules.iter().filter(|rule| rule.verb == verb);
        let known: Vec<&str> = of_verb.map(|rule| rule.reason.as_str()).collect();
        if known.contains(&reason) {
            return Ok(());
        }
        let message = format!("the strategy has no rule `{}({reason:?}, …)`", verb.name());
        let help = did_you_mean(reason, known.into_iter(), "a reason");
        Err(fail("expect", at, message, Some(help)))
    }

    fn note(&self, holds: bool, expected: &str, reason: Option<&str>, at: Position) {
        let mut own = self.state.lock();
        own.expected += 1;
        if !holds {
            let message = format!("expected {} {expected}", self.subject.name);
            let rules = self.rules(reason);
            let help = self.help(&own);
            let found = self.found();
            own.failures.push(self.state.failure(at, message, found, help, rules));
        }
    }

    /// What the plan does with the invitation.
    fn found(&self) -> String {
        let Some(rule) = self.why.decided_by.map(|at| &self.why.rules[at]) else {
            return "kept by default: no rule matches".into();
        };
        match (rule.verb, self.scheduled.as_ref()) {
            (Verb::Keep, _) => format!("kept as {:?}", rule.reason),
            (Verb::Withdraw, Some(own)) => {
                let day = self.day().unwrap_or_default();
                let follow_up = own.follow_up.as_ref().map(|what| format!(", then {what:?}"));
                let follow_up = follow_up.unwrap_or_default();
                format!("withdrawn as {:?}, rank {}, day {day}{follow_up}", rule.reason, own.rank)
            }
            (Verb::Withdraw, None) => {
                format!("{:?} would withdraw it, but the plan has no room", rule.reason)
            }
        }
    }

    /// The invitation as it was given, and the case of a table.
    fn help(&self, own: &Own) -> Option<String> {
        let given = self.made.rows.iter().enumerate().find(|(at, row)| {
            let name = row.get("name").map_or_else(|| format!("Person {}", at + 1), text);
            name == self.subject.name
        });
        let values = given.map(|(_, row)| {
            let values = row.iter().filter(|(name, _)| name.as_str() != "name");
            let values: Vec<_> =
                values.map(|(name, value)| format!("{name}: {}", text(value))).collect();
            let values = if values.is_empty() { "nothing more".into() } else { values.join(", ") };
            format!("{} was given with {values}", self.subject.name)
        });
        let said: Vec<String> = values.into_iter().chain(own.case.clone()).collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }

    /// The rule that decided, and the expected one with what failed in it.
    fn rules(&self, reason: Option<&str>) -> Vec<RuleFailure> {
        let expected = self.why.rules.iter().position(|rule| Some(rule.reason.as_str()) == reason);
        let expected = expected.filter(|at| Some(*at) != self.why.decided_by);
        let mut rules: Vec<usize> = self.why.decided_by.into_iter().chain(expected).collect();
        rules.sort_unstable();
        rules.into_iter().map(|at| self.rule(&self.why.rules[at])).collect()
    }

    fn rule(&self, rule: &RuleTrace) -> RuleFailure {
        let decisive = rule.predicates.iter().find(|own| own.holds != Some(true));
        let source = self.made.decided.texts.iter().find(|(name, _)| *name == rule.script);
        let source = source.map(|(_, text)| text.as_str()).unwrap_or_default();
        let name = format!("`{}({:?}, …)`", rule.verb.name(), rule.reason);
        let message = match rule.tried {
            Tried::Decides => format!("{name} decides"),
            Tried::Fails => format!("{name} does not match"),
            Tried::Undecided => format!("{name} does not match: a value is missing"),
            Tried::NotTried => format!("{name} is not tried: an earlier rule decides"),
        };
        let at = decisive.map_or(rule.position, |own| own.position);
        let span = token(source, at);
        let (span, found) = match decisive {
            Some(own) => {
                let values = own.values.iter().map(|(name, value)| format!("{name} {value}"));
                let values: Vec<_> = values.collect();
                let came_to = if own.holds.is_none() { "unknown" } else { "false" };
                (clause::around(source, span), format!("{came_to} with {}", values.join(", ")))
            }
            None => (span, "here".into()),
        };
        RuleFailure {
            message,
            text: NamedSource::new(&rule.script, source.to_owned()),
            span,
            found,
        }
    }
}

impl State {
    fn failure(
        &self,
        at: Position,
        message: String,
        found: String,
        help: Option<String>,
        rules: Vec<RuleFailure>,
    ) -> Failure {
        let (name, text) = &self.shared.tests;
        let span = token(text, at);
        let text = NamedSource::new(name, text.clone());
        Failure { message, text, span, found, help, rules }
    }

    /// The plan that was decided last.
    pub(super) fn last_plan(&self, at: Position) -> Fallible<Made> {
        self.lock().made.clone().ok_or_else(|| {
            let help = "call `decide()` before it".to_owned();
            fail("nothing-decided", at, "there is no plan yet", Some(help))
        })
    }

    /// Expects that a plan's checks say something, or that they do not.
    pub(super) fn expect_finding(&self, made: &Made, (code, wanted): (&str, bool), at: Position) {
        let findings = &made.decided.plan.findings;
        let holds = findings.iter().any(|finding| finding.code == code) == wanted;
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        let found = match codes[..] {
            [] => "there is no finding".into(),
            _ => format!("the findings are {}", codes.join(", ")),
        };
        let no = if wanted { "a" } else { "no" };
        self.note_plan(holds, format!("expected {no} finding {code:?}"), found, at);
    }

    /// Expects a verdict of a plan.
    pub(super) fn expect_verdict(&self, made: &Made, verdict: &str, at: Position) -> Fallible<()> {
        const VERDICTS: [&str; 3] = ["ok", "warned", "refused"];
        if !VERDICTS.contains(&verdict) {
            let help = did_you_mean(verdict, VERDICTS.into_iter(), "a verdict");
            return Err(fail("expect", at, format!("no verdict {verdict:?}"), Some(help)));
        }
        let own = made.decided.plan.verdict.name();
        let message = format!("expected the verdict {verdict:?}");
        self.note_plan(own == verdict, message, format!("it is {own:?}"), at);
        Ok(())
    }

    fn note_plan(&self, holds: bool, message: String, found: String, at: Position) {
        let mut own = self.lock();
        own.expected += 1;
        if !holds {
            let case = own.case.clone();
            own.failures.push(self.failure(at, message, found, case, vec![]));
        }
    }
}
