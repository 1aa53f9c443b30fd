//! Whole-number arithmetic that never wraps.
//!
//! A column whose numbers cannot overflow is computed at the speed of Polars' own operators: one
//! pass computes and watches for an overflow, and only where there may be one is every row checked.
//!
//! Invariant: where Rhai would fail (overflow, division by zero), the result is missing.

use super::elementwise;
use crate::formula::graph::Arithmetic;
use polars::prelude::{ArithmeticChunked, DataType, Expr, Int64Chunked, PolarsResult};

/// `left how right`, of whole numbers.
pub fn checked_arithmetic(how: Arithmetic, left: Expr, right: Expr) -> Expr {
    elementwise::of_whole(left, right, DataType::Int64, move |a, b| {
        let quick = match how {
            Arithmetic::Add => added(a, b)?,
            Arithmetic::Subtract => subtracted(a, b)?,
            Arithmetic::Multiply => multiplied(a, b)?,
            Arithmetic::Divide => quotient(a, b),
            Arithmetic::Remainder => remainder(a, b),
            Arithmetic::Power => None,
        };
        quick.map_or_else(|| elementwise::map_checked(a, b, |a, b| one(how, a, b)), Ok)
    })
}

/// The same on one pair.
fn one(how: Arithmetic, a: i64, b: i64) -> Option<i64> {
    match how {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Remainder => a.checked_rem(b),
        Arithmetic::Power => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
    }
}

/// A sum; none where it may overflow: where both summands have the sign that the sum has not.
fn added(a: &Int64Chunked, b: &Int64Chunked) -> PolarsResult<Option<Int64Chunked>> {
    let mut overflow = 0;
    let sum = elementwise::map_numbers(a, b, |a, b| {
        let sum = a.wrapping_add(b);
        overflow |= (a ^ sum) & (b ^ sum);
        sum
    })?;
    Ok((overflow >= 0).then_some(sum))
}

/// A difference; none where it may overflow.
fn subtracted(a: &Int64Chunked, b: &Int64Chunked) -> PolarsResult<Option<Int64Chunked>> {
    let mut overflow = 0;
    let difference = elementwise::map_numbers(a, b, |a, b| {
        let difference = a.wrapping_sub(b);
        overflow |= (a ^ b) & (a ^ difference);
        difference
    })?;
    Ok((overflow >= 0).then_some(difference))
}

/// A product; none where the factors' bits together do not surely fit: a negative factor can be as
/// great as 2 to the power of its bits.
fn multiplied(a: &Int64Chunked, b: &Int64Chunked) -> PolarsResult<Option<Int64Chunked>> {
    let (mut left, mut right) = (0, 0);
    let product = elementwise::map_numbers(a, b, |a, b| {
        left |= magnitude(a);
        right |= magnitude(b);
        a.wrapping_mul(b)
    })?;
    Ok((bits(left) + bits(right) < i64::BITS - 1).then_some(product))
}

/// A quotient, missing where it is by zero; none where the least number may be divided by -1.
fn quotient(a: &Int64Chunked, b: &Int64Chunked) -> Option<Int64Chunked> {
    let least = bits(united(a, magnitude)) >= i64::BITS - 1;
    (!least).then(|| a.clone().wrapping_trunc_div(b.clone()))
}

/// A remainder, missing where it is by zero; none where the least number may be divided by -1. Of
/// numbers that are not negative, it is Polars' own.
fn remainder(a: &Int64Chunked, b: &Int64Chunked) -> Option<Int64Chunked> {
    if united(a, |a| a) >= 0 && united(b, |b| b) >= 0 {
        return Some(a.clone().wrapping_mod(b.clone()));
    }
    quotient(a, b).map(|times| a - &(&times * b))
}

/// The bits that any of a column's numbers has set.
fn united(a: &Int64Chunked, bits: impl Fn(i64) -> i64) -> i64 {
    let numbers = a.downcast_iter().flat_map(|chunk| chunk.values().iter());
    numbers.fold(0, |numbers, number| numbers | bits(*number))
}

/// The bits of a number but for its sign: its complement's where it is negative.
fn magnitude(number: i64) -> i64 {
    number ^ (number >> 63)
}

/// How many bits a magnitude takes.
fn bits(magnitude: i64) -> u32 {
    i64::BITS - magnitude.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{DataFrame, IntoColumn, IntoLazy, NewChunkedArray, col};
    use proptest::prelude::*;

    const ALL: [Arithmetic; 6] = [
        Arithmetic::Add,
        Arithmetic::Subtract,
        Arithmetic::Multiply,
        Arithmetic::Divide,
        Arithmetic::Remainder,
        Arithmetic::Power,
    ];

    const ENDS: [i64; 11] =
        [i64::MIN, i64::MIN + 1, -(1 << 32), -2, -1, 0, 1, 1 << 31, 1 << 32, 1 << 62, i64::MAX];

    /// Numbers of every size, most of them small, some missing.
    fn numbers() -> impl Strategy<Value = Option<i64>> {
        let sized = (any::<i64>(), 0..64_u32).prop_map(|(number, bits)| number >> bits);
        prop_oneof![
            2 => Just(None),
            4 => (-50..50_i64).prop_map(Some),
            2 => sized.prop_map(Some),
            1 => prop::sample::select(ENDS.to_vec()).prop_map(Some),
        ]
    }

    fn computed(how: Arithmetic, a: &[Option<i64>], b: &[Option<i64>]) -> Vec<Option<i64>> {
        let height = a.len().max(b.len());
        let columns = [("a", a), ("b", b)].map(|(name, values)| {
            let column = Int64Chunked::from_slice_options(name.into(), values).into_column();
            if values.len() == 1 { column.new_from_index(0, height) } else { column }
        });
        let frame = DataFrame::new(height, columns.to_vec()).unwrap();
        let query = frame.lazy().select([checked_arithmetic(how, col("a"), col("b"))]);
        query.collect().unwrap().column("a").unwrap().i64().unwrap().iter().collect()
    }

    #[test]
    fn at_the_ends_of_the_range_nothing_wraps() {
        for (a, b) in ENDS.iter().flat_map(|a| ENDS.map(|b| (*a, b))) {
            for how in ALL {
                let result = computed(how, &[Some(a)], &[Some(b)]);
                assert_eq!(result[0], one(how, a, b), "{a} {how:?} {b}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Whichever way a column is computed, each row has what its own numbers give.
        #[test]
        fn a_row_is_what_its_numbers_give(
            pairs in prop::collection::vec((numbers(), numbers()), 0..9),
            how in prop::sample::select(ALL.to_vec()),
        ) {
            let (a, b): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
            let expected: Vec<_> = pairs.iter().map(|(a, b)| one(how, (*a)?, (*b)?)).collect();
            prop_assert_eq!(computed(how, &a, &b), expected);
        }

        /// One number for all rows, on either side.
        #[test]
        fn one_number_stands_for_all_rows(
            column in prop::collection::vec(numbers(), 1..9),
            single in numbers(),
            how in prop::sample::select(ALL.to_vec()),
        ) {
            let right: Vec<_> = column.iter().map(|a| one(how, (*a)?, single?)).collect();
            prop_assert_eq!(computed(how, &column, &[single]), right);
            let left: Vec<_> = column.iter().map(|b| one(how, single?, (*b)?)).collect();
            prop_assert_eq!(computed(how, &[single], &column), left);
        }
    }
}
