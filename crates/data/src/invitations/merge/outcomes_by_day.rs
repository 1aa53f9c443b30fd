//! What a sheet says of each of several invitations of one person: by the day on which it was sent,
//! else by the day on which it ended.
//!
//! Invariant: what a row says of the invitation of its own day is heard of that one and no other,
//! whatever the rows of the person's other invitations say, and in whatever order; a day on which
//! one ended is that of the last invitation that was sent before it.

use super::precedence::{OUTCOME_VALUES, ended_on, in_order_of_sending, is_over};
use crate::invitations::people::matching::{LEFT, RIGHT};
use crate::invitations::typed::sheet::sheet_column;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, UnionArgs,
    UniqueKeepStrategy, col, concat, lit, when,
};

/// Whether a sheet knows of several days on which a person was invited, or an invitation ended.
const HAS_SEVERAL_DAYS: &str = "#has_several_days";
const SENT_ON: &str = "#sent_on";
const ENDED_ON: &str = "#ended_on";
const SUPERSEDED_ON: &str = "#superseded_on";

/// The same of the rows of a person.
pub(in crate::invitations) fn has_several_days() -> Expr {
    // That the first is not the last takes less than to count them.
    let are_several = |days: Expr| days.clone().min().neq(days.max()).fill_null(lit(false));
    let sent_on = col("sent_at").cast(DataType::Date);
    let ended_on = ended_on().filter(is_of_no_day());
    are_several(sent_on).or(are_several(ended_on)).alias(HAS_SEVERAL_DAYS)
}

/// Whether a row does not say of which invitation it speaks. What a log tells on a day is so of the
/// last one before it.
fn is_of_no_day() -> Expr {
    let is_undated = col("sent_at").is_null().and(col("least_age_days").is_null());
    let stated_for = || col(sheet_column("stated_for"));
    let is_logged = stated_for().eq(ended_on()).fill_null(lit(false));
    is_undated.and(stated_for().is_null().or(is_logged))
}

/// What became of the invitations of people of whom a sheet has several.
pub(in crate::invitations) struct OutcomesByDay {
    /// [`RIGHT`], the day sent, and what is said of it.
    by_day_sent: DataFrame,
    /// [`RIGHT`], the day on which it ended, and what is said of it, by that day.
    by_day_ended: DataFrame,
}

impl OutcomesByDay {
    /// `rows` are those that were aggregated to `people`.
    pub(in crate::invitations) fn of_people(
        rows: LazyFrame,
        people: &DataFrame,
    ) -> PolarsResult<Option<Self>> {
        if people.column(HAS_SEVERAL_DAYS)?.bool()?.sum().unwrap_or_default() == 0 {
            return Ok(None);
        }
        let whom = ["account", "who"].map(col);
        let several = people.clone().lazy().with_row_index(RIGHT, None);
        let several = several.filter(col(HAS_SEVERAL_DAYS));
        let several = several.select(["account", "who", RIGHT].map(col));
        let rows = in_order_of_sending(rows.filter(is_over(sheet_column))).join(
            several,
            whom.clone(),
            whom,
            ordered_join(JoinType::Inner),
        );
        let sent_on = col("sent_at").cast(DataType::Date);
        // What a log tells of an earlier sending has another day.
        let is_of_its_day =
            sent_on.clone().eq(col(sheet_column("stated_for"))).fill_null(lit(false));
        let by_day = |rows: LazyFrame, day: Expr, name: &str| {
            let fates =
                OUTCOME_VALUES.map(|fate| col(sheet_column(fate)).last().alias(of_its_day(fate)));
            let rows = rows.with_column(day.alias(name));
            rows.group_by_stable([col(RIGHT), col(name)]).agg(fates).rows()
        };
        // A table that knows of nothing but outcomes may have their days in the place of others.
        let may_be_of_end = is_of_its_day.clone().and(sent_on.clone().eq(ended_on()));
        let is_of_end = is_of_no_day().or(may_be_of_end).and(ended_on().is_not_null());
        let of_no_day = rows.clone().filter(is_of_end.fill_null(lit(false)));
        Ok(Some(Self {
            by_day_sent: by_day(rows.filter(is_of_its_day), sent_on, SENT_ON)?,
            by_day_ended: by_day(of_no_day, ended_on(), ENDED_ON)?,
        }))
    }

