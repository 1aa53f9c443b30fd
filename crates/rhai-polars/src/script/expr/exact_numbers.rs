//! Whole numbers, dates and spans of time in column expressions never wrap: once the columns are
//! known, every operation whose result may not fit is computed as in formulas.
//!
//! Invariant: a result that does not fit is missing; every other one is what Polars computes, or
//! would if it added decimal numbers exactly.

use crate::deadline::interruption;
use crate::formula::constant::typed_lit;
use crate::formula::facts::Facts;
use crate::formula::graph::Arithmetic;
use crate::formula::lower::{self, exact_sums, kernel};
use crate::script::size_bounds::ExpressionSize;
use polars::prelude::{
    AggExpr, Column, DataType, Expr, Field, FunctionExpr, Int64Chunked, IntoColumn, ListFunction,
    NULL, Operator, PolarsResult, PowFunction, Schema, StringFunction, StrptimeOptions, TimeUnit,
    lit, map_multiple, when,
};

/// A day in microseconds.
const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// In how many places of an expression it is watched whether a result did not fit.
const WATCHED_MAX: usize = 8;

/// An expression that is computed without wrapping.
pub(in crate::script) struct ExactExpression {
    pub(in crate::script) value: Expr,
    pub(in crate::script) misfits: Vec<MisfitCheck>,
    /// Whether it got too large to compute: an operation that is computed without wrapping may need
    /// its operand more than once, and in one another they double it.
    pub(in crate::script) is_too_large: bool,
}

/// A place where a result may not fit.
#[derive(Clone)]
pub(in crate::script) struct MisfitCheck {
    /// True where it did not.
    pub(in crate::script) is_lost: Expr,
    /// Whether it is a value that another type does not have, and not one beyond a range.
    pub(in crate::script) is_cast: bool,
}

/// The same expression over these columns.
pub(in crate::script) fn make_exact(expression: Expr, columns: &Schema) -> ExactExpression {
    let mut misfits = vec![];
    let mut is_too_large = false;
    let value = expression.map_expr(|part| {
        // The types of nested parts are asked for again and again, which takes its time.
        let goes_on = !is_too_large && interruption().is_none();
        if goes_on && let Some(value) = in_any_order(&part, columns) {
            return value;
        }
        let Some((value, operands)) = goes_on.then(|| checked_form(&part, columns)).flatten()
        else {
            return part;
        };
        is_too_large = !ExpressionSize::measure(&value).is_computable();
        if misfits.len() < WATCHED_MAX {
            let known = operands.into_iter().map(Expr::is_not_null).reduce(Expr::and);
            let lost = value.clone().is_null();
            let is_lost = known.map_or(lost.clone(), |known| lost.and(known));
            misfits.push(MisfitCheck { is_lost, is_cast: reads_text(&part) });
        }
        value
    });
    let is_too_large = is_too_large || !ExpressionSize::measure(&value).is_computable();
    ExactExpression { value, misfits, is_too_large }
}

/// Whether it makes another value of a text.
fn reads_text(part: &Expr) -> bool {
    match part {
        Expr::Cast { .. } => true,
        Expr::Function { function, .. } => {
            matches!(function, FunctionExpr::StringExpr(StringFunction::Strptime(..)))
        }
        _ => false,
    }
}

/// The checked form of an operation, with what must be known for its result to be; none where it
/// cannot wrap.
fn checked_form(part: &Expr, columns: &Schema) -> Option<(Expr, Vec<Expr>)> {
    let dtype = |expression: &Expr| expression.to_field(columns).ok().map(|field| field.dtype);
    match part {
        Expr::BinaryExpr { left, op, right } => {
            let left = TypedOperand { dtype: dtype(left)?, value: left };
            let right = TypedOperand { dtype: dtype(right)?, value: right };
            binary(*op, &left, &right, || dtype(part))
        }
        // A text may be none of the other type's values.
        Expr::Cast { expr, dtype: to, .. } if dtype(expr)?.is_string() => {
            let text = (**expr).clone();
            let value = match to.as_literal()? {
                DataType::String => return None,
                DataType::Date => text.clone().str().to_date(day_of_text()),
                _ => part.clone(),
            };
            Some((value, vec![text]))
        }
        Expr::Agg(AggExpr::Sum(summed_part)) => {
            let summed_type = dtype(summed_part)?;
            Some((summed((**summed_part).clone(), &summed_type, lower::checked_sum)?, vec![]))
        }
        Expr::Function { input, function: FunctionExpr::Diff(_) } => {
            let (value, value_type) = (input.first()?, dtype(input.first()?)?);
            let before = value.clone().shift(input.get(1)?.clone());
            let later = TypedOperand { value, dtype: value_type.clone() };
            let earlier = TypedOperand { value: &before, dtype: value_type };
            binary(Operator::Minus, &later, &earlier, || dtype(part))
        }
        Expr::Function { input, function } => {
            let types: Option<Vec<DataType>> = input.iter().map(dtype).collect();
            of_function(function, input, &types?)
        }
        _ => None,
    }
}

