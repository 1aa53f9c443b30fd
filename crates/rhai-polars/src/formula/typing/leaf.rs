//! Columns and constants.

use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::constant::Constant;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{NodeId, Op};
use crate::formula::resolve::RowSchema;
use crate::formula::type_names::describe;
use crate::formula::types::Type;
use crate::nearest::{did_you_mean, nearest};
use rhai::{Dynamic, Position};

/// The value of the column `name`.
pub(in crate::formula) fn column(
    graph: &mut KnownGraph,
    rows: RowSchema,
    name: &str,
    at: Position,
) -> Compiled<NodeId> {
    let Some(dtype) = rows.columns.get(name) else {
        let names = || rows.columns.iter_names().map(polars::prelude::PlSmallStr::as_str);
        let is_near = !nearest(name, names()).is_empty();
        return Err(FormulaError::new(codes::UNKNOWN_COLUMN, at, format!("no column `{name}`"))
            .about(Some(DiagnosisSubject::Column { name: name.to_owned(), is_near }))
            .help(did_you_mean(name, names(), "a column")));
    };
    let Some(of_type) = Type::of_column(dtype) else {
        let message = format!("column `{name}` holds {dtype}, which formulas cannot use");
        return Err(FormulaError::new(codes::COLUMN_TYPE, at, message)
            .help("cast it first, with an expression such as `col(\"…\")`"));
    };
    let cast = *dtype != of_type.dtype();
    Ok(graph.add(Op::Column { name: name.into(), cast }, of_type, at))
}

/// A value that is the same in every row.
pub(in crate::formula) fn constant(
    graph: &mut KnownGraph,
    value: Constant,
    at: Position,
) -> NodeId {
    let of_type = value.of_type();
    graph.add(Op::Constant(value), of_type, at)
}

/// A script's value as a node.
pub(in crate::formula) fn from_script(
    graph: &mut KnownGraph,
    script: &Dynamic,
    at: Position,
) -> Compiled<NodeId> {
    let Some(value) = Constant::from_script(script) else {
        let message = format!("a formula cannot use {} as a value", describe(script));
        return Err(FormulaError::new(codes::VALUE_TYPE, at, message)
            .help("formulas use numbers, texts, true or false, dates, and lists of one of them"));
    };
    if let Constant::List(element, _) = &value
        && *element != Type::Missing
        && element.list().is_none()
    {
        let message = format!("a formula cannot use {} as a value", describe(script));
        return Err(FormulaError::new(codes::VALUE_TYPE, at, message).help(match element {
            Type::Number => {
                "write all of them decimal, as in `[1.0, 2.5]`, or ask the list as it is with \
                 `in`, `list[0]` or `for`"
            }
            _ => "ask it with `in`, `list[0]` or `for`; lists of texts or numbers are values",
        }));
    }
    Ok(constant(graph, value, at))
}
