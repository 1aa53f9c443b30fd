//! Closures over the elements of a list.
//!
//! Invariant: an element that is missing leaves the answer unknown, unless another decides it.

use crate::formula::graph::Quantifier;
use polars::prelude::{DataType, Expr, NULL, element, lit, when};

/// `condition` is over [`element`].
pub(super) fn each(how: Quantifier, list: Expr, condition: Expr) -> Expr {
    let condition = condition.cast(DataType::Boolean);
    if how == Quantifier::Filter {
        return list.list().eval(element().filter(condition));
    }
    let has = |asked: Expr| {
        let answers = list.clone().list().eval(asked.fill_null(lit(false)));
        answers.list().contains(lit(true), false)
    };
    let decides = match how {
        Quantifier::All => condition.clone().not(),
        _ => condition.clone(),
    };
    let answer = how != Quantifier::All;
    when(list.clone().is_null())
        .then(lit(NULL))
        .when(has(decides))
        .then(lit(answer))
        .when(has(condition.is_null()))
        .then(lit(NULL))
        .otherwise(lit(!answer))
        .cast(DataType::Boolean)
}
