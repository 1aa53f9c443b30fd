//! Columns and constants.

use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Graph, NodeId, Op};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use crate::invitations::schema;
use crate::nearest::did_you_mean;
use polars::prelude::Schema;
use rhai::{Dynamic, Position};

/// The value of the column `name`.
pub fn column(graph: &mut Graph, columns: &Schema, name: &str, at: Position) -> Compiled<NodeId> {
    let Some(dtype) = columns.get(name) else {
        let names = columns.iter_names().map(|name| name.as_str());
        return Err(FormulaError::new("unknown-column", at, format!("no column `{name}`"))
            .help(did_you_mean(name, names, "a column")));
    };
    let Some(of_type) = Type::of_column(dtype) else {
        let message = format!("column `{name}` holds {dtype}, which formulas cannot use");
        return Err(FormulaError::new("column-type", at, message));
    };
    let nullable = schema::column(name).is_none_or(|column| column.nullable);
    Ok(graph.add(Op::Column(name.into()), of_type, column_facts(name, of_type, nullable), at))
}

/// Counts, ages and lengths cannot come near the ends of 64 bits, so sums of them need no check.
/// The bound is the greatest span of Polars' instants in days, and more rows than fit in memory.
fn column_facts(name: &str, of_type: Type, nullable: bool) -> Facts {
    const BOUND: i128 = 1 << 40;
    let own = schema::column(name).is_some();
    match of_type {
        Type::Int if own => Facts::between(nullable, -BOUND, BOUND),
        Type::Float => Facts::decimal(nullable, true, Facts::UNKNOWN.floats),
        _ => Facts::nullable(nullable),
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
        _ => Facts::nullable(false),
    };
    graph.add(Op::Constant(value), of_type, facts, at)
}

/// A script's value as a node.
pub fn from_script(graph: &mut Graph, value: &Dynamic, at: Position) -> Compiled<NodeId> {
    let Some(value) = Value::from_script(value) else {
        let message = format!("a formula cannot use a value of type {}", value.type_name());
        return Err(FormulaError::new("value-type", at, message)
            .help("formulas use numbers, texts, true or false, dates, and lists of one of them"));
    };
    Ok(constant(graph, value, at))
}
