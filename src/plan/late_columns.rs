//! A plan over a scanned file of any size: what decides is read of every row, and what is only
//! shown of those rows alone that go. A row whose `name` nobody will see is not worth its decoding,
//! and most of a large file are such rows.
//!
//! The queries are those of every plan ([`super::candidates`]): Polars reads the columns that the
//! formulas name. Only what the candidates carry differs, and that one query runs after the other,
//! piece by piece.
//!
//! Invariant: the candidates are those that one query over all columns gives, but for some that
//! cannot go, whatever their ids.

use super::candidates::{DECIDED, INMAIL, PENDING, PRIORITY, SHOWN};
use super::decide::{PlanError, PlanSettings, Stages, query_result};
use super::order::Order;
use super::schedule::taken;
use crate::invitations::{ATTEMPTS, COUNTS, Invitations, POSITION};
use crate::query;
use crate::script::operand::Operand;
use crate::strategy::{Strategy, When};
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, LazyFrame, PolarsResult, polars_bail};

/// What a candidate carries at first.
pub(super) const NARROW: [&str; 8] =
    [POSITION, "account", PRIORITY, "sent_at", "age_days", DECIDED, INMAIL, PENDING];

/// What is read of those that go.
const WIDE: [&str; 5] = ["id", "person", "name", "profile_url", "follow_up"];

/// Whether a plan can be made so: of a file whose rows are told apart by their places, by a
/// strategy that decides each by itself.
pub(super) fn is_possible(strategy: &Strategy, invitations: &Invitations) -> bool {
    let names_frames = strategy.rules.iter().any(|rule| matches!(rule.when, When::Among(_)));
    let compares = strategy.priority.as_ref().is_some_and(Operand::looks_at_other_rows);
    let names_people = strategy.names_any(&COUNTS) || strategy.names_any(&ATTEMPTS);
    let looks_around = strategy.looks_at_other_rows() || compares || names_frames || names_people;
    invitations.has_places() && !looks_around
}

/// Runs the queries of a plan one after the other. `all` begins with the summary, the counts, the
/// candidates, InMail, what the agency protects, and what is recorded: of these, what the file has
/// no column for is empty.
pub(super) fn collected(
    queries: impl Iterator<Item = LazyFrame>,
    strategy: &Strategy,
    invitations: &Invitations,
    stages: Stages,
) -> Result<Vec<DataFrame>, PlanError> {
    let names = ["summary", "counts", "candidates", "inmail", "protected", "recorded"];
    let names = names.into_iter().chain(std::iter::repeat("divisions"));
    let is_empty = [
        false,
        false,
        false,
        invitations.lacks("kind"),
        !strategy.is_guarded,
        invitations.lacks("withdrawn_on"),
    ];
    let is_empty = is_empty.into_iter().chain(std::iter::repeat(false));
    let results = queries.zip(is_empty).zip(names).map(|((lazy, is_empty), name)| {
        if is_empty {
            let columns = query_result(query::columns(lazy))?;
            return Ok(DataFrame::empty_with_schema(&columns));
        }
        stages(name);
        rescind_memory::set_doing("the strategy's query");
        query_result(query::stream(lazy))
    });
    results.collect()
}

/// The candidates that may go, with all that a candidate carries.
pub(super) fn widened(
    narrow: DataFrame,
    strategy: &Strategy,
    invitations: &Invitations,
    summary: &DataFrame,
    settings: &PlanSettings,
) -> Result<DataFrame, PlanError> {
    let narrow = may_go(narrow, strategy, summary, settings)?;
    let places = narrow.column(POSITION)?.idx()?;
    let wide = invitations.rows_at(places.iter().flatten(), &WIDE);
    let wide = query_result(query::stream(wide))?;
    Ok(beside(&narrow, &wide)?)
}

/// Those that may go: where only some of an account's candidates do, all that their ids may put
/// among them.
fn may_go(
    mut narrow: DataFrame,
    strategy: &Strategy,
    summary: &DataFrame,
    settings: &PlanSettings,
) -> PolarsResult<DataFrame> {
    if strategy.at_most.is_none() && strategy.target_pending.is_none() {
        return Ok(narrow);
    }
    narrow.rechunk_mut();
    let mut order = Order::by_account(&narrow, settings.as_of)?;
    let mut kept: Vec<IdxSize> = vec![];
    let pending = summary.column("pending")?.i64()?.iter();
    for (account, pending) in summary.column("account")?.str()?.iter().zip(pending) {
        let account = account.unwrap_or_default();
        let pending = pending.and_then(|pending| usize::try_from(pending).ok()).unwrap_or(0);
        let count = taken(strategy, pending, order.count(account));
        kept.extend(order.may_be_first(account, count));
    }
    kept.sort_unstable();
    narrow.take(&IdxCa::from_vec("kept".into(), kept))
}

/// The columns of both, which are of the same rows in the same order.
fn beside(narrow: &DataFrame, wide: &DataFrame) -> PolarsResult<DataFrame> {
    let places =
        |frame: &DataFrame| frame.column(POSITION).and_then(|positions| positions.idx().cloned());
    if !places(narrow)?.iter().eq(places(wide)?.iter()) {
        polars_bail!(ComputeError: "a file changed while it was read");
    }
    let column = |name: &&str| {
        let column = if WIDE.contains(name) { wide.column(name) } else { narrow.column(name) };
        column.cloned()
    };
    let columns = SHOWN.iter().map(column).collect::<PolarsResult<Vec<Column>>>()?;
    DataFrame::new(narrow.height(), columns)
}
