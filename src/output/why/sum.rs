//! A sum as people read it, each number rounded to the same digits.
//!
//! Invariant: the terms as they are shown add up to the total as it is shown.

use crate::plan::ScoreTerm;

/// No number is shown with more digits after the point.
const DIGITS_MAX: usize = 9;

/// Terms and their total, written out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RoundedSum {
    /// Each term, with its sign.
    pub(super) values: Vec<String>,
    /// What they add up to; none where a term is unknown.
    pub(super) total: Option<String>,
}

/// The sum as it is shown; none where there is nothing to add up, or no rounding at which it does.
pub(super) fn round_sum(terms: &[ScoreTerm], total: Option<f64>) -> Option<RoundedSum> {
    let Some(total) = total else {
        let written =
            |value: Option<f64>| value.map_or("unknown".into(), |value| signed(value, None));
        let values: Vec<String> = terms.iter().map(|term| written(term.value)).collect();
        return (!values.is_empty()).then_some(RoundedSum { values, total: None });
    };
    if terms.len() < 2 {
        return None;
    }
    let values = terms.iter().map(|term| term.value).collect::<Option<Vec<f64>>>()?;
    let numbers = || values.iter().chain([&total]);
    let exactly = (0..=DIGITS_MAX).find(|digits| numbers().all(|value| is_exact(*value, *digits)));
    let mut tried = exactly.into_iter().chain(2..=DIGITS_MAX);
    tried.find_map(|digits| rounded(&values, total, digits))
}

/// All rounded to so many digits, if that adds up.
fn rounded(values: &[f64], total: f64, digits: usize) -> Option<RoundedSum> {
    let values: Vec<String> = values.iter().map(|value| signed(*value, Some(digits))).collect();
    let total = format!("{:.digits$}", total + 0.0);
    let sum = values.iter().map(|text| units(text)).sum::<Option<i128>>()?;
    let total = if units(&total) == Some(0) { total.replace('-', "") } else { total };
    (Some(sum) == units(&total)).then_some(RoundedSum { values, total: Some(total) })
}

fn signed(value: f64, digits: Option<usize>) -> String {
    match digits {
        Some(digits) => format!("{:+.digits$}", value + 0.0),
        None => format!("{:+}", value + 0.0),
    }
}

/// A written number in units of its last digit.
fn units(text: &str) -> Option<i128> {
    text.replace('.', "").parse().ok()
}

/// Whether so many digits are all that a number has, but for the last bits.
fn is_exact(value: f64, digits: usize) -> bool {
    let short: f64 = format!("{value:.digits$}").parse().unwrap_or(f64::NAN);
    (short - value).abs() <= 1e-12 * value.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(values: &[f64]) -> Vec<ScoreTerm> {
        values.iter().map(|value| ScoreTerm { text: "x".into(), value: Some(*value) }).collect()
    }

    #[test]
    fn whole_numbers_stay_whole_and_others_have_as_few_digits_as_add_up() {
        let sum = round_sum(&terms(&[100.0, -30.0]), Some(70.0)).unwrap();
        assert_eq!(
            sum,
            RoundedSum { values: vec!["+100".into(), "-30".into()], total: Some("70".into()) }
        );
        let sum = round_sum(&terms(&[100.0 / 7.0, 0.5]), Some(100.0 / 7.0 + 0.5)).unwrap();
        assert_eq!(sum.total.unwrap(), "14.79");
        assert_eq!(round_sum(&terms(&[0.1, 0.2]), Some(0.1 + 0.2)).unwrap().total.unwrap(), "0.3");
        assert_eq!(round_sum(&terms(&[5.0]), Some(5.0)), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_adds_up(values in prop::collection::vec(-1e6..1e6_f64, 2..6)) {
            let total: f64 = values.iter().sum();
            if let Some(sum) = round_sum(&terms(&values), Some(total)) {
                let added: Option<i128> = sum.values.iter().map(|text| units(text)).sum();
                prop_assert_eq!(added, units(&sum.total.unwrap()));
            }
        }
    }
}
