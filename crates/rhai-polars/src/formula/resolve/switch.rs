//! `switch`: literals, then ranges, then the default, each with its guard, as Rhai tries them.

use super::block_exits::BlockExits;
use super::constant_evaluation::same_value;
use super::reachability::{ConditionOutcome, PathCondition};
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{Comparison, NodeId};
use crate::formula::types::Type;
use rhai::{Dynamic, Expr, Position, SwitchCasesCollection};

/// When an arm is taken: in every row, or by a condition.
enum ArmCondition {
    Always,
    If(NodeId),
}

impl Resolver<'_> {
    /// The value of the arm that the subject chooses; unknown where the subject is.
    pub(super) fn switch(
        &mut self,
        subject: &Expr,
        cases: &SwitchCasesCollection,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let value = self.expression(subject, scope)?;
        let mut arms: Vec<(NodeId, PathCondition, &Expr)> = vec![];
        let before = self.path_condition();
        let mut default = cases.def_case.map(|index| &cases.expressions[index].rhs);
        for (test, index) in tests(cases) {
            let case = &cases.expressions[index];
            match self.taken(&value, &test, &case.lhs, scope, at)? {
                None => {}
                Some(ArmCondition::If(condition)) => {
                    let untaken = self.enter_where(condition, ConditionOutcome::Holds, at)?;
                    arms.push((condition, self.path_condition(), &case.rhs));
                    self.restore_path(&untaken);
                    self.enter_where(condition, ConditionOutcome::Fails, at)?;
                }
                Some(ArmCondition::Always) => {
                    default = Some(&case.rhs);
                    break;
                }
            }
        }
        let mut after = scope.clone();
        let mut end = match default {
            Some(arm) => self.block_or_expression(arm, &mut after)?,
            None => BlockExits::without_value(),
        };
        for (condition, path, arm) in arms.into_iter().rev() {
            let mut arm_scope = scope.clone();
            self.restore_path(&path);
            let yes = self.block_or_expression(arm, &mut arm_scope)?;
            end = self.join_branches(condition, yes, end, &mut arm_scope, after, at)?;
            after = arm_scope;
        }
        self.restore_path(&before);
        *scope = after;
        Ok(end)
    }

    /// When an arm is taken, if ever.
    fn taken(
        &mut self,
        value: &ResolvedValue,
        test: &CaseTest,
        guard: &Expr,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<Option<ArmCondition>> {
        let matched = match value {
            // Unknown, as what a column lacks: only `()` matches it.
            ResolvedValue::Known(known) if !known.is_unit() && !test.matches(known) => {
                return Ok(None);
            }
            ResolvedValue::Known(known) if !known.is_unit() => None,
            other => {
                let node = self.node(other.clone(), at)?;
                Some(self.match_case(node, test, at)?)
            }
        };
        let unmatched = self.path_condition();
        if let Some(matched) = matched {
            self.enter_where(matched, ConditionOutcome::Holds, at)?;
        }
        let guard_value = self.expression(guard, scope)?;
        self.restore_path(&unmatched);
        let guarded = match guard_value {
            ResolvedValue::Known(known) if known.is_bool() => {
                if !known.as_bool().unwrap_or(false) {
                    return Ok(None);
                }
                None
            }
            other => {
                let node = self.node(other, guard.position())?;
                self.graph.at(guard.position()).demand_condition(node, "a guard")?;
                Some(node)
            }
        };
        Ok(Some(match (matched, guarded) {
            (None, None) => ArmCondition::Always,
            (Some(one), None) | (None, Some(one)) => ArmCondition::If(one),
            (Some(a), Some(b)) => ArmCondition::If(self.graph.at(at).and(a, b)?),
        }))
    }

    /// Whether the subject passes a test. Decimal numbers are compared to the last digit here, as
    /// Rhai does in a `switch` and nowhere else.
    fn match_case(
        &mut self,
        subject: NodeId,
        test: &CaseTest,
        at: Position,
    ) -> FormulaResult<NodeId> {
        let of_type = self.graph.type_of(subject);
        match test {
            CaseTest::Is(literal) => {
                if literal.is_unit() {
                    return Ok(self.graph.at(at).is_missing(subject));
                }
                if matches!(of_type, Type::Float | Type::Number) || literal.is_float() {
                    let message = format!(
                        "a `switch` cannot choose by a decimal number, as in the case `{}`",
                        written(literal)
                    );
                    return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                        .with_help("use ranges such as `0..5`, `.to_int()`, or `if … else if …`"));
                }
                if literal.is_char() {
                    let message = format!(
                        "a text is never a single character, as in the case `{}`",
                        written(literal)
                    );
                    return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                        .with_only_help(format!("write the case as `\"{literal}\"`")));
                }
                let case = self.node(ResolvedValue::known(literal.clone()), at)?;
                let cased = self.graph.type_of(case);
                if of_type != cased && of_type != Type::Missing && cased != Type::Missing {
                    let message = format!(
                        "{of_type} is never `{}`, {cased}: this case is never taken",
                        written(literal)
                    );
                    return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                        .with_help(format!("let each case be {of_type}, a range or `_`")));
                }
                self.graph.at(at).compare(Comparison::Equal, subject, case)
            }
            CaseTest::Within(least, greatest) => {
                if !of_type.is_number() && of_type != Type::Missing {
                    let message = format!("a range of a `switch` needs a number, not {of_type}");
                    return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                        .with_help("write `if … else if …`"));
                }
                let side = |this: &mut Self, how, bound: i64| -> FormulaResult<NodeId> {
                    let bound = this.node(ResolvedValue::known(bound), at)?;
                    this.graph.at(at).exactly(how, subject, bound)
                };
                let more = side(self, Comparison::GreaterOrEqual, *least)?;
                let less = match greatest {
                    RangeEnd::Below(end) => side(self, Comparison::Less, *end)?,
                    RangeEnd::UpTo(end) => side(self, Comparison::LessOrEqual, *end)?,
                };
                self.graph.at(at).and(more, less)
            }
        }
    }
}

