//! Order and extent: `sort_by`, `head`, `tail`, `slice`, `reverse`.

use super::Frame;
use crate::codes;
use crate::script::error::{ScriptResult, call_error};
use crate::script::expr::clamp_count;
use crate::script::frame_terms::{FrameTerms, select_columns};
use crate::script::function::{Function, Receiver, Registrar};
use polars::prelude::SortMultipleOptions;
use rhai::{Dynamic, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "sort_by",
        &["keys", "[descending]"],
        "in the order of these columns, formulas or expressions; a minus before a name turns its \
         order; missing values come last",
        "frame(#{ n: [1, 3, 2] }).sort_by(\"-n\").value(\"n\", 0) == 3",
        sorting,
    ),
    Receiver::Frame.method(
        "sort",
        &["keys", "[descending]"],
        "Polars' name for `sort_by`",
        "frame(#{ n: [1, 3, 2] }).sort(\"n\", true).value(\"n\", 0) == 3",
        sorting,
    ),
    Receiver::Frame.method(
        "head",
        &["[rows]"],
        "the first rows, 10 unless said",
        "frame(#{ n: [1, 2, 3] }).head(2).len() == 2",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| head(at, frame, USUAL_ROWS));
            to.add(head);
        },
    ),
    Receiver::Frame.method(
        "limit",
        &["rows"],
        "another name for `head`",
        "frame(#{ n: [1, 2, 3] }).limit(2).len() == 2",
        |to| to.add(head),
    ),
    Receiver::Frame.method(
        "tail",
        &["[rows]"],
        "the last rows, 10 unless said",
        "frame(#{ n: [1, 2, 3] }).tail(1).value(\"n\", 0) == 3",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| tail(at, frame, USUAL_ROWS));
            to.add(tail);
        },
    ),
    Receiver::Frame.method(
        "slice",
        &["start", "rows"],
        "so many rows from a row on, counted from 0 or, from the end, from -1",
        "frame(#{ n: [1, 2, 3] }).slice(1, 2).value(\"n\", 0) == 2",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, start: i64, rows: i64| {
                let start = clamp_count(start);
                count(rows).map(|rows| frame.derive(&at, frame.lazy().slice(start, rows)))
            });
        },
    ),
    Receiver::Frame.nullary(
        "reverse",
        "the last row first",
        "frame(#{ n: [1, 2] }).reverse().value(\"n\", 0) == 2",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                frame.derive(&at, frame.lazy().reverse())
            });
        },
    ),
];

fn sorting(to: &mut Registrar) {
    to.add(|at: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
        sort_by(at, frame, keys, false)
    });
    to.add(sort_by);
}

/// How many rows `head` and `tail` take unless told, as in Polars' Python.
const USUAL_ROWS: i64 = 10;

fn head(context: NativeCallContext, frame: &mut Frame, rows: i64) -> ScriptResult<Frame> {
    Ok(frame.derive(&context, frame.lazy().limit(count(rows)?)))
}

fn tail(context: NativeCallContext, frame: &mut Frame, rows: i64) -> ScriptResult<Frame> {
    Ok(frame.derive(&context, frame.lazy().tail(count(rows)?)))
}

/// A minus before a name sorts that column the other way round. Missing values come last.
fn sort_by(
    context: NativeCallContext,
    frame: &mut Frame,
    keys: Dynamic,
    descending: bool,
) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let keys = FrameTerms::read(&context, &keys, &columns)?.demand_comparable("sorted")?;
    let turned: Vec<bool> = keys.iter().map(|key| key.is_descending != descending).collect();
    let options = SortMultipleOptions::default()
        .with_order_descending_multi(turned)
        .with_nulls_last(true)
        .with_maintain_order(true);
    let sorted = keys.add_steps(frame.lazy()).sort_by_exprs(keys.values(), options);
    Ok(frame.derive(&context, select_columns(sorted, &columns)))
}

pub(super) fn count(rows: i64) -> ScriptResult<u32> {
    u32::try_from(rows).map_err(|_| {
        let message = format!("{rows} is no number of rows");
        call_error(codes::ARGUMENTS, message, "write 0 or more")
    })
}
