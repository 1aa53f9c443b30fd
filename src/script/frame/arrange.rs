//! Order and extent: `sort_by`, `head`, `tail`, `slice`.

use super::Frame;
use crate::script::error::fail;
use crate::script::host::Host;
use crate::script::operand::Fallible;
use crate::script::terms::{Terms, only};
use polars::prelude::SortMultipleOptions;
use rhai::{Dynamic, Engine, NativeCallContext};

pub(super) fn register(engine: &mut Engine, host: &Host) {
    let own = host.clone();
    engine.register_fn(
        "sort_by",
        move |context: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
            sort_by(&context, &own, frame, &keys, false)
        },
    );
    let own = host.clone();
    engine.register_fn(
        "sort_by",
        move |context: NativeCallContext, frame: &mut Frame, keys: Dynamic, descending: bool| {
            sort_by(&context, &own, frame, &keys, descending)
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
    host: &Host,
    frame: &Frame,
    keys: &Dynamic,
    descending: bool,
) -> Fallible<Frame> {
    let columns = frame.columns(context.call_position())?;
    let keys = Terms::of(context, host, keys, &columns)?.comparable("sorted")?;
    let turned: Vec<bool> = keys.iter().map(|key| key.turned != descending).collect();
    let options = SortMultipleOptions::default()
        .with_order_descending_multi(turned)
        .with_nulls_last(true)
        .with_maintain_order(true);
    let sorted = keys.prepared(frame.lazy()).sort_by_exprs(keys.values(), options);
    Ok(Frame::new(only(sorted, &columns)))
}

fn count(context: &NativeCallContext, rows: i64) -> Fallible<u32> {
    u32::try_from(rows).map_err(|_| {
        let message = format!("{rows} is no number of rows");
        fail("arguments", context.call_position(), message, Some("write 0 or more".into()))
    })
}
