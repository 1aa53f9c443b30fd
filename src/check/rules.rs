//! Rules that can never match, always do, come too late, or may be left undecided.

use super::cases::Cases;
use super::conditions::{Condition, Conditions};
use super::possible::Possible;
use super::{Diagnosis, Place, undecided};
use crate::strategy::{Rule, Survey, When};

/// What can be proved of one rule.
struct Known<'a> {
    rule: &'a Rule,
    /// The cases in which it does not match.
    passes: Cases,
}

pub(super) fn check(survey: &Survey, place: &Place) -> Vec<Diagnosis> {
    let strategy = &survey.general;
    let mut conditions = Conditions::of(strategy);
    let mut found = vec![];
    let mut earlier: Vec<Known> = vec![];
    // The cases that no earlier rule decides.
    let mut open = Cases::any();
    for rule in &strategy.rules {
        let Some(condition) = rule_condition(&mut conditions, rule) else { continue };
        let matches = conditions.when(condition, Possible::truths(true, false, false));
        let passes = conditions.when(condition, Possible::truths(false, true, true));
        let diagnosis = if matches.is_none() {
            Some(never(rule, place))
        } else if open.and(&matches).is_none() {
            Some(shadowed(rule, decider(&earlier, &matches), place))
        } else if passes.is_none() {
            Some(always(rule, place))
        } else {
            None
        };
        found.extend(diagnosis);
        found.extend(undecided::check(strategy, rule, (&mut conditions, condition), place));
        // What is not declared in every run decides before nothing.
        if survey.is_always_declared(rule) {
            open = open.and(&passes);
            earlier.push(Known { rule, passes });
        }
    }
    found
}

/// A rule's condition among the others; none where it was given a frame, of which nothing is known.
fn rule_condition(conditions: &mut Conditions, rule: &Rule) -> Option<Condition> {
    match &rule.when {
        When::Holds(operand) => Some(conditions.add(operand)),
        When::Among(_) => None,
    }
}

/// The one earlier rule that decides wherever a later one matches; none where it takes several.
fn decider<'a>(earlier: &[Known<'a>], matches: &Cases) -> Option<&'a Rule> {
    let alone = earlier.iter().find(|known| known.passes.and(matches).is_none());
    alone.map(|known| known.rule)
}

fn never(rule: &Rule, place: &Place) -> Diagnosis {
    place.diagnosis(
        "never-matches",
        (&rule.script, rule.position),
        format!("no invitation can match `{}`", rule.reason),
        "its conditions contradict one another: see which of them is meant otherwise",
    )
}

fn always(rule: &Rule, place: &Place) -> Diagnosis {
    place.diagnosis(
        "always-matches",
        (&rule.script, rule.position),
        format!("`{}` matches every invitation", rule.reason),
        "a condition says which, as in `|i| i.age_days >= 90`; rules below it are never tried",
    )
}

fn shadowed(rule: &Rule, earlier: Option<&Rule>, place: &Place) -> Diagnosis {
    let said = match earlier {
        Some(earlier) => {
            let line = earlier.position.line();
            let line = line.map_or(String::new(), |line| format!(" on line {line}"));
            format!("`{}`{line} decides before it", earlier.reason)
        }
        None => "the rules above it together decide before it".into(),
    };
    place.diagnosis(
        "shadowed",
        (&rule.script, rule.position),
        format!("`{}` never decides: {said}", rule.reason),
        "the first rule that matches decides: move this one up, or narrow the earlier one",
    )
}
