//! Values over the rows that share a key. Rows whose key is missing are a group of their own, as in
//! `group_by`.

use super::{exact_sums, kernel};
use crate::formula::facts::Facts;
use crate::formula::graph::Window;
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr, NULL, RankMethod, RankOptions, len, lit};

/// What is measured: its expression, its type and what is known of it.
pub(super) type WindowOperand = Option<(Expr, Type, Facts)>;

pub(super) fn window(how: Window, value: WindowOperand, keys: &[Expr]) -> Expr {
    match (how, value) {
        (Window::Sum, Some((value, Type::Int, facts))) => whole_sum(value, facts, keys),
        (how, value) => by(computed(how, value.map(|(value, ..)| value)), keys),
    }
}

/// A value over the rows that share these keys; over all rows where there are none.
fn by(value: Expr, keys: &[Expr]) -> Expr {
    if keys.is_empty() {
        return value;
    }
    // `over` refuses nothing but an empty list of keys.
    value.over(keys).unwrap_or_else(|_| lit(NULL))
}

fn computed(how: Window, value: Option<Expr>) -> Expr {
    let Some(value) = value else { return len().cast(DataType::Int64) };
    match how {
        Window::Count => len().cast(DataType::Int64),
        Window::Sum => exact_sums::sum(value),
        Window::Mean => exact_sums::mean(value),
        Window::Min => value.min(),
        Window::Max => value.max(),
        Window::Rank { greatest_first } => {
            let options = RankOptions { method: RankMethod::Min, descending: greatest_first };
            value.rank(options, None).cast(DataType::Int64)
        }
    }
}

/// A sum that never wraps: where it could, the upper and the lower halves are summed apart, and the
/// whole is unknown where it does not fit 64 bits.
fn whole_sum(value: Expr, facts: Facts, keys: &[Expr]) -> Expr {
    const SAFE: i128 = 1 << 31;
    if facts.ints.0 >= -SAFE && facts.ints.1 <= SAFE {
        return by(value.sum(), keys);
    }
    let half = || lit(kernel::HALF);
    let upper = by(value.clone().floor_div(half()).sum(), keys);
    let lower = by((value.clone() - value.floor_div(half()) * half()).sum(), keys);
    kernel::from_halves(upper, lower)
}
