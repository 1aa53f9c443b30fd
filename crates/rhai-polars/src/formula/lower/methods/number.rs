//! Methods of numbers.

use super::MethodOperand;
use crate::formula::constant::typed_lit;
use crate::formula::lower::kernel;
use crate::formula::methods::NumberMethod;
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr};

pub(super) fn lowered(method: NumberMethod, a: &[MethodOperand]) -> Expr {
    match method {
        NumberMethod::Abs => match a[0].of_type {
            Type::Int => kernel::absolute(a[0].expr.clone(), a[0].facts),
            _ => a[0].expr.clone().abs(),
        },
        NumberMethod::Floor => rounded(&a[0], Expr::floor),
        NumberMethod::Ceiling => rounded(&a[0], Expr::ceil),
        NumberMethod::Round => rounded(&a[0], kernel::rounded),
        NumberMethod::Sqrt => a[0].expr.clone().cast(DataType::Float64).sqrt(),
        NumberMethod::Min => extreme(a, false),
        NumberMethod::Max => extreme(a, true),
        NumberMethod::Clamp => {
            let extreme_of = if are_whole(a) { kernel::int_min_or_max } else { kernel::min_or_max };
            extreme_of(
                false,
                a[2].expr.clone(),
                extreme_of(true, a[1].expr.clone(), a[0].expr.clone()),
            )
        }
        NumberMethod::ToInt => match a[0].of_type {
            Type::Int => a[0].expr.clone(),
            _ => kernel::truncated(a[0].expr.clone()),
        },
        NumberMethod::ToFloat => a[0].expr.clone().cast(DataType::Float64),
        NumberMethod::Days => a[0].expr.clone(),
        NumberMethod::Sign => match a[0].of_type {
            Type::Int => kernel::whole_sign(a[0].expr.clone()),
            _ => kernel::sign(a[0].expr.clone()),
        },
        NumberMethod::Exp => kernel::map_float(a[0].expr.clone(), f64::exp),
        NumberMethod::Ln => kernel::map_float(a[0].expr.clone(), f64::ln),
        NumberMethod::Log => kernel::map_float(a[0].expr.clone(), f64::log10),
        NumberMethod::IsNan => kernel::test_float(a[0].expr.clone(), f64::is_nan),
        NumberMethod::IsFinite => kernel::test_float(a[0].expr.clone(), f64::is_finite),
        NumberMethod::IsZero => match a[0].of_type {
            Type::Int => a[0].expr.clone().eq(typed_lit(0_i64)),
            _ => kernel::test_float(a[0].expr.clone(), |number| number == 0.0),
        },
        NumberMethod::IsEven => last_bit(a).eq(typed_lit(0_i64)),
        NumberMethod::IsOdd => last_bit(a).neq(typed_lit(0_i64)),
    }
}

fn rounded(argument: &MethodOperand, how: fn(Expr) -> Expr) -> Expr {
    match argument.of_type {
        Type::Float | Type::Number => how(argument.expr.clone()),
        _ => argument.expr.clone(),
    }
}

/// Whether all are whole numbers, as far as they are known.
fn are_whole(a: &[MethodOperand]) -> bool {
    a.iter().all(|argument| matches!(argument.of_type, Type::Int | Type::Missing))
}

/// The smaller or the greater of two numbers, as Rhai chooses it; unknown where either is.
fn extreme(a: &[MethodOperand], greater: bool) -> Expr {
    let (x, y) = (a[0].expr.clone(), a[1].expr.clone());
    if are_whole(a) {
        return kernel::int_min_or_max(greater, x, y);
    }
    kernel::min_or_max(greater, x, y)
}

/// What is left when a number is divided by 2.
fn last_bit(a: &[MethodOperand]) -> Expr {
    a[0].expr.clone() % typed_lit(2_i64)
}
