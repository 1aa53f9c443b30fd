//! Why one invitation is kept or withdrawn: every rule with the predicate that decided it, the
//! priority in its terms, and the nearest age at which the decision is another.
//!
//! Invariant: what is explained is what the plan does: the same query decides both.

use super::candidates::{PRIORITY, queries, with_columns};
use super::decide::PlanError;
use super::order::Order;
use super::outcome::{beside, deciding};
use crate::formula::Formula;
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::formula::lower::lower;
use crate::formula::render::render;
use crate::script::operand::Operand;
use crate::strategy::{Rule, Strategy, Verb, When};
use chrono::{DateTime, Utc};
use polars::prelude::{AnyValue, DataFrame, DataType, Expr, LazyFrame, PolarsResult, col, lit};
use rhai::Position;

/// How a rule came out for one invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
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
    pub tried: Tried,
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

/// A part of the score.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it adds.
    pub text: String,
    /// How much that is; none where it is unknown.
    pub value: Option<f64>,
}

/// Why one invitation is kept or withdrawn.
#[derive(Clone, Debug)]
pub struct Why {
    /// Every rule, in the order of the script.
    pub rules: Vec<RuleTrace>,
    /// The rule that decides, by its index.
    pub decided_by: Option<usize>,
    /// The score's terms; none without `prioritize` or where it is one expression.
    pub terms: Vec<Term>,
    /// The score; none where it is unknown or the invitation is no candidate.
    pub priority: Option<f64>,
    /// Its place among the account's candidates, from 1, and how many there are.
    pub place: Option<(usize, usize)>,
}

/// Explains the decision for the invitation with this `id`, of this account.
///
/// # Errors
/// A query that Polars cannot run.
pub fn why(
    strategy: &Strategy,
    invitations: &LazyFrame,
    (account, id): (&str, &str),
    as_of: DateTime<Utc>,
) -> Result<Why, PlanError> {
    let rows = beside(invitations, id);
    let frame = with_columns(strategy, rows.clone());
    let own = col("id").eq(lit(id));
    let traced = traced(strategy, frame.clone())?.filter(own.clone()).collect()?;
    let wide = frame.clone().filter(own).collect()?;
    let decided_by = deciding(strategy, rows, Some(id))?.first().copied().flatten();
    let rules = strategy.rules.iter().enumerate().map(|(index, rule)| {
        let mut traced = trace(rule, index, decided_by, &traced, &wide)?;
        if strategy.is_guarded && index == 0 {
            for predicate in &mut traced.predicates {
                predicate.text = "the person is on a list of the agency's".into();
            }
        }
        Ok(traced)
    });
    let rules = rules.collect::<PolarsResult<Vec<_>>>()?;
    let (priority, place) = ranked(strategy, invitations, (account, id), as_of)?;
    Ok(Why { rules, decided_by, terms: terms(strategy, &frame, id)?, priority, place })
}

/// The conditions that a formula joins with `&&`, in the order of the source.
fn conjuncts(formula: &Formula) -> Vec<NodeId> {
    let mut open = vec![formula.root];
    let mut found = vec![];
    while let Some(id) = open.pop() {
        match formula.graph.node(id).op {
            Op::And(a, b) => open.extend([b, a]),
            _ => found.push(id),
        }
    }
    found
}

fn name_of(rule: usize, conjunct: usize) -> String {
    format!("__rule_{rule}_{conjunct}")
}

/// The `id` and a column for every conjunct of every rule.
fn traced(strategy: &Strategy, mut frame: LazyFrame) -> PolarsResult<LazyFrame> {
    let mut results: Vec<Expr> = vec![col("id")];
    for (index, rule) in strategy.rules.iter().enumerate() {
        match &rule.when {
            When::Holds(Operand::Formula(formula)) => {
                for (at, id) in conjuncts(formula).into_iter().enumerate() {
                    let part = formula.part(id);
                    let name = name_of(index, at);
                    let lowered = lower(&part, &format!("{name}_"));
                    frame = lowered.prepared(frame);
                    results.push(lowered.value.cast(DataType::Boolean).alias(name.as_str()));
                    for (number, window) in windows(formula, id).into_iter().enumerate() {
                        let name = format!("{name}_over_{number}");
                        let lowered = lower(&formula.part(window), &format!("{name}_"));
                        frame = lowered.prepared(frame);
                        results.push(lowered.value.alias(name.as_str()));
                    }
                }
            }
            When::Holds(Operand::Expression(expr, _)) => {
                results.push(expr.clone().alias(name_of(index, 0).as_str()));
            }
            When::Among(members) => {
                let ids = members.lazy().select([col("id")]).collect()?;
                let ids = ids.column("id")?.as_materialized_series().clone();
                let found = col("id").is_in(lit(ids).implode(true), false);
                results.push(found.alias(name_of(index, 0).as_str()));
            }
        }
    }
    Ok(frame.select(results))
}

