//! What a strategy uses: columns and parameters that nothing uses, and withdrawals that look at
//! neither age nor note nor state.

use super::conditions::Conditions;
use super::possible_values::PossibleValues;
use super::rules::has_no_value;
use super::{Diagnosis, DiagnosisSource};
use crate::codes;
use crate::script::operand::Operand;
use crate::strategy::{Rule, RuleCondition, Survey, Verb};
use rhai::Position;
use std::collections::BTreeSet;

/// The columns of which a withdrawal should look at one.
const CAUTION_COLUMNS: &[&str] = &[
    "age_days",
    "sent_at",
    "oldest_rank",
    "newest_rank",
    "note",
    "has_note",
    "note_length",
    "known_by",
];

pub(super) fn check(survey: &Survey, library: &DiagnosisSource) -> Vec<Diagnosis> {
    let strategy = &survey.strategy;
    let mut diagnoses = vec![];
    for (name, position) in &survey.reading.unused_params {
        diagnoses.push(library.diagnosis(
            codes::UNUSED_PARAM,
            &survey.script,
            *position,
            format!("nothing uses the parameter `{name}`"),
            "use it in a formula, or remove it",
        ));
    }
    let declares = strategy.priority.is_some()
        || strategy.at_most.is_some()
        || strategy.target_pending.is_some()
        || !strategy.columns.is_empty();
    let elsewhere = survey.reading.declares_rules || survey.origins.whole().asks_other_scripts;
    if declares && !elsewhere && strategy.rules.is_empty() {
        diagnoses.push(library.diagnosis(
            codes::NO_RULES,
            &survey.script,
            Position::new(1, 1),
            "this strategy has no rule, so no plan can be made of it",
            "say which go, as in `withdraw(\"four months\", |i| i.age_days >= 120);`",
        ));
    }
    // A rule may be missing that would have used a column: for an error, or for want of data.
    if survey.errors.is_empty() && survey.needing_data.is_empty() && !survey.origins.has_branches()
    {
        diagnoses.extend(unused_columns(survey, library));
    }
    for index in 0..strategy.rules.len() {
        diagnoses.extend(careless_withdrawal(survey, index, library));
    }
    diagnoses
}

fn unused_columns<'a>(
    survey: &'a Survey,
    library: &'a DiagnosisSource,
) -> impl Iterator<Item = Diagnosis> + 'a {
    let strategy = &survey.strategy;
    let rules = strategy.rules.iter().filter_map(Rule::condition);
    let columns = strategy.columns.iter().map(|column| &column.value);
    let operands = rules.chain(columns).chain(&strategy.priority);
    let used: BTreeSet<String> = operands.flat_map(Operand::columns).collect();
    let unused = strategy.columns.iter().filter(move |column| !used.contains(&column.name));
    unused.map(|column| {
        library.diagnosis(
            codes::UNUSED_COLUMN,
            &column.script,
            column.position,
            format!("nothing uses the column `{}`", column.name),
            "use it in a formula below, or remove it",
        )
    })
}

/// A withdrawal that looks at nothing that says how likely an acceptance still is, and with no rule
/// before it that keeps some for that.
fn careless_withdrawal(
    survey: &Survey,
    index: usize,
    library: &DiagnosisSource,
) -> Option<Diagnosis> {
    let (earlier, rule) = (&survey.strategy.rules[..index], &survey.strategy.rules[index]);
    if rule.verb == Verb::Keep || asks_for_caution_columns(survey, rule) || has_no_value(rule) {
        return None;
    }
    let mut keeps = earlier.iter().filter(|rule| rule.verb == Verb::Keep);
    if keeps.any(|rule| asks_for_caution_columns(survey, rule) && may_keep_the_young(survey, rule))
    {
        return None;
    }
    let message = format!("`{}` withdraws whatever the age, note and state", rule.reason);
    let help = "a withdrawal cannot be undone for three weeks: ask for the age too, or keep the \
                young before it";
    Some(library.diagnosis(codes::CARELESS_WITHDRAWAL, &rule.script, rule.position, message, help))
}

/// Whether a rule, as it is written, looks at what says how likely an acceptance still is.
fn asks_for_caution_columns(survey: &Survey, rule: &Rule) -> bool {
    let strategy = &survey.strategy;
    let Some(mut seen) = survey.words(&rule.script, rule.position, 1) else {
        return match &rule.when {
            RuleCondition::Holds(operand) => {
                strategy.columns_seen_by(operand).iter().any(|name| is_careful(name))
            }
            RuleCondition::InFrame(_) => true,
        };
    };
    match &rule.when {
        RuleCondition::Holds(operand) => seen.extend(strategy.columns_seen_by(operand)),
        // A frame that is made without a word of a column may be anything.
        RuleCondition::InFrame(frame) => {
            let columns = frame.columns(Position::NONE);
            if !columns.is_ok_and(|columns| seen.iter().any(|word| columns.contains(word))) {
                return true;
            }
        }
    }
    for column in strategy.columns.iter().rev() {
        if !seen.contains(&column.name) {
            continue;
        }
        seen.extend(column.value.columns());
        match survey.words(&column.script, column.position, 1) {
            Some(words) => seen.extend(words),
            None => return true,
        }
    }
    seen.iter().any(|name| is_careful(name))
}

/// Whether a rule can match an invitation that was sent today, as far as can be said.
fn may_keep_the_young(survey: &Survey, rule: &Rule) -> bool {
    let mut conditions = Conditions::of_strategy(&survey.general);
    let declared_at = (&rule.script, rule.position);
    let general = survey
        .general
        .rules
        .iter()
        .find(|declared_rule| (&declared_rule.script, declared_rule.position) == declared_at);
    let Some(operand) = general.and_then(Rule::condition) else { return true };
    let condition = conditions.add(operand);
    let matches =
        conditions.cases_of_condition(condition, PossibleValues::truths(true, false, false));
    !matches.and(&conditions.sent_today()).is_empty()
}

fn is_careful(name: &str) -> bool {
    CAUTION_COLUMNS.contains(&name)
}
