//! Numbers and missing values: what an expression makes of each value by itself.

use super::{ColumnExpr, expression};
use crate::codes;
use crate::script::error::{ScriptResult, call_error, choose_by_word};
use crate::script::function::{Function, Receiver};
use polars::prelude::{ClosedInterval, DataType, Expr, RoundMode};
use rhai::Dynamic;

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Expression.nullary(
        "is_null",
        "whether it is missing; also `== ()`",
        "frame(#{ n: [1, ()] }).filter(col(\"n\").is_null()).len() == 1",
        |to| to.add_unary(Expr::is_null),
    ),
    Receiver::Expression.nullary(
        "is_not_null",
        "whether it is known; also `!= ()`",
        "frame(#{ n: [1, ()] }).filter(col(\"n\").is_not_null()).len() == 1",
        |to| to.add_unary(Expr::is_not_null),
    ),
    Receiver::Expression.method(
        "fill_null",
        &["value"],
        "the value where this is missing",
        "frame(#{ n: [()] }).select(col(\"n\").fill_null(0)).item() == 0",
        |to| to.add_binary(Expr::fill_null),
    ),
    Receiver::Expression.method(
        "is_in",
        &["values"],
        "whether it is one of these",
        "frame(#{ n: [1, 2, 3] }).filter(col(\"n\").is_in([1, 3])).len() == 2",
        |to| to.add_binary(|receiver, values| receiver.is_in(values, false)),
    ),
    Receiver::Expression.method(
        "is_between",
        &["least", "greatest"],
        "whether it lies between the two, both included",
        "frame(#{ n: [1, 2, 3] }).filter(col(\"n\").is_between(2, 3)).len() == 2",
        |to| to.add(between),
    ),
    Receiver::Expression.method(
        "clip",
        &["least", "greatest"],
        "it, but not below the first nor above the second",
        "frame(#{ n: [9] }).select(col(\"n\").clip(0, 5)).item() == 5",
        |to| to.add(clip),
    ),
    Receiver::Expression.nullary(
        "abs",
        "without its sign",
        "frame(#{ n: [-2] }).select(col(\"n\").abs()).item() == 2",
        |to| to.add_unary(Expr::abs),
    ),
    Receiver::Expression.nullary(
        "floor",
        "the whole number below",
        "frame(#{ n: [2.7] }).select(col(\"n\").floor()).item() == 2.0",
        |to| to.add_unary(Expr::floor),
    ),
    Receiver::Expression.nullary(
        "ceil",
        "the whole number above",
        "frame(#{ n: [2.2] }).select(col(\"n\").ceil()).item() == 3.0",
        |to| to.add_unary(Expr::ceil),
    ),
    Receiver::Expression.method(
        "round",
        &["[decimals]"],
        "rounded to so many decimals, halves away from zero",
        "frame(#{ n: [2.345] }).select(col(\"n\").round(1)).item() == 2.3",
        |to| {
            to.add(|receiver: ColumnExpr| round(receiver, 0));
            to.add(round);
        },
    ),
    Receiver::Expression.method(
        "floor_div",
        &["divisor"],
        "the whole quotient, rounded down; missing where it is by zero. `/` gives a decimal number",
        "frame(#{ n: [7] }).select(col(\"n\").floor_div(2)).item() == 3",
        |to| to.add_binary(Expr::floor_div),
    ),
    Receiver::Expression.method(
        "pow",
        &["exponent"],
        "to the power of the exponent; a whole number's negative power is missing",
        "frame(#{ n: [3] }).select(col(\"n\").pow(2)).item() == 9",
        |to| {
            to.add(|receiver: ColumnExpr, by: Dynamic| {
                // Polars refuses a negative literal before anything is computed.
                let is_negative = by.as_int().is_ok_and(|by| by < 0);
                let by = expression(&by)?;
                let by = if is_negative { by.cast(DataType::Int64) } else { by };
                ScriptResult::Ok(ColumnExpr(receiver.0.pow(by)))
            });
        },
    ),
    Receiver::Expression.nullary(
        "sqrt",
        "its square root",
        "frame(#{ n: [9] }).select(col(\"n\").sqrt()).item() == 3.0",
        |to| to.add_unary(Expr::sqrt),
    ),
    Receiver::Expression.method(
        "cast",
        &["type"],
        "as another type: \"str\", \"int\", \"float\", \"bool\", \"date\"; missing where it is \
         none",
        "frame(#{ n: [\"12\"] }).select(col(\"n\").cast(\"int\")).item() == 12",
        |to| to.add(cast),
    ),
];

fn between(receiver: ColumnExpr, least: Dynamic, greatest: Dynamic) -> ScriptResult<ColumnExpr> {
    let (least, greatest) = (expression(&least)?, expression(&greatest)?);
    Ok(ColumnExpr(receiver.0.is_between(least, greatest, ClosedInterval::Both)))
}

fn clip(receiver: ColumnExpr, least: Dynamic, greatest: Dynamic) -> ScriptResult<ColumnExpr> {
    let (least, greatest) = (expression(&least)?, expression(&greatest)?);
    Ok(ColumnExpr(receiver.0.clip(least, greatest)))
}

fn round(receiver: ColumnExpr, decimals: i64) -> ScriptResult<ColumnExpr> {
    let decimals = u32::try_from(decimals).map_err(|_| {
        let message = format!("{decimals} is no number of decimals");
        call_error(codes::ARGUMENTS, message, "write 0 or more")
    })?;
    Ok(ColumnExpr(receiver.0.round(decimals, RoundMode::HalfAwayFromZero)))
}

fn cast(receiver: ColumnExpr, to: &str) -> ScriptResult<ColumnExpr> {
    let types = [
        ("str", &DataType::String),
        ("int", &DataType::Int64),
        ("float", &DataType::Float64),
        ("bool", &DataType::Boolean),
        ("date", &DataType::Date),
    ];
    let dtype = choose_by_word(to, "type", &types)?;
    Ok(ColumnExpr(receiver.0.cast(dtype.clone())))
}
