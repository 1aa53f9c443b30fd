//! What becomes of one invitation, for questions of "what if": whether a plan of a strategy would
//! withdraw it.
//!
//! Invariant: it is what the plan itself would do: the same queries decide, the same order and the
//! same figures say how many go.

use super::candidates::{DECIDED, decided, queries, with_columns};
use super::decide::PlanError;
use super::flip::nearest_int;
use super::order::Order;
use super::schedule::taken;
use crate::script::operand::Operand;
use crate::strategy::{Strategy, Verb, When};
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
    TimeUnit, TimeZone, col, lit, when,
};

/// The ages that are tried for the nearest flip: two years, far beyond any expiry.
pub const AGES_TRIED_DAYS: i64 = 730;

/// Ages in days at which the decision is another.
#[derive(Clone, Debug)]
pub struct Ages {
    /// The nearest below and above.
    pub nearest: (Option<i64>, Option<i64>),
    /// Why no other ages were tried, if none were.
    pub not_tried: Option<String>,
}

/// One invitation among all.
#[derive(Clone)]
pub struct Among<'a> {
    /// All invitations.
    all: &'a LazyFrame,
    /// Those of its account, computed once: most strategies look at no others.
    own_account: LazyFrame,
    /// Its own row.
    row: DataFrame,
    account: &'a str,
    id: &'a str,
    as_of: DateTime<Utc>,
}

impl<'a> Among<'a> {
    /// The invitation with this `id`, of this account.
    ///
    /// # Errors
    /// A query that Polars cannot run.
    pub fn of(
        all: &'a LazyFrame,
        (account, id): (&'a str, &'a str),
        as_of: DateTime<Utc>,
    ) -> Result<Self, PlanError> {
        let own_account = all.clone().filter(col("account").eq(lit(account))).collect()?.lazy();
        let row = own_account.clone().filter(col("id").eq(lit(id))).collect()?;
        Ok(Self { all, own_account, row, account, id, as_of })
    }

    /// The invitations that count for what a strategy decides of this one.
    fn relevant(&self, strategy: &Strategy) -> &LazyFrame {
        let mut scores = strategy.priority.iter();
        let at_others = strategy.looks_at_other_rows() || scores.any(Operand::looks_at_other_rows);
        if at_others { self.all } else { &self.own_account }
    }

    /// Whether the plan of a strategy withdraws it.
    ///
    /// # Errors
    /// A query that Polars cannot run.
    pub fn is_withdrawn(&self, strategy: &Strategy) -> Result<bool, PlanError> {
        Ok(self.is_withdrawn_from(strategy, self.relevant(strategy))?)
    }

    /// The same where these are all invitations.
    fn is_withdrawn_from(&self, strategy: &Strategy, all: &LazyFrame) -> PolarsResult<bool> {
        let own = || col("id").eq(lit(self.id));
        let rows = beside(all, self.id);
        let rows = if strategy.looks_at_other_rows() { rows } else { rows.filter(own()) };
        let rule = deciding(strategy, rows, Some(self.id))?.first().copied().flatten();
        if rule.is_none_or(|index| strategy.rules[index].verb == Verb::Keep) {
            return Ok(false);
        }
        if !has_bounds(strategy) {
            return Ok(true);
        }
        let account = all.clone().filter(col("account").eq(lit(self.account)));
        let pending = account.filter(col("state").eq(lit("pending"))).select([col("id")]);
        let pending = pending.collect()?.height();
        let candidates = queries(strategy, all, &Some(vec![self.account.into()])).candidates;
        let candidates = candidates.collect()?;
        let ids = candidates.column("id")?.str()?;
        let mut order = Order::of(&candidates, self.as_of)?;
        let count = taken(strategy, pending, order.count(self.account));
        let going = order.first(self.account, count).into_iter();
        Ok(going.filter_map(|row| ids.get(usize::try_from(row).ok()?)).any(|id| id == self.id))
    }

    /// The ages nearest to its own, `age`, at which the decision is another.
    ///
    /// # Errors
    /// A query that Polars cannot run.
    pub fn ages(&self, strategy: &Strategy, age: Option<i64>) -> Result<Ages, PlanError> {
        let not_tried = |why: String| Ages { nearest: (None, None), not_tried: Some(why) };
        Ok(match (age, given_a_frame(strategy)) {
            (None, _) => not_tried("its age is not known".into()),
            (_, Some(rule)) => {
                not_tried(format!("`{rule}` was given a frame, whose rows stay as they are"))
            }
            (Some(age), None) => {
                Ages { nearest: self.nearest_ages(strategy, age)?, not_tried: None }
            }
        })
    }

