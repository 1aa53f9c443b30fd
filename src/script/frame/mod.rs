//! Frames in scripts: Polars' lazy frames under Polars' own names. Nothing is computed until a
//! frame is shown, counted or taken into a value.

mod arrange;
mod combine;
mod group;
mod look;
mod make;
mod map_rows;
mod select;

use super::error::fail;
use super::function::Topic;
use super::host::Host;
use super::operand::{Fallible, in_short};
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsError, SchemaRef};
use rhai::{Dynamic, Engine, Position};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A frame.
#[derive(Clone)]
pub struct Frame {
    lazy: LazyFrame,
    columns: Arc<OnceLock<SchemaRef>>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Frame")
    }
}

impl Frame {
    /// A frame over a query.
    pub fn new(lazy: LazyFrame) -> Self {
        Self { lazy, columns: Arc::default() }
    }

    /// A frame over a query that is asked for its columns at once.
    ///
    /// # Errors
    /// What Polars says against the query, at the place of the call that makes it.
    pub(super) fn checked(lazy: LazyFrame, at: Position) -> Fallible<Self> {
        let frame = Self::new(lazy);
        frame.columns(at)?;
        Ok(frame)
    }

    /// The query.
    pub fn lazy(&self) -> LazyFrame {
        self.lazy.clone()
    }

    /// Its columns and their types, asked for once.
    ///
    /// # Errors
    /// What Polars says against the query, at the place of the call that needs them.
    pub fn columns(&self, at: Position) -> Fallible<SchemaRef> {
        if let Some(known) = self.columns.get() {
            return Ok(known.clone());
        }
        let schema = self.lazy.clone().collect_schema().or_else(|error| failed(&error, at))?;
        Ok(self.columns.get_or_init(|| schema).clone())
    }

    /// A frame of the same columns without rows; none where they cannot be told.
    pub fn without_rows(&self) -> Option<Self> {
        let columns = self.columns(Position::NONE).ok()?;
        Some(Self::new(DataFrame::empty_with_schema(&columns).lazy()))
    }

    /// Its rows, computed now.
    ///
    /// # Errors
    /// What Polars says against the query, at the place of the call that needs them.
    pub fn collect(&self, at: Position) -> Fallible<DataFrame> {
        self.lazy.clone().collect().or_else(|error| failed(&error, at))
    }
}

/// The columns of a value that is a frame, or a frame with keys to group it by.
pub fn columns_of(value: &Dynamic) -> Option<SchemaRef> {
    let frame = value.clone().try_cast::<Frame>();
    let frame = frame.or_else(|| group::ungrouped(value))?;
    frame.columns(Position::NONE).ok()
}

fn failed<T>(error: &PolarsError, at: Position) -> Fallible<T> {
    Err(fail("query", at, in_short(error), None))
}

/// The functions of frames, by topic.
pub(super) const TOPICS: &[Topic] = &[
    Topic { name: "making frames", functions: make::FUNCTIONS },
    Topic { name: "rows and columns", functions: select::FUNCTIONS },
    Topic { name: "order and extent", functions: arrange::FUNCTIONS },
    Topic { name: "groups", functions: group::FUNCTIONS },
    Topic { name: "frames together", functions: combine::FUNCTIONS },
    Topic { name: "row by row", functions: map_rows::FUNCTIONS },
    Topic { name: "looking at frames", functions: look::FUNCTIONS },
];

/// Registers the types and how they print.
pub(super) fn register(engine: &mut Engine, host: &Host) {
    engine.register_type_with_name::<Frame>("Frame");
    group::register(engine);
    look::register(engine, host);
}
