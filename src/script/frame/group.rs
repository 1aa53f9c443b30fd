//! Groups: `group_by(keys).agg(#{ name: aggregate })`, `count_by`, and the whole frame as one
//! group.

use super::Frame;
use crate::script::aggregate::Aggregate;
use crate::script::convert::describe;
use crate::script::error::fail;
use crate::script::expr::ColumnExpr;
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::host::Host;
use crate::script::operand::{Fallible, Operand, frame_rows, typed};
use crate::script::terms::{TEMPORARY, Terms, only, output};
use polars::prelude::{DataType, Expr, Field, LazyFrame, Schema, SortMultipleOptions, col, len};
use rhai::{Dynamic, Engine, NativeCallContext};

/// A frame with the keys to group it by.
#[derive(Clone, Debug)]
pub(in crate::script) struct Grouped {
    pub(in crate::script) frame: Frame,
    pub(in crate::script) keys: Vec<String>,
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
        meaning: "one row a group, in the order of the keys, with a column for each entry of a \
                  map; a list of maps keeps the order of its columns",
        example: "frame(#{ k: [\"a\", \"b\"] }).group_by(\"k\").agg(#{ rows: count() }).columns() \
                  == [\"k\", \"rows\"]",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, grouped: &mut Grouped, values: Dynamic| {
                aggregate(&at, &host, grouped, &values)
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "agg",
        parameters: &["values"],
        meaning: "one row of the whole frame, with a column for each entry of a map, as of a group",
        example: "frame(#{ n: [1, 2] }).agg(#{ large: count(|i| i.n > 1) }).item() == 1",
        register: |to| {
            let host = to.host.clone();
            to.add(move |at: NativeCallContext, frame: &mut Frame, values: Dynamic| {
                let (lazy, results) = aggregates(&at, &host, frame, &[], &values)?;
                frame.then(&at, lazy.select(results)).checked()
            });
        },
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "count_by",
        parameters: &["keys"],
        meaning: "how many rows share these keys, most first",
        example: "frame(#{ k: [\"a\", \"b\", \"b\"] }).count_by(\"k\").value(\"count\", 0) == 2",
        register: count_by,
    },
    Function {
        receiver: Some(Receiver::Frame),
        name: "value_counts",
        parameters: &["keys"],
        meaning: "Polars' name for `count_by`",
        example: "frame(#{ k: [\"a\", \"b\", \"b\"] }).value_counts(\"k\").value(\"k\", 0) == \
                  \"b\"",
        register: count_by,
    },
];

fn count_by(to: &mut Registrar) {
    let host = to.host.clone();
    to.add(move |at: NativeCallContext, frame: &mut Frame, keys: Dynamic| {
        grouped(&at, &host, frame, &keys).map(|grouped| counted(&at, &grouped))
    });
}

/// The frame that is to be grouped, if the value is one.
pub(super) fn ungrouped(value: &Dynamic) -> Option<Frame> {
    value.clone().try_cast::<Grouped>().map(|grouped| grouped.frame)
}

/// A frame with its keys as columns of their own.
pub(in crate::script) fn grouped(
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
    Ok(Grouped { frame: frame.then(context, only(wider, &own)).checked()?, keys })
}

/// How many rows share each key, most first.
fn counted(context: &NativeCallContext, grouped: &Grouped) -> Frame {
    let count = len().cast(DataType::Int64).alias("count");
    let counted = grouped.frame.lazy().group_by_stable(columns_of(&grouped.keys)).agg([count]);
    let most_first =
        SortMultipleOptions::default().with_order_descending(true).with_maintain_order(true);
    grouped.frame.then(context, counted.sort(["count"], most_first))
}

fn columns_of(keys: &[String]) -> Vec<Expr> {
    keys.iter().map(|key| col(key.as_str())).collect()
}

/// Groups come in the order of their keys.
fn aggregate(
    context: &NativeCallContext,
    host: &Host,
    grouped: &Grouped,
    values: &Dynamic,
) -> Fallible<Frame> {
    let (lazy, results) = aggregates(context, host, &grouped.frame, &grouped.keys, values)?;
    let keys = columns_of(&grouped.keys);
    let aggregated = lazy.group_by_stable(keys.clone()).agg(results);
    let sorted = SortMultipleOptions::default().with_nulls_last(true).with_maintain_order(true);
    grouped.frame.then(context, aggregated.sort_by_exprs(keys, sorted)).checked()
}

/// The aggregates under their names, over the frame that they need.
pub(super) fn aggregates(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    keys: &[String],
    values: &Dynamic,
) -> Fallible<(LazyFrame, Vec<Expr>)> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let mut taken: Vec<String> = keys.to_vec();
    let (mut lazy, mut results) = (frame.lazy(), vec![]);
    for (number, (name, value)) in named(context, &columns, values)?.into_iter().enumerate() {
        if taken.contains(&name) {
            let message = format!("`{name}` is one of the keys, or stands there twice");
            return Err(fail("arguments", at, message, Some("give it another name".into())));
        }
        let prefix = format!("{TEMPORARY}agg_{number}_");
        let rows = frame_rows(&columns);
        let lowered = match value.clone().try_cast::<Aggregate>() {
            Some(aggregate) => aggregate.lowered(context, host, rows, &prefix)?,
            None => Operand::of(context, host, &value, rows)?.lowered(&prefix),
        };
        lazy = lowered.prepared(lazy);
        results.push(lowered.value.alias(name.as_str()));
        taken.push(name);
    }
    Ok((lazy, results))
}

/// What is to be computed under which name, from a map, an expression or a list of them.
fn named(
    context: &NativeCallContext,
    columns: &Schema,
    values: &Dynamic,
) -> Fallible<Vec<(String, Dynamic)>> {
    if let Ok(several) = values.as_array_ref() {
        let all = several.iter().map(|one| named(context, columns, one));
        return Ok(all.collect::<Fallible<Vec<_>>>()?.concat());
    }
    if let Ok(map) = values.as_map_ref() {
        return Ok(map.iter().map(|(name, value)| (name.to_string(), value.clone())).collect());
    }
    let at = context.call_position();
    if let Some(ColumnExpr(own)) = values.clone().try_cast() {
        typed(&own, columns, at)?;
        return Ok(output(&own, columns).map(|name| (name, values.clone())).into_iter().collect());
    }
    let message = format!("{} has no name for its column here", describe(values));
    let help = "write `#{ sent: count() }`, or a list of them";
    Err(fail("arguments", at, message, Some(help.into())))
}
