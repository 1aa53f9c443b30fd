//! Columns of which nothing is known have no type, and many of Polars' operations refuse them. Here
//! each is taken for what the operation asks for, as any other column with missing values is.
//!
//! Invariant: whether an expression can be computed does not depend on how many values are missing.

use polars::prelude::{
    AggExpr, BooleanFunction, DataType, Expr, FunctionExpr, ListFunction, LiteralValue, Operator,
    Schema, TemporalFunction, TimeUnit,
};
use std::sync::Arc;

/// The same expression, with a type for each operand that has none.
pub(in crate::script) fn cast_untyped_operands(expression: Expr, columns: &Schema) -> Expr {
    let is_null =
        |part: &Expr| matches!(part, Expr::Literal(LiteralValue::Scalar(value)) if value.is_null());
    let concerned = columns.iter_values().any(is_untyped) || expression.into_iter().any(is_null);
    if !concerned {
        return expression;
    }
    let dtype = |part: &Expr| part.to_field(columns).ok().map(|field| field.dtype);
    expression.map_expr(|part| match part {
        Expr::BinaryExpr { left, op, right } => {
            let (left_type, right_type) = (dtype(&left), dtype(&right));
            let typed =
                |side: Arc<Expr>, dtype: &Option<DataType>, other: Option<&DataType>, is_left| {
                    let is_open = dtype.as_ref().is_some_and(DataType::is_null);
                    match other.filter(|_| is_open).and_then(|other| beside(op, other, is_left)) {
                        Some(wanted) => Arc::new((*side).clone().cast(wanted)),
                        None => side,
                    }
                };
            Expr::BinaryExpr {
                left: typed(left, &left_type, right_type.as_ref(), true),
                op,
                right: typed(right, &right_type, left_type.as_ref(), false),
            }
        }
        Expr::Function { mut input, function } => {
            let asked = input.first().and_then(dtype).filter(is_untyped);
            match asked
                .map(|first_type| asked_by(&function, &first_type, input.get(1).and_then(dtype)))
            {
                Some(ExpectedOperand::Same) => input.swap_remove(0),
                Some(ExpectedOperand::For(wanted)) => {
                    input[0] = input[0].clone().cast(wanted);
                    Expr::Function { input, function }
                }
                Some(ExpectedOperand::Any) | None => {
                    if let (FunctionExpr::Pow(_), [_, exponent]) = (&function, &mut input[..])
                        && dtype(exponent).is_some_and(|dtype| dtype.is_null())
                    {
                        *exponent = exponent.clone().cast(DataType::Int64);
                    }
                    Expr::Function { input, function }
                }
            }
        }
        Expr::Agg(AggExpr::Sum(summed)) if dtype(&summed).is_some_and(|dtype| dtype.is_null()) => {
            Expr::Agg(AggExpr::Sum(Arc::new((*summed).clone().cast(DataType::Int64))))
        }
        other => other,
    })
}

/// Whether it is no type, or one of lists of none.
fn is_untyped(dtype: &DataType) -> bool {
    match dtype {
        DataType::List(element) => is_untyped(element),
        other => other.is_null(),
    }
}

/// What an operation asks its operand to be.
enum ExpectedOperand {
    /// Whatever it is.
    Any,
    /// It gives what it takes.
    Same,
    /// Of this type.
    For(DataType),
}

const INSTANT: DataType = DataType::Datetime(TimeUnit::Microseconds, None);
const SPAN: DataType = DataType::Duration(TimeUnit::Microseconds);

fn asked_by(function: &FunctionExpr, dtype: &DataType, other: Option<DataType>) -> ExpectedOperand {
    match function {
        FunctionExpr::ListExpr(function) => {
            ExpectedOperand::For(DataType::List(Box::new(element(function, other))))
        }
        _ if !dtype.is_null() => ExpectedOperand::Any,
        FunctionExpr::StringExpr(_) => ExpectedOperand::For(DataType::String),
        FunctionExpr::TemporalExpr(
            TemporalFunction::TotalDays { .. } | TemporalFunction::TotalHours { .. },
        ) => ExpectedOperand::For(SPAN),
        FunctionExpr::TemporalExpr(_) => ExpectedOperand::For(INSTANT),
        FunctionExpr::Quantile { .. } => ExpectedOperand::For(DataType::Float64),
        FunctionExpr::Boolean(BooleanFunction::Not)
        | FunctionExpr::Abs
        | FunctionExpr::Pow(_)
        | FunctionExpr::Clip { .. }
        | FunctionExpr::Round { .. }
        | FunctionExpr::Floor
        | FunctionExpr::Ceil
        | FunctionExpr::CumSum { .. }
        | FunctionExpr::CumMin { .. }
        | FunctionExpr::CumMax { .. } => ExpectedOperand::Same,
        _ => ExpectedOperand::Any,
    }
}

/// What the elements are that a function of lists asks for.
fn element(function: &ListFunction, other: Option<DataType>) -> DataType {
    match function {
        ListFunction::Join(_) => DataType::String,
        ListFunction::Contains { .. } => other.unwrap_or(DataType::Null),
        ListFunction::Sum
        | ListFunction::Mean
        | ListFunction::Median
        | ListFunction::Std(_)
        | ListFunction::Min
        | ListFunction::Max => DataType::Int64,
        _ => DataType::Null,
    }
}

/// What an operand of which nothing is known is beside one of this type.
fn beside(op: Operator, other: &DataType, is_left: bool) -> Option<DataType> {
    match (op, other) {
        (Operator::Plus, date) if is_dated(date) => Some(SPAN),
        (Operator::Minus, date) if is_dated(date) => Some(date.clone()),
        (Operator::FloorDivide, _) | (Operator::Multiply, DataType::Duration(_)) => {
            Some(DataType::Int64)
        }
        (Operator::Plus | Operator::Minus, DataType::Duration(_)) if is_left => Some(INSTANT),
        (Operator::Plus | Operator::Minus | Operator::TrueDivide, DataType::Duration(_)) => {
            Some(other.clone())
        }
        _ => None,
    }
}

fn is_dated(dtype: &DataType) -> bool {
    matches!(dtype, DataType::Date | DataType::Datetime(..))
}
