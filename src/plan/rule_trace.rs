//! How each rule came out for one invitation, with the predicates that decided it.
//!
//! Invariant: whether a rule matches is what the plan's own query says; predicates only show why.

use super::candidate_columns::{DECIDED, rule_match_column};
use super::picked_invitation::{DecisionScope, PickedInvitation};
use super::rule_columns::{ColumnBatch, with_columns, with_deciding_rule};
use crate::formula::Formula;
use crate::formula::constant::Constant;
use crate::formula::graph::{NodeId, Op};
use crate::formula::lower::lower;
use crate::formula::render::{constant, render};
use crate::query::Query;
use crate::script::convert::cell_to_value;
use crate::script::operand::Operand;
use crate::strategy::{Rule, RuleCondition, Strategy, Verb};
use indexmap::IndexSet;
use polars::prelude::{AnyValue, DataFrame, DataType, LazyFrame, PolarsResult, col};
use rhai::Position;

/// How a rule came out for one invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOutcome {
    /// It matched, and so decided.
    Decides,
    /// It is known not to match.
    Fails,
    /// A missing value leaves it unknown.
    Undecided,
    /// An earlier rule had decided.
    NotTried,
}

/// A rule with what it came to.
#[derive(Clone, Debug)]
pub struct RuleTrace {
    /// What it does.
    pub verb: Verb,
    /// Why, in the strategy's words.
    pub reason: String,
    /// How it came out.
    pub tried: RuleOutcome,
    /// The first predicate that failed or is unknown, or all that held.
    pub predicates: Vec<Predicate>,
    /// The script that declares it, and where.
    pub script: String,
    /// Where it is declared.
    pub position: Position,
}

/// One of the conditions that a rule joins with `&&`.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// What it asks.
    pub text: String,
    /// The imported script that it stands in; none for the strategy itself.
    pub script: Option<String>,
    /// Where its operator stands.
    pub position: Position,
    /// Whether it holds; none where that is unknown.
    pub holds: Option<bool>,
    /// The columns that it looks at, with the invitation's values.
    pub values: Vec<(String, String)>,
}

/// Every rule with what it came to for one of these rows, and which of them decides.
pub(super) fn trace_rules(
    strategy: &Strategy,
    rows: &LazyFrame,
    picked: PickedInvitation,
) -> PolarsResult<(Vec<RuleTrace>, Option<usize>)> {
    let row = computed_row(strategy, rows, picked)?;
    let number = row.column(DECIDED)?.u32()?.get(0);
    let decided_by = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
    let rules = strategy.rules.iter().enumerate().map(|(index, rule)| {
        let mut traced = trace_rule(rule, index, decided_by, &row)?;
        if strategy.is_guarded && index == 0 {
            for predicate in &mut traced.predicates {
                predicate.text = "the person is on a list of the agency's".into();
            }
        }
        Ok(traced)
    });
    Ok((rules.collect::<PolarsResult<_>>()?, decided_by))
}

/// The conditions that a formula joins with `&&`, in the order of the source.
fn conjuncts(formula: &Formula) -> Vec<NodeId> {
    let mut open = vec![formula.root];
    let mut conditions = vec![];
    while let Some(id) = open.pop() {
        match formula.graph.node(id).op {
            Op::And(a, b) => open.extend([b, a]),
            _ => conditions.push(id),
        }
    }
    conditions
}

/// The column of a rule's conjunct.
fn name_of(rule: usize, conjunct: usize) -> String {
    format!("__conjunct_{rule}_{conjunct}")
}

/// The one row, with a column for every rule, every conjunct and every window in one, and the
/// columns that they look at.
fn computed_row(
    strategy: &Strategy,
    rows: &LazyFrame,
    picked: PickedInvitation,
) -> PolarsResult<DataFrame> {
    let rows = picked.within(DecisionScope::of_rules(strategy), rows);
    let frame = with_deciding_rule(strategy, with_columns(strategy, rows));
    let mut names: IndexSet<String> = IndexSet::from(["id".into(), DECIDED.into()]);
    names.extend((0..strategy.rules.len()).map(rule_match_column));
    let mut conditions = ColumnBatch::default();
    for (index, formula) in formulas(strategy) {
        for (at, id) in conjuncts(formula).into_iter().enumerate() {
            let name = name_of(index, at);
            let lowered = lower(&formula.part(id), &format!("{name}_"));
            conditions.add(lowered, |holds| holds.cast(DataType::Boolean).alias(name.as_str()));
            for (number, window) in windows(formula, id).into_iter().enumerate() {
                let name = format!("{name}_over_{number}");
                let lowered = lower(&formula.part(window), &format!("{name}_"));
                conditions.add(lowered, |value| value.alias(name.as_str()));
                names.insert(name);
            }
            names.insert(name);
        }
        names.extend(formula.columns(formula.root));
    }
    let shown: Vec<_> = names.iter().map(|name| col(name.as_str())).collect();
    // Picked from what was computed over all: no filter can get before a window.
    let computed = conditions.apply_to(frame).select(shown).rows()?;
    let ids = computed.column("id")?.str()?;
    let position = ids.iter().position(|id| id == Some(picked.id));
    Ok(position.map_or_else(DataFrame::default, |at| computed.slice(signed(at), 1)))
}

