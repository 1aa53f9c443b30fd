//! Looking at a frame: `len`, `value`, `rows`, `columns`, and how it prints.

use super::Frame;
use crate::script::convert::{cell, row};
use crate::script::error::fail;
use crate::script::host::Host;
use crate::script::operand::{Fallible, known};
use polars::prelude::col;
use rhai::{Array, Dynamic, Engine, ImmutableString, NativeCallContext, Position};

/// The most rows that `rows()` takes out of a frame: bulk data stays in frames.
const ROWS_MAX: usize = 10_000;

pub(super) fn register(engine: &mut Engine, host: &Host) {
    engine.register_fn("len", |context: NativeCallContext, frame: &mut Frame| -> Fallible<i64> {
        rows(frame, context.call_position())
    });
    engine.register_fn(
        "columns",
        |context: NativeCallContext, frame: &mut Frame| -> Fallible<Array> {
            let columns = frame.columns(context.call_position())?;
            Ok(columns.iter_names().map(|name| name.as_str().into()).collect())
        },
    );
    engine.register_fn(
        "value",
        |context: NativeCallContext, frame: &mut Frame, column: ImmutableString, at: i64| {
            value(frame, &column, at, context.call_position())
        },
    );
    engine.register_fn(
        "rows",
        |context: NativeCallContext, frame: &mut Frame| -> Fallible<Array> {
            let at = context.call_position();
            let most = u32::try_from(ROWS_MAX).unwrap_or(u32::MAX);
            let taken = Frame::new(frame.lazy().limit(most + 1)).collect(at)?;
            if taken.height() > ROWS_MAX {
                let message = format!("this frame has more than {ROWS_MAX} rows");
                let help = "take fewer with `head`, or filter and group as a frame";
                return Err(fail("too-large", at, message, Some(help.into())));
            }
            Ok((0..taken.height()).map(|at| Dynamic::from_map(row(&taken, at))).collect())
        },
    );
    let own = host.clone();
    engine.register_fn("show", move |context: NativeCallContext, frame: &mut Frame| {
        let text = (own.show)(&frame.collect(context.call_position())?, own.width);
        own.say(text.trim_end());
        Ok::<_, Box<rhai::EvalAltResult>>(())
    });
    for name in ["to_string", "to_debug", "print", "debug"] {
        let own = host.clone();
        engine.register_fn(name, move |context: NativeCallContext, frame: Frame| {
            let collected = frame.collect(context.call_position())?;
            let text = (own.show)(&collected, own.width);
            Ok::<_, Box<rhai::EvalAltResult>>(text.trim_end().to_owned())
        });
    }
}

fn rows(frame: &Frame, at: Position) -> Fallible<i64> {
    let counted = Frame::new(frame.lazy().select([polars::prelude::len()])).collect(at)?;
    let count = counted.columns().first().and_then(|column| column.get(0).ok());
    Ok(count.and_then(|count| count.extract::<i64>()).unwrap_or(0))
}

fn value(frame: &Frame, column: &str, row: i64, at: Position) -> Fallible<Dynamic> {
    known(column, &*frame.columns(at)?, at)?;
    let one = Frame::new(frame.lazy().select([col(column)]).slice(row, 1)).collect(at)?;
    match one.columns().first().and_then(|column| column.get(0).ok()) {
        Some(found) => Ok(cell(&found)),
        None => {
            let message = format!("the frame has no row {row}");
            Err(fail("index", at, message, Some("rows are counted from 0".into())))
        }
    }
}
