//! What a strategy uses: columns and parameters that nothing uses, and withdrawals that look at
//! neither age nor note nor state.

use super::{Diagnosis, Place};
use crate::strategy::{Rule, Strategy, Survey, Verb, When, named_by};
use std::collections::BTreeSet;

/// The columns of which a withdrawal should look at one.
const CAREFUL: &[&str] = &[
    "age_days",
    "sent_at",
    "oldest_rank",
    "newest_rank",
    "note",
    "has_note",
    "note_length",
    "state",
    "known_by",
];

pub(super) fn check(survey: &Survey, place: &Place) -> Vec<Diagnosis> {
    let strategy = &survey.strategy;
    let mut found = vec![];
    for (name, position) in &survey.reading.unused_params {
        found.push(place.diagnosis(
            "unused-param",
            (&survey.script, *position),
            format!("nothing uses the parameter `{name}`"),
            "use it in a formula, or remove it",
        ));
    }
    // With an error in the script a rule may be missing that would have used a column.
    if survey.errors.is_empty() {
        found.extend(unused_columns(strategy, place));
    }
    for (index, rule) in strategy.rules.iter().enumerate() {
        found.extend(careless(strategy, &strategy.rules[..index], rule, place));
    }
    found
}

fn unused_columns<'a>(
    strategy: &'a Strategy,
    place: &'a Place,
) -> impl Iterator<Item = Diagnosis> + 'a {
    let rules = strategy.rules.iter().filter_map(|rule| match &rule.when {
        When::Holds(operand) => Some(operand),
        When::Among(_) => None,
    });
    let columns = strategy.columns.iter().map(|column| &column.value);
    let operands = rules.chain(columns).chain(&strategy.priority);
    let used: BTreeSet<String> = operands.flat_map(named_by).collect();
    let unused = strategy.columns.iter().filter(move |column| !used.contains(&column.name));
    unused.map(|column| {
        place.diagnosis(
            "unused-column",
            (&column.script, column.position),
            format!("nothing uses the column `{}`", column.name),
            "use it in a formula below, or remove it",
        )
    })
}

/// A withdrawal that looks at nothing that says how likely an acceptance still is, and with no rule
/// before it that keeps some for that.
fn careless(
    strategy: &Strategy,
    earlier: &[Rule],
    rule: &Rule,
    place: &Place,
) -> Option<Diagnosis> {
    if rule.verb == Verb::Keep || !matches!(rule.when, When::Holds(_)) {
        return None;
    }
    let keeps = earlier.iter().filter(|rule| rule.verb == Verb::Keep);
    let careful = |rule: &Rule| match &rule.when {
        When::Holds(operand) => strategy.seen_by(operand).iter().any(|name| is_careful(name)),
        When::Among(_) => true,
    };
    if keeps.chain([rule]).any(careful) {
        return None;
    }
    let message = format!("`{}` withdraws whatever the age, note and state", rule.reason);
    let help = "a withdrawal cannot be undone for three weeks: ask for the age too, or keep the \
                young before it";
    Some(place.diagnosis("careless-withdrawal", (&rule.script, rule.position), message, help))
}

fn is_careful(name: &str) -> bool {
    CAREFUL.contains(&name)
}
