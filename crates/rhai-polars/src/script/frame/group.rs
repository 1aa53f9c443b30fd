//! Groups: `group_by(keys).agg(#{ name: aggregate })`, `count_by`, and the whole frame as one
//! group.

use super::Frame;
use super::one_row::one_row;
use super::remarks::{RemarkSource, UndecidedRows};
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::script::aggregate::Aggregate;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, call_error, script_error_about};
use crate::script::expr::ColumnExpr;
use crate::script::expression_type::infer_dtype;
use crate::script::frame_terms::{FrameTerms, TEMPORARY_PREFIX, output, select_columns};
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::operand::{Operand, frame_rows};
use polars::prelude::{DataType, Expr, Field, LazyFrame, Schema, SortMultipleOptions, col, len};
use rhai::{Dynamic, Engine, NativeCallContext};

/// A frame with the keys to group it by.
///
/// Invariant: a key hides no column of its name: what is computed of a group sees the columns as
/// they were.
#[derive(Clone, Debug)]
pub struct GroupedFrame {
    frame: Frame,
    /// The frame with the keys beside its own columns, under names that no column has.
    pub rows: Frame,
    /// The names of the keys.
    pub keys: Vec<String>,
}

/// The column of rows in which a key stands, by its number.
fn key(number: usize) -> String {
    format!("{TEMPORARY_PREFIX}key_{number}")
}

impl GroupedFrame {
    /// The keys, as columns of the rows.
    pub fn key_columns(&self) -> Vec<Expr> {
        (0..self.keys.len()).map(|number| col(key(number))).collect()
    }

    /// The first so many keys, and the others.
    pub(super) fn split_keys(&self, first: usize) -> (Vec<Expr>, Vec<Expr>) {
        let mut keys = self.key_columns();
        let others = keys.split_off(first.min(keys.len()));
        (keys, others)
    }

    /// The keys under their own names.
    pub fn named_keys(&self) -> Vec<Expr> {
        let columns = self.key_columns().into_iter().zip(&self.keys);
        columns.map(|(column, name)| column.alias(name.as_str())).collect()
    }

    /// One row a group, in the order of the keys, with these aggregates of `rows` and then, from
    /// those, what is shown.
    pub fn aggregate_groups(&self, rows: LazyFrame, values: &[Expr], shown: &[Expr]) -> LazyFrame {
        let sorted = SortMultipleOptions::default().with_nulls_last(true).with_maintain_order(true);
        let groups = rows.group_by_stable(self.key_columns()).agg(values);
        let columns: Vec<Expr> =
            self.named_keys().into_iter().chain(shown.iter().cloned()).collect();
        groups.sort_by_exprs(self.key_columns(), sorted).select(columns)
    }
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<GroupedFrame>("Grouped");
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "group_by",
        &["keys"],
        "groups of rows that share these keys: columns, formulas or expressions; for `agg`",
        "frame(#{ k: [\"a\", \"a\"], n: [1, 2] }).group_by(\"k\").agg(#{ n: sum(\"n\") \
         }).value(\"n\", 0) == 3",
        |to| to.add_variadic(|at, frame: &mut Frame, keys| group_frame(at, frame, keys)),
    ),
    Receiver::Grouped.nullary(
        "len",
        "one row a group, in the order of the keys, with how many rows it has as `len`; `count_by` \
         shows the largest first",
        "frame(#{ k: [\"a\", \"a\"] }).group_by(\"k\").len().value(\"len\", 0) == 2",
        |to| {
            to.add(|at: NativeCallContext, grouped: &mut GroupedFrame| {
                let count = len().cast(DataType::Int64).alias("len");
                let rows = grouped.rows.lazy();
                grouped.frame.derive(&at, grouped.aggregate_groups(rows, &[count], &[col("len")]))
            });
        },
    ),
    Receiver::Grouped.method(
        "agg",
        &["values"],
        "one row a group, in the order of the keys, with a column for each entry of a map; a list \
         of maps keeps the order of its columns",
        "frame(#{ k: [\"a\", \"b\"] }).group_by(\"k\").agg(#{ rows: count() }).columns() == \
         [\"k\", \"rows\"]",
        |to| to.add(aggregate),
    ),
    Receiver::Frame.method(
        "agg",
        &["values"],
        "one row of the whole frame, with a column for each entry of a map, as of a group",
        "frame(#{ n: [1, 2] }).agg(#{ large: count(|i| i.n > 1) }).item() == 1",
        |to| {
            to.add(move |at: NativeCallContext, frame: &mut Frame, values: Dynamic| {
                let computed = read_aggregates(&at, frame, frame.lazy(), &[], &values)?;
                let noted = computed.noted;
                Ok(frame
                    .derive(&at, one_row(computed.rows, &computed.values))
                    .check_columns()?
                    .with_remark_sources(noted)) as ScriptResult<Frame>
            });
        },
    ),
    Receiver::Frame.method(
        "count_by",
        &["keys"],
        "how many rows share these keys, most first",
        "frame(#{ k: [\"a\", \"b\", \"b\"] }).count_by(\"k\").value(\"count\", 0) == 2",
        count_by,
    ),
    Receiver::Frame.method(
        "value_counts",
        &["keys"],
        "Polars' name for `count_by`",
        "frame(#{ k: [\"a\", \"b\", \"b\"] }).value_counts(\"k\").value(\"k\", 0) == \"b\"",
        count_by,
    ),
];