    /// What is said of a person gives way to what is said of the invitation of that day, or of the
    /// day before or after, which is the zones' doing. `told` has [`LEFT`], [`RIGHT`] and what is
    /// said.
    pub(in crate::invitations) fn override_outcomes_of_people(
        &self,
        told: LazyFrame,
        rows: &DataFrame,
    ) -> PolarsResult<LazyFrame> {
        let days = rows.clone().lazy().select([
            col("sent_at").cast(DataType::Date).alias(SENT_ON),
            col("superseded_at").cast(DataType::Date).alias(SUPERSEDED_ON),
        ]);
        let days = days.with_row_index(LEFT, None);
        let dated =
            told.join(days, [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left)).rows()?;
        let mut told = dated.clone().lazy();
        if self.by_day_ended.height() > 0 {
            told = overlay_outcomes(told, self.ended(&dated), &[LEFT]);
        }
        Ok(overlay_outcomes(told, self.nearest()?, &[RIGHT, SENT_ON]))
    }

    /// The fates by the day sent, each for the days around it, too.
    fn nearest(&self) -> PolarsResult<LazyFrame> {
        let shifted = [0, -1, 1].map(|days| {
            let day = col(SENT_ON).cast(DataType::Int32) + lit(days);
            self.by_day_sent.clone().lazy().with_column(day.cast(DataType::Date).alias(SENT_ON))
        });
        let keys = [col(RIGHT), col(SENT_ON)].to_vec();
        Ok(concat(shifted, UnionArgs::default())?
            .unique_stable_generic(Some(keys), UniqueKeepStrategy::First))
    }

    /// The last fate of each row that came after it was sent and before the next was.
    fn ended(&self, dated: &DataFrame) -> LazyFrame {
        let pairs = dated.clone().lazy().select([LEFT, RIGHT, SENT_ON, SUPERSEDED_ON].map(col));
        let days_after = (col(ENDED_ON) - col(SENT_ON)).dt().total_days(false);
        let is_before_next = col(ENDED_ON).lt(col(SUPERSEDED_ON)).fill_null(lit(true));
        let is_of_this = days_after.gt_eq(lit(-1)).and(is_before_next);
        let fates = OUTCOME_VALUES.map(|fate| col(of_its_day(fate)).last());
        pairs
            .join(
                self.by_day_ended.clone().lazy(),
                [col(RIGHT)],
                [col(RIGHT)],
                ordered_join(JoinType::Inner),
            )
            .filter(is_of_this)
            .with_column(col(SENT_ON).alias(of_its_day("stated_for")))
            .group_by_stable([col(LEFT)])
            .agg(fates)
    }
}

/// What is said of people, but for the rows of which `fates` say more.
fn overlay_outcomes(told: LazyFrame, fates: LazyFrame, keys: &[&str]) -> LazyFrame {
    let keys: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let is_of_its_day = col(of_its_day("stated_for")).is_not_null();
    let settled = OUTCOME_VALUES.map(|name| {
        when(is_of_its_day.clone())
            .then(col(of_its_day(name)))
            .otherwise(col(sheet_column(name)))
            .alias(sheet_column(name))
    });
    told.join(fates, keys.clone(), keys, ordered_join(JoinType::Left))
        .with_columns(settled)
        .drop(polars::prelude::by_name(OUTCOME_VALUES.map(of_its_day), true, false))
}

fn of_its_day(name: &str) -> String {
    format!("of_its_day:{name}")
}
