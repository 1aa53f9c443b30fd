//! Methods of numbers.

use super::Argument;
use crate::formula::constant::typed;
use crate::formula::lower::kernel;
use crate::formula::methods::NumberMethod;
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr};

pub(super) fn lowered(method: NumberMethod, a: &[Argument]) -> Expr {
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
            let extreme_of = if are_whole(a) { kernel::whole_extreme } else { kernel::extreme };
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
        NumberMethod::Exp => kernel::applied(a[0].expr.clone(), f64::exp),
        NumberMethod::Ln => kernel::applied(a[0].expr.clone(), f64::ln),
        NumberMethod::Log => kernel::applied(a[0].expr.clone(), f64::log10),
        NumberMethod::IsNan => kernel::asked(a[0].expr.clone(), f64::is_nan),
        NumberMethod::IsFinite => kernel::asked(a[0].expr.clone(), f64::is_finite),
        NumberMethod::IsZero => match a[0].of_type {
            Type::Int => a[0].expr.clone().eq(typed(0_i64)),
            _ => kernel::asked(a[0].expr.clone(), |number| number == 0.0),
        },
        NumberMethod::IsEven => last_bit(a).eq(typed(0_i64)),
        NumberMethod::IsOdd => last_bit(a).neq(typed(0_i64)),
    }
}

fn rounded(argument: &Argument, how: fn(Expr) -> Expr) -> Expr {
    match argument.of_type {
        Type::Float | Type::Number => how(argument.expr.clone()),
        _ => argument.expr.clone(),
    }
}

/// Whether all are whole numbers, as far as they are known.
fn are_whole(a: &[Argument]) -> bool {
    a.iter().all(|argument| matches!(argument.of_type, Type::Int | Type::Missing))
}

/// The smaller or the greater of two numbers, as Rhai chooses it; unknown where either is.
fn extreme(a: &[Argument], greater: bool) -> Expr {
    let (x, y) = (a[0].expr.clone(), a[1].expr.clone());
    if are_whole(a) {
        return kernel::whole_extreme(greater, x, y);
    }
    kernel::extreme(greater, x, y)
}

/// What is left when a number is divided by 2.
fn last_bit(a: &[Argument]) -> Expr {
    a[0].expr.clone() % typed(2_i64)
}
