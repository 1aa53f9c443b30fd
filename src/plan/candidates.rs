//! The strategy as a query: which rule decides each pending invitation, how often each rule does,
//! and the candidates in the order in which they go.
//!
//! Invariant: the first rule known to match decides; a rule that is unknown does not. Only what is
//! pending and no InMail becomes a candidate.

use crate::script::operand::Operand;
use crate::strategy::{Strategy, Verb, When};
use polars::prelude::{
    DataType, Expr, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin, NULL, SortMultipleOptions,
    UniqueKeepStrategy, col, cols, lit, when,
};

/// The column with the number of the rule that decides, from 1; 0 where none does.
pub(super) const DECIDED: &str = "__decided";
/// The column with the score.
pub(super) const PRIORITY: &str = "priority";

/// What a candidate carries: what its withdrawal shows, and what is checked and sorted by.
const SHOWN: [&str; 12] = [
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
pub(super) struct Queries {
    /// One row: for each rule `matched_N` and `undecided_N`.
    pub(super) counts: LazyFrame,
    /// What may be withdrawn, with the columns [`SHOWN`].
    pub(super) candidates: LazyFrame,
    /// InMail that a rule would withdraw, by account.
    pub(super) inmail: LazyFrame,
    /// For each rule that was given a frame: its rows that are not pending, by account and state.
    pub(super) not_pending: Vec<LazyFrame>,
}

/// The queries of a strategy over all invitations.
pub(super) fn queries(strategy: &Strategy, invitations: &LazyFrame) -> Queries {
    let pending = invitations.clone().filter(col("state").eq(lit("pending")));
    let decided = decided(strategy, with_columns(strategy, pending));
    let counts = strategy.rules.iter().enumerate().flat_map(|(index, _)| counted(index));
    let counts = decided.clone().select(counts.collect::<Vec<_>>());
    Queries {
        counts,
        inmail: inmail(strategy, decided.clone()),
        candidates: candidates(strategy, decided),
        not_pending: not_pending(strategy, invitations),
    }
}

/// The frame with the columns that the strategy declares.
pub(super) fn with_columns(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    for (index, column) in strategy.columns.iter().enumerate() {
        frame = with(frame, &column.value, &format!("__column_{index}_"), &column.name);
    }
    frame
}

fn with(frame: LazyFrame, value: &Operand, prefix: &str, name: &str) -> LazyFrame {
    let lowered = value.lowered(prefix);
    lowered.prepared(frame).with_column(lowered.value.alias(name))
}

fn matches(index: usize) -> String {
    format!("__rule_{index}")
}

/// A column for each rule, and the number of the first that is true.
pub(super) fn decided(strategy: &Strategy, mut frame: LazyFrame) -> LazyFrame {
    let mut decided: Expr = lit(0_u32);
    for (index, rule) in strategy.rules.iter().enumerate() {
        let name = matches(index);
        frame = match &rule.when {
            When::Holds(operand) => with(frame, operand, &format!("{name}_"), &name),
            When::Among(members) => among(frame, members.lazy(), &name),
        };
    }
    for index in (0..strategy.rules.len()).rev() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let holds = col(matches(index).as_str()).cast(DataType::Boolean);
        decided = when(holds).then(lit(number)).otherwise(decided);
    }
    frame.with_column(decided.cast(DataType::UInt32).alias(DECIDED))
}

/// Whether a row's `id` is among those of a frame.
fn among(frame: LazyFrame, members: LazyFrame, name: &str) -> LazyFrame {
    let members = members
        .select([col("id")])
        .unique(Some(cols(["id"])), UniqueKeepStrategy::Any)
        .with_column(lit(true).alias(name));
    let mut how = JoinArgs::new(JoinType::Left);
    how.maintain_order = MaintainOrderJoin::Left;
    frame.join(members, [col("id")], [col("id")], how).with_column(col(name).fill_null(lit(false)))
}

/// How often a rule decides, and how often it is unknown where no earlier one decides.
fn counted(index: usize) -> [Expr; 2] {
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let matched = col(DECIDED).eq(lit(number));
    let open = col(DECIDED).eq(lit(0_u32)).or(col(DECIDED).gt(lit(number)));
    let undecided = open.and(col(matches(index).as_str()).is_null());
    let sum = |condition: Expr, name: &str| {
        condition.sum().cast(DataType::Int64).alias(format!("{name}_{index}"))
    };
    [sum(matched, "matched"), sum(undecided, "undecided")]
}

fn scored(rows: LazyFrame, score: &Operand) -> LazyFrame {
    with(rows, score, "__priority_", "__score")
}

/// Whether a rule that withdraws decides.
fn chosen(strategy: &Strategy) -> Expr {
    let withdrawing = strategy.rules.iter().enumerate().filter(|(_, r)| r.verb == Verb::Withdraw);
    let numbers = withdrawing.map(|(index, _)| u32::try_from(index + 1).unwrap_or(u32::MAX));
    numbers.fold(lit(false), |any, number| any.or(col(DECIDED).eq(lit(number))))
}

fn is_inmail() -> Expr {
    col("kind").eq(lit("inmail"))
}

fn candidates(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    let which = chosen(strategy).and(is_inmail().not());
    let candidates = match &strategy.priority {
        // A score that compares with others compares with all that are pending.
        Some(score) if score.looks_at_other_rows() => scored(decided, score).filter(which),
        Some(score) => scored(decided.filter(which), score),
        None => decided.filter(which).with_column(col("age_days").alias("__score")),
    };
    candidates
        .with_columns([is_inmail().alias(INMAIL), col("state").eq(lit("pending")).alias(PENDING)])
        .with_column(finite(col("__score").cast(DataType::Float64)).alias(PRIORITY))
        .select(SHOWN.map(col))
}

/// InMail that a rule would withdraw, by account: `account` (str), `rows` (int).
fn inmail(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    decided
        .filter(is_inmail())
        .filter(chosen(strategy))
        .group_by([col("account")])
        .agg([polars::prelude::len().cast(DataType::Int64).alias("rows")])
        .sort(["account"], SortMultipleOptions::default())
}

/// A score that is no number is unknown: it goes last, and JSON can write it.
fn finite(score: Expr) -> Expr {
    when(score.clone().is_finite()).then(score).otherwise(lit(NULL))
}

fn not_pending(strategy: &Strategy, invitations: &LazyFrame) -> Vec<LazyFrame> {
    let frames = strategy.rules.iter().filter_map(|rule| match (&rule.when, rule.verb) {
        (When::Among(frame), Verb::Withdraw) => Some(frame.lazy()),
        _ => None,
    });
    frames
        .map(|frame| {
            invitations
                .clone()
                .filter(col("state").neq(lit("pending")))
                .join(frame.select([col("id")]), [col("id")], [col("id")], JoinType::Semi.into())
                .group_by([col("account"), col("state")])
                .agg([polars::prelude::len().cast(DataType::Int64).alias("rows")])
                .sort(["account", "state"], SortMultipleOptions::default())
        })
        .collect()
}
