//! Choosing rows and columns: `filter`, `select`, `drop`, `rename`, `with`, `unique`; what stands
//! where a value is missing.

use super::Frame;
use super::one_row::selected;
use super::remarks::{Undecided, WatchedOperand};
use crate::script::convert::named;
use crate::script::error::mismatch;
use crate::script::expression_type::{known, names};
use crate::script::function::{Function, Receiver};
use crate::script::host::Host;
use crate::script::operand::{Fallible, Operand, frame_rows};
use crate::script::terms::{FrameTerms, TEMPORARY, only};
use polars::prelude::{DataFrame, Expr, IntoLazy, PlSmallStr, UniqueKeepStrategy, cols};
use rhai::{Dynamic, ImmutableString, Map, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        receiver: Some(Receiver::Frame),
        name: "filter",
        parameters: &["condition"],
        meaning: "the rows of which a formula or an expression is true",
        example: "frame(#{ n: [1, 2, 3] }).filter(|i| i.n > 1).len() == 2",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, frame: &mut Frame, condition: Dynamic| {
                filter(&at, &host, frame, &condition)
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "with",
        parameters: &["name", "value"],
        meaning: "with a further column from a formula, an expression or another column's name, or \
                  another in place of it; a text itself is `lit(\"…\")`",
        example: "frame(#{ n: [1, 2] }).with(\"twice\", |i| i.n * 2).value(\"twice\", 1) == 4",
        register: |to| {
            let host = to.host.clone();
            to.add(
                move |at: NativeCallContext,
                      frame: &mut Frame,
                      name: ImmutableString,
                      value: Dynamic| with(&at, &host, frame, &name, &value),
            );
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "with_columns",
        parameters: &["columns"],
        meaning: "with further columns from a map of formulas and expressions, an expression with \
                  a name, or a list of them; all see the columns as they were",
        example: "frame(#{ n: [1] }).with_columns([#{ a: |i| i.n + 1 }, (col(\"n\") * 5)\
                  .alias(\"b\")]).columns() == [\"n\", \"a\", \"b\"]",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, frame: &mut Frame, terms: Dynamic| {
                with_columns(&at, &host, frame, &terms)
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "select",
        parameters: &["columns"],
        meaning: "these columns or expressions alone, in this order",
        example: "frame(#{ a: [1], b: [2] }).select([\"b\", \"a\"]).columns() == [\"b\", \"a\"]",
        register: |to| {
            let host = to.host.clone();
            to.listed(move |at, frame: &mut Frame, terms| select(at, &host, frame, terms));
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "drop",
        parameters: &["columns"],
        meaning: "without these columns",
        example: "frame(#{ a: [1], b: [2] }).drop(\"a\").columns() == [\"b\"]",
        register: |to| {
            to.listed(|at, frame: &mut Frame, columns| {
                let known = frame.columns(at.call_position())?;
                let names = names(at, columns, &known)?;
                Ok(frame.then(at, frame.lazy().drop(cols(names))))
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "rename",
        parameters: &["old", "[new]"],
        meaning: "with another name for a column, or for several, as in `#{ old: \"new\" }`",
        example: "frame(#{ a: [1] }).rename(\"a\", \"b\").columns() == [\"b\"]",
        register: |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, names: Map| {
                renamed(&at, frame, &names)
            });
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 old: ImmutableString,
                 new: ImmutableString| { rename(&at, frame, &old, &new) },
            );
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "unique",
        parameters: &["[keys]"],
        meaning: "the first row of each different value of these columns, formulas or \
                  expressions, or of all columns",
        example: "frame(#{ k: [\"a\", \"a\", \"b\"] }).unique(\"k\").len() == 2",
        register: |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                frame.then(&at, frame.lazy().unique_stable(None, UniqueKeepStrategy::First))
            });
            let host = to.host.clone();
            to.listed(move |at, frame: &mut Frame, keys| unique(at, &host, frame, keys));
        },
    },
];

fn select(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    terms: &Dynamic,
) -> Fallible<Frame> {
    let columns = frame.columns(context.call_position())?;
    let terms = FrameTerms::read(context, host, terms, &columns)?.named()?;
    let empty = terms.prepared(DataFrame::empty_with_schema(&columns).lazy());
    let chosen = selected(terms.prepared(frame.lazy()), empty, &terms.columns());
    Ok(frame.then(context, chosen).checked()?.noting(terms.noted(frame)))
}

fn rename(context: &NativeCallContext, frame: &Frame, old: &str, new: &str) -> Fallible<Frame> {
    let at = context.call_position();
    known(old, &*frame.columns(at)?, at)?;
    frame.then(context, frame.lazy().rename([old], [new], true)).checked()
}

fn renamed(context: &NativeCallContext, frame: &Frame, names: &Map) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let pairs = names.iter().map(|(old, new)| {
        known(old, &columns, at)?;
        new.clone().into_string().map(|new| (old.to_string(), new)).map_err(|type_name| {
            let message = format!("the new name of `{old}` is {}", named(type_name));
            let help = "write `#{ old: \"new\" }`";
            mismatch(new, at, message, help)
        })
    });
    let (old, new): (Vec<_>, Vec<_>) = pairs.collect::<Fallible<Vec<_>>>()?.into_iter().unzip();
    frame.then(context, frame.lazy().rename(old, new, true)).checked()
}