/// A case as a script writes it.
fn written(literal: &Dynamic) -> String {
    match (literal.is_string(), literal.is_char()) {
        (true, _) => format!("\"{literal}\""),
        (_, true) => format!("'{literal}'"),
        _ => literal.to_string(),
    }
}

/// What a case asks of the subject.
enum CaseTest {
    Is(Dynamic),
    Within(i64, RangeEnd),
}

/// The end of a range.
enum RangeEnd {
    Below(i64),
    UpTo(i64),
}

impl CaseTest {
    #[expect(clippy::cast_precision_loss, reason = "as Rhai compares the two kinds in a range")]
    fn matches(&self, known: &Dynamic) -> bool {
        match self {
            Self::Is(literal) => same_value(literal, known),
            Self::Within(least, greatest) => match (known.as_int(), known.as_float()) {
                (Ok(number), _) => {
                    *least <= number
                        && match greatest {
                            RangeEnd::Below(end) => number < *end,
                            RangeEnd::UpTo(end) => number <= *end,
                        }
                }
                (_, Ok(number)) => {
                    *least as f64 <= number
                        && match greatest {
                            RangeEnd::Below(end) => number < *end as f64,
                            RangeEnd::UpTo(end) => number <= *end as f64,
                        }
                }
                _ => false,
            },
        }
    }
}

/// The tests in the order in which Rhai tries them, with the numbers of their arms: `()` first, for
/// it alone is known to fail where the subject is missing.
fn tests(cases: &SwitchCasesCollection) -> Vec<(CaseTest, usize)> {
    let mut literals: Vec<(bool, usize, &Dynamic)> = vec![];
    for case in cases.cases.values() {
        let value = &case.value;
        // Ranges are listed among the literals too; `ranges` below has them in order.
        if value.is::<std::ops::Range<i64>>() || value.is::<std::ops::RangeInclusive<i64>>() {
            continue;
        }
        literals.extend(case.blocks.iter().map(|index| (!value.is_unit(), *index, value)));
    }
    literals.sort_by_key(|(present, index, _)| (*present, *index));
    let literals =
        literals.into_iter().map(|(_, index, value)| (CaseTest::Is(value.clone()), index));
    let ranges = cases.ranges.iter().map(|range| {
        let test = match range {
            rhai::RangeCase::ExclusiveInt(range, _) => {
                CaseTest::Within(range.start, RangeEnd::Below(range.end))
            }
            rhai::RangeCase::InclusiveInt(range, _) => {
                CaseTest::Within(*range.start(), RangeEnd::UpTo(*range.end()))
            }
        };
        (test, range.index())
    });
    literals.chain(ranges).collect()
}
