//! Another shape for the same values: `pivot`, `unpivot`, `explode`.

use super::Frame;
use super::group::{group_frame, read_aggregates};
use super::one_row::one_row;
use crate::codes;
use crate::script::error::{ScriptResult, call_error, script_error};
use crate::script::expr::ColumnExpr;
use crate::script::expression_type::{column_dtype, column_names};
use crate::script::frame_terms::TEMPORARY_PREFIX;
use crate::script::function::{Function, Receiver};
use polars::prelude::{
    DataFrame, DataType, ExplodeOptions, Expr, ListNameSpaceImpl, OptFlags, PlSmallStr,
    PolarsResult, Schema, SortMultipleOptions, StringChunked, UnpivotArgsDSL, by_name, col, cols,
    lit, polars_ensure,
};
use rhai::{Array, Dynamic, Map, NativeCallContext, Position};
use std::collections::BTreeSet;
use std::iter;

/// The most columns that `pivot` makes: more are no table any longer.
const COLUMNS_MAX: usize = 500;
/// The column of rows whose value of `on` is missing.
const MISSING: &str = "missing";

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "pivot",
        &["on", "index", "values"],
        "one row for each value of the index, a column for each value of `on`, and in them an \
         aggregate or the one value of a column; reads the data for the names of its columns",
        "frame(#{ a: [\"x\", \"x\", \"y\"], s: [\"new\", \"old\", \"new\"] }).pivot(\"s\", \"a\", \
         count()).columns() == [\"a\", \"new\", \"old\"]",
        |to| to.add(pivot),
    ),
    Receiver::Frame.method(
        "unpivot",
        &["columns", "[index]"],
        "one row for each of these columns' values, named in `variable`, itself in `value`; the \
         columns of the index come along",
        "frame(#{ k: [1], a: [2], b: [3] }).unpivot([\"a\", \"b\"], \"k\").value(\"value\", 1) == \
         3",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, columns: Dynamic| {
                unpivot(at, frame, columns, Array::new().into())
            });
            to.add(unpivot);
        },
    ),
    Receiver::Frame.method(
        "explode",
        &["columns"],
        "one row for each element of these columns' lists; a missing value for an empty list",
        "frame(#{ t: [[\"a\", \"b\"], [\"c\"]] }).explode(\"t\").len() == 3",
        |to| to.add(explode),
    ),
];

fn pivot(
    context: NativeCallContext,
    frame: &mut Frame,
    on: Dynamic,
    index: Dynamic,
    values: Dynamic,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    let (both, of_index) = (vec![index.clone(), on.clone()], group_frame(&context, frame, &index)?);
    let both = group_frame(&context, frame, &both.into())?;
    let (index, on) = both.split_keys(of_index.keys.len());
    let [on] = &on[..] else {
        let message = format!("`pivot` takes the columns from one key, not {}", on.len());
        let help = "join two into one first, with `concat_str([\"a\", \"b\"], \"-\")`";
        return Err(call_error(codes::ARGUMENTS, message, help));
    };
    let cell = format!("{TEMPORARY_PREFIX}cell");
    let values = one_value(&values, &*frame.columns(at)?)?;
    let named = Dynamic::from_map(Map::from([(cell.as_str().into(), values)]));
    let computed = read_aggregates(&context, frame, both.rows.lazy(), &[], &named)?;
    let long = computed.rows.group_by_stable(both.key_columns()).agg(computed.values);
    let long = both.rows.derive(&context, long).check_columns()?;
    let headings = headings(&long, on, at)?;
    let titles = apart(&headings, &of_index.keys);
    let cells = headings.iter().zip(&titles).map(|(value, name)| {
        let is_cell = match value {
            Some(value) => on.clone().cast(DataType::String).eq(lit(value.as_str())),
            None => on.clone().is_null(),
        };
        let is_cell = is_cell.fill_null(lit(false));
        col(cell.as_str()).filter(is_cell).first().alias(name.as_str())
    });
    let cells: Vec<Expr> = cells.collect();
    if index.is_empty() {
        return long.derive(&context, one_row(long.lazy(), &cells)).check_columns();
    }
    let shown = titles.iter().map(|name| PlSmallStr::from(name.as_str()));
    let shown: Vec<Expr> = shown.map(|name| by_name([name], true, false).as_expr()).collect();
    long.derive(&context, of_index.aggregate_groups(long.lazy(), &cells, &shown)).check_columns()
}