fn count_by(to: &mut Registrar) {
    to.add_variadic(|at, frame: &mut Frame, keys| count_groups(at, &group_frame(at, frame, keys)?));
}

/// The frame that is to be grouped, if the value is one.
pub(super) fn frame_of_grouped(value: &Dynamic) -> Option<Frame> {
    value.clone().try_cast::<GroupedFrame>().map(|grouped| grouped.frame)
}

/// A frame with its keys as columns of their own.
pub fn group_frame(
    context: &NativeCallContext,
    frame: &Frame,
    keys: &Dynamic,
) -> ScriptResult<GroupedFrame> {
    let columns = frame.columns(context.call_position())?;
    let terms =
        FrameTerms::read(context, keys, &columns)?.demand_comparable("grouped")?.demand_names()?;
    let keys: Vec<String> = terms.iter().filter_map(|term| term.name.clone()).collect();
    let twice = keys.iter().enumerate().find(|(number, name)| keys[..*number].contains(name));
    if let Some((_, name)) = twice {
        let message = format!("`{name}` is a key twice");
        let help = "name it once, or give one of the two another name";
        return Err(call_error(codes::ARGUMENTS, message, help));
    }
    let values = terms.values().into_iter().enumerate();
    let values: Vec<Expr> = values.map(|(number, value)| value.alias(key(number))).collect();
    let mut with_keys = Schema::clone(&columns);
    with_keys.extend((0..keys.len()).map(|number| Field::new(key(number).into(), DataType::Null)));
    let wider = select_columns(terms.add_steps(frame.lazy()).with_columns(values), &with_keys);
    let rows = frame
        .derive(context, wider)
        .check_columns()?
        .with_remark_sources(terms.remark_sources(frame));
    Ok(GroupedFrame { frame: frame.clone(), rows, keys })
}

/// How many rows share each key, most first.
fn count_groups(context: &NativeCallContext, grouped: &GroupedFrame) -> ScriptResult<Frame> {
    let count = len().cast(DataType::Int64).alias("count");
    let columns: Vec<Expr> = grouped.named_keys().into_iter().chain([col("count")]).collect();
    let counted = grouped.rows.lazy().group_by_stable(grouped.key_columns()).agg([count]);
    let most_first =
        SortMultipleOptions::default().with_order_descending(true).with_maintain_order(true);
    grouped
        .rows
        .derive(context, counted.sort(["count"], most_first).select(columns))
        .check_columns()
}

