//! The nearest flip: the smallest change of a parameter at which a decision is another.

use crate::strategy::ParamValue;
use std::ops::RangeInclusive;

/// A value of a parameter at which the decision is another.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamFlip {
    /// The parameter.
    pub param: String,
    pub now: ParamValue,
    /// The nearest value found at which the decision is another.
    pub at: ParamValue,
}

/// Every whole number this near is tried one by one; farther ones by doubling.
const TRIED_ONE_BY_ONE: i64 = 16;
/// No whole number farther than this is tried.
const FARTHEST: i64 = 1 << 20;
/// How often the step to a decimal number is halved.
const HALVED: usize = 40;

/// The values nearest to `now` at which `flips` says that the decision is another, below and above:
/// exact where the decision changes once in that direction, as with a threshold. Of texts those in
/// `texts` are tried, which are the invitation's own.
pub fn nearest_flips(
    now: &ParamValue,
    texts: &[String],
    mut flips: impl FnMut(&ParamValue) -> bool,
) -> Vec<ParamValue> {
    if let Some(truth) = now.as_bool() {
        let other = ParamValue::from(!truth);
        return if flips(&other) { vec![other] } else { vec![] };
    }
    if let Some(start) = now.as_int() {
        let flips = |at: i64| flips(&ParamValue::from(at));
        let (below, above) = nearest_int(start, i64::MIN..=i64::MAX, flips);
        return [below, above].into_iter().flatten().map(ParamValue::from).collect();
    }
    if now.as_float().is_some() {
        return nearest_decimal_flips(now, flips);
    }
    if let Some(day) = now.as_day() {
        let at = |days: i64| day.moved(days).map(ParamValue::from);
        let flips = |days: i64| at(days).is_some_and(|other| flips(&other));
        let (below, above) = nearest_int(0, i64::MIN..=i64::MAX, flips);
        return [below, above].into_iter().flatten().filter_map(at).collect();
    }
    let mut others = others(now, texts).into_iter();
    others.find(|other| flips(other)).into_iter().collect()
}

/// Whether all values of a parameter's type that can matter are looked through by
/// [`nearest_flips`].
pub fn is_search_exhaustive(value: &ParamValue) -> bool {
    value.as_bool().is_some()
        || value.as_int().is_some()
        || value.as_float().is_some()
        || value.as_day().is_some()
}

/// The whole numbers nearest to `now`, below and above and within these ends, at which it flips.
pub(super) fn nearest_int(
    now: i64,
    ends: RangeInclusive<i64>,
    mut flips: impl FnMut(i64) -> bool,
) -> (Option<i64>, Option<i64>) {
    let mut toward = |sign: i64| {
        let at = |distance: i64| {
            let at = now.checked_add(sign * distance)?;
            ends.contains(&at).then_some(at)
        };
        let most = if sign < 0 {
            now.saturating_sub(*ends.start())
        } else {
            ends.end().saturating_sub(now)
        };
        let distance = search_outward(most, |distance| at(distance).is_some_and(&mut flips))?;
        at(distance)
    };
    (toward(-1), toward(1))
}

/// The least distance at which it holds, `most` at most: steps of one, then doubled, then halved
/// back.
fn search_outward(most: i64, mut holds: impl FnMut(i64) -> bool) -> Option<i64> {
    let most = most.min(FARTHEST);
    let mut fails = 0;
    let mut distance = 1.min(most);
    while !holds(distance) {
        if distance >= most {
            return None;
        }
        fails = distance;
        distance = if distance < TRIED_ONE_BY_ONE { distance + 1 } else { distance * 2 }.min(most);
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

/// A decimal number is tried in steps of a thousandth of its size, and the step that flips is
/// halved until it is narrow; of what then flips, the number with the fewest digits is given.
fn nearest_decimal_flips(
    now: &ParamValue,
    mut flips: impl FnMut(&ParamValue) -> bool,
) -> Vec<ParamValue> {
    let Some(start) = now.as_float() else { return vec![] };
    let step = if start == 0.0 { 0.001 } else { start.abs() / 1000.0 };
    let mut flips = |number: f64| flips(&ParamValue::from(number));
    #[expect(clippy::cast_precision_loss, reason = "distances are small")]
    let at = |distance: i64| start + step * distance as f64;
    let both = [-1, 1].into_iter().filter_map(|sign| {
        let distance = search_outward(FARTHEST, |distance| flips(at(sign * distance)))?;
        let (mut stays, mut other) = (at(sign * (distance - 1)), at(sign * distance));
        for _ in 0..HALVED {
            let middle = f64::midpoint(stays, other);
            if flips(middle) {
                other = middle;
            } else {
                stays = middle;
            }
        }
        // A little farther, so that one of few digits is among them.
        let far = other + (other - stays) * 4.0;
        let short = (0..17).map(|digits| rounded(other, digits));
        let between = |number: &f64| (*number - stays) * (far - *number) >= 0.0;
        let short = short.filter(between).find(|number| flips(*number));
        Some(ParamValue::from(short.unwrap_or(other)))
    });
    both.collect()
}

fn rounded(number: f64, digits: usize) -> f64 {
    format!("{number:.digits$}").parse().unwrap_or(number)
}

/// Other texts or lists of texts: the invitation's own; a list with one text more or fewer.
fn others(now: &ParamValue, texts: &[String]) -> Vec<ParamValue> {
    let values: Vec<ParamValue> = match now.as_texts() {
        None => texts.iter().cloned().chain([String::new()]).map(ParamValue::from).collect(),
        Some(chosen) => {
            let list = |texts: Vec<&str>| {
                ParamValue::from(texts.into_iter().map(String::from).collect::<Vec<_>>())
            };
            let without = chosen
                .iter()
                .map(|one| list(chosen.iter().copied().filter(|other| other != one).collect()));
            let with = texts.iter().filter(|text| !chosen.contains(&text.as_str()));
            let with = with.map(|text| list([&chosen[..], &[text.as_str()]].concat()));
            without.chain(with).collect()
        }
    };
    values.into_iter().filter(|other| other != now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_threshold_is_found_to_the_unit(now in -5_000_i64..5_000, least in -5_000_i64..5_000) {
            let before = now >= least;
            let flips = |value: &ParamValue| (value.as_int().unwrap() >= least) != before;
            let flipped = nearest_flips(&now.into(), &[], flips);
            let expected = if before { least - 1 } else { least };
            prop_assert_eq!(flipped, vec![ParamValue::from(expected)]);
        }
    }

    #[test]
    fn what_never_flips_is_not_found() {
        assert_eq!(nearest_flips(&ParamValue::from(90), &[], |_| false), vec![]);
        assert_eq!(nearest_flips(&ParamValue::from(true), &[], |_| false), vec![]);
    }

    #[test]
    fn true_and_false_have_one_other_value() {
        assert_eq!(
            nearest_flips(&ParamValue::from(true), &[], |_| true),
            vec![ParamValue::from(false)]
        );
    }

    #[test]
    fn texts_with_commas_are_tried_as_they_are() {
        let now = ParamValue::from(vec!["Smith, Ada".to_owned()]);
        let tried = others(&now, &["Berg, Anna".into()]);
        let texts: Vec<_> = tried.iter().map(|value| value.as_texts().unwrap()).collect();
        assert_eq!(texts, [vec![], vec!["Smith, Ada", "Berg, Anna"]]);
    }
}
