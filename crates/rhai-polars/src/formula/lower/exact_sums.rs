//! Sums, means and deviations of decimal numbers that do not depend on the order in which they are
//! added: Polars adds parts of a column side by side, and which parts differs from run to run.
//!
//! Invariant: the sum is the decimal number nearest to the exact one, whatever the order, the
//! chunks and the number of threads.

use polars::prelude::{
    Column, DataType, Expr, Field, Float64Chunked, IntoColumn, PolarsResult, Schema, apply_multiple,
};

/// The sum; 0 where nothing is known.
pub fn sum(numbers: Expr) -> Expr {
    aggregate(numbers, |numbers| Some(total(numbers)))
}

/// The mean; missing where nothing is known.
pub fn mean(numbers: Expr) -> Expr {
    aggregate(numbers, mean_of)
}

/// The standard deviation of a sample; missing where fewer than two are known.
pub fn deviation(expression: Expr) -> Expr {
    aggregate(expression, |numbers| {
        let mean = mean_of(numbers)?;
        let square = |number: &f64| (number - mean) * (number - mean);
        let squares: Vec<f64> = numbers.iter().map(square).collect();
        (squares.len() > 1).then(|| (total(&squares) / (count(numbers) - 1.0)).sqrt())
    })
}

fn mean_of(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| total(numbers) / count(numbers))
}

#[expect(clippy::cast_precision_loss, reason = "no frame has 2^53 rows")]
fn count(numbers: &[f64]) -> f64 {
    numbers.len() as f64
}

fn aggregate(expression: Expr, value: fn(&[f64]) -> Option<f64>) -> Expr {
    let computed = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let numbers = columns[0].f64()?;
        let known: Vec<f64> = numbers.iter().flatten().collect();
        let one: Float64Chunked = [value(&known)].into_iter().collect();
        Ok(one.with_name(numbers.name().clone()).into_column())
    };
    let field =
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Float64));
    apply_multiple(computed, [expression.cast(DataType::Float64)], field, true)
}

/// Beyond it, numbers are made smaller before they are added, so that no sum of some of them is
/// infinite.
const LARGE: f64 = 1e280;

/// The factor that makes them smaller: a power of two, which changes no digit.
const SMALLER: f64 = 1.0 / 4_294_967_296.0;

/// The exact sum, rounded once; infinite or no number as Rust has it where a number is.
fn total(numbers: &[f64]) -> f64 {
    let numbers = numbers.iter().copied();
    let beyond = numbers.clone().filter(|number| !number.is_finite());
    if let Some(sum) = beyond.reduce(|sum, number| sum + number) {
        return sum;
    }
    if numbers.clone().any(|number| number.abs() > LARGE) {
        return exact_sum(numbers.map(|number| number * SMALLER)) / SMALLER;
    }
    exact_sum(numbers)
}

/// The sum as Shewchuk adds ("Adaptive Precision Floating-Point Arithmetic and Fast Robust
/// Geometric Predicates", 1997): what is lost in an addition is kept as a further part, so that the
/// parts together are the exact sum of what there was so far.
fn exact_sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut parts: Vec<f64> = Vec::new();
    for number in numbers {
        let mut sum = number;
        parts.retain_mut(|part| {
            let (total, lost) = two_sum(sum, *part);
            sum = total;
            *part = lost;
            lost != 0.0
        });
        parts.push(sum);
    }
    rounded(&parts)
}

/// The sum of two numbers, and what it lost.
fn two_sum(one: f64, other: f64) -> (f64, f64) {
    let (large, small) = if one.abs() < other.abs() { (other, one) } else { (one, other) };
    let sum = large + small;
    (sum, small - (sum - large))
}

/// The number nearest to the sum of these parts, of which each is smaller than the last digit of
/// the next; of two equally near the even one.
fn rounded(parts: &[f64]) -> f64 {
    let mut smaller = parts.iter().rev();
    let mut sum = smaller.next().copied().unwrap_or(0.0);
    let mut lost = 0.0;
    for part in smaller.by_ref() {
        (sum, lost) = two_sum(sum, *part);
        if lost != 0.0 {
            break;
        }
    }
    // Half of the last digit was lost, and what is smaller still says to which side it belongs.
    let is_beyond_half = smaller.next().is_some_and(|next| (*next > 0.0) == (lost > 0.0));
    let up = sum + 2.0 * lost;
    let is_half = (up - sum).to_bits() == (2.0 * lost).to_bits();
    if lost != 0.0 && is_beyond_half && is_half { up } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(numbers: &[f64]) -> f64 {
        total(numbers)
    }

    #[test]
    fn nothing_is_lost_between_large_numbers() {
        // A half of the last digit, and a little more or less.
        let (digit, little) = (f64::EPSILON, f64::MIN_POSITIVE);
        let sums: [(&[f64], f64); 7] = [
            (&[1e100, 1.0, -1e100], 1.0),
            (&[f64::MAX, f64::MAX, -f64::MAX, -f64::MAX, 3.0], 3.0),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
            (&[0.1; 10], 1.0),
            (&[], 0.0),
            (&[1.0, digit / 2.0, little], 1.0 + digit),
            (&[1.0, digit / 2.0, -little], 1.0),
        ];
        for (numbers, exact) in sums {
            assert_eq!(sum(numbers).to_bits(), exact.to_bits(), "{numbers:?}");
        }
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }

    proptest! {
        #[test]
        fn the_order_does_not_show(
            numbers in prop::collection::vec(any::<f64>(), 0..30),
            near in prop::collection::vec(-1e3..1e3_f64, 0..30),
            first in any::<prop::sample::Index>(),
        ) {
            for mut numbers in [numbers, near] {
                let one = sum(&numbers);
                if !numbers.is_empty() {
                    let at = first.index(numbers.len());
                    numbers.rotate_left(at);
                }
                numbers.reverse();
                prop_assert!(one.to_bits() == sum(&numbers).to_bits() || one.is_nan());
            }
        }
    }
}
