//! Expressions that look at other rows: over a group, by rank, by order.

use super::{ColumnExpr, clamp_count, expression, expressions};
use crate::codes;
use crate::script::error::{ScriptResult, call_error, choose_by_word, script_error};
use crate::script::function::{Function, Receiver, Registrar};
use polars::prelude::{DataType, Expr, PlSmallStr, RankMethod, RankOptions, lit};
use polars::series::ops::NullBehavior;
use rhai::{Array, Dynamic, Position};

impl Registrar<'_> {
    /// Adds a cumulative method: from the first row on, or from the last.
    fn cumulative(&mut self, so_far: fn(Expr, bool) -> Expr) {
        self.add(move |receiver: ColumnExpr| ColumnExpr(so_far(receiver.0, false)));
        self.add(move |receiver: ColumnExpr, reverse: bool| {
            ColumnExpr(so_far(receiver.0, reverse))
        });
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Expression.method(
        "over",
        &["keys"],
        "computed in each group of rows that share these keys, columns or expressions; a missing \
         key is one, too",
        "frame(#{ k: [\"a\", \"a\", \"b\"], n: [1, 2, 5] }).with(\"of_k\", \
         col(\"n\").sum().over([\"k\"])).value(\"of_k\", 0) == 3",
        |to| to.add_variadic(|_at, receiver: &mut ColumnExpr, keys| over(receiver.0.clone(), keys)),
    ),
    Receiver::Expression.method(
        "rank",
        &["[method]", "[descending]"],
        "the place by value, from 1: \"average\" unless \"min\", \"max\", \"dense\" or \"ordinal\"",
        "frame(#{ n: [30, 10] }).with(\"r\", col(\"n\").rank(\"min\", true)).value(\"r\", 0) == 1",
        |to| {
            to.add(|receiver: ColumnExpr| rank(receiver, "average", false));
            to.add(|receiver: ColumnExpr, method: &str| rank(receiver, method, false));
            to.add(rank);
        },
    ),
    Receiver::Expression.method(
        "shift",
        &["[n]", "[fill]"],
        "the value of the row before, or so many rows before; negative, after",
        "frame(#{ n: [1, 2] }).with(\"before\", col(\"n\").shift()).value(\"before\", 1) == 1",
        |to| {
            to.add(|receiver: ColumnExpr| shift(receiver, 1));
            to.add(shift);
            to.add(|receiver: ColumnExpr, n: i64, fill: Dynamic| {
                expression(&fill)
                    .map(|fill| ColumnExpr(receiver.0.shift_and_fill(lit(clamp_count(n)), fill)))
            });
        },
    ),
    Receiver::Expression.method(
        "diff",
        &["[n]"],
        "the difference from the row before, or from so many rows before",
        "frame(#{ n: [1, 4] }).with(\"more\", col(\"n\").diff()).value(\"more\", 1) == 3",
        |to| {
            to.add(|receiver: ColumnExpr| diff(receiver, 1));
            to.add(diff);
        },
    ),
    Receiver::Expression.method(
        "cum_sum",
        &["[reverse]"],
        "the sum up to this row; missing where it does not fit into 64 bits",
        "frame(#{ n: [1, 2, 3] }).with(\"s\", col(\"n\").cum_sum()).value(\"s\", 2) == 6",
        |to| to.cumulative(Expr::cum_sum),
    ),
    Receiver::Expression.method(
        "cum_count",
        &["[reverse]"],
        "how many values are known up to this row",
        "frame(#{ n: [1, (), 3] }).with(\"s\", col(\"n\").cum_count()).value(\"s\", 2) == 2",
        |to| to.cumulative(|receiver, reverse| receiver.cum_count(reverse).cast(DataType::Int64)),
    ),
    Receiver::Expression.method(
        "cum_min",
        &["[reverse]"],
        "the least up to this row",
        "frame(#{ n: [2, 1, 3] }).with(\"s\", col(\"n\").cum_min()).value(\"s\", 2) == 1",
        |to| to.cumulative(Expr::cum_min),
    ),
    Receiver::Expression.method(
        "cum_max",
        &["[reverse]"],
        "the greatest up to this row",
        "frame(#{ n: [2, 1, 3] }).with(\"s\", col(\"n\").cum_max()).value(\"s\", 1) == 2",
        |to| to.cumulative(Expr::cum_max),
    ),
    Receiver::Expression.method(
        "cut",
        &["breaks", "[labels]"],
        "the interval that it lies in, as a text; each break belongs to the interval below it",
        "frame(#{ n: [5, 50] }).with(\"c\", col(\"n\").cut([10], [\"few\", \
         \"many\"])).value(\"c\", 1) == \"many\"",
        |to| {
            to.add(|receiver: ColumnExpr, breaks: Array| cut(receiver.0, &breaks, None));
            to.add(|receiver: ColumnExpr, breaks: Array, labels: Array| {
                cut(receiver.0, &breaks, Some(&labels))
            });
        },
    ),
    Receiver::Expression.method(
        "qcut",
        &["shares", "[labels]"],
        "the class between these quantiles that it lies in, as a text",
        "frame(#{ n: [1, 2, 3, 4] }).with(\"h\", col(\"n\").qcut([0.5], [\"low\", \
         \"high\"])).value(\"h\", 3) == \"high\"",
        |to| {
            to.add(|receiver: ColumnExpr, shares: Array| qcut(receiver.0, &shares, None));
            to.add(|receiver: ColumnExpr, shares: Array, labels: Array| {
                qcut(receiver.0, &shares, Some(&labels))
            });
        },
    ),
];

