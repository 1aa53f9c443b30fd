//! A script's value with the rows of every frame in it, so that nothing of it is a mere summary.

use super::json::{RowObject, columns};
use super::report_rows;
use crate::chart::Chart;
use crate::report::Report;
use crate::script::{Frame, convert};
use polars::prelude::{DataFrame, PolarsError};
use rhai::Dynamic;
use serde::ser::{Serialize, Serializer};

/// A value with the rows of every frame in it.
#[derive(Debug)]
pub enum ComputedValue {
    /// A value without frames.
    WithoutFrames(Dynamic),
    Rows(DataFrame),
    /// A list with frames somewhere in it.
    List(Vec<Self>),
    /// A map with frames somewhere in it.
    Map(Vec<(String, Self)>),
}

impl ComputedValue {
    /// The value with the rows that `rows` gives for each frame in it.
    ///
    /// # Errors
    /// Those of `rows`.
    pub fn compute<E: From<PolarsError>>(
        value: &Dynamic,
        rows: &mut dyn FnMut(&Frame) -> Result<DataFrame, E>,
    ) -> Result<Self, E> {
        if let Ok(items) = value.as_array_ref() {
            let items = items.iter().map(|item| Self::compute_nested(item, rows));
            let items = items.collect::<Result<Vec<_>, E>>()?;
            let is_single = items.iter().all(|item| matches!(item, Self::WithoutFrames(_)));
            return Ok(if is_single {
                Self::WithoutFrames(value.clone())
            } else {
                Self::List(items)
            });
        }
        if let Ok(entries) = value.as_map_ref() {
            let entries = entries
                .iter()
                .map(|(name, value)| Ok((name.to_string(), Self::compute_nested(value, rows)?)));
            let entries = entries.collect::<Result<Vec<_>, E>>()?;
            let is_single =
                entries.iter().all(|(_, entry)| matches!(entry, Self::WithoutFrames(_)));
            return Ok(if is_single {
                Self::WithoutFrames(value.clone())
            } else {
                Self::Map(entries)
            });
        }
        Ok(Self::WithoutFrames(value.clone()))
    }

    pub fn as_report(&self) -> Option<Report> {
        match self {
            Self::WithoutFrames(value) => value.clone().try_cast(),
            _ => None,
        }
    }

    /// What stands in a list or a map: a frame, a chart and a report are their rows there.
    fn compute_nested<E: From<PolarsError>>(
        value: &Dynamic,
        rows: &mut dyn FnMut(&Frame) -> Result<DataFrame, E>,
    ) -> Result<Self, E> {
        if let Some(frame) = value.clone().try_cast::<Frame>() {
            return Ok(Self::Rows(rows(&frame)?));
        }
        if let Some(chart) = value.clone().try_cast::<Chart>() {
            return Ok(Self::Rows(chart.data));
        }
        if let Some(report) = value.clone().try_cast::<Report>() {
            return Ok(Self::Rows(report_rows::rows_of(&report)?));
        }
        Self::compute(value, rows)
    }

    pub(super) fn describe(&self) -> String {
        match self {
            Self::WithoutFrames(value) => convert::describe_type(value),
            Self::Rows(_) => "a frame".into(),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "a map".into(),
        }
    }
}

impl Serialize for ComputedValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::WithoutFrames(value) => convert::value_to_json(value).serialize(to),
            Self::Rows(rows) => {
                let columns = columns(rows);
                to.collect_seq((0..rows.height()).map(|row| RowObject { columns: &columns, row }))
            }
            Self::List(items) => to.collect_seq(items),
            Self::Map(entries) => to.collect_map(entries.iter().map(|(name, entry)| (name, entry))),
        }
    }
}
