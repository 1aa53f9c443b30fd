//! Aggregates: one value of many, in `agg`, in `select`, or over a group with `over`. Missing
//! values are left out, except where it says otherwise.

use super::ColumnExpr;
use crate::codes;
use crate::script::error::{ScriptResult, call_error};
use crate::script::function::{Function, Receiver, Registrar, function};
use polars::prelude::{DataType, Expr, QuantileMethod, col, len, lit};

/// The same of the column that a text names.
const fn of_column(
    name: &'static str,
    meaning: &'static str,
    example: &'static str,
    register: fn(&mut Registrar),
) -> Function {
    Function { receiver: None, name, parameters: &["of"], meaning, example, register }
}

impl Registrar<'_> {
    fn add_of_column(&mut self, aggregate: fn(Expr) -> Expr) {
        self.add(move |name: &str| ColumnExpr(aggregate(col(name))));
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "count",
        &["[formula]"],
        "how many rows there are, whatever is missing in them; in `agg`, those of which a formula \
         is true. Of an expression, `count(col(of))` is `col(of).count()`: how many values are \
         known; `(col(of) > 3).sum()` is how many are true",
        "frame(#{ n: [1, ()] }).select(count()).item() == 2",
        |to| to.add(|| ColumnExpr(len().cast(DataType::Int64))),
    ),
    function(
        "len",
        &[],
        "Polars' name for `count()`",
        "frame(#{ n: [1, ()] }).select(len()).item() == 2",
        |to| to.add(|| ColumnExpr(len().cast(DataType::Int64))),
    ),
    Receiver::Expression.nullary(
        "len",
        "how many values there are, missing or not",
        "frame(#{ n: [1, ()] }).select(col(\"n\").len()).item() == 2",
        |to| to.add_unary(|receiver| receiver.len().cast(DataType::Int64)),
    ),
    Receiver::Expression.nullary(
        "count",
        "how many values are known",
        "frame(#{ n: [1, ()] }).select(col(\"n\").count()).item() == 1",
        |to| to.add_unary(known_count),
    ),
    Receiver::Expression.nullary(
        "sum",
        "their sum; missing where it does not fit into 64 bits",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").sum()).item() == 9",
        |to| to.add_unary(Expr::sum),
    ),
    of_column(
        "sum",
        "short for `col(of).sum()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 2, 6] }).select(sum(\"n\")).item() == 9",
        |to| to.add_of_column(Expr::sum),
    ),
    Receiver::Expression.nullary(
        "mean",
        "their mean",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").mean()).item() == 3.0",
        |to| to.add_unary(Expr::mean),
    ),
    of_column(
        "mean",
        "short for `col(of).mean()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 2, 6] }).select(mean(\"n\")).item() == 3.0",
        |to| to.add_of_column(Expr::mean),
    ),
    Receiver::Expression.nullary(
        "median",
        "their median",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").median()).item() == 2.0",
        |to| to.add_unary(Expr::median),
    ),
    of_column(
        "median",
        "short for `col(of).median()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 2, 6] }).select(median(\"n\")).item() == 2.0",
        |to| to.add_of_column(Expr::median),
    ),
    Receiver::Expression.nullary(
        "min",
        "the least",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").min()).item() == 1",
        |to| to.add_unary(Expr::min),
    ),
    of_column(
        "min",
        "short for `col(of).min()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 2, 6] }).select(min(\"n\")).item() == 1",
        |to| to.add_of_column(Expr::min),
    ),
    Receiver::Expression.nullary(
        "max",
        "the greatest",
        "frame(#{ n: [1, 2, 6] }).select(col(\"n\").max()).item() == 6",
        |to| to.add_unary(Expr::max),
    ),
    of_column(
        "max",
        "short for `col(of).max()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 2, 6] }).select(max(\"n\")).item() == 6",
        |to| to.add_of_column(Expr::max),
    ),
    Receiver::Expression.nullary(
        "std",
        "their standard deviation, of a sample",
        "frame(#{ n: [1, 3, 5] }).select(col(\"n\").std()).item() == 2.0",
        |to| to.add_unary(|receiver| receiver.std(1)),
    ),
    of_column(
        "std",
        "short for `col(of).std()`",
        "frame(#{ n: [1, 3, 5] }).select(std(\"n\")).item() == 2.0",
        |to| to.add_of_column(|receiver| receiver.std(1)),
    ),
    Receiver::Expression.nullary(
        "first",
        "the first, missing or not",
        "frame(#{ n: [4, 2] }).select(col(\"n\").first()).item() == 4",
        |to| to.add_unary(Expr::first),
    ),
    of_column(
        "first",
        "short for `col(of).first()`; in `agg`, of a formula too",
        "frame(#{ n: [4, 2] }).select(first(\"n\")).item() == 4",
        |to| to.add_of_column(Expr::first),
    ),
    Receiver::Expression.nullary(
        "last",
        "the last, missing or not",
        "frame(#{ n: [4, 2] }).select(col(\"n\").last()).item() == 2",
        |to| to.add_unary(Expr::last),
    ),
    of_column(
        "last",
        "short for `col(of).last()`; in `agg`, of a formula too",
        "frame(#{ n: [4, 2] }).select(last(\"n\")).item() == 2",
        |to| to.add_of_column(Expr::last),
    ),
    Receiver::Expression.nullary(
        "n_unique",
        "how many different values there are, a missing one included",
        "frame(#{ n: [1, 1, 2] }).select(col(\"n\").n_unique()).item() == 2",
        |to| to.add_unary(n_unique),
    ),
    of_column(
        "n_unique",
        "short for `col(of).n_unique()`; in `agg`, of a formula too",
        "frame(#{ n: [1, 1, 2] }).select(n_unique(\"n\")).item() == 2",
        |to| to.add_of_column(n_unique),
    ),
    Receiver::Expression.nullary(
        "null_count",
        "how many are missing",
        "frame(#{ n: [1, ()] }).select(col(\"n\").null_count()).item() == 1",
        |to| to.add_unary(null_count),
    ),
    of_column(
        "null_count",
        "short for `col(of).null_count()`",
        "frame(#{ n: [1, ()] }).select(null_count(\"n\")).item() == 1",
        |to| to.add_of_column(null_count),
    ),
    Receiver::Expression.nullary(
        "any",
        "whether one of them is true",
        "frame(#{ n: [true, false] }).select(col(\"n\").any()).item() == true",
        |to| to.add_unary(|receiver| receiver.any(true)),
    ),
    Receiver::Expression.nullary(
        "all",
        "whether all of them are true",
        "frame(#{ n: [true, false] }).select(col(\"n\").all()).item() == false",
        |to| to.add_unary(|receiver| receiver.all(true)),
    ),
    Receiver::Expression.nullary(
        "implode",
        "all of them as a list",
        "frame(#{ n: [1, 2] }).select(col(\"n\").implode()).item() == [1, 2]",
        |to| to.add_unary(|receiver| receiver.implode(true)),
    ),
    Receiver::Expression.method(
        "quantile",
        &["at"],
        "the value below which this share of them lies, from 0 to 1, interpolated",
        "frame(#{ n: [0, 10] }).select(col(\"n\").quantile(0.9)).item() == 9.0",
        |to| to.add(|receiver: ColumnExpr, at: f64| quantile(receiver.0, at)),
    ),
    function(
        "quantile",
        &["of", "at"],
        "short for `col(of).quantile(at)`; in `agg`, of a formula too",
        "frame(#{ n: [0, 10] }).select(quantile(\"n\", 0.9)).item() == 9.0",
        |to| to.add(|column: &str, at: f64| quantile(col(column), at)),
    ),
];

// Polars counts in 32 bits; here a whole number is one type.

fn known_count(expression: Expr) -> Expr {
    expression.count().cast(DataType::Int64)
}

fn null_count(expression: Expr) -> Expr {
    expression.null_count().cast(DataType::Int64)
}

/// How many different values there are, a missing one included.
pub(in crate::script) fn n_unique(expression: Expr) -> Expr {
    expression.n_unique().cast(DataType::Int64)
}

fn quantile(receiver: Expr, share: f64) -> ScriptResult<ColumnExpr> {
    if !(0.0..=1.0).contains(&share) {
        let message = format!("{share} is no share");
        return Err(call_error(codes::ARGUMENTS, message, "write a number from 0 to 1"));
    }
    Ok(ColumnExpr(receiver.quantile(lit(share), QuantileMethod::Linear)))
}