fn shift(receiver: ColumnExpr, n: i64) -> ColumnExpr {
    ColumnExpr(receiver.0.shift(lit(clamp_count(n))))
}

fn diff(receiver: ColumnExpr, n: i64) -> ColumnExpr {
    ColumnExpr(receiver.0.diff(lit(clamp_count(n)), NullBehavior::Ignore))
}

fn over(receiver: Expr, keys: &Dynamic) -> ScriptResult<ColumnExpr> {
    let keys = expressions(keys)?;
    let windowed = receiver.over(keys);
    windowed
        .map(ColumnExpr)
        .map_err(|error| script_error(codes::EXPRESSION, Position::NONE, error.to_string(), None))
}

fn rank(receiver: ColumnExpr, method: &str, descending: bool) -> ScriptResult<ColumnExpr> {
    let ways = [
        ("average", RankMethod::Average),
        ("min", RankMethod::Min),
        ("max", RankMethod::Max),
        ("dense", RankMethod::Dense),
        ("ordinal", RankMethod::Ordinal),
    ];
    let method = choose_by_word(method, "way to rank", &ways)?;
    let ranked = receiver.0.rank(RankOptions { method, descending }, None);
    Ok(ColumnExpr(match method {
        RankMethod::Average => ranked,
        _ => ranked.cast(DataType::Int64),
    }))
}

fn cut(receiver: Expr, breaks: &Array, labels: Option<&Array>) -> ScriptResult<ColumnExpr> {
    let help = "write `col(\"age_days\").cut([7, 30], [\"week\", \"month\", \"older\"])`";
    let (breaks, labels) = classes(breaks, labels, help)?;
    Ok(ColumnExpr(receiver.cut(breaks, labels, false, false).cast(DataType::String)))
}

fn qcut(receiver: Expr, shares: &Array, labels: Option<&Array>) -> ScriptResult<ColumnExpr> {
    let help = "write `col(\"age_days\").qcut([0.5, 0.9], [\"low\", \"middle\", \"high\"])`";
    let (shares, labels) = classes(shares, labels, help)?;
    if !shares.iter().all(|share| (0.0..=1.0).contains(share)) {
        let message = "a share lies between 0 and 1";
        return Err(call_error(codes::ARGUMENTS, message, help));
    }
    Ok(ColumnExpr(receiver.qcut(shares, labels, false, true, false).cast(DataType::String)))
}

type CutClasses = (Vec<f64>, Option<Vec<PlSmallStr>>);

/// Breaks in ascending order, and one label more than there are breaks.
fn classes(breaks: &Array, labels: Option<&Array>, help: &str) -> ScriptResult<CutClasses> {
    let misfit = |message: &str| call_error(codes::ARGUMENTS, message, help);
    #[expect(clippy::cast_precision_loss, reason = "breaks are figures that people write")]
    let number =
        |one: &Dynamic| one.as_float().or_else(|_| one.as_int().map(|number| number as f64)).ok();
    let breaks: Option<Vec<f64>> = breaks.iter().map(number).collect();
    let breaks = breaks.ok_or_else(|| misfit("the breaks are no list of numbers"))?;
    if !breaks.is_sorted_by(|a, b| a < b) {
        return Err(misfit("the breaks are not in ascending order"));
    }
    let labels: Option<Vec<PlSmallStr>> =
        labels.map(|labels| labels.iter().map(|label| label.to_string().into()).collect());
    if labels.as_ref().is_some_and(|labels| labels.len() != breaks.len() + 1) {
        return Err(misfit("there is one label more than there are breaks, one an interval"));
    }
    Ok((breaks, labels))
}
