//! Rows by chance, and yet the same in every run: `sample`.

use super::Frame;
use super::arrange::count;
use crate::script::error::ScriptResult;
use crate::script::frame_terms::{TEMPORARY_PREFIX, select_columns};
use crate::script::function::{Function, Receiver};
use polars::prelude::{col, lit};
use rhai::NativeCallContext;

pub(super) const FUNCTIONS: &[Function] = &[Receiver::Frame.method(
    "sample",
    &["rows", "[seed]"],
    "so many rows by chance, in the frame's order; the same for the same seed, 0 unless said",
    "frame(#{ n: [1, 2, 3] }).sample(2).len() == 2",
    |to| {
        to.add(|at: NativeCallContext, frame: &mut Frame, rows: i64| sample(at, frame, rows, 0));
        to.add(sample);
    },
)];

/// The rows whose numbers come first once all numbers are shuffled.
fn sample(
    context: NativeCallContext,
    frame: &mut Frame,
    rows: i64,
    seed: i64,
) -> ScriptResult<Frame> {
    let rows = count(rows)?;
    let columns = frame.columns(context.call_position())?;
    let number = format!("{TEMPORARY_PREFIX}row");
    let shuffled = col(number.as_str()).shuffle(Some(seed.cast_unsigned()));
    let numbered = frame.lazy().with_row_index(number.as_str(), None);
    let taken = numbered.filter(shuffled.lt(lit(rows)));
    Ok(frame.derive(&context, select_columns(taken, &columns)))
}
