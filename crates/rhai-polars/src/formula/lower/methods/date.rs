//! Parts of dates.

use super::MethodOperand;
use crate::formula::methods::DateMethod;
use polars::prelude::{DataType, Expr};

pub(super) fn lowered(method: DateMethod, a: &[MethodOperand]) -> Expr {
    match method {
        DateMethod::Year => a[0].expr.clone().dt().year().cast(DataType::Int64),
        DateMethod::Month => a[0].expr.clone().dt().month().cast(DataType::Int64),
        DateMethod::Day => a[0].expr.clone().dt().day().cast(DataType::Int64),
        DateMethod::Weekday => a[0].expr.clone().dt().weekday().cast(DataType::Int64),
        DateMethod::Date => a[0].expr.clone().cast(DataType::Date),
    }
}
