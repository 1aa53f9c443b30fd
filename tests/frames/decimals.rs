//! Sums, means and deviations of decimal numbers are those of exact numbers, rounded once: neither
//! the order of the rows nor the parts in which they are read shows.

use crate::effort;
use crate::harness::value;
use proptest::prelude::*;

/// A decimal number as a whole number of 2^-20, so that a model of whole numbers has it exactly.
const UNIT: f64 = 1.0 / 1_048_576.0;

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        -1_000_i64..1_000,
        any::<i32>().prop_map(i64::from),
        prop::sample::select(vec![1 << 52, -(1 << 52), 1, -1]),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "all numbers lie below 2^53")]
fn list(numbers: &[i64]) -> String {
    let texts: Vec<_> = numbers.iter().map(|n| format!("{:e}", *n as f64 * UNIT)).collect();
    format!("[{}]", texts.join(", "))
}

/// The bits of what a script gives.
fn decimal(script: &str) -> u64 {
    value(script).as_float().unwrap().to_bits()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn a_sum_is_the_exact_one_whatever_the_order(
        numbers in prop::collection::vec(number(), 1..40),
        turned in any::<prop::sample::Index>(),
    ) {
        let mut others = numbers.clone();
        others.rotate_left(turned.index(numbers.len()));
        others.reverse();
        let exact: i128 = numbers.iter().map(|n| i128::from(*n)).sum();
        // From a whole number to a decimal one, and times a power of two: rounded once.
        #[expect(clippy::cast_precision_loss, reason = "that is what rounding is")]
        let sum = (exact as f64 * UNIT).to_bits();
        let half = numbers.len() / 2;
        let frames = [
            format!("frame(#{{ n: {} }})", list(&numbers)),
            format!("frame(#{{ n: {} }})", list(&others)),
            format!(
                "concat([frame(#{{ n: {} }}), frame(#{{ n: {} }})])",
                list(&numbers[..half.max(1)]), list(&numbers[half.max(1)..])
            ).replace("[frame(#{ n: [] }), ", "[").replace(", frame(#{ n: [] })]", "]"),
        ];
        let mut others = vec![];
        for frame in frames {
            let of = |expression: &str| decimal(&format!("{frame}.select({expression}).item()"));
            prop_assert_eq!(of("col(\"n\").sum()"), sum);
            prop_assert_eq!(decimal(&format!("{frame}.agg(#{{ x: sum(|i| i.n) }}).item()")), sum);
            let groups = format!("{frame}.with(\"k\", 1).group_by(\"k\")");
            let grouped = format!("{groups}.agg(#{{ x: sum(\"n\") }}).value(\"x\", 0)");
            prop_assert_eq!(decimal(&grouped), sum);
            prop_assert_eq!(of("col(\"n\").sum().over([lit(1)]).first()"), sum);
            let deviation = if numbers.len() > 1 { of("col(\"n\").std()") } else { 0 };
            others.push((of("col(\"n\").mean()"), deviation));
        }
        prop_assert!(others.windows(2).all(|two| two[0] == two[1]), "{:?}", others);
    }
}
