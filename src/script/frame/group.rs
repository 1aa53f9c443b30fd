//! Groups: `group_by(keys).agg(#{ name: aggregate })` and `count_by`.

use super::Frame;
use crate::script::aggregate::Aggregate;
use crate::script::error::fail;
use crate::script::function::{Function, Receiver};
use crate::script::host::Host;
use crate::script::operand::{Fallible, Operand, frame_rows};
use crate::script::terms::{TEMPORARY, Terms, only};
use polars::prelude::{DataType, Expr, Field, Schema, SortMultipleOptions, col, len};
use rhai::{Dynamic, Engine, Map, NativeCallContext};

/// A frame with the keys to group it by.
#[derive(Clone, Debug)]
struct Grouped {
    frame: Frame,
    keys: Vec<String>,
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Grouped>("Grouped");
}

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        receiver: Some(Receiver::Frame),
        name: "group_by",
        parameters: &["keys"],
        meaning: "groups of rows that share these keys: columns, formulas or expressions; for \
                  `agg`",
        example: "frame(#{ k: [\"a\", \"a\"], n: [1, 2] }).group_by(\"k\").agg(#{ n: sum(\"n\") \
                  }).value(\"n\", 0) == 3",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
                grouped(&at, &host, frame, &keys)
            });
        },
    },
    Function {
        receiver: Some(Receiver::Grouped),
        name: "agg",
        parameters: &["values"],
        meaning: "one row a group, in the order of the keys, with a column for each entry of the \
                  map",
        example: "frame(#{ k: [\"a\", \"b\"] }).group_by(\"k\").agg(#{ rows: count() }).columns() \
                  == [\"k\", \"rows\"]",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, grouped: &mut Grouped, expressions: Map| {
                aggregate(&at, &host, grouped, &expressions)
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "count_by",
        parameters: &["keys"],
        meaning: "how many rows share these keys, most first",
        example: "frame(#{ k: [\"a\", \"b\", \"b\"] }).count_by(\"k\").value(\"count\", 0) == 2",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
                grouped(&at, &host, frame, &keys).map(|grouped| counted(&grouped))
            });
        },
    },
];

/// The frame that is to be grouped, if the value is one.
pub(super) fn ungrouped(value: &Dynamic) -> Option<Frame> {
    value.clone().try_cast::<Grouped>().map(|grouped| grouped.frame)
}

/// A frame with its keys as columns of their own.
fn grouped(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    keys: &Dynamic,
) -> Fallible<Grouped> {
    let columns = frame.columns(context.call_position())?;
    let terms = Terms::of(context, host, keys, &columns)?.comparable("grouped")?.named()?;
    let keys: Vec<String> = terms.iter().filter_map(|term| term.name.clone()).collect();
    let wider = terms.prepared(frame.lazy()).with_columns(terms.columns());
    let mut own = Schema::clone(&columns);
    own.extend(keys.iter().map(|key| Field::new(key.into(), DataType::Null)));
    Ok(Grouped { frame: Frame::new(only(wider, &own)), keys })
}

/// How many rows share each key, most first.
fn counted(grouped: &Grouped) -> Frame {
    let count = len().cast(DataType::Int64).alias("count");
    let counted = grouped.frame.lazy().group_by_stable(columns_of(&grouped.keys)).agg([count]);
    let most_first =
        SortMultipleOptions::default().with_order_descending(true).with_maintain_order(true);
    Frame::new(counted.sort(["count"], most_first))
}

fn columns_of(keys: &[String]) -> Vec<Expr> {
    keys.iter().map(|key| col(key.as_str())).collect()
}

/// Groups come in the order of their keys.
fn aggregate(
    context: &NativeCallContext,
    host: &Host,
    grouped: &Grouped,
    expressions: &Map,
) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = grouped.frame.columns(at)?;
    let mut frame = grouped.frame.lazy();
    let mut results = vec![];
    for (number, (name, value)) in expressions.iter().enumerate() {
        if grouped.keys.iter().any(|key| key == name.as_str()) {
            let message = format!("`{name}` is one of the keys");
            return Err(fail("arguments", at, message, Some("give it another name".into())));
        }
        let prefix = format!("{TEMPORARY}agg_{number}_");
        let rows = frame_rows(&columns);
        let lowered = match value.clone().try_cast::<Aggregate>() {
            Some(aggregate) => aggregate.lowered(context, host, rows, &prefix)?,
            None => Operand::of(context, host, value, rows)?.lowered(&prefix),
        };
        frame = lowered.prepared(frame);
        results.push(lowered.value.alias(name.as_str()));
    }
    let keys = columns_of(&grouped.keys);
    let aggregated = frame.group_by_stable(keys.clone()).agg(results);
    let sorted = SortMultipleOptions::default().with_maintain_order(true);
    Ok(Frame::new(aggregated.sort_by_exprs(keys, sorted)))
}
