//! The strategy as a query: which rule decides each pending invitation, how often each rule does,
//! and the candidates in the order in which they go.
//!
//! Invariant: the first rule known to match decides; a rule that is unknown does not. Only what is
//! pending and no InMail becomes a candidate.

use super::decide::AccountFilter;
use super::integer_divisions::divisions;
use super::rule_counts::rule_sum_exprs;
use crate::formula::lower::{IntegerDivision, LoweredFormula};
use crate::query::ordered_join;
use crate::script::operand::Operand;
use crate::strategy::{RuleCondition, Strategy, Verb};
use polars::prelude::{
    DataType, Expr, JoinType, LazyFrame, NULL, NamedFrom, Series, SortMultipleOptions,
    UniqueKeepStrategy, coalesce, col, cols, lit, when,
};

/// The column with the number of the rule that decides, from 1; 0 where none does.
pub(super) const DECIDED: &str = "__decided";
/// The column with the score (int or float).
pub(super) const PRIORITY: &str = "priority";

/// What a candidate carries: what its withdrawal shows, and what is checked and sorted by.
pub(super) const CANDIDATE_COLUMNS: [&str; 12] = [
    "id",
    "account",
    "person",
    "name",
    "profile_url",
    "age_days",
    PRIORITY,
    "follow_up",
    "sent_at",
    INMAIL,
    PENDING,
    DECIDED,
];

/// Whether a candidate is InMail, for the checks.
pub(super) const INMAIL: &str = "__inmail";
/// Whether a candidate is pending, for the checks.
pub(super) const PENDING: &str = "__pending";

/// The queries of a strategy.
pub(super) struct StrategyQueries {
    /// One row: the sums of every rule.
    pub(super) counts: LazyFrame,
    /// What may be withdrawn, with the columns [`SHOWN`].
    pub(super) candidates: LazyFrame,
    /// InMail that a rule would withdraw, by account.
    pub(super) inmail: LazyFrame,
    /// What an agency's rule keeps, by account; no row where there is none.
    pub(super) protected: LazyFrame,
    /// For each rule that was given a frame: its rows that are not pending, by account and state.
    pub(super) not_pending: Vec<LazyFrame>,
    /// Every division of whole numbers, with the query that counts its quotients.
    pub(super) divisions: Vec<(IntegerDivision, LazyFrame)>,
}

/// The queries of a strategy over all invitations, for these accounts.
pub(super) fn strategy_queries(
    strategy: &Strategy,
    invitations: &LazyFrame,
    accounts: &AccountFilter,
) -> StrategyQueries {
    let pending = invitations.clone().filter(col("state").eq(lit("pending")));
    strategy_queries_over(strategy, pending, invitations, accounts)
}

/// The same, of the pending ones with the columns that the strategy names, and of all.
pub(super) fn strategy_queries_over(
    strategy: &Strategy,
    pending: LazyFrame,
    invitations: &LazyFrame,
    accounts: &AccountFilter,
) -> StrategyQueries {
    let pending = with_columns(strategy, pending);
    let divisions = divisions(strategy, &filter_accounts(pending.clone(), accounts));
    // What compares rows compares those of all accounts, also where some are planned for.
    let of_all = with_deciding_rule(strategy, pending);
    let decided = filter_accounts(of_all.clone(), accounts);
    let counts = decided.clone().select(rule_sum_exprs(strategy));
    StrategyQueries {
        counts,
        inmail: inmail(strategy, decided.clone()),
        protected: protected(strategy, decided),
        candidates: filter_accounts(candidates(strategy, of_all), accounts),
        not_pending: not_pending(strategy, &filter_accounts(invitations.clone(), accounts)),
        divisions,
    }
}

/// The rows of these accounts.
pub(super) fn filter_accounts(frame: LazyFrame, accounts: &AccountFilter) -> LazyFrame {
    let Some(accounts) = accounts else { return frame };
    let accounts = Series::new("accounts".into(), accounts);
    frame.filter(col("account").is_in(lit(accounts).implode(true), false))
}

