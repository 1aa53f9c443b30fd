//! Choosing rows and columns: `filter`, `select`, `drop`, `rename`, `with`, `unique`.

use super::Frame;
use crate::script::host::Host;
use crate::script::operand::{Fallible, Operand, frame_rows, known, names};
use crate::script::terms::{TEMPORARY, Terms, only};
use polars::prelude::{Expr, UniqueKeepStrategy, cols};
use rhai::{Dynamic, Engine, ImmutableString, NativeCallContext};

pub(super) fn register(engine: &mut Engine, host: &Host) {
    let own = host.clone();
    engine.register_fn(
        "filter",
        move |context: NativeCallContext, frame: &mut Frame, condition: Dynamic| {
            filter(&context, &own, frame, &condition)
        },
    );
    let own = host.clone();
    engine.register_fn(
        "with",
        move |context: NativeCallContext,
              frame: &mut Frame,
              name: ImmutableString,
              value: Dynamic| with(&context, &own, frame, &name, &value),
    );
    let own = host.clone();
    engine.register_fn(
        "select",
        move |context: NativeCallContext, frame: &mut Frame, terms: Dynamic| -> Fallible<Frame> {
            let columns = frame.columns(context.call_position())?;
            let terms = Terms::of(&context, &own, &terms, &columns)?.named()?;
            Ok(Frame::new(terms.prepared(frame.lazy()).select(terms.columns())))
        },
    );
    engine.register_fn(
        "drop",
        |context: NativeCallContext, frame: &mut Frame, columns: Dynamic| -> Fallible<Frame> {
            let known = frame.columns(context.call_position())?;
            let names = names(&context, &columns, &known)?;
            Ok(Frame::new(frame.lazy().drop(cols(names))))
        },
    );
    engine.register_fn(
        "rename",
        |context: NativeCallContext,
         frame: &mut Frame,
         old: ImmutableString,
         new: ImmutableString|
         -> Fallible<Frame> {
            let at = context.call_position();
            known(&old, &*frame.columns(at)?, at)?;
            Ok(Frame::new(frame.lazy().rename([old.as_str()], [new.as_str()], true)))
        },
    );
    let own = host.clone();
    engine.register_fn(
        "unique",
        move |context: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
            unique(&context, &own, frame, &keys)
        },
    );
}

fn filter(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    condition: &Dynamic,
) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let lowered = Operand::of(context, host, condition, frame_rows(&columns))?
        .condition(at)?
        .lowered(TEMPORARY);
    let kept = lowered.prepared(frame.lazy()).filter(lowered.value.clone());
    if lowered.steps.is_empty() {
        return Ok(Frame::new(kept));
    }
    Ok(Frame::new(only(kept, &columns)))
}

/// The first row of each key.
fn unique(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    keys: &Dynamic,
) -> Fallible<Frame> {
    let columns = frame.columns(context.call_position())?;
    let keys = Terms::of(context, host, keys, &columns)?.comparable("told apart")?;
    let values = keys.values().into_iter().enumerate();
    let values: Vec<Expr> =
        values.map(|(at, key)| key.alias(format!("{TEMPORARY}key_{at}"))).collect();
    let names = (0..values.len()).map(|at| format!("{TEMPORARY}key_{at}"));
    let first = keys
        .prepared(frame.lazy())
        .with_columns(values)
        .unique_stable(Some(cols(names)), UniqueKeepStrategy::First);
    Ok(Frame::new(only(first, &columns)))
}

fn with(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    name: &str,
    value: &Dynamic,
) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let lowered = Operand::of(context, host, value, frame_rows(&columns))?.lowered(TEMPORARY);
    let wider = lowered.prepared(frame.lazy()).with_column(lowered.value.clone().alias(name));
    if lowered.steps.is_empty() {
        return Ok(Frame::new(wider));
    }
    let mut own: Vec<_> = columns.iter_names().cloned().collect();
    if !columns.contains(name) {
        own.push(name.into());
    }
    Ok(Frame::new(wider.select([Expr::Selector(cols(own))])))
}
