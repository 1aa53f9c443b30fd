//! Methods of lists.

use super::Argument;
use crate::formula::lower::kernel;
use crate::formula::lower::list::{self as lower, Gap};
use crate::formula::methods::ListMethod;
use crate::formula::types::Type;
use crate::formula::value::{Value, typed};
use polars::prelude::{DataType, Expr, NULL, lit};

pub(super) fn lowered(method: ListMethod, a: &[Argument]) -> Expr {
    match method {
        ListMethod::Contains => {
            let list = a[0].expr.clone();
            let is_there = |found| {
                if a[0].facts.gaps { lower::unless_missing(list.clone(), found) } else { found }
            };
            let found = match compared(a) {
                _ if a[1].value == Some(&Value::Missing) => lit(NULL),
                // Polars' own compares decimal numbers to the last digit.
                Type::Float => is_there(found(a, Gap::IsPassed).gt_eq(typed(0_i64))),
                _ => is_there(list.clone().list().contains(a[1].expr.clone(), false)),
            };
            if a[1].facts.nullable { lower::unless_empty(&list, found) } else { found }
        }
        ListMethod::Len => a[0].expr.clone().list().len().cast(DataType::Int64),
        ListMethod::IsEmpty => a[0].expr.clone().list().len().eq(lit(0)),
        ListMethod::Get => a[0].expr.clone().list().get(place(&a[1]), true),
        ListMethod::IndexOf => found(a, Gap::HidesTheFirst),
    }
}

/// The type in which a list's elements are compared with another value.
fn compared(a: &[Argument]) -> Type {
    match (a[0].of_type.element(), a[1].of_type) {
        (Some(Type::Float), _) | (Some(Type::Int), Type::Float | Type::Number) => Type::Float,
        (own, _) => own.unwrap_or(Type::Missing),
    }
}

/// The place of the first such element.
fn found(a: &[Argument], gap: Gap) -> Expr {
    lower::place(a[0].expr.clone(), a[1].expr.clone(), compared(a), gap)
}

/// A place in a list. No list is as long as the bounds, and beyond them Polars adds without care.
fn place(place: &Argument) -> Expr {
    const FAR: i64 = 1 << 32;
    if place.facts.ints.0 >= -i128::from(FAR) && place.facts.ints.1 <= i128::from(FAR) {
        return place.expr.clone();
    }
    let least = kernel::whole_extreme(true, place.expr.clone(), typed(-FAR));
    kernel::whole_extreme(false, least, typed(FAR))
}