/// The frame with the columns that the strategy declares.
pub(super) fn with_columns(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    for (index, column) in strategy.columns.iter().enumerate() {
        frame = with(frame, &column.value, &format!("__column_{index}_"), &column.name);
    }
    frame
}

fn with(frame: LazyFrame, value: &Operand, prefix: &str, name: &str) -> LazyFrame {
    let lowered = value.lower(prefix);
    lowered.add_steps(frame).with_column(lowered.value.alias(name))
}

/// The column that says whether a rule matches.
pub(super) fn rule_match_column(index: usize) -> String {
    format!("__rule_{index}")
}

/// Expressions that are computed side by side: Polars walks queries by recursion, so one step for
/// each would end at some number of them.
#[derive(Default)]
pub(super) struct ColumnBatch {
    steps: Vec<Vec<Expr>>,
    values: Vec<Expr>,
}

impl ColumnBatch {
    /// Adds what was lowered with a prefix of its own; `value` makes its column.
    pub(super) fn add(&mut self, lowered: LoweredFormula, value: impl FnOnce(Expr) -> Expr) {
        self.steps.resize_with(self.steps.len().max(lowered.steps.len()), Vec::new);
        for (step, steps) in self.steps.iter_mut().zip(lowered.steps) {
            step.extend(steps);
        }
        self.values.push(value(lowered.value));
    }

    /// The frame with all of them.
    pub(super) fn apply_to(self, frame: LazyFrame) -> LazyFrame {
        self.steps.into_iter().chain([self.values]).fold(frame, LazyFrame::with_columns)
    }
}

/// A column for each rule, and the number of the first that is true.
pub(super) fn with_deciding_rule(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    let mut conditions = ColumnBatch::default();
    for (index, rule) in strategy.rules.iter().enumerate() {
        let name = rule_match_column(index);
        match &rule.when {
            RuleCondition::InFrame(members) => {
                frame = with_membership(frame, members.lazy(), &name);
            }
            RuleCondition::Holds(operand) => {
                let lowered = operand.lower(&format!("{name}_"));
                conditions.add(lowered, |holds| holds.cast(DataType::Boolean).alias(name.as_str()));
            }
        }
    }
    conditions.apply_to(frame).with_column(first_matching_rule(strategy).alias(DECIDED))
}

/// The number of the first rule that is true; 0 where none is.
fn first_matching_rule(strategy: &Strategy) -> Expr {
    first_from(0, strategy)
}

/// The same of the rules from this index on.
fn first_from(start: usize, strategy: &Strategy) -> Expr {
    let numbers = (start..strategy.rules.len()).map(|index| {
        when(col(rule_match_column(index).as_str())).then(number(index)).otherwise(lit(NULL))
    });
    let numbers: Vec<Expr> = numbers.chain([lit(0_u32)]).collect();
    coalesce(&numbers).cast(DataType::UInt32)
}

/// The number of a rule, from 1.
fn number(index: usize) -> Expr {
    lit(u32::try_from(index + 1).unwrap_or(u32::MAX))
}

/// Whether a row's `id` is among those of a frame.
fn with_membership(frame: LazyFrame, members: LazyFrame, name: &str) -> LazyFrame {
    let members = members
        .select([col("id")])
        .unique(Some(cols(["id"])), UniqueKeepStrategy::Any)
        .with_column(lit(true).alias(name));
    let on = [col("id")];
    let joined = frame.join(members, on.clone(), on, ordered_join(JoinType::Left));
    joined.with_column(col(name).fill_null(lit(false)))
}

fn scored(rows: LazyFrame, score: &Operand) -> LazyFrame {
    with(rows, score, "__priority_", "__score")
}

/// Rows with what they are ordered by.
pub(super) fn with_score_or_age(strategy: &Strategy, rows: LazyFrame) -> LazyFrame {
    match &strategy.priority {
        Some(score) => scored(rows, score),
        None => rows.with_column(col("age_days").alias("__score")),
    }
}

/// Whether the rule of this number withdraws.
pub(super) fn is_withdraw_rule(strategy: &Strategy, number: u32) -> bool {
    let index = usize::try_from(number).unwrap_or(0).checked_sub(1);
    let rule = index.and_then(|index| strategy.rules.get(index));
    rule.is_some_and(|rule| rule.verb == Verb::Withdraw)
}

