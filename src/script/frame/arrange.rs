//! Order and extent: `sort_by`, `head`, `tail`, `slice`.

use super::Frame;
use crate::script::error::fail;
use crate::script::operand::{Fallible, names};
use polars::prelude::{SortMultipleOptions, col};
use rhai::{Dynamic, Engine, NativeCallContext};

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn(
        "sort_by",
        |context: NativeCallContext, frame: &mut Frame, columns: Dynamic| {
            sort_by(&context, frame, &columns, false)
        },
    );
    engine.register_fn(
        "sort_by",
        |context: NativeCallContext, frame: &mut Frame, columns: Dynamic, descending: bool| {
            sort_by(&context, frame, &columns, descending)
        },
    );
    engine.register_fn("head", |context: NativeCallContext, frame: &mut Frame, rows: i64| {
        count(&context, rows).map(|rows| Frame::new(frame.lazy().limit(rows)))
    });
    engine.register_fn("tail", |context: NativeCallContext, frame: &mut Frame, rows: i64| {
        count(&context, rows).map(|rows| Frame::new(frame.lazy().tail(rows)))
    });
    engine.register_fn(
        "slice",
        |context: NativeCallContext, frame: &mut Frame, start: i64, rows: i64| {
            count(&context, rows).map(|rows| Frame::new(frame.lazy().slice(start, rows)))
        },
    );
}

/// A minus before a name sorts that column the other way round. Missing values come last.
fn sort_by(
    context: &NativeCallContext,
    frame: &Frame,
    columns: &Dynamic,
    descending: bool,
) -> Fallible<Frame> {
    let known = frame.columns(context.call_position())?;
    let names = names(context, columns, &known)?;
    let keys: Vec<_> = names.iter().map(|name| col(name.trim_start_matches('-'))).collect();
    let turned: Vec<bool> = names.iter().map(|name| name.starts_with('-') != descending).collect();
    let options = SortMultipleOptions::default()
        .with_order_descending_multi(turned)
        .with_nulls_last(true)
        .with_maintain_order(true);
    Ok(Frame::new(frame.lazy().sort_by_exprs(keys, options)))
}

fn count(context: &NativeCallContext, rows: i64) -> Fallible<u32> {
    u32::try_from(rows).map_err(|_| {
        let message = format!("{rows} is no number of rows");
        fail("arguments", context.call_position(), message, Some("write 0 or more".into()))
    })
}
