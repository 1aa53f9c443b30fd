//! Where an expression begins: a column, a constant, the number of rows.

use super::{ColumnExpr, expression, expressions};
use crate::script::error::ScriptResult;
use crate::script::function::{Function, Receiver, function};
use polars::prelude::{coalesce, col, concat_str, lit};
use rhai::{Array, Dynamic};

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "col",
        &["name"],
        "a column, to compute with: `col(\"age_days\") > 90`",
        "frame(#{ n: [1, 2] }).filter(col(\"n\") > 1).len() == 1",
        |to| to.add(|name: &str| ColumnExpr(col(name))),
    ),
    function(
        "lit",
        &["value"],
        "a constant as an expression; of a text, the text itself where it would else name a column",
        "frame(#{ n: [1] }).select(lit(7).alias(\"seven\")).item() == 7",
        |to| to.add(|value: Dynamic| expression(&value).map(ColumnExpr)),
    ),
    function(
        "concat_str",
        &["expressions", "[separator]"],
        "texts joined; unknown where one of them is missing",
        "frame(#{ a: [\"x\"], b: [\"y\"] }).select(concat_str([\"a\", \"b\"], \"-\")).item() == \
         \"x-y\"",
        |to| {
            to.add(|parts: Array| joined(parts, ""));
            to.add(joined);
        },
    ),
    function(
        "coalesce",
        &["expressions"],
        "the first of them that is not missing",
        "frame(#{ a: [()], b: [2] }).select(coalesce([\"a\", \"b\"])).item() == 2",
        |to| {
            to.add(|parts: Array| {
                expressions(&parts.into()).map(|count_parts| ColumnExpr(coalesce(&count_parts)))
            });
        },
    ),
    Receiver::Expression.method(
        "alias",
        &["name"],
        "the same under another name",
        "frame(#{ n: [1] }).select(col(\"n\").alias(\"m\")).columns() == [\"m\"]",
        |to| to.add(|receiver: ColumnExpr, name: &str| ColumnExpr(receiver.0.alias(name))),
    ),
];

fn joined(parts: Array, separator: &str) -> ScriptResult<ColumnExpr> {
    let parts = expressions(&parts.into())?;
    let parts = if parts.is_empty() { vec![lit("")] } else { parts };
    Ok(ColumnExpr(concat_str(parts, separator, false)))
}
