//! The types of columns that no schema knows, by a strict rule: a column is of a type only if every
//! value in it is. What is not a number (NaN, infinity) becomes unknown.

use crate::import::dates::date_text::parse_date;
use crate::import::dates::form::DateFormat;
use crate::import::words::answers::boolean;
use crate::import::words::paired_marks::YesNoMarks;
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, Column, DataType, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn,
    IntoSeries, NewChunkedArray, StringChunked, TimeUnit, TimeZone,
};

/// What all values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InferredType {
    Int,
    Float,
    /// `true`, `yes` and the like.
    Bool,
    Date,
    /// Days, some of them with a time; without an offset it is one of UTC.
    Instant,
    /// Anything else.
    Text,
}

impl InferredType {
    /// The type that every value of these columns has.
    pub fn of_columns(columns: &[StringChunked]) -> Self {
        if columns.iter().all(|column| column.null_count() == column.len()) {
            return Self::Text;
        }
        let every_value = |is: fn(&str) -> bool| {
            columns.iter().all(|column| column.iter().flatten().all(|value| is(value.trim())))
        };
        if every_value(|value| int(value).is_some()) {
            Self::Int
        } else if every_value(|value| float(value).is_some()) {
            Self::Float
        } else if every_value(|value| boolean(value).is_some()) {
            Self::Bool
        } else {
            Self::of_texts(columns)
        }
    }

    /// The same of texts that are texts: dates or what they are.
    pub fn of_texts(columns: &[StringChunked]) -> Self {
        let values = || columns.iter().flat_map(|column| column.iter().flatten());
        let has_time = |value| parse_date(value).is_some_and(|written| written.time.is_some());
        if values().next().is_none() || !all_dates(columns) {
            Self::Text
        } else if values().any(has_time) {
            Self::Instant
        } else {
            Self::Date
        }
    }

    /// Whether its values are days or instants.
    pub fn is_of_dates(self) -> bool {
        matches!(self, Self::Date | Self::Instant)
    }

    /// How Polars stores it.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Int => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::Date => DataType::Date,
            Self::Instant => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
            Self::Text => DataType::String,
        }
    }

    /// The texts as values of this type.
    pub fn read(self, texts: &StringChunked) -> Column {
        self.read_as(texts, |form| form)
    }

    /// The same with dates in a form that something beside their values tells.
    pub fn read_as(
        self,
        texts: &StringChunked,
        settle: impl FnOnce(DateFormat) -> DateFormat,
    ) -> Column {
        let name = texts.name().clone();
        let values = texts.iter().map(|text| text.map(str::trim));
        match self {
            Self::Int => {
                let values = values.map(|text| text.and_then(int));
                Int64Chunked::from_iter_options(name, values).into_column()
            }
            Self::Float => {
                let values = values.map(|text| text.and_then(float).filter(|v| v.is_finite()));
                Float64Chunked::from_iter_options(name, values).into_column()
            }
            Self::Bool => {
                let marks = YesNoMarks::of_values(texts.iter().flatten());
                let values = values.map(|text| text.and_then(|text| marks.yes_or_no(text)));
                BooleanChunked::from_iter_options(name, values).into_column()
            }
            Self::Date => {
                let form = settle(DateFormat::of_values(texts.iter().flatten(), None));
                let day = |text: &str| Some(form.day(text)?.to_epoch_days());
                let values = values.map(|text| text.and_then(day));
                let days = Int32Chunked::from_iter_options(name, values);
                days.into_date().into_series().into_column()
            }
            Self::Instant => {
                let form = settle(DateFormat::of_values(texts.iter().flatten(), None));
                let instant = |text: &str| Some(form.instant(text, Tz::UTC)?.timestamp_micros());
                let values = values.map(|text| text.and_then(instant));
                let instants = Int64Chunked::from_iter_options(name, values);
                let instants = instants.into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
                instants.into_series().into_column()
            }
            Self::Text => texts.clone().into_column(),
        }
    }
}

/// Below it, every whole number has a float of its own.
const EXACT_END: f64 = 9_007_199_254_740_992.0;

/// How many values are tried before all are.
const FIRST_TRIED: usize = 50;

/// Whether every value is a date, and no two contradict each other.
fn all_dates(columns: &[StringChunked]) -> bool {
    columns.iter().all(|column| {
        // Most columns are none, as their first values show.
        let mut first = column.iter().flatten().take(FIRST_TRIED);
        if !first.all(|value| parse_date(value.trim()).is_some()) {
            return false;
        }
        let form = DateFormat::of_values(column.iter().flatten(), None);
        column.iter().flatten().all(|value| form.day(value).is_some())
    })
}

/// A whole number. `007` is a label, not a number.
fn int(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_label = digits.len() > 1 && digits.starts_with('0');
    (!is_label && !digits.starts_with('+')).then(|| text.parse().ok()).flatten()
}

fn float(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_label = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let number: f64 =
        (!is_label && !digits.starts_with('+')).then(|| text.parse().ok()).flatten()?;
    // Of whole numbers that are larger, several would become one.
    let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    (!is_whole || number.abs() < EXACT_END).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::InferredType;
    use polars::prelude::{AnyValue, NewChunkedArray, StringChunked};

    fn type_of(values: &[&str]) -> InferredType {
        InferredType::of_columns(&[StringChunked::from_slice("x".into(), values)])
    }

    #[test]
    fn a_column_is_of_a_type_only_if_every_value_is() {
        assert_eq!(type_of(&["1", "-20"]), InferredType::Int);
        assert_eq!(type_of(&["1", "2.5", "1e3"]), InferredType::Float);
        assert_eq!(type_of(&["yes", "No", "TRUE"]), InferredType::Bool);
        assert_eq!(type_of(&["2026-01-02", "3 Feb 2026"]), InferredType::Date);
        assert_eq!(type_of(&["2026-01-02 09:30", "2026-01-03"]), InferredType::Instant);
        assert_eq!(type_of(&["1", "two"]), InferredType::Text);
        assert_eq!(type_of(&["007", "1"]), InferredType::Text);
        assert_eq!(type_of(&[]), InferredType::Text);
    }

    #[test]
    fn numbers_that_would_become_one_stay_texts() {
        let ids = ["9007199254740993", "9007199254740992.5"];
        assert_eq!((type_of(&ids[..1]), type_of(&ids)), (InferredType::Int, InferredType::Text));
        assert_eq!(type_of(&["92233720368547758071", "92233720368547758072"]), InferredType::Text);
        assert_eq!(type_of(&["9007199254740991", "0.5", "1e300"]), InferredType::Float);
    }

    #[test]
    fn what_is_not_a_number_is_unknown() {
        let texts = StringChunked::from_slice("score".into(), &["1.5", "NaN", "inf", "-inf"]);
        let column_type = InferredType::of_columns(std::slice::from_ref(&texts));
        assert_eq!(column_type, InferredType::Float);
        let column = column_type.read(&texts);
        assert_eq!((column.null_count(), column.get(0).unwrap()), (3, AnyValue::Float64(1.5)));
    }
}
