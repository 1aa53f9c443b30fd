//! Where an expression begins: a column, a constant, the number of rows.

use super::{ColumnExpr, expression, several};
use crate::script::function::{Function, Receiver};
use crate::script::operand::Fallible;
use polars::prelude::{coalesce, col, concat_str, lit};
use rhai::{Array, Dynamic, ImmutableString, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        receiver: None,
        name: "col",
        parameters: &["name"],
        meaning: "a column, to compute with: `col(\"age_days\") > 90`",
        example: "frame(#{ n: [1, 2] }).filter(col(\"n\") > 1).len() == 1",
        register: |to| {
            to.add(|name: ImmutableString| ColumnExpr(col(name.as_str())));
        },
    },
    Function {
        receiver: None,
        name: "lit",
        parameters: &["value"],
        meaning: "a constant as an expression; of a text, the text itself where it would else name \
                  a column",
        example: "frame(#{ n: [1] }).select(lit(7).alias(\"seven\")).item() == 7",
        register: |to| {
            to.add(|at: NativeCallContext, value: Dynamic| -> Fallible<ColumnExpr> {
                expression(&value, at.call_position()).map(ColumnExpr)
            });
        },
    },
    Function {
        receiver: None,
        name: "concat_str",
        parameters: &["expressions", "[separator]"],
        meaning: "texts joined; unknown where one of them is missing",
        example: "frame(#{ a: [\"x\"], b: [\"y\"] }).select(concat_str([\"a\", \"b\"], \"-\"))\
                  .item() == \"x-y\"",
        register: |to| {
            to.add(|at: NativeCallContext, parts: Array| joined(&at, parts, ""));
            to.add(|at: NativeCallContext, parts: Array, separator: ImmutableString| {
                joined(&at, parts, &separator)
            });
        },
    },
    Function {
        receiver: None,
        name: "coalesce",
        parameters: &["expressions"],
        meaning: "the first of them that is not missing",
        example: "frame(#{ a: [()], b: [2] }).select(coalesce([\"a\", \"b\"])).item() == 2",
        register: |to| {
            to.add(|at: NativeCallContext, parts: Array| -> Fallible<ColumnExpr> {
                let parts = several(&parts.into(), at.call_position())?;
                Ok(ColumnExpr(coalesce(&parts)))
            });
        },
    },
    Receiver::Expression.method(
        "alias",
        &["name"],
        "the same under another name",
        "frame(#{ n: [1] }).select(col(\"n\").alias(\"m\")).columns() == [\"m\"]",
        |to| {
            to.add(|receiver: ColumnExpr, name: ImmutableString| {
                ColumnExpr(receiver.0.alias(name.as_str()))
            });
        },
    ),
];

fn joined(at: &NativeCallContext, parts: Array, separator: &str) -> Fallible<ColumnExpr> {
    let parts = several(&parts.into(), at.call_position())?;
    let parts = if parts.is_empty() { vec![lit("")] } else { parts };
    Ok(ColumnExpr(concat_str(parts, separator, false)))
}
