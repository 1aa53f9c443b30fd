//! The strategy as queries: how often each rule decides, who may go, and what may not although a
//! rule would have it.
//!
//! Invariant: only what is pending and no InMail becomes a candidate.

use super::candidate_columns::{CANDIDATE_COLUMNS, DECIDED, INMAIL, PENDING, PRIORITY};
use super::integer_divisions::divisions;
use super::plan_input::AccountFilter;
use super::rule_columns::{
    first_matching_rule_from, is_candidate, is_decided_to_withdraw, is_inmail,
    is_withdraw_rule_expr, priority_expr, with_columns, with_deciding_rule, with_score,
    with_score_or_age,
};
use super::rule_counts::rule_sum_exprs;
use crate::formula::lower::IntegerDivision;
use crate::query::ordered_join;
use crate::strategy::{RuleCondition, Strategy, Verb};
use polars::prelude::{
    DataType, JoinType, LazyFrame, NamedFrom, Series, SortMultipleOptions, col, lit,
};

/// What is asked of a strategy (`LazyFrame`), or the answers (`DataFrame`).
pub(super) struct StrategyQueries<T> {
    /// One row: the sums of every rule.
    pub(super) counts: T,
    /// What may be withdrawn, with the columns [`CANDIDATE_COLUMNS`].
    pub(super) candidates: T,
    /// InMail that a rule would withdraw, by account.
    pub(super) inmail: T,
    /// What an agency's rule keeps, by account; no row where there is none.
    pub(super) protected: T,
    /// For each rule that was given a frame: its rows that are not pending, by account and state.
    pub(super) not_pending: Vec<T>,
    /// Every division of whole numbers, with the query that counts its quotients.
    pub(super) divisions: Vec<(IntegerDivision, T)>,
}

/// The queries of a strategy over all invitations, for these accounts.
pub(super) fn strategy_queries(
    strategy: &Strategy,
    invitations: &LazyFrame,
    accounts: &AccountFilter,
) -> StrategyQueries<LazyFrame> {
    let pending = invitations.clone().filter(col("state").eq(lit("pending")));
    strategy_queries_over(strategy, pending, invitations, accounts)
}

/// The same, of the pending ones with the columns that the strategy names, and of all.
pub(super) fn strategy_queries_over(
    strategy: &Strategy,
    pending: LazyFrame,
    invitations: &LazyFrame,
    accounts: &AccountFilter,
) -> StrategyQueries<LazyFrame> {
    let pending = with_columns(strategy, pending);
    let divisions = divisions(strategy, &filter_accounts(pending.clone(), accounts));
    // What compares rows compares those of all accounts, also where some are planned for.
    let of_all = with_deciding_rule(strategy, pending);
    let decided = filter_accounts(of_all.clone(), accounts);
    let counts = decided.clone().select(rule_sum_exprs(strategy));
    StrategyQueries {
        counts,
        inmail: count_inmail(strategy, decided.clone()),
        protected: count_protected(strategy, decided),
        candidates: filter_accounts(select_candidates(strategy, of_all), accounts),
        not_pending: count_not_pending(strategy, &filter_accounts(invitations.clone(), accounts)),
        divisions,
    }
}

/// The rows of these accounts.
pub(super) fn filter_accounts(frame: LazyFrame, accounts: &AccountFilter) -> LazyFrame {
    let Some(accounts) = accounts else { return frame };
    let accounts = Series::new("accounts".into(), accounts);
    frame.filter(col("account").is_in(lit(accounts).implode(true), false))
}

/// What an agency's rule keeps, by account: `account` (str), `rows` and `withdrawn` (int), the
/// latter those that the strategy itself would withdraw.
fn count_protected(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    let kept = if strategy.is_guarded { col(DECIDED).eq(lit(1_u32)) } else { lit(false) };
    let withdrawn = is_withdraw_rule_expr(
        strategy,
        first_matching_rule_from(usize::from(strategy.is_guarded), strategy),
    );
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

fn select_candidates(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    let which = is_candidate(strategy);
    let candidates = match &strategy.priority {
        // A score that compares with others compares with all that are pending.
        Some(score) if score.looks_at_other_rows() => with_score(decided, score).filter(which),
        _ => with_score_or_age(strategy, decided.filter(which)),
    };
    candidates
        .with_columns([is_inmail().alias(INMAIL), col("state").eq(lit("pending")).alias(PENDING)])
        .with_column(priority_expr(strategy).alias(PRIORITY))
        .select(CANDIDATE_COLUMNS.map(col))
}

/// InMail that a rule would withdraw, by account: `account` (str), `rows` (int).
fn count_inmail(strategy: &Strategy, decided: LazyFrame) -> LazyFrame {
    decided
        .filter(is_inmail())
        .filter(is_decided_to_withdraw(strategy))
        .group_by([col("account")])
        .agg([polars::prelude::len().cast(DataType::Int64).alias("rows")])
        .sort(["account"], SortMultipleOptions::default())
}

fn count_not_pending(strategy: &Strategy, invitations: &LazyFrame) -> Vec<LazyFrame> {
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
