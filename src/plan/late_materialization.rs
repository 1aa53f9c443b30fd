//! A plan over a scanned file of any size: what decides is read of every row, and what is only
//! shown of those rows alone that go. A row whose `name` nobody will see is not worth its decoding,
//! and most of a large file are such rows.
//!
//! The summary, the counts and the candidates are made in one pass ([`super::single_pass`]); the
//! other queries are those of every plan ([`super::candidates`]), one after the other, piece by
//! piece.
//!
//! Invariant: the candidates are those that one query over all columns gives, but for some that
//! cannot go, whatever their ids.

use super::candidate_columns::{ACCOUNT, CANDIDATE_COLUMNS};
use super::candidates::StrategyQueries;
use super::order::CandidateOrder;
use super::plan_error::{PlanError, query_result};
use super::plan_input::{PlanInput, PlanSettings, StageObserver};
use super::plan_queries::PlanQueries;
use super::schedule::withdrawal_count;
use super::single_pass;
use super::single_pass::SinglePassResults;
use crate::invitations::{ATTEMPT_COLUMNS, Invitations, POSITION, RANK_COLUMNS};
use crate::query;
use crate::script::operand::Operand;
use crate::strategy::{RuleCondition, Strategy};
use polars::prelude::{DataFrame, IDX_DTYPE, IdxCa, IdxSize, LazyFrame, PolarsResult, polars_bail};

/// What is read of those that go.
const LATE_COLUMNS: [&str; 5] = ["id", "person", "name", "profile_url", "follow_up"];

/// Whether a plan can be made so: of a file whose rows are told apart by their places, by a
/// strategy that decides each by itself.
pub(super) fn is_late_possible(strategy: &Strategy, invitations: &Invitations) -> bool {
    let names_frames =
        strategy.rules.iter().any(|rule| matches!(rule.when, RuleCondition::InFrame(_)));
    let compares = strategy.priority.as_ref().is_some_and(Operand::looks_at_other_rows);
    let names_people = strategy.names_any(&RANK_COLUMNS) || strategy.names_any(&ATTEMPT_COLUMNS);
    let looks_around = strategy.looks_at_other_rows() || compares || names_frames || names_people;
    invitations.has_places() && !looks_around && single_pass::is_single_pass_possible(strategy)
}

/// Runs the queries of a plan one after the other, but for the summary, the counts, the candidates
/// and InMail, which are made in one pass. Of what the agency protects and what is recorded, that
/// for which there is no rule or no column is empty.
pub(super) fn collect_late(
    queries: PlanQueries<LazyFrame>,
    strategy: &Strategy,
    input: &PlanInput,
    settings: &PlanSettings,
    stages: StageObserver,
) -> Result<PlanQueries<DataFrame>, PlanError> {
    let PlanInput { invitations, accounts } = input;
    stages("fold");
    let SinglePassResults { summary, counts, candidates: narrow, inmail } =
        single_pass::run_single_pass(strategy, invitations, accounts, settings.as_of)?;
    let stream = |query: LazyFrame, name: &'static str| {
        stages(name);
        rescind_memory::set_activity("the strategy's query");
        query_result(query::stream(query))
    };
    let PlanQueries { recorded, of_strategy, .. } = queries;
    let StrategyQueries { protected, divisions, not_pending, .. } = of_strategy;
    let protected = if strategy.is_guarded {
        stream(protected, "protected")?
    } else {
        empty_result(protected)?
    };
    let recorded = if invitations.lacks("withdrawn_on") {
        empty_result(recorded)?
    } else {
        stream(recorded, "recorded")?
    };
    let divisions = divisions
        .into_iter()
        .map(|(division, query)| Ok((division, stream(query, "divisions")?)))
        .collect::<Result<_, PlanError>>()?;
    let not_pending = not_pending
        .into_iter()
        .map(|query| stream(query, "frames"))
        .collect::<Result<_, PlanError>>()?;
    stages("wide");
    let candidates = materialize_late_columns(narrow, strategy, invitations, &summary, settings)?;
    let of_strategy =
        StrategyQueries { counts, candidates, inmail, protected, not_pending, divisions };
    Ok(PlanQueries { summary, recorded, of_strategy })
}

/// A query's columns without a row.
fn empty_result(query: LazyFrame) -> Result<DataFrame, PlanError> {
    Ok(DataFrame::empty_with_schema(&*query_result(query::columns(query))?))
}

/// The candidates that may go, with all that a candidate carries.
fn materialize_late_columns(
    narrow: DataFrame,
    strategy: &Strategy,
    invitations: &Invitations,
    summary: &DataFrame,
    settings: &PlanSettings,
) -> Result<DataFrame, PlanError> {
    let narrow = filter_possible_withdrawals(narrow, strategy, summary, settings)?;
    let places = narrow.column(POSITION)?.idx()?;
    let wide = invitations.rows_at(places.iter().flatten(), &LATE_COLUMNS);
    let wide = query_result(query::stream(wide))?;
    Ok(join_late_columns(&narrow, &wide, summary)?)
}

/// Those that may go: where only some of an account's candidates do, all that their ids may put
/// among them.
fn filter_possible_withdrawals(
    mut narrow: DataFrame,
    strategy: &Strategy,
    summary: &DataFrame,
    settings: &PlanSettings,
) -> PolarsResult<DataFrame> {
    if strategy.at_most.is_none() && strategy.target_pending.is_none() {
        return Ok(narrow);
    }
    narrow.rechunk_mut_par();
    let accounts = summary.column("account")?.str()?;
    let mut order = CandidateOrder::with_account_numbers(&narrow, accounts, settings.as_of)?;
    let mut kept: Vec<IdxSize> = vec![];
    let pending = summary.column("pending")?.i64()?.iter();
    for (account, pending) in summary.column("account")?.str()?.iter().zip(pending) {
        let account = account.unwrap_or_default();
        let pending = pending.and_then(|pending| usize::try_from(pending).ok()).unwrap_or(0);
        let count = withdrawal_count(strategy, pending, order.count(account));
        kept.extend(order.possible_first(account, count));
    }
    kept.sort_unstable();
    narrow.take(&IdxCa::from_vec("kept".into(), kept))
}

/// The columns of both, which are of the same rows in the same order, and the accounts' names.
fn join_late_columns(
    narrow: &DataFrame,
    wide: &DataFrame,
    summary: &DataFrame,
) -> PolarsResult<DataFrame> {
    let places =
        |frame: &DataFrame| frame.column(POSITION).and_then(|positions| positions.idx().cloned());
    if !places(narrow)?.iter().eq(places(wide)?.iter()) {
        polars_bail!(ComputeError: "a file changed while it was read");
    }
    let accounts = narrow.column(ACCOUNT)?.cast(&IDX_DTYPE)?;
    let accounts = summary.column("account")?.take(accounts.idx()?)?;
    let column = |name: &&str| match *name {
        "account" => Ok(accounts.clone()),
        name if LATE_COLUMNS.contains(&name) => wide.column(name).cloned(),
        name => narrow.column(name).cloned(),
    };
    let columns =
        CANDIDATE_COLUMNS.iter().chain([&ACCOUNT]).map(column).collect::<PolarsResult<Vec<_>>>()?;
    DataFrame::new(narrow.height(), columns)
}