fn trace(
    rule: &Rule,
    index: usize,
    decided_by: Option<usize>,
    traced: &DataFrame,
    row: &DataFrame,
) -> PolarsResult<RuleTrace> {
    let holds = |at: usize| -> PolarsResult<Option<bool>> {
        Ok(traced.column(&name_of(index, at))?.bool()?.get(0))
    };
    let mut predicates = vec![];
    let own_script = || Some(rule.script.clone());
    match &rule.when {
        When::Holds(Operand::Formula(formula)) => {
            for (at, id) in conjuncts(formula).into_iter().enumerate() {
                predicates.push(Predicate {
                    text: render(&formula.graph, id),
                    script: formula.script_of(id).map(Into::into),
                    position: formula.graph.node(id).position,
                    holds: holds(at)?,
                    values: [
                        values(&formula.columns(id), row),
                        over_others(formula, id, &name_of(index, at), traced),
                    ]
                    .concat(),
                });
            }
        }
        When::Holds(Operand::Expression(expr, _)) => predicates.push(Predicate {
            text: format!("{expr}"),
            script: own_script(),
            position: rule.position,
            holds: holds(0)?,
            values: vec![],
        }),
        When::Among(_) => predicates.push(Predicate {
            text: "is in the frame".into(),
            script: own_script(),
            position: rule.position,
            holds: holds(0)?,
            values: vec![],
        }),
    }
    let tried = match decided_by {
        Some(own) if own == index => Tried::Decides,
        Some(earlier) if earlier < index => Tried::NotTried,
        _ if predicates.iter().any(|one| one.holds == Some(false)) => Tried::Fails,
        _ => Tried::Undecided,
    };
    let failing = match tried {
        Tried::Fails => predicates.iter().position(|one| one.holds == Some(false)),
        Tried::Undecided => predicates.iter().position(|one| one.holds.is_none()),
        Tried::Decides | Tried::NotTried => None,
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
fn over_others(
    formula: &Formula,
    id: NodeId,
    name: &str,
    traced: &DataFrame,
) -> Vec<(String, String)> {
    let windows = windows(formula, id).into_iter().enumerate();
    let values = windows.filter_map(|(number, window)| {
        let value = traced.column(&format!("{name}_over_{number}")).ok()?.get(0).ok()?;
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
    use crate::formula::render::constant;
    use crate::formula::value::Value;
    let script = crate::script::convert::cell(value);
    Value::from_script(&script).map_or_else(|| value.to_string(), |value| constant(&value))
}

/// The terms of the score's sum, if it is one.
fn terms(strategy: &Strategy, rows: &LazyFrame, own: &str) -> PolarsResult<Vec<Term>> {
    let Some(Operand::Formula(formula)) = &strategy.priority else { return Ok(vec![]) };
    let mut open = vec![(formula.root, false)];
    let mut found = vec![];
    while let Some((id, minus)) = open.pop() {
        match formula.graph.node(id).op {
            Op::Arithmetic(Arithmetic::Add, a, b) => open.extend([(b, minus), (a, minus)]),
            Op::Arithmetic(Arithmetic::Subtract, a, b) => open.extend([(b, !minus), (a, minus)]),
            Op::Cast(a) => open.push((a, minus)),
            _ => found.push((id, minus)),
        }
    }
    let terms = found.into_iter().map(|(id, minus)| {
        let part = formula.part(id);
        let lowered = lower(&part, "__term_");
        let value = lowered.value.clone().cast(DataType::Float64).alias("value");
        let computed = lowered.prepared(rows.clone()).select([col("id"), value]);
        let computed = computed.filter(col("id").eq(lit(own))).collect()?;
        let value = computed.column("value")?.f64()?.get(0);
        let text = render(&formula.graph, id);
        let text = if minus { format!("-({text})") } else { text };
        Ok(Term { text, value: value.map(|value| if minus { -value } else { value }) })
    });
    terms.collect()
}

/// The score, and the place among the account's candidates.
type Ranked = (Option<f64>, Option<(usize, usize)>);

fn ranked(
    strategy: &Strategy,
    invitations: &LazyFrame,
    (account, id): (&str, &str),
    as_of: DateTime<Utc>,
) -> PolarsResult<Ranked> {
    let own = invitations.clone().filter(col("account").eq(lit(account)));
    let candidates = queries(strategy, &own, &None).candidates.collect()?;
    let ids = candidates.column("id")?.str()?;
    let mut order = Order::of(&candidates, as_of)?;
    let all = order.first(account, candidates.height());
    let found = all.into_iter().enumerate().find_map(|(place, row)| {
        let row = usize::try_from(row).ok()?;
        (ids.get(row) == Some(id)).then_some((place, row))
    });
    let priority = match found {
        Some((_, row)) => candidates.column(PRIORITY)?.f64()?.get(row),
        None => None,
    };
    let place = found.map(|(place, _)| place);
    Ok((priority, place.map(|place| (place + 1, candidates.height()))))
}
