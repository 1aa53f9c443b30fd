//! Rules that a missing value leaves undecided, with the columns that they depend on.

use super::conditions::{Condition, Conditions};
use super::possible_values::PossibleValues;
use super::{Diagnosis, DiagnosisSource};
use crate::codes;
use crate::script::operand::Operand;
use crate::strategy::{Rule, RuleCondition, Strategy};

/// What there is to say of one rule.
pub(super) fn check(
    strategy: &Strategy,
    rule: &Rule,
    conditions: &mut Conditions,
    condition: Condition,
    library: &DiagnosisSource,
) -> Option<Diagnosis> {
    let RuleCondition::Holds(operand @ Operand::Formula(_)) = &rule.when else { return None };
    if conditions.cases_of_condition(condition, PossibleValues::missing()).is_empty() {
        return None;
    }
    let columns = strategy.columns_leaving_unknown(operand).into_iter().collect::<Vec<_>>();
    let (last, others) = columns.split_last()?;
    let columns = match others {
        [] => format!("`{last}`"),
        others => format!("`{}` or `{last}`", others.join("`, `")),
    };
    let message = format!("`{}` is undecided where it depends on a missing {columns}", rule.reason);
    let help = "an undecided rule does not fire; `??` says what to take instead, `== ()` asks";
    Some(library.diagnosis(
        codes::UNDECIDED_WHEN_MISSING,
        &rule.script,
        rule.position,
        message,
        help,
    ))
}
