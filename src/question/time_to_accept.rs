//! How long acceptance takes: `time_to_accept(by)`.
//!
//! Only invitations that were sent at least so many days ago are counted: of younger ones only the
//! quick acceptances are known. Even so, what is accepted later than today is not in it, so long
//! times are somewhat longer than they look.

use super::{
    Question, SETTLED_DAYS, as_frame_method, count_where, demand_columns, has_state, is_invitation,
    register_question,
};
use crate::script::error::ScriptResult;
use crate::script::frame::Frame;
use crate::script::function::{Function, function};
use polars::prelude::{Expr, QuantileMethod, col, lit};

const COUNTED: &str = "__question_counted";

/// The question of one frame.
const OF_FRAME: &str = "invitations.filter(|i| i.has_note).time_to_accept().len() == 1";

const TIME_TO_ACCEPT: Function = function(
    "time_to_accept",
    &["[by]", "[settled_days]"],
    "how many days acceptance took: the median and other quantiles, of those sent at least 30 days \
     ago, unless said",
    "time_to_accept(\"has_note\").columns().contains(\"median_days\")",
    |to| register_question(to, time_to_accept, SETTLED_DAYS),
);

pub(super) const FUNCTIONS: &[Function] =
    &[TIME_TO_ACCEPT, as_frame_method(&TIME_TO_ACCEPT, OF_FRAME)];

fn time_to_accept(asked: &Question) -> ScriptResult<Frame> {
    let Question { context, frame, days, .. } = *asked;
    demand_columns(context, frame, &["kind", "state", "age_days", "days_to_accept"])?;
    let accepted = || is_invitation().and(has_state("accepted"));
    let took = || col("days_to_accept").filter(is_counted(days));
    let quantile = |at: f64| took().quantile(lit(at), QuantileMethod::Linear);
    let counts = [
        count_where(accepted()).alias("accepted"),
        count_where(is_counted(days)).alias(COUNTED),
        quantile(0.5).alias("median_days"),
        quantile(0.75).alias("p75_days"),
        quantile(0.9).alias("p90_days"),
        quantile(0.99).alias("p99_days"),
        took().max().alias("max_days"),
    ];
    let shown = [
        col("accepted"),
        (col("accepted") - col(COUNTED)).alias("left_out"),
        col("median_days"),
        col("p75_days"),
        col("p90_days"),
        col("p99_days"),
        col("max_days"),
    ];
    asked.answered(&counts, &shown)
}

/// Whether it was accepted, in a known time, and sent at least so many days ago.
pub(super) fn is_counted(days: i64) -> Expr {
    let old = col("age_days").gt_eq(lit(days));
    let known = col("days_to_accept").is_not_null();
    is_invitation().and(has_state("accepted")).and(old).and(known).fill_null(lit(false))
}
