//! One row of a frame, as a closure that is called row by row sees it: `i.age_days` and
//! `i["Custom column"]` as in formulas; a missing value is `()`. A cell is read when asked for.

use super::convert::{self, cell_to_value};
use super::error::ScriptResult;
use super::expression_type::column_dtype;
use super::function::{Function, Receiver};
use crate::script::printing::PRINTING;
use polars::prelude::DataFrame;
use rhai::{Array, Dynamic, Engine, ImmutableString, Map};
use std::fmt;
use std::sync::Arc;

/// A row.
#[derive(Clone)]
pub(super) struct FrameRow {
    frame: Arc<DataFrame>,
    at: usize,
}

impl FrameRow {
    /// Row `at` of a frame, from 0.
    pub(super) fn new(frame: Arc<DataFrame>, at: usize) -> Self {
        Self { frame, at }
    }

    fn map(&self) -> Map {
        convert::row_to_map(&self.frame, self.at)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.frame.columns().iter().map(|column| column.name().as_str())
    }

    /// A cell; Rhai itself adds the place to an error.
    fn get(&self, name: &str) -> ScriptResult<Dynamic> {
        let Ok(column) = self.frame.column(name) else {
            column_dtype(name, self.frame.schema())?;
            return Ok(Dynamic::UNIT);
        };
        Ok(column.get(self.at).map_or(Dynamic::UNIT, |value| cell_to_value(&value)))
    }
}

impl fmt::Debug for FrameRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Row({})", self.at)
    }
}

/// Registers what can be asked of a row.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<FrameRow>("Row");
    engine.register_indexer_get(|row: &mut FrameRow, name: ImmutableString| row.get(&name));
    for name in PRINTING {
        engine.register_fn(name, |row: &mut FrameRow| {
            convert::value_to_text(&Dynamic::from_map(row.map()))
        });
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Row.method(
        "contains",
        &["name"],
        "whether it has a column of that name",
        "frame(#{ n: [1] }).map_rows(\"has\", |i| i.contains(\"n\")).value(\"has\", 0)",
        |to| to.add(|row: &mut FrameRow, name: &str| row.names().any(|column| column == name)),
    ),
    Receiver::Row.nullary(
        "keys",
        "the names of its columns",
        "frame(#{ n: [1] }).map_rows(\"k\", |i| i.keys()).value(\"k\", 0) == [\"n\"]",
        |to| {
            to.add(|row: &mut FrameRow| -> Array {
                row.names().map(|name| name.to_owned().into()).collect()
            });
        },
    ),
    Receiver::Row.nullary(
        "to_map",
        "a map of its values by column",
        "frame(#{ n: [3] }).map_rows(\"m\", |i| i.to_map().n).value(\"m\", 0) == 3",
        |to| to.add(|row: &mut FrameRow| row.map()),
    ),
];
