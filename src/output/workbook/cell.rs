//! One value as a cell: a number, a boolean, a day or an instant where spreadsheet programs have
//! such, else a text.

use crate::output::cell_value::{display_text, to_instant};
use crate::output::text::web_link;
use polars::prelude::AnyValue;

/// The most that a cell's text has, in units of UTF-16.
const TEXT_MAX: usize = 32_767;
/// What is kept of a longer one, so that it can be said that there was more.
const TEXT_KEPT: usize = 32_700;
/// The longest address that spreadsheet programs open.
const LINK_MAX: usize = 2_000;
/// Whole numbers from here on lose digits in a spreadsheet.
const WHOLE_MAX: f64 = 1e15;
/// Spreadsheet programs count days from here, in days since 1970.
const FIRST_DAY: f64 = -25_569.0;
/// Before 1 March 1900, and after 9999, they disagree about days or have none.
const DAYS: std::ops::RangeInclusive<f64> = 61.0..=2_958_465.999_999;
const DAY_MS: f64 = 86_400_000.0;
const LIST_SEPARATOR: &str = "; ";
/// What a spreadsheet program takes for the beginning of a formula where somebody types it.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\''];

#[derive(Debug, PartialEq)]
pub(super) enum SheetCell {
    Empty,
    Boolean(bool),
    Number(f64),
    /// A day, as spreadsheet programs count them.
    Day(f64),
    /// An instant in UTC.
    Instant(f64),
    /// A reading of some clock.
    Clock(f64),
    Text(String),
    /// An address, and where it leads.
    Link(String, String),
}

impl SheetCell {
    pub(super) fn from_value(value: &AnyValue) -> Self {
        match value {
            AnyValue::Null => Self::Empty,
            AnyValue::Boolean(value) => Self::Boolean(*value),
            AnyValue::String(text) => Self::of_text(text),
            AnyValue::StringOwned(text) => Self::of_text(text),
            AnyValue::Float32(_) | AnyValue::Float64(_) => match value.extract::<f64>() {
                Some(number) if number.is_finite() => Self::Number(number),
                _ => Self::worded(value),
            },
            AnyValue::Date(days) => Self::counted(f64::from(*days) - FIRST_DAY, Self::Day, value),
            AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) => match to_instant(value) {
                Some((at, has_zone)) => {
                    #[expect(clippy::cast_precision_loss, reason = "of years before 10,000")]
                    let days = at.timestamp_millis() as f64 / DAY_MS;
                    let shape = if has_zone { Self::Instant } else { Self::Clock };
                    Self::counted(days - FIRST_DAY, shape, value)
                }
                None => Self::worded(value),
            },
            AnyValue::List(values) => {
                let texts: Vec<_> =
                    values.iter().map(|one| display_text(&one).unwrap_or_default()).collect();
                Self::Text(text(&texts.join(LIST_SEPARATOR)))
            }
            whole if whole.dtype().is_integer() => match whole.extract::<f64>() {
                Some(number) if number.abs() < WHOLE_MAX => Self::Number(number),
                _ => Self::worded(whole),
            },
            other => Self::worded(other),
        }
    }

    fn of_text(written: &str) -> Self {
        let shown = text(written);
        match web_link(written).filter(|address| address.len() <= LINK_MAX) {
            Some(address) => Self::Link(shown, address),
            None => Self::Text(shown),
        }
    }

    /// A day or an instant where spreadsheet programs have it.
    fn counted(days: f64, shape: fn(f64) -> Self, value: &AnyValue) -> Self {
        if DAYS.contains(&days) { shape(days) } else { Self::worded(value) }
    }

    /// As people read it.
    fn worded(value: &AnyValue) -> Self {
        display_text(value).map_or(Self::Empty, |words| Self::Text(text(&words)))
    }

    /// How many letters wide it is about.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Boolean(_) => 5,
            Self::Number(number) => number_width(*number),
            Self::Day(_) => 10,
            Self::Instant(_) | Self::Clock(_) => 23,
            Self::Text(text) | Self::Link(text, _) => {
                text.lines().map(crate::output::text::width).max().unwrap_or(0)
            }
        }
    }
}

fn number_width(number: f64) -> usize {
    if number.fract() == 0.0 { format!("{number:.0}").len() } else { format!("{number:.3}").len() }
}

