//! Closures over the elements of a list.
//!
//! Invariant: an element that is missing leaves the answer unknown, unless another decides it.

use super::{compare, elementwise};
use crate::formula::graph::{Comparison, Quantifier};
use crate::formula::types::Type;
use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Int64Chunked, IntoColumn, NULL, PolarsResult, element,
    lit, map_multiple, when,
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

/// Whether something was found in a list: unknown where it was not and an element is missing.
pub(in crate::formula) fn unless_missing(list: Expr, is_found: Expr) -> Expr {
    let function = |columns: &mut [Column]| -> PolarsResult<Column> {
        let (lists, is_found) = (columns[0].list()?, columns[1].bool()?);
        if lists.get_inner().null_count() == 0 {
            return Ok(columns[1].clone());
        }
        let at = |row: usize| if lists.len() == 1 { 0 } else { row };
        let gap = |row| lists.get_as_series(at(row)).is_some_and(|items| items.null_count() > 0);
        let answers = is_found.iter().enumerate();
        let answers: BooleanChunked = answers
            .map(|(row, is_found)| is_found.filter(|is_found| *is_found || !gap(row)))
            .collect();
        Ok(answers.with_name(columns[1].name().clone()).into_column())
    };
    map_multiple(function, [list, is_found], elementwise::output_field(DataType::Boolean))
}

/// Whether something was found in a list: nothing is in an empty one, whatever it is.
pub(in crate::formula) fn unless_empty(list: &Expr, is_found: Expr) -> Expr {
    let is_empty = list.clone().list().len().eq(lit(0));
    when(is_empty).then(lit(false)).otherwise(is_found.cast(DataType::Boolean))
}

/// What an element that is missing does to a search for one behind it.
#[derive(Clone, Copy)]
pub(in crate::formula) enum MissingElements {
    /// It could be the first: the place is unknown.
    HidesTheFirst,
    /// Whether there is any is asked, not which.
    IsPassed,
}

/// The place of the first element that equals the wanted one, as Rhai compares them, from 0; -1
/// where there is none, missing where the list is or the wanted one, or an element before it unless
/// that is passed.
/// `of_type` is the type in which they are compared.
pub(in crate::formula) fn index_of(
    list: Expr,
    wanted: Expr,
    of_type: Type,
    gap: MissingElements,
) -> Expr {
    let element_dtype = of_type.dtype();
    let typed_lists = list.cast(DataType::List(Box::new(element_dtype.clone())));
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let (lists, wanted) = (columns[0].list()?, &columns[1]);
        let height =
            if columns.iter().any(Column::is_empty) { 0 } else { lists.len().max(wanted.len()) };
        let at = |length: usize, row: usize| if length == 1 { 0 } else { row };
        let mut places = Vec::with_capacity(height);
        for row in 0..height {
            let items = lists.get_as_series(at(lists.len(), row));
            let (number, row) = (wanted.dtype().is_float(), at(wanted.len(), row));
            let index = match items {
                None => None,
                Some(items) if number => match wanted.f64()?.get(row) {
                    Some(wanted) => first(items.f64()?.iter(), gap, |element| {
                        compare::rhai_compare(Comparison::Equal, element, wanted)
                    }),
                    None => None,
                },
                Some(items) if wanted.dtype().is_integer() => match wanted.i64()?.get(row) {
                    Some(wanted) => first(items.i64()?.iter(), gap, |element| element == wanted),
                    None => None,
                },
                Some(items) => match wanted.str()?.get(row) {
                    Some(wanted) => first(items.str()?.iter(), gap, |element| element == wanted),
                    None => None,
                },
            };
            places.push(index);
        }
        let places: Int64Chunked = places.into_iter().collect();
        Ok(places.with_name(columns[0].name().clone()).into_column())
    };
    map_multiple(
        function,
        [typed_lists, wanted.cast(element_dtype)],
        elementwise::output_field(DataType::Int64),
    )
}

/// The place of the first element of which this holds; -1 where there is none, missing where an
/// element is before it is found, unless that is passed.
fn first<T>(
    items: impl Iterator<Item = Option<T>>,
    gap: MissingElements,
    holds: impl Fn(T) -> bool,
) -> Option<i64> {
    for (index, item) in (0_i64..).zip(items) {
        let Some(item) = item else {
            match gap {
                MissingElements::HidesTheFirst => return None,
                MissingElements::IsPassed => continue,
            }
        };
        if holds(item) {
            return Some(index);
        }
    }
    Some(-1)
}

#[cfg(test)]
mod tests {
    use super::{MissingElements, index_of};
    use crate::formula::types::Type;
    use crate::query::Query;
    use polars::prelude::{
        DataFrame, DataType, Float64Type, IntoColumn, IntoLazy, IntoSeries, ListBuilderTrait,
        ListPrimitiveChunkedBuilder, col, lit,
    };

    #[test]
    fn what_is_behind_a_gap_is_there_though_not_known_to_be_the_first() {
        let mut lists =
            ListPrimitiveChunkedBuilder::<Float64Type>::new("l".into(), 3, 6, DataType::Float64);
        for list in [[None, Some(2.5)], [Some(2.5), None], [None, Some(1.0)]] {
            lists.append_iter(list.iter().copied());
        }
        let lists = lists.finish().into_series().into_column();
        let frame = DataFrame::new(3, vec![lists]).unwrap().lazy();
        let places = |gap| {
            let first_index = index_of(col("l"), lit(2.5), Type::Float, gap).alias("at");
            let rows = frame.clone().select([first_index]).rows().unwrap();
            rows.column("at").unwrap().i64().unwrap().iter().collect::<Vec<_>>()
        };
        assert_eq!(places(MissingElements::HidesTheFirst), [None, Some(0), None]);
        assert_eq!(places(MissingElements::IsPassed), [Some(1), Some(0), Some(-1)]);
    }
}
