//! One value of a frame: as people read it, and as JSON carries it.

use super::text::{MISSING, clean};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use polars::prelude::{AnyValue, Column, DataFrame, NamedFrom, Series, TimeUnit};
use serde::ser::{Serialize, SerializeSeq, Serializer};

/// As people read it: a short date, no needless decimals, a list with commas; none where it is
/// missing.
pub(super) fn display_text(value: &AnyValue) -> Option<String> {
    match value {
        AnyValue::Null => None,
        AnyValue::String(text) => Some(clean(text)),
        AnyValue::StringOwned(text) => Some(clean(text)),
        AnyValue::Float32(number) => Some(decimal(f64::from(*number))),
        AnyValue::Float64(number) => Some(decimal(*number)),
        AnyValue::Date(days) => {
            Some(NaiveDate::from_epoch_days(*days).map_or(BEYOND.into(), |date| date.to_string()))
        }
        AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) => Some(
            to_instant(value)
                .map_or(BEYOND.into(), |(at, _)| at.format("%Y-%m-%d %H:%M").to_string()),
        ),
        AnyValue::List(values) => {
            let texts: Vec<_> = values.iter().map(|value| element(&value)).collect();
            Some(texts.join(", "))
        }
        other => Some(clean(&other.to_string())),
    }
}

/// What stands for a date or an instant that no calendar has.
const BEYOND: &str = "beyond the calendar";

/// An element of a list: a list within it in brackets, a missing one as such.
fn element(value: &AnyValue) -> String {
    let text = display_text(value).unwrap_or_else(|| MISSING.into());
    if matches!(value, AnyValue::List(_)) { format!("[{text}]") } else { text }
}

/// The first column with a date or an instant that no calendar has, and the first row of it.
pub(super) fn find_beyond_calendar(df: &DataFrame) -> Option<(&str, usize)> {
    let is_beyond = |value: AnyValue| match value {
        AnyValue::Date(days) => NaiveDate::from_epoch_days(days).is_none(),
        AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) => to_instant(&value).is_none(),
        _ => false,
    };
    let dated = df.columns().iter().filter(|column| column.dtype().is_temporal());
    dated.into_iter().find_map(|column| {
        let row = (0..column.len()).find(|row| column.get(*row).is_ok_and(is_beyond))?;
        Some((column.name().as_str(), row))
    })
}

/// A number with at most three decimals, and none that are zero.
fn decimal(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// The instant that a date and time stands for, and whether it is one (in a zone) or only a reading
/// of some clock.
pub(super) fn to_instant(value: &AnyValue) -> Option<(DateTime<Utc>, bool)> {
    let (number, unit, has_zone) = match value {
        AnyValue::Datetime(number, unit, zone) => (*number, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(number, unit, zone) => (*number, *unit, zone.is_some()),
        _ => return None,
    };
    let at = match unit {
        TimeUnit::Nanoseconds => Some(DateTime::from_timestamp_nanos(number)),
        TimeUnit::Microseconds => DateTime::from_timestamp_micros(number),
        TimeUnit::Milliseconds => DateTime::from_timestamp_millis(number),
    };
    at.map(|at| (at, has_zone))
}

/// An instant as RFC 3339 in UTC, with as many decimals of a second as it has.
pub(super) fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The value as JSON: dates as `YYYY-MM-DD`, instants as RFC 3339, what JSON has no number for
/// (NaN, infinity) as `null`.
pub(super) struct JsonValue<'a>(pub(super) AnyValue<'a>);

impl Serialize for JsonValue<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            AnyValue::Null => to.serialize_unit(),
            AnyValue::Boolean(value) => to.serialize_bool(*value),
            AnyValue::String(text) => to.serialize_str(text),
            AnyValue::StringOwned(text) => to.serialize_str(text),
            AnyValue::UInt8(number) => to.serialize_u8(*number),
            AnyValue::UInt16(number) => to.serialize_u16(*number),
            AnyValue::UInt32(number) => to.serialize_u32(*number),
            AnyValue::UInt64(number) => to.serialize_u64(*number),
            AnyValue::Int8(number) => to.serialize_i8(*number),
            AnyValue::Int16(number) => to.serialize_i16(*number),
            AnyValue::Int32(number) => to.serialize_i32(*number),
            AnyValue::Int64(number) => to.serialize_i64(*number),
            AnyValue::Float32(number) => to.serialize_f32(*number),
            AnyValue::Float64(number) => to.serialize_f64(*number),
            AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) => match to_instant(&self.0) {
                Some((at, true)) => to.serialize_str(&rfc3339(at)),
                Some((at, false)) => to.serialize_str(rfc3339(at).trim_end_matches('Z')),
                None => to.serialize_unit(),
            },
            AnyValue::List(values) => {
                let mut list = to.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| list.serialize_element(&JsonValue(value)))?;
                list.end()
            }
            other => match display_text(other) {
                Some(text) => to.serialize_str(&text),
                None => to.serialize_unit(),
            },
        }
    }
}

/// A column with a value of each row.
pub(super) fn column<'a, R, T, P: ?Sized>(
    name: &str,
    rows: &'a [R],
    value: impl Fn(&'a R) -> T,
) -> Column
where
    Series: NamedFrom<Vec<T>, P>,
{
    Column::new(name.into(), rows.iter().map(value).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{NamedFrom, Series, TimeZone};

    fn json(value: AnyValue) -> String {
        serde_json::to_string(&JsonValue(value)).unwrap()
    }

    #[test]
    fn dates_are_short() {
        let noon = 1_795_435_200_000_000;
        let zone = TimeZone::UTC;
        let at = AnyValue::Datetime(noon, TimeUnit::Microseconds, Some(&zone));
        assert_eq!(display_text(&at).as_deref(), Some("2026-11-23 12:00"));
        assert_eq!(json(at), "\"2026-11-23T12:00:00Z\"");
        let clock = AnyValue::Datetime(noon, TimeUnit::Microseconds, None);
        assert_eq!(json(clock), "\"2026-11-23T12:00:00\"");
        assert_eq!(json(AnyValue::Date(20_780)), "\"2026-11-23\"");
    }

    #[test]
    fn decimals_that_say_nothing_are_left_out() {
        for (number, text) in [(144.0, "144"), (0.5, "0.5"), (2.0 / 3.0, "0.667"), (-0.0, "0")] {
            assert_eq!(display_text(&AnyValue::Float64(number)).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_json_has_no_number_for_is_null() {
        assert_eq!(json(AnyValue::Float64(f64::NAN)), "null");
        assert_eq!(json(AnyValue::Float64(144.0)), "144.0");
    }

    #[test]
    fn a_list_stays_a_list_in_json() {
        let tags = Series::new("".into(), ["client", "x\ny"]);
        assert_eq!(json(AnyValue::List(tags.clone())), "[\"client\",\"x\\ny\"]");
        assert_eq!(display_text(&AnyValue::List(tags)).as_deref(), Some("client, x y"));
    }
}