/// Whether a rule that withdraws decides.
pub(super) fn is_decided_to_withdraw(strategy: &Strategy) -> Expr {
    withdraws(strategy, col(DECIDED))
}

/// Whether the rule of this number withdraws.
fn withdraws(strategy: &Strategy, number: Expr) -> Expr {
    let withdrawing = strategy.rules.iter().enumerate().filter(|(_, r)| r.verb == Verb::Withdraw);
    let numbers = withdrawing.map(|(index, _)| u32::try_from(index + 1).unwrap_or(u32::MAX));
    let numbers = Series::new("numbers".into(), numbers.collect::<Vec<u32>>());
    number.is_in(lit(numbers).implode(true), false)
}

/// What an agency's rule keeps, by account: `account` (str), `rows` and `withdrawn` (int), the
/// latter those that the strategy itself would withdraw.
fn protected(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    let kept = if strategy.is_guarded { col(DECIDED).eq(lit(1_u32)) } else { lit(false) };
    let withdrawn = withdraws(strategy, first_from(usize::from(strategy.is_guarded), strategy));
    let withdrawn = withdrawn.and(is_inmail().not()).sum().cast(DataType::Int64);
    decided
        .filter(kept)
        .group_by([col("account")])
        .agg([
            polars::prelude::len().cast(DataType::Int64).alias("rows"),
            withdrawn.alias("withdrawn"),
        ])
        .sort(["account"], SortMultipleOptions::default())
}

fn is_inmail() -> Expr {
    col("kind").eq(lit("inmail"))
}

/// Whether an invitation may be withdrawn.
pub(super) fn is_candidate(strategy: &Strategy) -> Expr {
    is_decided_to_withdraw(strategy).and(is_inmail().not())
}

fn candidates(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    let which = is_candidate(strategy);
    let candidates = match &strategy.priority {
        // A score that compares with others compares with all that are pending.
        Some(score) if score.looks_at_other_rows() => scored(decided, score).filter(which),
        _ => with_score_or_age(strategy, decided.filter(which)),
    };
    candidates
        .with_columns([is_inmail().alias(INMAIL), col("state").eq(lit("pending")).alias(PENDING)])
        .with_column(priority_expr(strategy).alias(PRIORITY))
        .select(CANDIDATE_COLUMNS.map(col))
}

/// InMail that a rule would withdraw, by account: `account` (str), `rows` (int).
fn inmail(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    decided
        .filter(is_inmail())
        .filter(is_decided_to_withdraw(strategy))
        .group_by([col("account")])
        .agg([polars::prelude::len().cast(DataType::Int64).alias("rows")])
        .sort(["account"], SortMultipleOptions::default())
}

/// The score: whole where it is, so that none is rounded before it is compared. One that is no
/// number is unknown: it goes last, and JSON can write it.
pub(super) fn priority_expr(strategy: &Strategy) -> Expr {
    let dtype = strategy.priority.as_ref().map_or(DataType::Int64, Operand::dtype);
    if dtype == DataType::Int64 {
        return col("__score");
    }
    let score = col("__score").cast(DataType::Float64);
    when(score.clone().is_finite()).then(score).otherwise(lit(NULL))
}

fn not_pending(strategy: &Strategy, invitations: &LazyFrame) -> Vec<LazyFrame> {
    let frames = strategy.rules.iter().filter_map(|rule| match (&rule.when, rule.verb) {
        (RuleCondition::InFrame(frame), Verb::Withdraw) => Some(frame.lazy()),
        _ => None,
    });
    frames
        .map(|frame| {
            invitations
                .clone()
                .filter(col("state").neq(lit("pending")))
                .join(
                    frame.select([col("id")]),
                    [col("id")],
                    [col("id")],
                    ordered_join(JoinType::Semi),
                )
                .group_by([col("account"), col("state")])
                .agg([polars::prelude::len().cast(DataType::Int64).alias("rows")])
                .sort(["account", "state"], SortMultipleOptions::default())
        })
        .collect()
}
