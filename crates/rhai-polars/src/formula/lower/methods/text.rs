//! Methods of texts.

use super::MethodOperand;
use crate::formula::constant::Constant;
use crate::formula::dates::Day;
use crate::formula::interpreted::text::{part, position_of};
use crate::formula::lower::lowercase::lowercase;
use crate::formula::lower::{kernel, replace, text_search};
use crate::formula::methods::TextMethod;
use crate::formula::types::Type;
use polars::prelude::{
    DataType, Expr, Float64Chunked, Int32Chunked, Int64Chunked, ListChunked, NULL, Series,
    StringChunked, lit,
};

pub(super) fn lowered(method: TextMethod, a: &[MethodOperand]) -> Expr {
    match method {
        TextMethod::Contains => contains(&a[0], &a[1]),
        TextMethod::StartsWith => a[0].expr.clone().str().starts_with(a[1].expr.clone()),
        TextMethod::EndsWith => a[0].expr.clone().str().ends_with(a[1].expr.clone()),
        TextMethod::Matches => a[0].expr.clone().str().contains(a[1].expr.clone(), true),
        TextMethod::ToLower => lowercase(a[0].expr.clone()),
        TextMethod::ToUpper => a[0].expr.clone().str().to_uppercase(),
        TextMethod::Trim => a[0].expr.clone().str().strip_chars(lit(NULL)),
        TextMethod::Len => a[0].expr.clone().str().len_chars().cast(DataType::Int64),
        TextMethod::IsEmpty => a[0].expr.clone().eq(lit("")),
        TextMethod::Replace => replace::replaced_rows(operands(a)),
        TextMethod::SubString => kernel::of_text::<String, StringChunked>(
            operands(a),
            &DataType::String,
            |text, _, counts| match counts {
                [start] => Some(part(text, (*start)?, i64::MAX)),
                [start, length] => Some(part(text, (*start)?, (*length)?)),
                _ => None,
            },
        ),
        TextMethod::IndexOf => {
            kernel::of_text::<i64, Int64Chunked>(operands(a), &DataType::Int64, |text, parts, _| {
                let wanted = (*parts.first()?)?;
                Some(position_of(text, wanted))
            })
        }
        TextMethod::Split => match a[1].value {
            Some(Constant::Text(by)) if !by.is_empty() => {
                a[0].expr.clone().str().split(a[1].expr.clone())
            }
            // Between empty separators, Polars finds no empty text at the start and the end.
            _ => kernel::of_text::<Series, ListChunked>(
                operands(a),
                &Type::TextList.dtype(),
                |text, by, _| Some(text.split((*by.first()?)?).collect()),
            ),
        },
        TextMethod::ToInt => {
            kernel::of_text::<i64, Int64Chunked>(operands(a), &DataType::Int64, |text, _, _| {
                text.parse().ok()
            })
        }
        TextMethod::ToFloat => {
            let dtype = DataType::Float64;
            kernel::of_text::<f64, Float64Chunked>(operands(a), &dtype, |text, _, _| {
                text.parse().ok()
            })
        }
        TextMethod::Date => {
            kernel::of_text::<i32, Int32Chunked>(operands(a), &DataType::Date, |text, _, _| {
                Day::parse(text).ok().map(|day| day.0.to_epoch_days())
            })
        }
        TextMethod::ToString => match a[0].of_type {
            Type::Text => a[0].expr.clone(),
            Type::Float => kernel::float_to_text(a[0].expr.clone()),
            Type::Instant => a[0].expr.clone().dt().strftime("%Y-%m-%dT%H:%M:%SZ"),
            _ => a[0].expr.clone().cast(DataType::String),
        },
    }
}

fn contains(text: &MethodOperand, wanted: &MethodOperand) -> Expr {
    let Some(Constant::Text(fixed)) = wanted.value else {
        return text.expr.clone().str().contains_literal(wanted.expr.clone());
    };
    match &text.lowercase_of {
        Some(column) => text_search::lowercase_contains(column.clone(), fixed),
        None => text_search::contains(text.expr.clone(), fixed),
    }
}

fn operands(arguments: &[MethodOperand]) -> Vec<Expr> {
    arguments.iter().map(|argument| argument.expr.clone()).collect()
}
