//! How many invitations are accepted: `acceptance(by)`.
//!
//! Invitations that were sent less than so many days ago are not counted at all, accepted or not:
//! of the young ones only the quick acceptances are known, and to count those alone would flatter
//! the rate. Nor are those of unknown age, those that were withdrawn before they had their days,
//! and those that only a list of the Sent page shows: such a list has no invitation that was
//! accepted.

use super::{
    Question, SETTLED_DAYS, as_frame_method, count_where, demand_columns, has_state, is_invitation,
    register_question,
};
use crate::codes;
use crate::script::error::{ScriptResult, script_error};
use crate::script::frame::Frame;
use crate::script::function::{Function, function};
use polars::prelude::{DataType, Expr, col, lit};

/// The quantile of the normal distribution that leaves 2.5% above it, for intervals of 95%.
const Z: f64 = 1.959_963_984_540_054;

/// Counts that only the rates are made of.
const WITH_ACCEPTED: &str = "__question_with_accepted";
const WITHOUT_ACCEPTED: &str = "__question_without_accepted";

/// The question of one frame.
const OF_FRAME: &str = "invitations.filter(|i| i.has_note).acceptance().len() == 1";

const ACCEPTANCE: Function = function(
    "acceptance",
    &["[by]", "[settled_days]"],
    "how many invitations were sent and accepted, with the rate, its 95% interval (Wilson) and the \
     rates with and without a note; counted are those sent at least 30 days ago, unless said",
    "acceptance(\"account\").columns().contains(\"rate\")",
    |to| register_question(to, acceptance, SETTLED_DAYS),
);

pub(super) const FUNCTIONS: &[Function] = &[ACCEPTANCE, as_frame_method(&ACCEPTANCE, OF_FRAME)];

fn acceptance(asked: &Question) -> ScriptResult<Frame> {
    let Question { context, frame, days, .. } = *asked;
    demand_columns(
        context,
        frame,
        &["kind", "state", "known_by", "age_days", "has_note", "sent_at", "withdrawn_on"],
    )?;
    if days < 0 {
        let message = format!("{days} days is no time to be accepted in");
        let help = "write a number of days from 0, such as 30".to_owned();
        return Err(script_error(codes::ARGUMENTS, context.call_position(), message, Some(help)));
    }
    let settled = || {
        let counted = is_invitation().and(has_had_its_chance(days)).and(is_only_listed().not());
        counted.fill_null(lit(false))
    };
    let noted = |has_note: bool| settled().and(col("has_note").eq(lit(has_note)));
    let counts = [
        count_where(is_invitation()).alias("sent"),
        count_where(settled()).alias("settled"),
        count_where(settled().and(has_state("accepted"))).alias("accepted"),
        count_where(noted(true)).alias("with_note"),
        count_where(noted(true).and(has_state("accepted"))).alias(WITH_ACCEPTED),
        count_where(noted(false)).alias("without_note"),
        count_where(noted(false).and(has_state("accepted"))).alias(WITHOUT_ACCEPTED),
    ];
    let (low, high) = wilson(&col("accepted"), &col("settled"));
    let shown = [
        col("sent"),
        (col("sent") - col("settled")).alias("left_out"),
        col("settled"),
        col("accepted"),
        share(col("accepted"), col("settled")).alias("rate"),
        low.alias("low"),
        high.alias("high"),
        col("with_note"),
        share(col(WITH_ACCEPTED), col("with_note")).alias("with_note_rate"),
        col("without_note"),
        share(col(WITHOUT_ACCEPTED), col("without_note")).alias("without_note_rate"),
    ];
    asked.answered(&counts, &shown)
}

/// Whether it was left to be accepted for so many days.
fn has_had_its_chance(days: i64) -> Expr {
    let sent_on = col("sent_at").cast(DataType::Date);
    let waited = (col("withdrawn_on").cast(DataType::Date) - sent_on).dt().total_days(false);
    let withdrawn_early = has_state("withdrawn").and(waited.lt(lit(days)).fill_null(lit(true)));
    col("age_days").gt_eq(lit(days)).and(withdrawn_early.not())
}

/// Whether only a list of what is still pending shows it: an archive knows of every invitation
/// whether it has a note.
fn is_only_listed() -> Expr {
    col("known_by").eq(lit("listed")).and(col("has_note").is_null())
}

/// A share; unknown of none.
fn share(part: Expr, total: Expr) -> Expr {
    let total = total.cast(DataType::Float64);
    polars::prelude::when(total.clone().gt(lit(0.0)))
        .then(part.cast(DataType::Float64) / total)
        .otherwise(lit(polars::prelude::NULL).cast(DataType::Float64))
}

/// The interval in which a rate lies with a confidence of 95%, from the number that were accepted
/// and of all; unknown of none. Source: E. B. Wilson, "Probable Inference, the Law of Succession,
/// and Statistical Inference", Journal of the American Statistical Association 22 (1927), 209–212.
pub fn wilson(accepted: &Expr, total: &Expr) -> (Expr, Expr) {
    let n = total.clone().cast(DataType::Float64);
    let rate = share(accepted.clone(), total.clone());
    let z2 = Z * Z;
    let middle = rate.clone() + lit(z2 / 2.0) / n.clone();
    let spread =
        rate.clone() * (lit(1.0) - rate) / n.clone() + lit(z2 / 4.0) / (n.clone() * n.clone());
    let half = lit(Z) * spread.sqrt();
    let scale = lit(1.0) + lit(z2) / n;
    let low = ((middle.clone() - half.clone()) / scale.clone()).clip(lit(0.0), lit(1.0));
    (low, ((middle + half) / scale).clip(lit(0.0), lit(1.0)))
}
