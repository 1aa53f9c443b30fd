//! Points in order, and what lies between them.

use super::{ChartColumns, ValueAnnotations, numbers};
use polars::prelude::{Column, DataFrame, DataType, PolarsResult, TimeUnit};

const DAY_MS: f64 = 86_400_000.0;

/// What lies between two points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Interpolation {
    /// The way from one to the other.
    Linear,
    /// The number of the first, until the second.
    Step,
    Nothing,
}

/// A point: where it lies, its number, and from where to where that may lie.
#[derive(Clone, Copy, Debug)]
pub(in crate::output) struct Point {
    pub(in crate::output) position: f64,
    pub(in crate::output) value: Option<f64>,
    pub(in crate::output) ends: Option<(f64, f64)>,
}

/// The points of a chart; those of unknown place are left out.
pub(in crate::output) struct PointData<'a> {
    /// The column that says where they lie.
    pub(in crate::output) places: &'a Column,
    /// Days since 1970 are the places of dates.
    pub(in crate::output) points: Vec<Point>,
    /// What the numbers are called.
    pub(in crate::output) value_name: &'a str,
}

impl<'a> PointData<'a> {
    /// Those of a place and a number in each row; none where there are no such columns.
    pub(in crate::output) fn read(data: &'a DataFrame) -> PolarsResult<Option<Self>> {
        let Some(columns) = ChartColumns::read(data)? else { return Ok(None) };
        let positions = days_or_numbers(columns.first)?.into_iter().enumerate();
        let points = positions.filter_map(|(row, position)| {
            let ends = match &columns.beside {
                ValueAnnotations::Interval(ends) => ends.get(row).copied().flatten(),
                _ => None,
            };
            Some(Point {
                position: position?,
                value: columns.values.get(row).copied().flatten(),
                ends: ends.map(|(low, high)| (low.min(high), low.max(high))),
            })
        });
        let points = points.collect();
        Ok(Some(Self { places: columns.first, points, value_name: columns.value_name }))
    }

    /// The places and numbers that are known.
    pub(in crate::output) fn known(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().filter_map(|point| Some((point.position, point.value?)))
    }
}

/// Where points lie: days since 1970, or numbers.
fn days_or_numbers(places: &Column) -> PolarsResult<Vec<Option<f64>>> {
    match places.dtype() {
        DataType::Date => numbers(&places.to_physical_repr()),
        DataType::Datetime(_, zone) => {
            let to = DataType::Datetime(TimeUnit::Milliseconds, zone.clone());
            let places = numbers(&places.cast(&to)?.to_physical_repr())?;
            Ok(places.into_iter().map(|ms| ms.map(|ms| ms / DAY_MS)).collect())
        }
        _ => numbers(places),
    }
}