/// Groups come in the order of their keys.
fn aggregate(
    context: NativeCallContext,
    grouped: &mut GroupedFrame,
    values: Dynamic,
) -> ScriptResult<Frame> {
    let (frame, keys) = (&grouped.frame, &grouped.keys);
    let computed = read_aggregates(&context, frame, grouped.rows.lazy(), keys, &values)?;
    let shown: Vec<Expr> = computed.names.iter().map(|name| col(name.as_str())).collect();
    let aggregated = grouped.aggregate_groups(computed.rows, &computed.values, &shown);
    let noted = computed.noted.into_iter().map(|noted| {
        if noted.is_of_groups() { noted.in_groups(grouped.key_columns()) } else { noted }
    });
    let noted = noted.collect();
    Ok(grouped.rows.derive(&context, aggregated).check_columns()?.with_remark_sources(noted))
}

/// Aggregates under their names, over the rows that they need.
pub(super) struct Aggregates {
    pub(super) rows: LazyFrame,
    pub(super) names: Vec<String>,
    pub(super) values: Vec<Expr>,
    /// What there is to be said of them.
    pub(super) noted: Vec<RemarkSource>,
}

/// What `values` says of the columns of a frame, over its rows, which may have further columns.
pub(super) fn read_aggregates(
    context: &NativeCallContext,
    frame: &Frame,
    rows: LazyFrame,
    keys: &[String],
    values: &Dynamic,
) -> ScriptResult<Aggregates> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let mut computed = Aggregates { rows, names: vec![], values: vec![], noted: vec![] };
    for (number, (name, value)) in named_values(context, &columns, values)?.into_iter().enumerate()
    {
        if keys.contains(&name) || computed.names.contains(&name) {
            let message = format!("`{name}` is one of the keys, or stands there twice");
            return Err(call_error(codes::ARGUMENTS, message, "give it another name"));
        }
        let prefix = format!("{TEMPORARY_PREFIX}agg_{number}_");
        let rows = frame_rows(&columns);
        let (lowered, noted) = match value.clone().try_cast::<Aggregate>() {
            Some(aggregate) => {
                let operand = aggregate.operand(context, rows)?;
                let undecided = if aggregate.counts() {
                    UndecidedRows::Uncounted
                } else {
                    UndecidedRows::NotACondition
                };
                let noted =
                    RemarkSource::new(&operand, &value, undecided, &computed.rows, &columns);
                let lowered = aggregate.lowered(&operand, &prefix);
                if aggregate.is_exact_sum(&operand) {
                    let rows = lowered.add_steps(computed.rows.clone());
                    let sum = RemarkSource::sum(lowered.value.clone(), rows);
                    computed.noted.push(sum.of_column(&name));
                }
                (lowered, noted)
            }
            None => {
                let operand = Operand::from_value(context, &value, rows)?;
                let noted = RemarkSource::new(
                    &operand,
                    &value,
                    UndecidedRows::NotACondition,
                    &computed.rows,
                    &columns,
                );
                (operand.lower(&prefix), noted)
            }
        };
        computed.noted.push(noted.of_column(&name));
        computed.rows = lowered.add_steps(computed.rows);
        computed.values.push(lowered.value.alias(name.as_str()));
        computed.names.push(name);
    }
    Ok(computed)
}

/// What is to be computed under which name, from a map, an expression or a list of them.
fn named_values(
    context: &NativeCallContext,
    columns: &Schema,
    values: &Dynamic,
) -> ScriptResult<Vec<(String, Dynamic)>> {
    if let Ok(several) = values.as_array_ref() {
        let lists = several.iter().map(|one| named_values(context, columns, one));
        return Ok(lists.collect::<ScriptResult<Vec<_>>>()?.concat());
    }
    if let Ok(map) = values.as_map_ref() {
        return Ok(map.iter().map(|(name, value)| (name.to_string(), value.clone())).collect());
    }
    let at = context.call_position();
    if let Some(ColumnExpr(expression)) = values.clone().try_cast() {
        infer_dtype(&expression, columns)?;
        return Ok(output(&expression, columns)
            .map(|name| (name, values.clone()))
            .into_iter()
            .collect());
    }
    let message = format!("{} has no name for its column here", describe_type(values));
    let help = "write `#{ sent: count() }`, or a list of them";
    let subject = DiagnosisSubject::of_value(values);
    Err(script_error_about(subject, codes::ARGUMENTS, at, message, Some(help.into())))
}
