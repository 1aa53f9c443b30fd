//! How old invitations are: `ages(frame)`.

use super::{all_invitations, demand_columns, group_by_keys, has_state};
use crate::script::error::{ScriptResult, from_polars};
use crate::script::frame::{Frame, GroupedFrame};
use crate::script::function::{Function, Receiver, function};
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, NULL, PolarsResult,
    SortMultipleOptions, col, len, lit, when,
};
use rhai::{Dynamic, NativeCallContext};

/// The classes: what each is called, and its least age in days; none where it is unknown.
const CLASSES: &[(&str, Option<i64>)] = &[
    ("0 to 6 days", Some(0)),
    ("7 to 13 days", Some(7)),
    ("14 to 29 days", Some(14)),
    ("30 to 59 days", Some(30)),
    ("60 to 89 days", Some(60)),
    ("90 to 119 days", Some(90)),
    ("120 to 179 days", Some(120)),
    ("180 days or more", Some(180)),
    ("unknown", None),
];

/// The place of a class among them, in a column that goes again.
const CLASS: &str = "__question_class";
/// A column of one value, to join everything with everything.
const ONE: &str = "__question_one";

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "ages",
        &["[frame]", "[by]"],
        "how many invitations there are of each age, and their share: of the pending ones unless a \
         frame is given",
        "ages(pending).select(sum(\"invitations\")).item() == pending.len()",
        |to| {
            to.add(|at: NativeCallContext| {
                let invitations = all_invitations(&at);
                let pending =
                    invitations.derive(&at, invitations.lazy().filter(has_state("pending")));
                ages(&at, &pending, None)
            });
            to.add(|at: NativeCallContext, frame: Frame| ages(&at, &frame, None));
            to.add(|at: NativeCallContext, frame: Frame, by: Dynamic| ages(&at, &frame, Some(&by)));
        },
    ),
    Receiver::Frame.method(
        "ages",
        &["[by]"],
        "the same, of the invitations in this frame",
        "pending.ages(\"account\").columns().contains(\"share\")",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| ages(&at, frame, None));
            to.add(|at: NativeCallContext, frame: &mut Frame, by: Dynamic| {
                ages(&at, frame, Some(&by))
            });
        },
    ),
];

/// Every class for each value of the keys, also those that nothing is in.
fn ages(context: &NativeCallContext, frame: &Frame, by: Option<&Dynamic>) -> ScriptResult<Frame> {
    demand_columns(context, frame, &["age_days"])?;
    let by = group_by_keys(context, frame, by)?;
    let rows_of = by.as_ref().map_or(frame, |by| &by.rows);
    let keys = by.as_ref().map(GroupedFrame::key_columns).unwrap_or_default();
    let with = |last: &str| -> Vec<Expr> { keys.iter().cloned().chain([col(last)]).collect() };
    let rows = rows_of.lazy().with_columns([class().alias(CLASS), lit(1_i64).alias(ONE)]);
    let counted = rows
        .clone()
        .group_by_stable(with(CLASS))
        .agg([len().cast(DataType::Int64).alias("invitations")]);
    let groups = if keys.is_empty() {
        from_polars(DataFrame::new(1, vec![Column::new(ONE.into(), [1_i64])]))?.lazy()
    } else {
        rows.group_by_stable(with(ONE)).agg([] as [Expr; 0])
    };
    let every = joined(groups, from_polars(every_class())?, &[col(ONE)], JoinType::Inner);
    let filled = joined(every, counted, &with(CLASS), JoinType::Left)
        .with_column(col("invitations").fill_null(lit(0_i64)));
    let order = SortMultipleOptions::default().with_nulls_last(true).with_maintain_order(true);
    let names = by.as_ref().map(GroupedFrame::named_keys).unwrap_or_default();
    let shown = ["age", "invitations", "share", "from_days"].map(col);
    let shown: Vec<Expr> = names.into_iter().chain(shown).collect();
    let answer = filled
        .with_column(from_polars(share_of(&keys))?.alias("share"))
        .sort_by_exprs(with(CLASS), order)
        .select(shown);
    rows_of.derive(context, answer).check_columns()
}

/// The share of the invitations of the same keys; unknown where there are none.
fn share_of(keys: &[Expr]) -> PolarsResult<Expr> {
    let total = col("invitations").sum();
    let total = if keys.is_empty() { total } else { total.over(keys)? };
    let total = total.cast(DataType::Float64);
    Ok(when(total.clone().gt(lit(0.0)))
        .then(col("invitations").cast(DataType::Float64) / total)
        .otherwise(lit(NULL).cast(DataType::Float64)))
}

/// The place of the class in which an age lies.
fn class() -> Expr {
    let unknown = lit(i64::try_from(CLASSES.len() - 1).unwrap_or(0));
    let known =
        CLASSES.iter().zip(0_i64..).filter_map(|((_, from), number)| Some(((*from)?, number)));
    let known = known.fold(lit(0_i64), |below, (from, number)| {
        when(col("age_days").gt_eq(lit(from))).then(lit(number)).otherwise(below)
    });
    when(col("age_days").is_null()).then(unknown).otherwise(known)
}

fn every_class() -> PolarsResult<LazyFrame> {
    let names: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
    let from: Vec<Option<i64>> = CLASSES.iter().map(|(_, from)| *from).collect();
    let places: Vec<i64> = (0_i64..).take(CLASSES.len()).collect();
    let ones = vec![1_i64; CLASSES.len()];
    let columns = vec![
        Column::new("age".into(), names),
        Column::new("from_days".into(), from),
        Column::new(CLASS.into(), places),
        Column::new(ONE.into(), ones),
    ];
    Ok(DataFrame::new(CLASSES.len(), columns)?.lazy())
}

/// Joined on these columns, in which a missing value is a value like any other.
fn joined(left: LazyFrame, right: LazyFrame, on: &[Expr], how: JoinType) -> LazyFrame {
    left.join_builder().with(right).on(on).how(how).join_nulls(true).finish()
}
