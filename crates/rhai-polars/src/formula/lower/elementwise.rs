//! Functions of the numbers of each row, at the speed of a loop over bare numbers.
//!
//! Invariant: a row that lacks a number has no result; a single number stands for all rows.

use polars::prelude::arity::broadcast_binary_elementwise;
use polars::prelude::{
    BooleanChunked, ChunkCompareEq, ChunkFullNull, ChunkedArray, Column, DataType, Expr, Field,
    Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn, PolarsDataType, PolarsNumericType,
    PolarsResult, Schema, map_multiple, polars_err,
};
use std::ops::BitAnd;

/// A function of two numbers; it is asked of rows that lack one, too.
pub(super) fn map_numbers<A, B, C>(
    a: &ChunkedArray<A>,
    b: &ChunkedArray<B>,
    function: impl FnMut(A::Native, B::Native) -> C::Native,
) -> PolarsResult<ChunkedArray<C>>
where
    A: PolarsNumericType,
    B: PolarsNumericType,
    C: PolarsNumericType,
    ChunkedArray<C>: ChunkFullNull,
{
    let (a, b) = (a.rechunk(), b.rechunk());
    let (left, right) = (a.downcast_as_array(), b.downcast_as_array());
    let values = looped(left.values().as_slice(), right.values().as_slice(), function)?;
    if misses_all(&a, &b) {
        return Ok(ChunkedArray::full_null(a.name().clone(), values.len()));
    }
    let known = both(
        left.validity().filter(|_| a.null_count() > 0),
        right.validity().filter(|_| b.null_count() > 0),
    );
    Ok(ChunkedArray::from_vec_validity(a.name().clone(), values, known))
}

/// A yes or no to two numbers; it is asked of rows that lack one, too. The answers are numbers at
/// first, which Polars packs into bits faster than a loop does.
pub(super) fn map_to_bool<A, B>(
    a: &ChunkedArray<A>,
    b: &ChunkedArray<B>,
    mut function: impl FnMut(A::Native, B::Native) -> bool,
) -> PolarsResult<BooleanChunked>
where
    A: PolarsNumericType,
    B: PolarsNumericType,
{
    let answers: Int32Chunked = map_numbers(a, b, |a, b| i32::from(function(a, b)))?;
    Ok(answers.not_equal(0))
}

/// A plain loop, which the compiler computes several rows at once of.
fn looped<A: Copy, B: Copy, T>(
    a: &[A],
    b: &[B],
    mut function: impl FnMut(A, B) -> T,
) -> PolarsResult<Vec<T>> {
    match (a, b) {
        _ if a.len() == b.len() => Ok(a.iter().zip(b).map(|(a, b)| function(*a, *b)).collect()),
        (a, &[b]) => Ok(a.iter().map(|a| function(*a, b)).collect()),
        (&[a], b) => Ok(b.iter().map(|b| function(a, *b)).collect()),
        _ => Err(polars_err!(ShapeMismatch: "columns of {} and {} rows", a.len(), b.len())),
    }
}

/// Whether a single number that stands for all rows is missing.
fn misses_all<A: PolarsDataType, B: PolarsDataType>(
    a: &ChunkedArray<A>,
    b: &ChunkedArray<B>,
) -> bool {
    (a.len() == 1 && a.null_count() == 1) || (b.len() == 1 && b.null_count() == 1)
}

/// The rows of which both sides know; none where that is all of them.
fn both<'a, T: Clone>(a: Option<&'a T>, b: Option<&'a T>) -> Option<T>
where
    &'a T: BitAnd<&'a T, Output = T>,
{
    match (a, b) {
        (Some(a), Some(b)) => Some(a & b),
        (known, None) | (None, known) => known.cloned(),
    }
}

/// A function of two numbers that may have no answer. It is asked of all rows at once, and of each
/// by itself only where it had no answer for one.
pub(super) fn map_checked<A, B, C>(
    a: &ChunkedArray<A>,
    b: &ChunkedArray<B>,
    function: impl Fn(A::Native, B::Native) -> Option<C::Native>,
) -> PolarsResult<ChunkedArray<C>>
where
    A: PolarsNumericType,
    B: PolarsNumericType,
    C: PolarsNumericType,
    ChunkedArray<C>: ChunkFullNull,
{
    let mut answered = true;
    let quick = map_numbers(a, b, |a, b| {
        let answer = function(a, b);
        answered &= answer.is_some();
        answer.unwrap_or_default()
    })?;
    if answered {
        return Ok(quick);
    }
    let one = |a: Option<A::Native>, b: Option<B::Native>| function(a?, b?);
    Ok(broadcast_binary_elementwise(a, b, one))
}

/// An expression of two whole numbers.
pub(super) fn of_whole<C: IntoColumn>(
    left: Expr,
    right: Expr,
    to: DataType,
    compute: impl Fn(&Int64Chunked, &Int64Chunked) -> PolarsResult<C> + Send + Sync + 'static,
) -> Expr {
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let (a, b) = (columns[0].cast(&DataType::Int64)?, columns[1].cast(&DataType::Int64)?);
        Ok(compute(a.i64()?, b.i64()?)?.into_column())
    };
    map_multiple(function, [left, right], output_field(to))
}

/// An expression of two decimal numbers.
pub(super) fn of_decimal<C: IntoColumn>(
    left: Expr,
    right: Expr,
    to: DataType,
    compute: impl Fn(&Float64Chunked, &Float64Chunked) -> PolarsResult<C> + Send + Sync + 'static,
) -> Expr {
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let (a, b) = (columns[0].cast(&DataType::Float64)?, columns[1].cast(&DataType::Float64)?);
        Ok(compute(a.f64()?, b.f64()?)?.into_column())
    };
    map_multiple(function, [left, right], output_field(to))
}

/// An expression of one decimal number.
pub(super) fn of_one_decimal<C: IntoColumn>(
    a: Expr,
    to: DataType,
    compute: impl Fn(&Float64Chunked) -> PolarsResult<C> + Send + Sync + 'static,
) -> Expr {
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let a = columns[0].cast(&DataType::Float64)?;
        Ok(compute(a.f64()?)?.into_column())
    };
    map_multiple(function, [a], output_field(to))
}

/// The type of an expression's result, under its first operand's name.
pub(super) fn output_field(
    dtype: DataType,
) -> impl Fn(&Schema, &[Field]) -> PolarsResult<Field> + Send + Sync {
    move |_, fields| Ok(Field::new(fields[0].name().clone(), dtype.clone()))
}