/// Whether a text would be a formula where somebody typed it, so that it is marked as a text.
pub(super) fn looks_like_a_formula(text: &str) -> bool {
    text.starts_with(FORMULA)
}

/// A text that a cell can hold: without what acts on a terminal or has no place in the document,
/// with line breaks, and cut, which is said at its end, where it is too long.
pub(super) fn text(written: &str) -> String {
    let harmless = |symbol: char| match symbol {
        '\t' | '\n' => symbol,
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        symbol if symbol.is_control() => char::REPLACEMENT_CHARACTER,
        symbol => symbol,
    };
    let lines = written.replace("\r\n", "\n").replace('\r', "\n");
    let shown: String = lines.chars().map(harmless).collect();
    if shown.len() <= TEXT_MAX || shown.encode_utf16().count() <= TEXT_MAX {
        return shown;
    }
    let mut length = 0;
    let kept = shown.chars().take_while(|symbol| {
        length += symbol.len_utf16();
        length <= TEXT_KEPT
    });
    let kept: String = kept.collect();
    let further = shown.chars().count() - kept.chars().count();
    format!("{kept}… [{further} further characters: a cell cannot hold them]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::any_text;
    use polars::prelude::{TimeUnit, TimeZone};
    use proptest::prelude::*;

    #[test]
    fn values_keep_their_types() {
        assert_eq!(SheetCell::from_value(&AnyValue::Null), SheetCell::Empty);
        assert_eq!(SheetCell::from_value(&AnyValue::Boolean(true)), SheetCell::Boolean(true));
        assert_eq!(SheetCell::from_value(&AnyValue::UInt32(7)), SheetCell::Number(7.0));
        assert_eq!(SheetCell::from_value(&AnyValue::Float64(0.5)), SheetCell::Number(0.5));
        assert_eq!(SheetCell::from_value(&AnyValue::Date(20_780)), SheetCell::Day(46_349.0));
        let noon = AnyValue::Datetime(43_200_000, TimeUnit::Milliseconds, Some(&TimeZone::UTC));
        assert_eq!(SheetCell::from_value(&noon), SheetCell::Instant(25_569.5));
        let address = "https://www.linkedin.com/in/ada";
        assert_eq!(
            SheetCell::from_value(&AnyValue::String(address)),
            SheetCell::Link(address.into(), address.into())
        );
    }

    #[test]
    fn what_a_spreadsheet_has_no_number_for_is_a_text() {
        let texts = [
            (AnyValue::Float64(f64::NAN), "NaN"),
            (AnyValue::Float64(f64::NEG_INFINITY), "-inf"),
            (AnyValue::Int64(1_234_567_890_123_456_789), "1234567890123456789"),
            (AnyValue::Date(-30_000), "1887-11-12"),
            (AnyValue::Date(-25_509), "1900-02-28"),
            (AnyValue::Date(2_932_897), "+10000-01-01"),
            (AnyValue::Date(i32::MAX), "beyond the calendar"),
        ];
        for (value, expected) in texts {
            assert_eq!(SheetCell::from_value(&value), SheetCell::Text(expected.into()));
        }
        assert_eq!(SheetCell::from_value(&AnyValue::Date(-25_508)), SheetCell::Day(61.0));
    }

    #[test]
    fn an_address_that_no_program_opens_is_a_text() {
        let long = format!("https://x/{}", "a".repeat(2_100));
        assert_eq!(SheetCell::from_value(&AnyValue::String(&long)), SheetCell::Text(long.clone()));
        let script = "javascript:alert(1)";
        assert_eq!(
            SheetCell::from_value(&AnyValue::String(script)),
            SheetCell::Text(script.into())
        );
    }

    #[test]
    fn a_text_that_is_too_long_says_how_much_is_missing() {
        let long = text(&"👩".repeat(20_000));
        assert!(long.encode_utf16().count() <= TEXT_MAX);
        assert!(long.ends_with("… [3650 further characters: a cell cannot hold them]"));
        assert_eq!(text(&"a".repeat(TEXT_MAX)).len(), TEXT_MAX);
    }

    proptest! {
        #[test]
        fn any_text_has_a_place_in_the_document(written in any_text()) {
            let shown = text(&written);
            let acts = |symbol: char| symbol.is_control() && !matches!(symbol, '\t' | '\n');
            prop_assert!(!shown.contains(acts));
        }
    }
}
