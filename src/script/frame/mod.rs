//! Frames in scripts: Polars' lazy frames under Polars' own names. Nothing is computed until a
//! frame is shown, counted or taken into a value.

mod arrange;
mod combine;
mod group;
mod look;
mod map_rows;
mod select;

use super::error::fail;
use super::host::Host;
use super::operand::Fallible;
use polars::prelude::{DataFrame, LazyFrame, SchemaRef};
use rhai::{Engine, Position};
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

    /// Its rows, computed now.
    ///
    /// # Errors
    /// What Polars says against the query, at the place of the call that needs them.
    pub fn collect(&self, at: Position) -> Fallible<DataFrame> {
        self.lazy.clone().collect().or_else(|error| failed(&error, at))
    }
}

/// Polars' own words, without its notes on the plan.
fn failed<T>(error: &polars::prelude::PolarsError, at: Position) -> Fallible<T> {
    let said = error.to_string();
    let first = said.split("\n\nResolved plan").next().unwrap_or(&said).trim().to_owned();
    Err(fail("query", at, first, None))
}

/// Registers every operation.
pub fn register(engine: &mut Engine, host: &Host) {
    engine.register_type_with_name::<Frame>("Frame");
    select::register(engine, host);
    arrange::register(engine, host);
    group::register(engine, host);
    combine::register(engine);
    look::register(engine, host);
    map_rows::register(engine, host);
}
