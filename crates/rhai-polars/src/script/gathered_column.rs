//! The values that a closure gave, one for each row, as a column.
//!
//! Invariant: no value is changed but for one thing: where some are decimal, whole numbers become
//! decimal too.

use super::convert::describe_type;
use crate::formula::constant::Constant;
use crate::formula::types::Type;
use chrono::NaiveDate;
use polars::prelude::{AnyValue, DataType, PolarsResult, Series, TimeUnit, TimeZone};
use rhai::Dynamic;
use std::sync::Arc;
use thiserror::Error;

/// What the values of a column are: of one type, or lists of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shape {
    list: bool,
    of_type: Type,
}

const NOTHING: Shape = Shape { list: false, of_type: Type::Missing };

/// Why a value cannot be in a column; rows count from 0, and values are described.
#[derive(Debug, Error)]
pub(super) enum ColumnMisfit {
    #[error("row {row} gives {value}, which a column cannot hold")]
    NoCell { row: usize, value: String },
    #[error("row {row} gives {value}, but row {first_row} {first_value}")]
    OtherType { row: usize, value: String, first_row: usize, first_value: String },
}

/// Values so far.
#[derive(Debug)]
pub(super) struct GatheredColumn {
    shape: Shape,
    /// The first row that had a value, and that value in words.
    first: Option<(usize, String)>,
    values: Vec<Dynamic>,
}

impl GatheredColumn {
    /// None yet, but room for one for each row.
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self { shape: NOTHING, first: None, values: Vec::with_capacity(rows) }
    }

    /// The next row's value.
    ///
    /// # Errors
    /// A value that no column can hold, or not together with those before it.
    pub(super) fn push(&mut self, value: Dynamic) -> Result<(), ColumnMisfit> {
        let value = value.flatten();
        let row = self.values.len();
        let shape = Shape::from_value(&value)
            .ok_or_else(|| ColumnMisfit::NoCell { row, value: describe_type(&value) })?;
        self.shape = self.shape.join(shape).ok_or_else(|| {
            let (first_row, first_value) = self.first.clone().unwrap_or_default();
            ColumnMisfit::OtherType { row, value: describe_type(&value), first_row, first_value }
        })?;
        if self.first.is_none() && shape != NOTHING {
            self.first = Some((row, describe_type(&value)));
        }
        self.values.push(value);
        Ok(())
    }

    /// The column of that name. Where no row has a value, it has no type: Polars' null.
    ///
    /// # Errors
    /// What Polars says against it.
    pub(super) fn into_series(self, name: &str) -> PolarsResult<Series> {
        let cell_of = |value: &Dynamic| match value.as_array_ref() {
            Ok(items) => {
                let items: Vec<AnyValue> = items.iter().map(single).collect();
                let dtype = self.shape.element();
                Series::from_any_values_and_dtype("".into(), &items, &dtype, false)
                    .map(AnyValue::List)
            }
            Err(_) => Ok(single(value)),
        };
        let cells = self.values.iter().map(cell_of).collect::<PolarsResult<Vec<_>>>()?;
        let dtype = match self.shape {
            Shape { list: true, .. } => DataType::List(Box::new(self.shape.element())),
            Shape { of_type, .. } => of_type.dtype(),
        };
        Series::from_any_values_and_dtype(name.into(), &cells, &dtype, false)
    }
}

impl Shape {
    /// The shape of a value; none where no column can hold it.
    fn from_value(value: &Dynamic) -> Option<Self> {
        let Ok(items) = value.as_array_ref() else {
            return Constant::from_script(value)
                .map(|value| Self { list: false, of_type: value.of_type() });
        };
        let shapes = items.iter().map(Self::from_value);
        let joined = shapes.into_iter().try_fold(NOTHING, |joined, shape| joined.join(shape?))?;
        (!joined.list).then_some(Self { list: true, ..joined })
    }

    fn join(self, other: Self) -> Option<Self> {
        match (self, other) {
            (NOTHING, one) | (one, NOTHING) => Some(one),
            (a, b) if a.list != b.list => None,
            (a, b) => Some(Self { of_type: a.of_type.join(b.of_type)?, ..a }),
        }
    }

    /// How Polars stores the elements of a list; nothing but empty lists count as lists of texts.
    fn element(self) -> DataType {
        match self.of_type {
            Type::Missing => DataType::String,
            known => known.dtype(),
        }
    }
}

/// A value that is no list, as a cell.
fn single(value: &Dynamic) -> AnyValue<'static> {
    match Constant::from_script(value) {
        Some(Constant::Bool(value)) => AnyValue::Boolean(value),
        Some(Constant::Int(value)) => AnyValue::Int64(value),
        Some(Constant::Float(value)) => AnyValue::Float64(value),
        Some(Constant::Text(value)) => AnyValue::StringOwned(value.as_str().into()),
        Some(Constant::Date(day)) => {
            AnyValue::Date(i32::try_from((day.0 - NaiveDate::default()).num_days()).unwrap_or(0))
        }
        Some(Constant::Instant(at)) => AnyValue::DatetimeOwned(
            at.0.timestamp_micros(),
            TimeUnit::Microseconds,
            Some(Arc::new(TimeZone::UTC)),
        ),
        Some(Constant::Missing | Constant::List(..)) | None => AnyValue::Null,
    }
}