fn signed(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}

/// The rules that are formulas, by their index.
fn formulas(strategy: &Strategy) -> impl Iterator<Item = (usize, &Formula)> {
    strategy.rules.iter().enumerate().filter_map(|(index, rule)| match &rule.when {
        RuleCondition::Holds(Operand::Formula(formula)) => Some((index, formula)),
        _ => None,
    })
}

fn trace_rule(
    rule: &Rule,
    index: usize,
    decided_by: Option<usize>,
    row: &DataFrame,
) -> PolarsResult<RuleTrace> {
    let holds =
        |column: &str| -> PolarsResult<Option<bool>> { Ok(row.column(column)?.bool()?.get(0)) };
    let matched = holds(&rule_match_column(index))?;
    let whole = |text: String| Predicate {
        text,
        script: Some(rule.script.clone()),
        position: rule.position,
        holds: matched,
        values: vec![],
    };
    let mut predicates = match &rule.when {
        RuleCondition::Holds(Operand::Formula(formula)) => {
            let parts = conjuncts(formula).into_iter().enumerate().map(|(at, id)| {
                let name = name_of(index, at);
                Ok(Predicate {
                    text: render(&formula.graph, id),
                    script: formula.script_of(id).map(Into::into),
                    position: formula.graph.node(id).position,
                    holds: holds(&name)?,
                    values: [
                        values(&formula.columns(id), row),
                        window_values(formula, id, &name, row),
                    ]
                    .concat(),
                })
            });
            parts.collect::<PolarsResult<Vec<_>>>()?
        }
        RuleCondition::Holds(Operand::Expression(expr, _)) => vec![whole(expr.to_string())],
        RuleCondition::InFrame(_) => vec![whole("is in the frame".into())],
    };
    let tried = match (decided_by, matched) {
        (Some(decider), _) if decider == index => RuleOutcome::Decides,
        (Some(earlier), _) if earlier < index => RuleOutcome::NotTried,
        (_, Some(_)) => RuleOutcome::Fails,
        (_, None) => RuleOutcome::Undecided,
    };
    let failing = match tried {
        RuleOutcome::Fails => predicates.iter().position(|one| one.holds == Some(false)),
        RuleOutcome::Undecided => predicates.iter().position(|one| one.holds.is_none()),
        RuleOutcome::Decides | RuleOutcome::NotTried => None,
    };
    if let Some(failing) = failing {
        predicates = vec![predicates.swap_remove(failing)];
    }
    let (verb, reason, position) = (rule.verb, rule.reason.clone(), rule.position);
    Ok(RuleTrace { verb, reason, tried, predicates, script: rule.script.clone(), position })
}

/// What a part of a formula computes over several rows.
fn windows(formula: &Formula, id: NodeId) -> Vec<NodeId> {
    let needed = formula.graph.needed_by(id).into_iter();
    needed.filter(|id| matches!(formula.graph.node(*id).op, Op::Window(..))).collect()
}

/// The values of that, by how they are written.
fn window_values(
    formula: &Formula,
    id: NodeId,
    name: &str,
    row: &DataFrame,
) -> Vec<(String, String)> {
    let windows = windows(formula, id).into_iter().enumerate();
    let values = windows.filter_map(|(number, window)| {
        let value = row.column(&format!("{name}_over_{number}")).ok()?.get(0).ok()?;
        Some((render(&formula.graph, window), written(&value)))
    });
    values.collect()
}

fn values(columns: &[String], row: &DataFrame) -> Vec<(String, String)> {
    let pairs = columns.iter().filter_map(|name| {
        let value = row.column(name).ok()?.get(0).ok()?;
        Some((name.clone(), written(&value)))
    });
    pairs.collect()
}

/// A value as a script writes it.
fn written(value: &AnyValue) -> String {
    let script = cell_to_value(value);
    Constant::from_script(&script).map_or_else(|| value.to_string(), |value| constant(&value))
}