fn filter(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    condition: &Dynamic,
) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let operand =
        Operand::from_value(context, host, condition, frame_rows(&columns))?.condition(at)?;
    let noted = WatchedOperand::new(&operand, condition, Undecided::LeftOut, &frame.lazy, &columns);
    let lowered = operand.lowered(TEMPORARY);
    let kept = lowered.prepared(frame.lazy()).filter(lowered.value.clone());
    let kept = if lowered.steps.is_empty() { kept } else { only(kept, &columns) };
    Ok(frame.then(context, kept).noting(vec![noted]))
}

/// The first row of each key.
fn unique(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    keys: &Dynamic,
) -> Fallible<Frame> {
    let columns = frame.columns(context.call_position())?;
    let keys = FrameTerms::read(context, host, keys, &columns)?.comparable("told apart")?;
    let values = keys.values().into_iter().enumerate();
    let values: Vec<Expr> =
        values.map(|(at, key)| key.alias(format!("{TEMPORARY}key_{at}"))).collect();
    let names = (0..values.len()).map(|at| format!("{TEMPORARY}key_{at}"));
    let first = keys
        .prepared(frame.lazy())
        .with_columns(values)
        .unique_stable(Some(cols(names)), UniqueKeepStrategy::First);
    Ok(frame.then(context, only(first, &columns)))
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
    let operand = Operand::from_value(context, host, value, frame_rows(&columns))?;
    let noted = WatchedOperand::new(&operand, value, Undecided::Value, &frame.lazy, &columns);
    let noted = vec![noted.of_column(name)];
    let lowered = operand.lowered(TEMPORARY);
    let wider = lowered.prepared(frame.lazy()).with_column(lowered.value.clone().alias(name));
    if lowered.steps.is_empty() {
        return Ok(frame.then(context, wider).noting(noted));
    }
    let mut names: Vec<_> = columns.iter_names().cloned().collect();
    if !columns.contains(name) {
        names.push(name.into());
    }
    Ok(frame.then(context, wider.select([Expr::Selector(cols(names))])).noting(noted))
}

fn with_columns(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    terms: &Dynamic,
) -> Fallible<Frame> {
    let columns = frame.columns(context.call_position())?;
    let terms = FrameTerms::read(context, host, terms, &columns)?.named()?;
    let mut names: Vec<PlSmallStr> = columns.iter_names().cloned().collect();
    for name in terms.iter().filter_map(|term| term.name.as_deref()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.into());
        }
    }
    let wider = terms.prepared(frame.lazy()).with_columns(terms.columns());
    let noted = terms.noted(frame);
    Ok(frame.then(context, wider.select([Expr::Selector(cols(names))])).checked()?.noting(noted))
}
