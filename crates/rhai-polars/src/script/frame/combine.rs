//! Frames together: `join` and `concat`.

use super::Frame;
use crate::codes;
use crate::query::ordered_join;
use crate::script::convert::describe_type;
use crate::script::error::{
    ScriptResult, call_error, choose_by_word, from_polars, type_mismatch_error,
};
use crate::script::expression_type::{column_dtype, column_names};
use crate::script::function::{Function, Receiver, function};
use polars::prelude::{
    DataType, Expr, JoinCoalesce, JoinType, LazyFrame, Schema, SortMultipleOptions, UnionArgs,
    by_name, col, concat, concat_lf_diagonal,
};
use rhai::{Array, Dynamic, NativeCallContext, Position};

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "join",
        &["other", "on", "[how]"],
        "with the columns of another frame where the keys are the same: \"inner\" unless \"left\", \
         \"full\", \"semi\" or \"anti\"; keys of two names are a map, as in `#{ person: \"who\" }`",
        "frame(#{ k: [1, 2] }).join(frame(#{ k: [2, 3] }), \"k\", \"anti\").value(\"k\", 0) == 1",
        |to| {
            to.add(|at: NativeCallContext, left: &mut Frame, right: Frame, on: Dynamic| {
                join(at, left, right, on, "inner")
            });
            to.add(join);
        },
    ),
    function(
        "concat",
        &["frames", "[how]"],
        "frames of the same columns, one below the other; \"diagonal\": of any columns, missing \
         where a frame has none",
        "concat([frame(#{ n: [1] }), frame(#{ n: [2] })]).len() == 2",
        |to| {
            to.add(|at: NativeCallContext, frames: Array| stacked(at, frames, "vertical"));
            to.add(stacked);
        },
    ),
];

fn stacked(context: NativeCallContext, frames: Array, how: &str) -> ScriptResult<Frame> {
    let at = context.call_position();
    let frames: Option<Vec<Frame>> = frames.into_iter().map(Dynamic::try_cast).collect();
    let frames = frames.filter(|frames| !frames.is_empty()).ok_or_else(|| {
        let help = "write `concat([a, b])`";
        call_error(codes::TYPE_MISMATCH, "`concat` takes a list of frames", help)
    })?;
    let options = UnionArgs { to_supertypes: true, ..UnionArgs::default() };
    let ways = [("vertical", false), ("diagonal", true)];
    let is_diagonal = choose_by_word(how, "way to put frames together", &ways)?;
    if !is_diagonal {
        same_columns(&frames, at)?;
    }
    let rows: Vec<LazyFrame> = frames.iter().map(Frame::lazy).collect();
    let joined =
        if is_diagonal { concat_lf_diagonal(rows, options) } else { concat(rows, options) };
    let joined = from_polars(joined)?;
    Frame::derive_from(&context, &frames.iter().collect::<Vec<_>>(), joined).check_columns()
}

/// Fails where a frame has other columns than the first.
fn same_columns(frames: &[Frame], at: Position) -> ScriptResult<()> {
    let names =
        |schema: &Schema| -> Vec<String> { schema.iter_names().map(ToString::to_string).collect() };
    let Some((first, others)) = frames.split_first() else { return Ok(()) };
    let wanted = names(&*first.columns(at)?);
    for (number, other) in others.iter().enumerate() {
        let other_names = names(&*other.columns(at)?);
        if other_names != wanted {
            let message = format!(
                "frame {} has the columns {}, the first has {}",
                number + 2,
                other_names.join(", "),
                wanted.join(", ")
            );
            let help = "bring them into one order with `select`, or write \
                        `concat(frames, \"diagonal\")`";
            return Err(call_error(codes::ARGUMENTS, message, help));
        }
    }
    Ok(())
}

fn join(
    context: NativeCallContext,
    left: &mut Frame,
    right: Frame,
    on: Dynamic,
    how: &str,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    let (left_columns, right_columns) = (left.columns(at)?, right.columns(at)?);
    let (left_keys, right_keys) = keys(&on, &left_columns, &right_columns)?;
    let kinds = [
        ("inner", &JoinType::Inner),
        ("left", &JoinType::Left),
        ("full", &JoinType::Full),
        ("semi", &JoinType::Semi),
        ("anti", &JoinType::Anti),
    ];
    let how = choose_by_word(how, "kind of join", &kinds)?.clone();
    let columns =
        |keys: &[String]| -> Vec<Expr> { keys.iter().map(|key| col(key.as_str())).collect() };
    let is_full = how == JoinType::Full;
    let mut arguments = ordered_join(how);
    arguments.coalesce = JoinCoalesce::CoalesceColumns;
    let left_rows = typed_as(left.lazy(), &left_keys, &left_columns, &right_keys, &right_columns);
    let right_rows = typed_as(right.lazy(), &right_keys, &right_columns, &left_keys, &left_columns);
    let on = (columns(&left_keys), columns(&right_keys));
    let joined = if is_full {
        in_order_of_both(left_rows, right_rows, |left, right| {
            left.join(right, on.0, on.1, arguments)
        })
    } else {
        left_rows.join(right_rows, on.0, on.1, arguments)
    };
    Frame::derive_from(&context, &[left, &right], joined).check_columns()
}

/// The rows of a full join, those on the right that meet nothing last: Polars gives these in any
/// order, also where it is told to keep that of both sides.
fn in_order_of_both(
    left: LazyFrame,
    right: LazyFrame,
    join: impl FnOnce(LazyFrame, LazyFrame) -> LazyFrame,
) -> LazyFrame {
    const ROWS: [&str; 2] = ["[row on the left]", "[row on the right]"];
    let [left, right] =
        [(left, ROWS[0]), (right, ROWS[1])].map(|(side, row)| side.with_row_index(row, None));
    let last = SortMultipleOptions::default().with_nulls_last(true);
    join(left, right).sort(ROWS, last).drop(by_name(ROWS, true, false))
}

/// The rows, with the keys of which nothing is known in the type that the other frame has them.
fn typed_as(
    rows: LazyFrame,
    keys: &[String],
    columns: &Schema,
    others: &[String],
    other_columns: &Schema,
) -> LazyFrame {
    let unknown = |key: &str| columns.get(key).is_some_and(DataType::is_null);
    let pairs = keys.iter().zip(others).filter(|(key, _)| unknown(key));
    let types = pairs.filter_map(|(key, other)| Some((key, other_columns.get(other)?.clone())));
    let casts: Vec<Expr> = types.map(|(key, dtype)| col(key.as_str()).cast(dtype)).collect();
    if casts.is_empty() { rows } else { rows.with_columns(casts) }
}

/// The keys of both frames.
fn keys(on: &Dynamic, left: &Schema, right: &Schema) -> ScriptResult<(Vec<String>, Vec<String>)> {
    let Ok(pairs) = on.as_map_ref() else {
        let shared = column_names(on, left)?;
        column_names(on, right)?;
        return Ok((shared.clone(), shared));
    };
    let pairs = pairs.iter().map(|(left_key, right_key)| {
        column_dtype(left_key, left)?;
        let Ok(right_key) = right_key.as_immutable_string_ref() else {
            let message = format!("{} names no column", describe_type(right_key));
            let help = "write `#{ person: \"who\" }`";
            return Err(type_mismatch_error(right_key, message, help));
        };
        column_dtype(&right_key, right)?;
        Ok((left_key.to_string(), right_key.to_string()))
    });
    Ok(pairs.collect::<ScriptResult<Vec<_>>>()?.into_iter().unzip())
}