/// The form of an aggregate of decimal numbers that does not depend on the order in which they are
/// added.
fn in_any_order(part: &Expr, columns: &Schema) -> Option<Expr> {
    let Expr::Agg(aggregate) = part else { return None };
    let (operand, in_order): (_, fn(Expr) -> Expr) = match aggregate {
        AggExpr::Sum(operand) => (operand, exact_sums::sum),
        AggExpr::Mean(operand) => (operand, exact_sums::mean),
        AggExpr::Std(operand, 1) => (operand, exact_sums::deviation),
        _ => return None,
    };
    let dtype = operand.to_field(columns).ok()?.dtype;
    let is_summed_apart = matches!(aggregate, AggExpr::Sum(_)) && !dtype.is_float();
    (dtype.is_primitive_numeric() && !is_summed_apart).then(|| in_order((**operand).clone()))
}

/// How a text is written that is a day.
fn day_of_text() -> StrptimeOptions {
    let format = Some("%Y-%m-%d".into());
    StrptimeOptions { format, strict: false, ..StrptimeOptions::default() }
}

/// An operand and its type.
struct TypedOperand<'a> {
    value: &'a Expr,
    dtype: DataType,
}

/// The checked form of `left op right`; `to` is the type of what it gives.
fn binary(
    op: Operator,
    left: &TypedOperand,
    right: &TypedOperand,
    to: impl Fn() -> Option<DataType>,
) -> Option<(Expr, Vec<Expr>)> {
    let (a, b) = (left.value.clone(), right.value.clone());
    let whole = is_whole(&left.dtype, &right.dtype) || is_whole(&right.dtype, &left.dtype);
    let value = match op {
        Operator::Plus | Operator::Minus | Operator::Multiply if whole => {
            lower::checked_arithmetic(arithmetic(op)?, a.clone(), b.clone())
        }
        Operator::FloorDivide if whole => {
            // By zero there is no quotient, which is no misfit.
            let divisor =
                when(b.clone().neq(typed_lit(0_i64))).then(b.clone()).otherwise(lit(NULL));
            return Some((kernel::floor_div(a.clone(), b), vec![a, divisor]));
        }
        Operator::Plus | Operator::Minus => moved(op, left, right, &to()?)?,
        Operator::Multiply => checked_duration_product(left, right)?,
        _ => return None,
    };
    Some((value, vec![a, b]))
}

/// The checked form of one of Polars' functions.
fn of_function(
    function: &FunctionExpr,
    input: &[Expr],
    types: &[DataType],
) -> Option<(Expr, Vec<Expr>)> {
    let (first, first_type) = (input.first()?.clone(), types.first()?);
    let value = match function {
        FunctionExpr::StringExpr(StringFunction::Strptime(..)) => {
            return Some((
                Expr::Function { input: input.to_vec(), function: function.clone() },
                vec![first],
            ));
        }
        FunctionExpr::Abs if first_type.is_integer() => {
            kernel::absolute(first.clone(), Facts::UNKNOWN)
        }
        FunctionExpr::Pow(PowFunction::Generic) if is_whole(first_type, types.get(1)?) => {
            let by = input.get(1)?.clone();
            let value = lower::checked_arithmetic(Arithmetic::Power, first.clone(), by.clone());
            return Some((value, vec![first, by]));
        }
        FunctionExpr::CumSum { reverse: false } => {
            summed(first.clone(), first_type, |expression| {
                lower::checked_cum_sum(expression, false)
            })?
        }
        FunctionExpr::CumSum { reverse: true } => {
            summed(first.clone(), first_type, |expression| {
                lower::checked_cum_sum(expression, true)
            })?
        }
        FunctionExpr::ListExpr(ListFunction::Sum) => match first_type {
            DataType::List(element) if element.is_integer() => list_sum(first.clone()),
            _ => return None,
        },
        _ => return None,
    };
    Some((value, vec![first]))
}

