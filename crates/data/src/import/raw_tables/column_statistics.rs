//! What is known of all values of a column before any is looked at: what a file says of them, or
//! what typing them showed.
//!
//! Invariant: what is known holds of every value.

use polars::prelude::{ChunkAgg, Column, DataFrame, DataType, PolarsResult};
use std::collections::BTreeMap;

/// What is known of the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnStatistics {
    /// Whether no value is missing.
    pub never_missing: bool,
    /// The least and the greatest as they are stored, of whole numbers, days and instants.
    pub ints: Option<(i64, i64)>,
    /// The first and the last in the order of their bytes, of texts.
    pub texts: Option<(String, String)>,
}

impl ColumnStatistics {
    /// What holds of the values of two parts of a column.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let ints = self.ints.zip(other.ints).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
        let texts = self.texts.zip(other.texts).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
        Self { never_missing: self.never_missing && other.never_missing, ints, texts }
    }

    /// What there is to know of the columns of a frame, but for the order of its texts.
    pub fn of_frame(frame: &DataFrame) -> PolarsResult<BTreeMap<String, Self>> {
        let columns = frame.columns().iter();
        columns.map(|column| Ok((column.name().to_string(), Self::of_column(column)?))).collect()
    }

    fn of_column(column: &Column) -> PolarsResult<Self> {
        let is_counted = match column.dtype() {
            DataType::Date | DataType::Datetime(..) => true,
            dtype => dtype.is_signed_integer(),
        };
        let ints = if is_counted {
            let stored = column.to_physical_repr().cast(&DataType::Int64)?;
            let stored = stored.i64()?;
            stored.min().zip(stored.max())
        } else {
            None
        };
        Ok(Self { never_missing: column.null_count() == 0, ints, texts: None })
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnStatistics;
    use polars::prelude::{
        DataFrame, DataType, Int64Chunked, IntoColumn, NewChunkedArray, TimeUnit,
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_known_holds_of_every_value(
            values in prop::collection::vec(prop::option::weighted(0.8, -90_000_i64..90_000), 0..9),
            at in 0_usize..3,
        ) {
            let instant = DataType::Datetime(TimeUnit::Microseconds, None);
            let dtype = [DataType::Int64, DataType::Date, instant][at].clone();
            let column = Int64Chunked::from_iter_options("a".into(), values.iter().copied());
            let column = column.into_column().cast(&DataType::Int32).unwrap().cast(&dtype).unwrap();
            let frame = DataFrame::new(values.len(), vec![column]).unwrap();
            let known = ColumnStatistics::of_frame(&frame).unwrap().remove("a").unwrap();
            prop_assert_eq!(known.never_missing, values.iter().all(Option::is_some));
            let present = values.iter().flatten();
            prop_assert_eq!(known.ints, present.clone().min().copied().zip(present.max().copied()));
        }
    }
}
