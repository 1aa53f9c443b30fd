//! The nearest flip: the smallest change of a parameter at which a decision is another.

use crate::strategy::ParamValue;

/// A value of a parameter at which the decision is another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The parameter.
    pub param: String,
    /// Its value now.
    pub now: ParamValue,
    /// The nearest value found at which the decision is another.
    pub at: ParamValue,
}

/// Every whole number this near is tried one by one; farther ones by doubling.
const TRIED_ONE_BY_ONE: i64 = 16;
/// No whole number farther than this is tried.
const FARTHEST: i64 = 1 << 20;

/// The values nearest to `now`, below and above, at which `flips` says that the decision is
/// another: exact where the decision changes once in that direction, as with a threshold.
pub fn nearest(now: &ParamValue, mut flips: impl FnMut(&ParamValue) -> bool) -> Vec<ParamValue> {
    if let Some(truth) = now.as_bool() {
        let other = ParamValue::from(!truth);
        return if flips(&other) { vec![other] } else { vec![] };
    }
    let Some(start) = now.as_int() else { return decimal(now, flips) };
    let at = |distance: i64| start.checked_add(distance).map(ParamValue::from);
    let both = [-1, 1].into_iter().filter_map(|sign| {
        let found = outward(|distance| at(sign * distance).is_some_and(|value| flips(&value)))?;
        at(sign * found)
    });
    both.collect()
}

/// The least distance at which it holds: steps of one, then doubled, then halved back.
fn outward(mut holds: impl FnMut(i64) -> bool) -> Option<i64> {
    let mut fails = 0;
    let mut distance = 1;
    while !holds(distance) {
        fails = distance;
        distance = if distance < TRIED_ONE_BY_ONE { distance + 1 } else { distance * 2 };
        if distance > FARTHEST {
            return None;
        }
    }
    while distance - fails > 1 {
        let middle = fails + (distance - fails) / 2;
        if holds(middle) {
            distance = middle;
        } else {
            fails = middle;
        }
    }
    Some(distance)
}

/// A decimal number is tried in steps of a thousandth of its size.
fn decimal(now: &ParamValue, mut flips: impl FnMut(&ParamValue) -> bool) -> Vec<ParamValue> {
    let Some(start) = now.as_float() else { return vec![] };
    let step = if start == 0.0 { 0.001 } else { start.abs() / 1000.0 };
    #[expect(clippy::cast_precision_loss, reason = "distances are small")]
    let at = |distance: i64| ParamValue::from(start + step * distance as f64);
    let both = [-1, 1].into_iter().filter_map(|sign| {
        let found = outward(|distance| flips(&at(sign * distance)))?;
        Some(at(sign * found))
    });
    both.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_threshold_is_found_to_the_unit(now in -5_000_i64..5_000, least in -5_000_i64..5_000) {
            let before = now >= least;
            let found = nearest(&now.into(), |value| (value.as_int().unwrap() >= least) != before);
            let expected = if before { least - 1 } else { least };
            prop_assert_eq!(found, vec![ParamValue::from(expected)]);
        }
    }

    #[test]
    fn what_never_flips_is_not_found() {
        assert_eq!(nearest(&ParamValue::from(90), |_| false), vec![]);
        assert_eq!(nearest(&ParamValue::from(true), |_| false), vec![]);
    }

    #[test]
    fn true_and_false_have_one_other_value() {
        assert_eq!(nearest(&ParamValue::from(true), |_| true), vec![ParamValue::from(false)]);
    }
}
