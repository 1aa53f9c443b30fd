//! A frame as a value of scripts.

use super::provenance::FrameStep;
use super::remarks::RemarkSource;
use super::{
    arrange, chart, combine, constructors, describe, group, inspect, map_rows, missing, provenance,
    remarks, reshape, sample, select, time_bucket,
};
use crate::script::error::ScriptResult;
use crate::script::function::Topic;
use crate::script::{bounded_query, size_bounds};
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, SchemaRef};
use rhai::{Dynamic, Engine, NativeCallContext, Position};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// How much a frame may be made of whose columns are found out at once; with more, they are while
/// somebody looks at the clock.
const PLANNED_AT_ONCE_MAX: usize = 2_000;

/// A frame.
#[derive(Clone)]
pub struct Frame {
    pub(super) lazy: LazyFrame,
    columns: Arc<OnceLock<SchemaRef>>,
    pub(super) step: Option<Arc<FrameStep>>,
    size: usize,
}

impl fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Frame")
    }
}

impl Frame {
    /// A frame over a query that no script made.
    pub fn new(lazy: LazyFrame) -> Self {
        Self { lazy, columns: Arc::default(), step: None, size: 0 }
    }

    /// What the call makes of this frame.
    #[must_use]
    pub fn derive(&self, context: &NativeCallContext, lazy: LazyFrame) -> Self {
        Self::derive_from(context, &[self], lazy)
    }

    /// What the call makes of these frames.
    pub fn derive_from(context: &NativeCallContext, from: &[&Self], lazy: LazyFrame) -> Self {
        let before = from.iter().map(|frame| frame.size).fold(0, usize::saturating_add);
        let size = before.saturating_add(size_bounds::step_size(&lazy.logical_plan));
        Self { step: Some(FrameStep::from_call(context, from)), size, ..Self::new(lazy) }
    }

    /// The same frame, with what there is to be said of the operation that made it.
    #[must_use]
    pub(super) fn with_remark_sources(self, noted: Vec<RemarkSource>) -> Self {
        let step = self.step.map(|step| step.noting(noted));
        Self { step, ..self }
    }

    /// What is to be said under this frame when it is shown: which rows conditions left undecided,
    /// which results did not fit, which division gave nothing but 0. Counted now.
    pub fn remarks(&self) -> Vec<String> {
        remarks::remark_lines(self, Position::NONE)
    }

    /// What a call needs to know of this frame, as if it were the frame.
    #[must_use]
    pub fn with_query(&self, lazy: LazyFrame) -> Self {
        Self { step: self.step.clone(), size: self.size, ..Self::new(lazy) }
    }

    /// How much it is made of, steps and parts of expressions.
    pub(in crate::script) fn size(&self) -> usize {
        self.size
    }

    /// The same frame, asked for its columns at once.
    ///
    /// # Errors
    /// What Polars says against the query.
    pub fn check_columns(self) -> ScriptResult<Self> {
        self.columns(Position::NONE)?;
        Ok(self)
    }

    /// The query.
    pub fn lazy(&self) -> LazyFrame {
        self.lazy.clone()
    }

    /// Its columns and their types, asked for once.
    ///
    /// # Errors
    /// What Polars says against the query, at the operation that is wrong, else at the place of the
    /// call that needs them.
    pub fn columns(&self, at: Position) -> ScriptResult<SchemaRef> {
        if let Some(known) = self.columns.get() {
            return Ok(known.clone());
        }
        let fails = |mut lazy: LazyFrame| lazy.collect_schema().is_err();
        // What is small is not worth a thread of its own.
        let schema = if self.size > PLANNED_AT_ONCE_MAX {
            bounded_query::columns(self.lazy(), self.needed(at))?
        } else {
            self.lazy().collect_schema()
        };
        let schema = schema.or_else(|error| provenance::locate_failure(self, &error, at, fails))?;
        Ok(self.columns.get_or_init(|| schema).clone())
    }

    /// A frame of the same columns without rows; none where they cannot be told.
    pub fn without_rows(&self) -> Option<Self> {
        let columns = self.columns(Position::NONE).ok()?;
        Some(Self::new(DataFrame::empty_with_schema(&columns).lazy()))
    }

    /// Where a script needs its rows: where it was made, if nowhere else.
    fn needed(&self, at: Position) -> Position {
        self.step.as_deref().filter(|_| at.is_none()).map_or(at, FrameStep::at)
    }

    /// Its rows, computed now.
    ///
    /// # Errors
    /// What Polars says against the query, at the operation that is wrong, else at the place of the
    /// call that needs them.
    pub fn collect(&self, at: Position) -> ScriptResult<DataFrame> {
        let fails = |lazy: LazyFrame| {
            bounded_query::collect(lazy, None, Position::NONE).is_ok_and(|rows| rows.is_err())
        };
        let last = self.step.as_deref();
        let rows = bounded_query::collect(self.lazy(), last.map(FrameStep::name), self.needed(at))?;
        rows.or_else(|error| provenance::locate_failure(self, &error, at, fails))
    }
}

/// The columns of a value that is a frame, or a frame with keys to group it by.
pub fn columns_of(value: &Dynamic) -> Option<SchemaRef> {
    let frame = value.clone().try_cast::<Frame>();
    let frame = frame.or_else(|| group::frame_of_grouped(value))?;
    frame.columns(Position::NONE).ok()
}

/// The functions of frames, by topic.
pub(in crate::script) const TOPICS: &[Topic] = &[
    Topic { name: "making frames", functions: constructors::FUNCTIONS },
    Topic { name: "rows and columns", functions: select::FUNCTIONS },
    Topic { name: "missing values in frames", functions: missing::FUNCTIONS },
    Topic { name: "order and extent", functions: arrange::FUNCTIONS },
    Topic { name: "rows by chance", functions: sample::FUNCTIONS },
    Topic { name: "groups", functions: group::FUNCTIONS },
    Topic { name: "pieces of time", functions: time_bucket::FUNCTIONS },
    Topic { name: "another shape", functions: reshape::FUNCTIONS },
    Topic { name: "frames together", functions: combine::FUNCTIONS },
    Topic { name: "row by row", functions: map_rows::FUNCTIONS },
    Topic { name: "looking at frames", functions: inspect::FUNCTIONS },
    Topic { name: "charts", functions: chart::FUNCTIONS },
    Topic { name: "what frames consist of", functions: describe::FUNCTIONS },
];

/// Registers the types and how they print.
pub(in crate::script) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Frame>("Frame");
    group::register(engine);
    inspect::register(engine);
    chart::register(engine);
}
