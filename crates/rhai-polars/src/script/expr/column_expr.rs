//! A column expression as a value of scripts.

use super::{aggregate, choose, date, leaf, list, operator, rows, text, value, window};
use crate::codes;
use crate::formula::constant::Constant;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, script_error};
use crate::script::function::{Registrar, Topic};
use crate::script::printing::PRINTING;
use polars::prelude::{Expr, col};
use rhai::{Dynamic, Engine, Position};

/// A column expression.
#[derive(Clone, Debug)]
pub struct ColumnExpr(pub Expr);

/// The functions of expressions, by topic.
pub(in crate::script) const TOPICS: &[Topic] = &[
    Topic { name: "making expressions", functions: leaf::FUNCTIONS },
    Topic { name: "choosing in expressions", functions: choose::FUNCTIONS },
    Topic { name: "values in expressions", functions: value::FUNCTIONS },
    Topic { name: "which values of an expression", functions: rows::FUNCTIONS },
    Topic { name: "aggregates", functions: aggregate::FUNCTIONS },
    Topic { name: "windows over expressions", functions: window::FUNCTIONS },
    Topic { name: "texts in expressions", functions: text::FUNCTIONS },
    Topic { name: "dates in expressions", functions: date::FUNCTIONS },
    Topic { name: "lists in expressions", functions: list::FUNCTIONS },
];

/// Registers the type, its operators and its namespaces.
pub(in crate::script) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<ColumnExpr>("Expression");
    operator::register(engine);
    choose::register(engine);
    text::register(engine);
    date::register(engine);
    list::register(engine);
    for name in PRINTING {
        engine.register_fn(name, |expression: ColumnExpr| format!("{}", expression.0));
    }
}

/// A value as an expression; a list becomes one value.
pub(in crate::script) fn expression(value: &Dynamic) -> ScriptResult<Expr> {
    if let Some(column) = value.clone().try_cast::<ColumnExpr>() {
        return Ok(column.0);
    }
    match Constant::from_script(value) {
        Some(constant @ Constant::List(..)) => Ok(constant.to_expr().implode(true)),
        Some(constant) => Ok(constant.to_expr()),
        None => {
            let message = format!("{} cannot stand in a column expression", describe_type(value));
            Err(script_error(codes::TYPE_MISMATCH, Position::NONE, message, None))
        }
    }
}

/// A number of rows, characters or values, or the place of one, which Polars negates and adds to
/// others; nothing is so long that it makes a difference.
pub(in crate::script) fn clamp_count(count: i64) -> i64 {
    const FAR: i64 = 1 << 40;
    count.clamp(-FAR, FAR)
}

/// One expression or column name, or a list of them.
pub(in crate::script) fn expressions(value: &Dynamic) -> ScriptResult<Vec<Expr>> {
    match value.as_array_ref() {
        Ok(array) => array.iter().map(column).collect(),
        Err(_) => Ok(vec![column(value)?]),
    }
}

/// An expression, or the column that a text names.
fn column(value: &Dynamic) -> ScriptResult<Expr> {
    if value.is_string() {
        return Ok(col(value.to_string()));
    }
    expression(value)
}

impl Registrar<'_> {
    /// Adds a method of expressions without parameters.
    pub(super) fn add_unary(&mut self, part: fn(Expr) -> Expr) {
        self.add(move |expression: ColumnExpr| ColumnExpr(part(expression.0)));
    }

    /// Adds a method of expressions with one further value, of both.
    pub(super) fn add_binary(&mut self, part: fn(Expr, Expr) -> Expr) {
        self.add(move |receiver: ColumnExpr, value: Dynamic| {
            expression(&value).map(|value| ColumnExpr(part(receiver.0, value)))
        });
    }
}
