//! Relative ages ("Sent 2 weeks ago") → the least age in days.
//!
//! Programs that show such ages round down, so `n` units are at least `n` full units. A week is 7
//! days and a year 365. `n` months are the shortest run of `n` calendar months, and never more than
//! 30 days each, since some programs count so: 28, 59, 89, 120, 150, 180 days. Hours count for
//! what they make in full days; `yesterday` is one day.

/// The days of the year's months, the shortest run first: from February on in a common year.
const MONTHS: [i64; 12] = [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31];

/// The least age in days that the text allows, if it is a relative age.
pub(super) fn least_days(text: &str) -> Option<i64> {
    let text = text.to_lowercase();
    let words = text
        .split_whitespace()
        .filter(|word| !["sent", "invited", "ago", "over", "more", "than", "+"].contains(word));
    let words: Vec<&str> = words.map(|word| word.trim_end_matches([',', '.', '+'])).collect();
    match words.as_slice() {
        ["today" | "now"] | ["just", "now"] => Some(0),
        ["yesterday"] => Some(1),
        [count, unit] => days(number(count)?, unit),
        [joined] => {
            let at = joined.find(|c: char| !c.is_ascii_digit())?;
            let (count, unit) = joined.split_at_checked(at)?;
            days(count.parse().ok()?, unit)
        }
        _ => None,
    }
}

/// The least days in that many months, which a fraction rounds down.
pub(super) fn months(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('+');
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    days(whole.parse().ok()?, "months").or_else(|| least_days(text))
}

fn number(word: &str) -> Option<i64> {
    match word {
        "a" | "an" | "one" => Some(1),
        _ => word.parse().ok().filter(|count| (0..=10_000).contains(count)),
    }
}

fn days(count: i64, unit: &str) -> Option<i64> {
    if !(0..=10_000).contains(&count) {
        return None;
    }
    let unit = if unit.len() > 2 { unit.trim_end_matches('s') } else { unit };
    match unit {
        "second" | "sec" | "s" | "minute" | "min" => Some(0),
        "hour" | "hr" | "h" => Some(count / 24),
        "day" | "d" => Some(count),
        "week" | "wk" | "w" => Some(count * 7),
        "month" | "mo" | "mth" => Some(days_of_months(count)),
        "year" | "yr" | "y" => Some(count * 365),
        _ => None,
    }
}

fn days_of_months(count: i64) -> i64 {
    let rest = usize::try_from(count % 12).unwrap_or(0);
    let shortest: i64 = MONTHS.iter().take(rest).sum();
    (count * 30).min(count / 12 * 365 + shortest)
}

#[cfg(test)]
mod tests {
    use super::{least_days, months};
    use proptest::prelude::*;

    #[test]
    fn ages_are_the_least_that_they_can_be() {
        for (text, expected) in [
            ("Sent 2 weeks ago", 14),
            ("Sent today", 0),
            ("sent yesterday", 1),
            ("Sent an hour ago", 0),
            ("Sent 30 hours ago", 1),
            ("5 days", 5),
            ("1 week", 7),
            ("1 month", 28),
            ("Sent 2 months ago", 59),
            ("Sent 3 months ago", 89),
            ("Sent 6 months ago", 180),
            ("Sent 11 months ago", 330),
            ("1 year ago", 365),
            ("2 years ago", 730),
            ("3mo", 89),
            ("2w ago", 14),
            ("45 minutes ago", 0),
        ] {
            assert_eq!(least_days(text), Some(expected), "{text}");
        }
        assert_eq!(
            (months("3"), months("0"), months("4.5"), months("6+")),
            (Some(89), Some(0), Some(120), Some(180))
        );
    }

    #[test]
    fn what_is_no_age_is_none() {
        for text in
            ["", "Sent", "soon", "-2 weeks", "2 fortnights", "2026-01-29", "99999999999 days"]
        {
            assert_eq!(least_days(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn more_months_are_never_fewer_days(count in 0_i64..400) {
            let days = |count: i64| least_days(&format!("{count} months")).unwrap();
            prop_assert!(days(count) < days(count + 1));
            prop_assert!(days(count) <= count * 30);
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,20}") {
            let _ = (least_days(&text), months(&text));
        }
    }
}
