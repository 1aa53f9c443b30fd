//! The columns of a chart's data by what they mean: labels or places, numbers, and what stands
//! beside each number.

use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

/// The columns of a chart of labels or places.
pub(in crate::output) struct ChartColumns<'a> {
    /// The labels, or where points lie.
    pub(in crate::output) first: &'a Column,
    /// The numbers, and what they are called.
    pub(in crate::output) values: Vec<Option<f64>>,
    pub(in crate::output) value_name: &'a str,
    pub(in crate::output) beside: ValueAnnotations,
}

/// What stands beside each number.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::output) enum ValueAnnotations {
    Nothing,
    /// A mark, such as a cap, and what it is called.
    Mark(Vec<Option<f64>>, String),
    /// From where to where the number may lie.
    Interval(Vec<Option<(f64, f64)>>),
}

impl<'a> ChartColumns<'a> {
    /// Those of a frame; none where it has too few.
    pub(in crate::output) fn read(data: &'a DataFrame) -> PolarsResult<Option<Self>> {
        let (first, value, beside) = match data.columns() {
            [first, value] => (first, value, ValueAnnotations::Nothing),
            [first, value, mark] => {
                (first, value, ValueAnnotations::Mark(numbers(mark)?, mark.name().to_string()))
            }
            [first, value, low, high, ..] => {
                let ends = numbers(low)?.into_iter().zip(numbers(high)?);
                let ends = ends.map(|(low, high)| Some((low?, high?)));
                (first, value, ValueAnnotations::Interval(ends.collect()))
            }
            _ => return Ok(None),
        };
        let (values, value_name) = (numbers(value)?, value.name().as_str());
        Ok(Some(Self { first, values, value_name, beside }))
    }
}

impl ValueAnnotations {
    /// The numbers of it in a row.
    pub(in crate::output) fn numbers(&self, row: usize) -> Vec<f64> {
        match self {
            Self::Nothing => vec![],
            Self::Mark(marks, _) => marks.get(row).copied().flatten().into_iter().collect(),
            Self::Interval(ends) => match ends.get(row).copied().flatten() {
                Some((low, high)) => vec![low, high],
                None => vec![],
            },
        }
    }
}

/// A column's numbers; none where one is missing or not finite.
pub(in crate::output) fn numbers(column: &Column) -> PolarsResult<Vec<Option<f64>>> {
    let numbers = column.cast(&DataType::Float64)?;
    Ok(numbers.f64()?.iter().map(|number| number.filter(|number| number.is_finite())).collect())
}
