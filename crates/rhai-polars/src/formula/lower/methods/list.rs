//! Methods of lists.

use super::MethodOperand;
use crate::formula::constant::{Constant, typed_lit};
use crate::formula::lower::kernel;
use crate::formula::lower::list::{self as lower, MissingElements};
use crate::formula::methods::ListMethod;
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr, NULL, lit};

pub(super) fn lowered(method: ListMethod, a: &[MethodOperand]) -> Expr {
    match method {
        ListMethod::Contains => {
            let list = a[0].expr.clone();
            let is_there = |is_found| {
                if a[0].facts.nullable_elements {
                    lower::unless_missing(list.clone(), is_found)
                } else {
                    is_found
                }
            };
            let is_found = match compared(a) {
                _ if a[1].value == Some(&Constant::Missing) => lit(NULL),
                // Polars' own compares decimal numbers to the last digit.
                Type::Float => {
                    is_there(first_index(a, MissingElements::IsPassed).gt_eq(typed_lit(0_i64)))
                }
                _ => is_there(list.clone().list().contains(a[1].expr.clone(), false)),
            };
            if a[1].facts.nullable { lower::unless_empty(&list, is_found) } else { is_found }
        }
        ListMethod::Len => a[0].expr.clone().list().len().cast(DataType::Int64),
        ListMethod::IsEmpty => a[0].expr.clone().list().len().eq(lit(0)),
        ListMethod::Get => a[0].expr.clone().list().get(bounded_index(&a[1]), true),
        ListMethod::IndexOf => first_index(a, MissingElements::HidesTheFirst),
    }
}

/// The type in which a list's elements are compared with another value.
fn compared(a: &[MethodOperand]) -> Type {
    match (a[0].of_type.element(), a[1].of_type) {
        (Some(Type::Float), _) | (Some(Type::Int), Type::Float | Type::Number) => Type::Float,
        (element, _) => element.unwrap_or(Type::Missing),
    }
}

/// The place of the first such element.
fn first_index(a: &[MethodOperand], gap: MissingElements) -> Expr {
    lower::index_of(a[0].expr.clone(), a[1].expr.clone(), compared(a), gap)
}

/// A place in a list. No list is as long as the bounds, and beyond them Polars adds without care.
fn bounded_index(index: &MethodOperand) -> Expr {
    const FAR: i64 = 1 << 32;
    if index.facts.ints.0 >= -i128::from(FAR) && index.facts.ints.1 <= i128::from(FAR) {
        return index.expr.clone();
    }
    let least = kernel::int_min_or_max(true, index.expr.clone(), typed_lit(-FAR));
    kernel::int_min_or_max(false, least, typed_lit(FAR))
}
