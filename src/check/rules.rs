//! Rules that can never match, always do, come too late, or may be left undecided.

use super::cases::Cases;
use super::conditions::{Condition, Conditions};
use super::possible_values::PossibleValues;
use super::{Diagnosis, DiagnosisSource, domains, undecided};
use crate::codes;
use crate::formula::types::Type;
use crate::script::operand::Operand;
use crate::strategy::{Rule, Strategy, Survey};

/// What can be proved of one rule.
struct ProvedRule<'a> {
    rule: &'a Rule,
    matches: Cases,
    /// The cases in which it does not.
    unmatched: Cases,
}

pub(super) fn check(survey: &Survey, library: &DiagnosisSource) -> Vec<Diagnosis> {
    let strategy = &survey.general;
    let mut conditions = Conditions::of_strategy(strategy);
    let mut diagnoses = vec![];
    let mut earlier: Vec<ProvedRule> = vec![];
    // The cases that no earlier rule decides.
    let mut open = Cases::any();
    for rule in &strategy.rules {
        let Some(condition) = rule_condition(&mut conditions, rule) else { continue };
        let matches =
            conditions.cases_of_condition(condition, PossibleValues::truths(true, false, false));
        let passes =
            conditions.cases_of_condition(condition, PossibleValues::truths(false, true, true));
        let outcome = if has_no_value(rule) {
            // That is said where it gives none.
            None
        } else if matches.is_empty() {
            Some(never_matches(strategy, rule, library))
        } else if open.and(&matches).is_empty() {
            let known = find_shadowing_rule(&earlier, &matches);
            let same = known.is_some_and(|known| passes.and(&known.matches).is_empty());
            Some(shadowed(rule, known.map(|known| known.rule), same, library))
        } else if passes.is_empty() {
            Some(always_matches(rule, library))
        } else {
            None
        };
        diagnoses.extend(outcome);
        diagnoses.extend(undecided::check(strategy, rule, &mut conditions, condition, library));
        // What is not declared in every run decides before nothing.
        if survey.is_always_declared(rule) {
            open = open.and(&passes);
            earlier.push(ProvedRule { rule, matches, unmatched: passes });
        }
    }
    diagnoses
}

/// A rule's condition among the others; none where it was given a frame, of which nothing is known.
fn rule_condition(conditions: &mut Conditions, rule: &Rule) -> Option<Condition> {
    rule.condition().map(|operand| conditions.add(operand))
}

/// The one earlier rule that decides wherever a later one matches; none where it takes several.
fn find_shadowing_rule<'a, 'b>(
    earlier: &'b [ProvedRule<'a>],
    matches: &Cases,
) -> Option<&'b ProvedRule<'a>> {
    earlier.iter().find(|known| known.unmatched.and(matches).is_empty())
}

/// Whether a rule's condition ends without any value.
pub(super) fn has_no_value(rule: &Rule) -> bool {
    match rule.condition() {
        Some(Operand::Formula(formula)) => formula.of_type() == Type::Missing,
        _ => false,
    }
}

fn never_matches(strategy: &Strategy, rule: &Rule, library: &DiagnosisSource) -> Diagnosis {
    let advice =
        rule.condition().and_then(|operand| domains::advice(&strategy.columns_seen_by(operand)));
    let contradict =
        || "its conditions contradict one another: see which of them is meant otherwise".into();
    library.diagnosis(
        codes::NEVER_MATCHES,
        &rule.script,
        rule.position,
        format!("no invitation can match `{}`", rule.reason),
        advice.unwrap_or_else(contradict),
    )
}

fn always_matches(rule: &Rule, library: &DiagnosisSource) -> Diagnosis {
    library.diagnosis(
        codes::ALWAYS_MATCHES,
        &rule.script,
        rule.position,
        format!("`{}` matches every invitation", rule.reason),
        "a condition says which, as in `|i| i.age_days >= 90`; rules below it are never tried",
    )
}

fn shadowed(
    rule: &Rule,
    earlier: Option<&Rule>,
    same: bool,
    library: &DiagnosisSource,
) -> Diagnosis {
    let reason = match earlier {
        Some(earlier) => {
            let line = earlier.position.line();
            let line = line.map_or(String::new(), |line| format!(" on line {line}"));
            format!("`{}`{line} decides before it", earlier.reason)
        }
        None => "the rules above it together decide before it".into(),
    };
    library.diagnosis(
        codes::SHADOWED,
        &rule.script,
        rule.position,
        format!("`{}` never decides: {reason}", rule.reason),
        if same {
            "both match the same invitations: remove one of them, or change what it asks"
        } else {
            "the first rule that matches decides: move this one up, or narrow the earlier one"
        },
    )
}