/// What the columns of these values are called, each apart from the others and from the index.
fn apart(headings: &[Option<String>], index: &[String]) -> Vec<String> {
    let values = headings.iter().flatten().chain(index);
    let mut taken: BTreeSet<String> = values.cloned().collect();
    let names = headings.iter().map(|value| match value {
        Some(value) if !index.contains(value) => value.clone(),
        _ => {
            let first = value.as_deref().unwrap_or(MISSING);
            let further = (2..).map(|number| format!("{first}_{number}"));
            let mut free = iter::once(first.to_owned()).chain(further);
            let name = free.find(|name| !taken.contains(name)).unwrap_or_default();
            taken.insert(name.clone());
            name
        }
    });
    names.collect()
}

/// What is computed for each cell: a column's name stands for its only value.
fn one_value(values: &Dynamic, columns: &Schema) -> ScriptResult<Dynamic> {
    let Ok(name) = values.as_immutable_string_ref() else { return Ok(values.clone()) };
    column_dtype(&name, columns)?;
    Ok(Dynamic::from(ColumnExpr(col(name.as_str()).item(true))))
}

/// The values of a column as texts, in order; none for a missing one, which comes last.
fn headings(long: &Frame, on: &Expr, at: Position) -> ScriptResult<Vec<Option<String>>> {
    let order = SortMultipleOptions::default().with_nulls_last(true);
    let values = long.lazy().group_by([on.clone()]).agg([] as [Expr; 0]);
    let values = values.sort_by_exprs([on.clone()], order);
    let texts = values.select([on.clone().cast(DataType::String)]);
    let texts_found = long.with_query(texts).collect(at)?;
    if texts_found.height() > COLUMNS_MAX {
        let message =
            format!("`pivot` would make {} columns, more than {COLUMNS_MAX}", texts_found.height());
        let help = "pivot on a column of few values, or put them into classes with `cut`";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    let texts = texts_found.columns().first().and_then(|column| column.str().ok());
    let texts = texts.into_iter().flat_map(StringChunked::iter);
    Ok(texts.map(|text| text.map(Into::into)).collect())
}

fn unpivot(
    context: NativeCallContext,
    frame: &mut Frame,
    columns: Dynamic,
    index: Dynamic,
) -> ScriptResult<Frame> {
    let schema = frame.columns(context.call_position())?;
    let arguments = UnpivotArgsDSL {
        on: Some(cols(column_names(&columns, &schema)?)),
        index: cols(column_names(&index, &schema)?),
        variable_name: None,
        value_name: None,
    };
    frame.derive(&context, frame.lazy().unpivot(arguments)).check_columns()
}

fn explode(context: NativeCallContext, frame: &mut Frame, columns: Dynamic) -> ScriptResult<Frame> {
    let at = context.call_position();
    let schema = frame.columns(at)?;
    let names = column_names(&columns, &schema)?;
    let is_list = |name: &&String| matches!(schema.get(name.as_str()), Some(DataType::List(_)));
    if let Some(other) = names.iter().find(|name| !is_list(name)) {
        let lists = schema.iter().filter(|(_, dtype)| matches!(dtype, DataType::List(_)));
        let lists: Vec<&PlSmallStr> = lists.map(|(name, _)| name).collect();
        let help = match &lists[..] {
            [] => "this frame has no column of lists".into(),
            lists => format!("columns of lists here: {lists:?}"),
        };
        let message = format!("`{other}` holds no lists");
        return Err(script_error(codes::TYPE_MISMATCH, at, message, Some(help)));
    }
    let options = ExplodeOptions { empty_as_null: true, keep_nulls: true };
    let asked = names.clone();
    let fits = move |rows: DataFrame| fits(rows, &asked);
    let looked = frame.lazy().map(fits, OptFlags::default(), None, Some("explode"));
    frame.derive(&context, looked.explode(cols(names), options)).check_columns()
}

/// These rows, unless exploded they would not fit into memory: a list of a thousand elements beside
/// a long text is a thousand long texts.
fn fits(rows: DataFrame, lists: &[String]) -> PolarsResult<DataFrame> {
    let Some(list) = lists.first() else { return Ok(rows) };
    let lengths = rows.column(list)?.list()?.lst_lengths();
    let elements: u64 = lengths.iter().flatten().map(u64::from).sum();
    let exploded = elements.max(rows.height() as u64);
    let mut bytes = 0_u64;
    for column in rows.columns() {
        let size = column.as_materialized_series().estimated_size() as u64;
        let times = if lists.iter().any(|list| column.name() == list) { 1 } else { exploded };
        bytes = bytes.saturating_add(size.saturating_mul(times) / (rows.height() as u64).max(1));
    }
    let left = rescind_memory::available_bytes();
    polars_ensure!(
        bytes <= left,
        ComputeError: "`explode` would make {exploded} rows of {}, out of memory: about {} MiB of \
                       {} MiB that are left",
        rows.height(), bytes >> 20, left >> 20
    );
    Ok(rows)
}
