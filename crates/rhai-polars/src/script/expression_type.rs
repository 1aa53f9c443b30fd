//! The type of a column expression, and the columns that it names.

use super::bounded_query;
use super::convert::describe_type;
use super::error::{
    ScriptResult, call_error, polars_message, script_error, type_mismatch_error,
    unknown_column_error,
};
use crate::codes;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, FunctionExpr, IntoLazy, PlSmallStr, Schema, StringFunction,
};
use rhai::{Dynamic, EvalAltResult, Position};
use std::collections::BTreeSet;

/// The columns that an expression names.
pub(super) fn columns_in(expression: &Expr) -> BTreeSet<String> {
    let names = expression.into_iter().filter_map(|part| match part {
        Expr::Column(name) => Some(name.to_string()),
        _ => None,
    });
    names.collect()
}

/// The type of a column expression, or which of its columns there is not.
pub fn infer_dtype(expression: &Expr, columns: &Schema) -> ScriptResult<DataType> {
    for part in expression {
        match part {
            Expr::Column(name) => {
                column_dtype(name, columns)?;
            }
            // Where an expression lists others, a text among them is a column's name.
            Expr::Function {
                input,
                function:
                    FunctionExpr::Coalesce
                    | FunctionExpr::StringExpr(StringFunction::ConcatHorizontal { .. }),
            } => {
                for listed in input {
                    if let Expr::Column(name) = listed {
                        column_or_text(name, columns)?;
                    }
                }
            }
            _ => {}
        }
    }
    // Carried out, over a row of missing values: the schema alone does not say that two types do
    // not compare.
    let missing = columns.iter().map(|(name, dtype)| Column::full_null(name.clone(), 1, dtype));
    let row = DataFrame::new(1, missing.collect());
    let computed = match row {
        Ok(row) => {
            // Constants are not computed beforehand: that is done without regard to overflow.
            let asked = row.lazy().with_simplify_expr(false);
            let asked = asked.select([expression.clone().alias("value")]);
            bounded_query::collect(asked, None, Position::NONE)
                .map_err(|error| of_lists(expression, columns).unwrap_or(error))?
        }
        Err(error) => Err(error),
    };
    match computed {
        Ok(frame) => Ok(frame.schema().get("value").cloned().unwrap_or(DataType::Null)),
        Err(error) => {
            let error_text = polars_message(&error);
            let dated = error_text.contains("not allowed on date");
            let help = "add days with `.dt.offset_by(\"30d\")`";
            Err(script_error(
                codes::EXPRESSION,
                Position::NONE,
                error_text,
                dated.then(|| help.into()),
            ))
        }
    }
}

/// That an expression calculates with lists, of which Polars has no part here; none where it does
/// not.
fn of_lists(expression: &Expr, columns: &Schema) -> Option<Box<EvalAltResult>> {
    let is_list = |operand: &Expr| {
        operand.to_field(columns).is_ok_and(|field| matches!(field.dtype, DataType::List(_)))
    };
    let calculates = expression.into_iter().any(|part| match part {
        Expr::BinaryExpr { left, op, right } => {
            op.is_arithmetic() && (is_list(left) || is_list(right))
        }
        Expr::Function { input, function: FunctionExpr::Diff(_) } => input.iter().any(is_list),
        _ => false,
    });
    let help = "take one number of it, as in `col(\"tags\").list.len()`, or a row for each of its \
                values with `explode`";
    let message = "lists are not calculated with";
    calculates.then(|| call_error(codes::TYPE_MISMATCH, message, help))
}

/// The type of the column of that name; fails unless there is one.
pub fn column_dtype(name: &str, columns: &Schema) -> ScriptResult<DataType> {
    if let Some(dtype) = columns.get(name) {
        return Ok(dtype.clone());
    }
    let names: Vec<&str> = columns.iter_names().map(PlSmallStr::as_str).collect();
    Err(unknown_column_error(name, &names, ""))
}

/// The type of the column that a text names.
///
/// # Errors
/// There is none of that name: the text itself is written otherwise.
pub(super) fn column_or_text(text: &str, columns: &Schema) -> ScriptResult<DataType> {
    if let Some(dtype) = columns.get(text) {
        return Ok(dtype.clone());
    }
    let names: Vec<&str> = columns.iter_names().map(PlSmallStr::as_str).collect();
    let text_itself = format!("for the text itself write `lit({text:?})`; ");
    Err(unknown_column_error(text, &names, &text_itself))
}

/// The names that a text or an array of texts gives, each of them a column.
pub fn column_names(value: &Dynamic, columns: &Schema) -> ScriptResult<Vec<String>> {
    let names = texts(value).ok_or_else(|| {
        let message = format!("{} names no column", describe_type(value));
        type_mismatch_error(value, message, "write `\"account\"` or `[\"account\"]`")
    })?;
    for name in &names {
        column_dtype(name.trim_start_matches('-'), columns)?;
    }
    Ok(names)
}

fn texts(value: &Dynamic) -> Option<Vec<String>> {
    if value.is_string() {
        return Some(vec![value.to_string()]);
    }
    let array = value.as_array_ref().ok()?;
    array.iter().map(|item| item.is_string().then(|| item.to_string())).collect()
}
