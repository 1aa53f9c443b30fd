//! Where in a script a frame was made, and of which frames: for an error that Polars finds only
//! when rows are needed, to point at the operation that is wrong.

use super::Frame;
use super::remarks::RemarkSource;
use crate::codes;
use crate::deadline::interruption;
use crate::script::error::{
    ScriptResult, in_script, polars_message, script_error, unknown_column_error,
};
use polars::prelude::{LazyFrame, PlSmallStr, PolarsError};
use rhai::{NativeCallContext, Position};
use std::sync::Arc;

/// How many steps are remembered; what lies before them is taken for good.
const STEPS_MAX: usize = 256;

/// One operation of a script on frames.
#[derive(Clone)]
pub(super) struct FrameStep {
    script: Option<String>,
    name: String,
    at: Position,
    from: Vec<Frame>,
    depth: usize,
    remark_sources: Vec<RemarkSource>,
}

impl FrameStep {
    /// The call that is being carried out, which makes a frame of these.
    pub(super) fn from_call(context: &NativeCallContext, from: &[&Frame]) -> Arc<Self> {
        let before = |frame: &&Frame| frame.step.as_ref().map_or(0, |step| step.depth);
        let depth = 1 + from.iter().map(before).max().unwrap_or(0);
        let from = from.iter().copied().cloned();
        let from = if depth.is_multiple_of(STEPS_MAX) { vec![] } else { from.collect() };
        let script = context.call_source().map(Into::into);
        let (name, at) = (context.fn_name().to_owned(), context.call_position());
        Arc::new(Self { script, name, at, from, depth, remark_sources: vec![] })
    }

    /// The same, with what there is to be said of it under a frame that is shown.
    pub(super) fn noting(&self, noted: Vec<RemarkSource>) -> Arc<Self> {
        Arc::new(Self { remark_sources: noted, ..self.clone() })
    }

    /// The operation's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where it is called.
    pub(super) fn at(&self) -> Position {
        self.at
    }

    /// What there is to be said of it.
    pub(super) fn noted(&self) -> &[RemarkSource] {
        &self.remark_sources
    }

    /// The frames that it was made of.
    pub(super) fn from(&self) -> impl Iterator<Item = &Frame> {
        self.from.iter()
    }
}

/// What Polars says against a query, at the operation that is wrong; `at` is the call that needs
/// the frame, and `fails` tells whether a query is wrong.
pub(super) fn locate_failure<T>(
    frame: &Frame,
    error: &PolarsError,
    at: Position,
    fails: fn(LazyFrame) -> bool,
) -> ScriptResult<T> {
    let mut wrong = frame;
    while let Some(step) = &wrong.step {
        if interruption().is_some() {
            break;
        }
        let mut from = step.from.iter();
        let Some(before) = from.find(|before| fails(before.lazy())) else { break };
        wrong = before;
    }
    let Some(step) = wrong.step.as_ref().filter(|step| !step.at.is_none()) else {
        return Err(script_error(codes::QUERY, at, polars_message(error), None));
    };
    let asked = at.line().filter(|_| at != step.at);
    let asked = asked.map(|line| format!("found in line {line}, where its rows are needed"));
    let mut failed = match error {
        PolarsError::ColumnNotFound(name) => {
            let columns = step.from.first().and_then(|before| before.lazy().collect_schema().ok());
            let names =
                columns.iter().flat_map(|schema| schema.iter_names().map(PlSmallStr::as_str));
            unknown_column_error(name, &names.collect::<Vec<_>>(), "")
        }
        other => script_error(codes::QUERY, Position::NONE, polars_message(other), asked),
    };
    failed.set_position(step.at);
    Err(in_script(step.script.clone(), failed))
}