/// Whether a type is of whole numbers, and the other of whole numbers or truths.
fn is_whole(dtype: &DataType, other: &DataType) -> bool {
    dtype.is_integer() && (other.is_integer() || other.is_bool())
}

fn arithmetic(op: Operator) -> Option<Arithmetic> {
    match op {
        Operator::Plus => Some(Arithmetic::Add),
        Operator::Minus => Some(Arithmetic::Subtract),
        Operator::Multiply => Some(Arithmetic::Multiply),
        _ => None,
    }
}

/// A sum, in whatever way, of whole numbers or of spans of time.
fn summed(expression: Expr, dtype: &DataType, sum: fn(Expr) -> Expr) -> Option<Expr> {
    match dtype {
        DataType::Duration(_) => Some(sum(expression.to_physical()).cast(dtype.clone())),
        whole if whole.is_integer() => Some(sum(expression.cast(DataType::Int64))),
        _ => None,
    }
}

/// Dates, instants and spans of time, one moved by or subtracted from the other.
fn moved(op: Operator, left: &TypedOperand, right: &TypedOperand, to: &DataType) -> Option<Expr> {
    let (left, right) = (micros(left.value, &left.dtype)?, micros(right.value, &right.dtype)?);
    let span = lower::checked_arithmetic(arithmetic(op)?, left, right);
    match to {
        DataType::Duration(_) => Some(from_micros(span, to)),
        DataType::Datetime(..) => Some(from_micros(kernel::in_calendar(span), to)),
        DataType::Date => {
            let days = kernel::floor_div(kernel::in_calendar(span), typed_lit(DAY_US));
            Some(days.cast(DataType::Int32).cast(DataType::Date))
        }
        _ => None,
    }
}

/// A span of time, so many times.
fn checked_duration_product(left: &TypedOperand, right: &TypedOperand) -> Option<Expr> {
    let (span, number) = match (&left.dtype, &right.dtype) {
        (DataType::Duration(_), number) if number.is_integer() => (left, right),
        (number, DataType::Duration(_)) if number.is_integer() => (right, left),
        _ => return None,
    };
    let (physical, number) = (span.value.clone().to_physical(), number.value.clone());
    Some(lower::checked_arithmetic(Arithmetic::Multiply, physical, number).cast(span.dtype.clone()))
}

/// Microseconds since 1970, or of a span; none for what is finer.
fn micros(instant: &Expr, dtype: &DataType) -> Option<Expr> {
    let times = |factor: i64| {
        let physical = instant.clone().to_physical().cast(DataType::Int64);
        lower::checked_arithmetic(Arithmetic::Multiply, physical, typed_lit(factor))
    };
    match dtype {
        DataType::Date => Some(times(DAY_US)),
        DataType::Datetime(TimeUnit::Milliseconds, _)
        | DataType::Duration(TimeUnit::Milliseconds) => Some(times(1000)),
        DataType::Datetime(TimeUnit::Microseconds, _)
        | DataType::Duration(TimeUnit::Microseconds) => Some(instant.clone().to_physical()),
        _ => None,
    }
}

fn from_micros(span: Expr, to: &DataType) -> Expr {
    match to {
        DataType::Datetime(_, zone) => {
            span.cast(DataType::Datetime(TimeUnit::Microseconds, zone.clone())).cast(to.clone())
        }
        _ => span.cast(DataType::Duration(TimeUnit::Microseconds)).cast(to.clone()),
    }
}

/// The sum of each list's numbers.
fn list_sum(lists: Expr) -> Expr {
    let summed = |columns: &mut [Column]| -> PolarsResult<Column> {
        let lists = columns[0].list()?;
        let sums = lists.amortized_iter().map(|list| {
            let numbers = list?.as_ref().cast(&DataType::Int64).ok()?;
            let sum = numbers.i64().ok()?.iter().flatten().map(i128::from).sum::<i128>();
            i64::try_from(sum).ok()
        });
        let sums: Int64Chunked = sums.collect();
        Ok(sums.with_name(lists.name().clone()).into_column())
    };
    let field =
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Int64));
    map_multiple(summed, [lists], field)
}
