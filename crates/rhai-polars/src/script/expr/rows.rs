//! Which of a column's values an expression goes on with, and in which order: `filter`, `sort`,
//! `head` and the like, mostly before an aggregate.

use super::{ColumnExpr, expressions};
use crate::codes;
use crate::script::error::{ScriptResult, call_error};
use crate::script::expression_type::columns_in;
use crate::script::function::{Function, Receiver};
use polars::prelude::{FillNullStrategy, SortMultipleOptions, SortOptions};
use rhai::Dynamic;

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Expression.method(
        "filter",
        &["condition"],
        "those of which the condition is true, mostly before an aggregate",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").filter(col(\"n\") > 1).mean()).item() == 4.0",
        |to| to.add_binary(polars::prelude::Expr::filter),
    ),
    Receiver::Expression.method(
        "sort",
        &["[descending]"],
        "in order; missing ones come last",
        "frame(#{ n: [2, 1] }).select(col(\"n\").sort()).value(\"n\", 0) == 1",
        |to| {
            to.add(|receiver: ColumnExpr| sort(receiver, false));
            to.add(sort);
        },
    ),
    Receiver::Expression.method(
        "sort_by",
        &["keys", "[descending]"],
        "in the order of other columns or expressions, such as before `first()`",
        "frame(#{ s: [\"b\", \"a\"], n: [2, 1] }).select(col(\"s\").sort_by(\"n\").first()).item() \
         == \"a\"",
        |to| {
            to.add(|receiver: ColumnExpr, keys: Dynamic| sort_by(receiver, keys, false));
            to.add(sort_by);
        },
    ),
    Receiver::Expression.nullary(
        "reverse",
        "the last first",
        "frame(#{ n: [1, 2] }).select(col(\"n\").reverse()).value(\"n\", 0) == 2",
        |to| to.add_unary(polars::prelude::Expr::reverse),
    ),
    Receiver::Expression.nullary(
        "unique",
        "each different value once, in the order in which they occur",
        "frame(#{ n: [2, 1, 2] }).select(col(\"n\").unique()).rows().len() == 2",
        |to| to.add_unary(polars::prelude::Expr::unique_stable),
    ),
    Receiver::Expression.method(
        "head",
        &["[n]"],
        "the first of them, 10 unless said",
        "frame(#{ n: [1, 2, 3] }).select(col(\"n\").head(2)).len() == 2",
        |to| {
            to.add(|receiver: ColumnExpr| head(receiver, 10));
            to.add(head);
        },
    ),
    Receiver::Expression.method(
        "tail",
        &["[n]"],
        "the last of them, 10 unless said",
        "frame(#{ n: [1, 2, 3] }).select(col(\"n\").tail(1)).item() == 3",
        |to| {
            to.add(|receiver: ColumnExpr| tail(receiver, 10));
            to.add(tail);
        },
    ),
    Receiver::Expression.nullary(
        "forward_fill",
        "the last known value before it where one is missing",
        "frame(#{ n: [1, ()] }).select(col(\"n\").forward_fill()).value(\"n\", 1) == 1",
        |to| {
            to.add_unary(|receiver| {
                receiver.fill_null_with_strategy(FillNullStrategy::Forward(None))
            });
        },
    ),
    Receiver::Expression.nullary(
        "backward_fill",
        "the next known value after it where one is missing",
        "frame(#{ n: [(), 2] }).select(col(\"n\").backward_fill()).value(\"n\", 0) == 2",
        |to| {
            to.add_unary(|receiver| {
                receiver.fill_null_with_strategy(FillNullStrategy::Backward(None))
            });
        },
    ),
];

fn sort(receiver: ColumnExpr, descending: bool) -> ColumnExpr {
    if columns_in(&receiver.0).is_empty() {
        // Polars' `sort` ends in a panic where a constant is one of a group.
        let options =
            SortMultipleOptions::default().with_order_descending(descending).with_nulls_last(true);
        return ColumnExpr(receiver.0.clone().sort_by([receiver.0], options));
    }
    let options = SortOptions::default().with_order_descending(descending).with_nulls_last(true);
    ColumnExpr(receiver.0.sort(options))
}

fn sort_by(receiver: ColumnExpr, keys: Dynamic, descending: bool) -> ScriptResult<ColumnExpr> {
    let keys = expressions(&keys)?;
    let options = SortMultipleOptions::default()
        .with_order_descending(descending)
        .with_nulls_last(true)
        .with_maintain_order(true);
    Ok(ColumnExpr(receiver.0.sort_by(keys, options)))
}

fn head(receiver: ColumnExpr, n: i64) -> ScriptResult<ColumnExpr> {
    Ok(ColumnExpr(receiver.0.head(Some(count(n)?))))
}

fn tail(receiver: ColumnExpr, n: i64) -> ScriptResult<ColumnExpr> {
    Ok(ColumnExpr(receiver.0.tail(Some(count(n)?))))
}

fn count(n: i64) -> ScriptResult<usize> {
    usize::try_from(n).map_err(|_| {
        let message = format!("{n} is no number of values");
        call_error(codes::ARGUMENTS, message, "write 0 or more")
    })
}
