//! Rules that can never match, always do, or come too late.

use super::logic::{Alternative, alternatives, implies};
use super::{Diagnosis, Place};
use crate::script::operand::Operand;
use crate::strategy::{Rule, Strategy, When};

/// What can be proved of one rule.
struct Known<'a> {
    rule: &'a Rule,
    matching: Option<Vec<Alternative>>,
}

pub(super) fn check(strategy: &Strategy, place: &Place) -> Vec<Diagnosis> {
    let rules: Vec<Known> =
        strategy.rules.iter().map(|rule| Known { rule, matching: matching(rule) }).collect();
    let mut found = vec![];
    for (index, known) in rules.iter().enumerate() {
        let Some(matching) = &known.matching else {
            found.extend(same_expression(&rules[..index], known.rule, place));
            continue;
        };
        if matching.is_empty() {
            found.push(place.diagnosis(
                "never-matches",
                known.rule.position,
                format!("no invitation can match `{}`", known.rule.reason),
                "its conditions contradict one another: see which of them is meant otherwise",
            ));
            continue;
        }
        let earlier = rules[..index].iter().find(|earlier| decides(earlier, matching));
        if let Some(earlier) = earlier {
            found.push(shadowed(known.rule, earlier.rule, place));
        } else if matching.iter().any(Alternative::is_empty) {
            found.push(place.diagnosis(
                "always-matches",
                known.rule.position,
                format!("`{}` matches every invitation", known.rule.reason),
                "a condition says which, as in `|i| i.age_days >= 90`; rules below it are never \
                 tried",
            ));
        }
    }
    found
}

fn matching(rule: &Rule) -> Option<Vec<Alternative>> {
    match &rule.when {
        When::Holds(Operand::Formula(formula)) => alternatives(formula),
        _ => None,
    }
}

/// Whether an earlier rule matches whatever these alternatives do. Those of it that leave nothing
/// open are known to be true then, as a later one's are.
fn decides(earlier: &Known, matching: &[Alternative]) -> bool {
    let Some(before) = &earlier.matching else { return false };
    matching.iter().all(|later| before.iter().any(|before| implies(later, before)))
}

fn same_expression(earlier: &[Known], rule: &Rule, place: &Place) -> Option<Diagnosis> {
    let When::Holds(Operand::Expression(own, _)) = &rule.when else { return None };
    let same = earlier.iter().find(
        |known| matches!(&known.rule.when, When::Holds(Operand::Expression(e, _)) if e == own),
    )?;
    Some(shadowed(rule, same.rule, place))
}

fn shadowed(rule: &Rule, earlier: &Rule, place: &Place) -> Diagnosis {
    let line = earlier.position.line().map_or(String::new(), |line| format!(" on line {line}"));
    place.diagnosis(
        "shadowed",
        rule.position,
        format!("`{}` never decides: `{}`{line} decides before it", rule.reason, earlier.reason),
        "the first rule that matches decides: move this one up, or narrow the earlier one",
    )
}
