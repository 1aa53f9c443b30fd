//! How long to wait: `patience(by)`, the days within which nearly all acceptances came. What has
//! been pending for longer costs little to withdraw.

use super::time_to_accept::is_counted;
use super::{
    Question, SETTLED_DAYS, as_frame_method, count_where, demand_columns, register_question,
};
use crate::script::error::ScriptResult;
use crate::script::frame::Frame;
use crate::script::function::{Function, function};
use polars::prelude::{DataType, QuantileMethod, col, lit, when};

/// The share of the acceptances that came within the days.
const SHARE: f64 = 0.99;

/// How many acceptances an account must have for its own days to count: of fewer, chances are above
/// 5% that none of the slowest hundredth is among them. Source: S. S. Wilks, "Determination of
/// Sample Sizes for Setting Tolerance Limits", Annals of Mathematical Statistics 12 (1941), 91–96;
/// the least n with 0.99^n below 0.05.
const ENOUGH: i64 = 299;

/// Days that an invitation must have been out to be counted: three times those in which 99% come in
/// general, so that slow acceptances have had their time.
const OBSERVED_DAYS: i64 = 3 * SETTLED_DAYS;

/// The question of one frame.
const OF_FRAME: &str =
    "invitations.filter(|i| i.has_note == ()).patience().value(\"days\", 0) == 30";

const PATIENCE: Function = function(
    "patience",
    &["[by]", "[observed_days]"],
    "the days within which 99% of the acceptances came: `own` where there are 299 of invitations \
     sent at least 90 days ago, else 30, as in `general`",
    "patience(\"account\").columns() == [\"account\", \"accepted\", \"days\", \"basis\"]",
    |to| register_question(to, patience, OBSERVED_DAYS),
);

pub(super) const FUNCTIONS: &[Function] = &[PATIENCE, as_frame_method(&PATIENCE, OF_FRAME)];

fn patience(asked: &Question) -> ScriptResult<Frame> {
    let Question { context, frame, days, .. } = *asked;
    demand_columns(context, frame, &["kind", "state", "age_days", "days_to_accept"])?;
    // The least number of days within which at least this share came: the nearest rank.
    let took = col("days_to_accept").filter(is_counted(days));
    let observed_days =
        took.quantile(lit(SHARE), QuantileMethod::Equiprobable).cast(DataType::Int64);
    let counts = [count_where(is_counted(days)).alias("accepted"), observed_days.alias("days")];
    let enough = || col("accepted").gt_eq(lit(ENOUGH));
    let shown = [
        col("accepted"),
        when(enough()).then(col("days")).otherwise(lit(SETTLED_DAYS)).alias("days"),
        when(enough()).then(lit("own")).otherwise(lit("general")).alias("basis"),
    ];
    asked.answered(&counts, &shown)
}
