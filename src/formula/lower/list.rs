//! Closures over the elements of a list.
//!
//! Invariant: an element that is missing leaves the answer unknown, unless another decides it.

use super::{compare, rows};
use crate::formula::graph::{Comparison, Quantifier};
use crate::formula::types::Type;
use polars::prelude::{
    Column, DataType, Expr, Int64Chunked, IntoColumn, NULL, PolarsResult, element, lit,
    map_multiple, when,
};

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

/// The place of the first element that equals the wanted one, as Rhai compares them, from 0; -1
/// where there is none, missing where the list is or the wanted one. `of_type` is the type in which
/// they are compared.
pub(in crate::formula) fn place(list: Expr, wanted: Expr, of_type: Type) -> Expr {
    let own = of_type.dtype();
    let all = list.cast(DataType::List(Box::new(own.clone())));
    let function = |columns: &mut [Column]| -> PolarsResult<Column> {
        let (lists, wanted) = (columns[0].list()?, &columns[1]);
        let height =
            if columns.iter().any(Column::is_empty) { 0 } else { lists.len().max(wanted.len()) };
        let at = |length: usize, row: usize| if length == 1 { 0 } else { row };
        let mut places = Vec::with_capacity(height);
        for row in 0..height {
            let items = lists.get_as_series(at(lists.len(), row));
            let (number, row) = (wanted.dtype().is_float(), at(wanted.len(), row));
            let found = match items {
                None => None,
                Some(items) if number => wanted.f64()?.get(row).map(|wanted| {
                    let equal = |own| compare::rhai(Comparison::Equal, own, wanted);
                    items.f64().map(|all| all.iter().position(|own| own.is_some_and(equal)))
                }),
                Some(items) if wanted.dtype().is_integer() => {
                    wanted.i64()?.get(row).map(|wanted| {
                        items.i64().map(|all| all.iter().position(|own| own == Some(wanted)))
                    })
                }
                Some(items) => wanted.str()?.get(row).map(|wanted| {
                    items.str().map(|all| all.iter().position(|own| own == Some(wanted)))
                }),
            };
            places.push(
                found
                    .transpose()?
                    .map(|place| place.and_then(|place| i64::try_from(place).ok()).unwrap_or(-1)),
            );
        }
        let places: Int64Chunked = places.into_iter().collect();
        Ok(places.with_name(columns[0].name().clone()).into_column())
    };
    map_multiple(function, [all, wanted.cast(own)], rows::named(DataType::Int64))
}
