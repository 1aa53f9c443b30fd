//! The types of a sheet's further columns, by a strict rule: a column is of a type only if every
//! value in it is. What is not a number (NaN, infinity) becomes unknown.

use crate::import::dates::form::DateForm;
use polars::prelude::{
    BooleanChunked, Column, DataType, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn,
    IntoSeries, NewChunkedArray, StringChunked,
};

/// What all values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExtraType {
    Int,
    Float,
    Bool,
    Date,
    Text,
}

impl ExtraType {
    /// The type that every value of these columns has.
    pub(super) fn of(columns: &[StringChunked]) -> Self {
        if columns.iter().all(|column| column.null_count() == column.len()) {
            return Self::Text;
        }
        let all = |is: fn(&str) -> bool| {
            columns.iter().all(|column| column.iter().flatten().all(|value| is(value.trim())))
        };
        if all(|value| int(value).is_some()) {
            Self::Int
        } else if all(|value| float(value).is_some()) {
            Self::Float
        } else if all(|value| boolean(value).is_some()) {
            Self::Bool
        } else if all_dates(columns) {
            Self::Date
        } else {
            Self::Text
        }
    }

    /// How Polars stores it.
    pub(super) fn dtype(self) -> DataType {
        match self {
            Self::Int => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::Date => DataType::Date,
            Self::Text => DataType::String,
        }
    }

    /// The texts as values of this type.
    pub(super) fn read(self, texts: &StringChunked) -> Column {
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
                let values = values.map(|text| text.and_then(boolean));
                BooleanChunked::from_iter_options(name, values).into_column()
            }
            Self::Date => {
                let form = DateForm::of(texts.iter().flatten(), None);
                let day = |text: &str| Some(form.day(text)?.to_epoch_days());
                let values = values.map(|text| text.and_then(day));
                let days = Int32Chunked::from_iter_options(name, values);
                days.into_date().into_series().into_column()
            }
            Self::Text => texts.clone().into_column(),
        }
    }
}

/// Whether every value is a date, and no two contradict each other.
fn all_dates(columns: &[StringChunked]) -> bool {
    columns.iter().all(|column| {
        let form = DateForm::of(column.iter().flatten(), None);
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
    (!is_label && !digits.starts_with('+')).then(|| text.parse().ok()).flatten()
}

/// `true`, `yes` and the like.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "x" | "✓" | "✔" | "✅" => Some(true),
        "false" | "no" | "n" | "✗" | "❌" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::ExtraType;
    use polars::prelude::{AnyValue, NewChunkedArray, StringChunked};

    fn of(values: &[&str]) -> ExtraType {
        ExtraType::of(&[StringChunked::from_slice("x".into(), values)])
    }

    #[test]
    fn a_column_is_of_a_type_only_if_every_value_is() {
        assert_eq!(of(&["1", "-20"]), ExtraType::Int);
        assert_eq!(of(&["1", "2.5", "1e3"]), ExtraType::Float);
        assert_eq!(of(&["yes", "No", "TRUE"]), ExtraType::Bool);
        assert_eq!(of(&["2026-01-02", "3 Feb 2026"]), ExtraType::Date);
        assert_eq!(of(&["1", "two"]), ExtraType::Text);
        assert_eq!(of(&["007", "1"]), ExtraType::Text);
        assert_eq!(of(&[]), ExtraType::Text);
    }

    #[test]
    fn what_is_not_a_number_is_unknown() {
        let texts = StringChunked::from_slice("score".into(), &["1.5", "NaN", "inf", "-inf"]);
        let kind = ExtraType::of(std::slice::from_ref(&texts));
        assert_eq!(kind, ExtraType::Float);
        let column = kind.read(&texts);
        assert_eq!((column.null_count(), column.get(0).unwrap()), (3, AnyValue::Float64(1.5)));
    }
}
