//! Columns and constants.

use crate::formula::compile::Rows;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::known_column::KnownColumn;
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use crate::formula::words::describe;
use crate::nearest::did_you_mean;
use rhai::{Dynamic, Position};

/// The value of the column `name`.
pub fn column(graph: &mut Graph, rows: Rows, name: &str, at: Position) -> Compiled<NodeId> {
    let Some(dtype) = rows.columns.get(name) else {
        let names = rows.columns.iter_names().map(polars::prelude::PlSmallStr::as_str);
        return Err(FormulaError::new("unknown-column", at, format!("no column `{name}`"))
            .help(did_you_mean(name, names, "a column")));
    };
    let Some(of_type) = Type::of_column(dtype) else {
        let message = format!("column `{name}` holds {dtype}, which formulas cannot use");
        return Err(FormulaError::new("column-type", at, message)
            .help("cast it first, with an expression such as `col(\"…\")`"));
    };
    let facts = match (rows.known)(name) {
        Some(known) => known_facts(of_type, known),
        None => Facts::nullable(true),
    };
    let cast = *dtype != of_type.dtype();
    Ok(graph.add(Op::Column { name: name.into(), cast }, of_type, facts, at))
}

/// What is known of a column, which holds of every row.
fn known_facts(of_type: Type, known: KnownColumn) -> Facts {
    match (of_type, known.range) {
        (Type::Int, Some((least, most))) => {
            Facts::between(known.nullable, i128::from(least), i128::from(most))
        }
        (Type::TextList, _) => Facts { gaps: false, ..Facts::nullable(known.nullable) },
        _ => Facts::nullable(known.nullable),
    }
}

/// A value that is the same in every row.
pub fn constant(graph: &mut Graph, value: Value, at: Position) -> NodeId {
    let of_type = value.of_type();
    let facts = match &value {
        Value::Int(value) => Facts::between(false, i128::from(*value), i128::from(*value)),
        Value::Float(value) if value.is_nan() => Facts { nullable: false, ..Facts::UNKNOWN },
        Value::Float(value) => Facts::decimal(false, false, (*value, *value)),
        Value::Missing => Facts::nullable(true),
        Value::List(_, values) => {
            Facts { gaps: values.contains(&Value::Missing), ..Facts::nullable(false) }
        }
        _ => Facts::nullable(false),
    };
    graph.add(Op::Constant(value), of_type, facts, at)
}

/// A script's value as a node.
pub fn from_script(graph: &mut Graph, script: &Dynamic, at: Position) -> Compiled<NodeId> {
    let Some(value) = Value::from_script(script) else {
        let message = format!("a formula cannot use {} as a value", describe(script));
        return Err(FormulaError::new("value-type", at, message)
            .help("formulas use numbers, texts, true or false, dates, and lists of one of them"));
    };
    if let Value::List(element, _) = &value
        && *element != Type::Missing
        && element.list().is_none()
    {
        let message = format!("a formula cannot use {} as a value", describe(script));
        return Err(FormulaError::new("value-type", at, message).help(match element {
            Type::Number => {
                "write all of them decimal, as in `[1.0, 2.5]`, or ask the list as it is with \
                 `in`, `list[0]` or `for`"
            }
            _ => "ask it with `in`, `list[0]` or `for`; lists of texts or numbers are values",
        }));
    }
    Ok(constant(graph, value, at))
}