    /// The ages nearest to its own at which it is withdrawn where it is not now, or the other way
    /// round: below and above. All others stay as they are.
    fn nearest_ages(
        &self,
        strategy: &Strategy,
        age: i64,
    ) -> PolarsResult<(Option<i64>, Option<i64>)> {
        if !has_bounds(strategy) && !strategy.looks_at_other_rows() {
            return self.nearest_by_itself(strategy, age);
        }
        let all = self.relevant(strategy);
        let now = self.is_withdrawn_from(strategy, all)?;
        let mut failed = None;
        let found = nearest_int(age, (0, AGES_TRIED_DAYS.max(age)), |age| {
            let all = all.clone().with_columns(aged(self.as_of, self.id, lit(age)));
            match self.is_withdrawn_from(strategy, &all) {
                Ok(other) => other != now,
                Err(error) => {
                    failed.get_or_insert(error);
                    false
                }
            }
        });
        failed.map_or(Ok(found), Err)
    }

    /// The same where no other row counts: every age at once.
    fn nearest_by_itself(
        &self,
        strategy: &Strategy,
        age: i64,
    ) -> PolarsResult<(Option<i64>, Option<i64>)> {
        let ages: Vec<i64> = (0..=AGES_TRIED_DAYS.max(age)).collect();
        let mut rows = self.row.new_from_index(0, ages.len());
        rows.with_column(Series::new("__age".into(), ages.clone()).into_column())?;
        let rows = rows.lazy().with_columns(aged(self.as_of, self.id, col("__age")));
        let rules = deciding(strategy, rows, None)?;
        let withdrawn =
            |rule: &Option<usize>| rule.is_some_and(|at| strategy.rules[at].verb == Verb::Withdraw);
        let withdrawn: Vec<bool> = rules.iter().map(withdrawn).collect();
        let outcomes = || ages.iter().copied().zip(withdrawn.iter().copied());
        let Some((_, now)) = outcomes().find(|(own, _)| *own == age) else {
            return Ok((None, None));
        };
        let mut others = outcomes().filter(|(_, other)| *other != now).map(|(age, _)| age);
        let below = others.clone().take_while(|other| *other < age).last();
        Ok((below, others.find(|other| *other > age)))
    }
}

/// Whether a strategy says how many go at most.
fn has_bounds(strategy: &Strategy) -> bool {
    strategy.at_most.is_some() || strategy.target_pending.is_some()
}

/// The rule that was given a frame, if there is one: its rows are known, and not how they would be
/// at another age.
fn given_a_frame(strategy: &Strategy) -> Option<&str> {
    let rule = strategy.rules.iter().find(|rule| matches!(rule.when, When::Among(_)));
    rule.map(|rule| rule.reason.as_str())
}

/// The columns that say how old an invitation is, where that is `age` for the one with this id.
fn aged(as_of: DateTime<Utc>, id: &str, age: Expr) -> [Expr; 2] {
    let own = || col("id").eq(lit(id));
    let sent_at = (lit(as_of.timestamp_micros()) - age.clone() * lit(86_400_000_000_i64))
        .cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
    [
        when(own()).then(age.cast(DataType::Int64)).otherwise(col("age_days")).alias("age_days"),
        when(own()).then(sent_at).otherwise(col("sent_at")).alias("sent_at"),
    ]
}

/// The invitation among those that a plan would see beside it: a formula may compare it with them.
pub(super) fn beside(invitations: &LazyFrame, id: &str) -> LazyFrame {
    invitations.clone().filter(col("state").eq(lit("pending")).or(col("id").eq(lit(id))))
}

/// The rule that decides each row, by its index; only of the row with this `id`, if one is given.
pub(super) fn deciding(
    strategy: &Strategy,
    rows: LazyFrame,
    id: Option<&str>,
) -> PolarsResult<Vec<Option<usize>>> {
    let decided = decided(strategy, with_columns(strategy, rows));
    let decided = match id {
        Some(id) => decided.filter(col("id").eq(lit(id))),
        None => decided,
    };
    let decided = decided.select([col(DECIDED)]).collect()?;
    let numbers = decided.column(DECIDED)?.u32()?.iter();
    Ok(numbers.map(|number| usize::try_from(number?).ok()?.checked_sub(1)).collect())
}
