//! Column expressions: Polars' own, for those who know it. Operators and missing values behave as
//! in Polars; `&`, `|` and `!` join conditions. What lies behind `.str`, `.dt` and `.list` has
//! Polars' names and meaning; a method of the expression itself that a formula has too means what
//! it means there.
//!
//! Invariant: no comparison with a column expression silently becomes `false`: every operator is
//! registered against any value on either side.

mod aggregate;
mod choose;
mod column_expr;
mod date;
mod exact_numbers;
mod leaf;
mod list;
mod operator;
mod rows;
mod text;
mod untyped_columns;
mod value;
mod window;

pub(super) use aggregate::n_unique;
pub(super) use choose::{OpenChoice, OpenCondition, parts_of_choice};
pub use column_expr::ColumnExpr;
pub(super) use column_expr::{TOPICS, clamp_count, expression, expressions, register};
pub(super) use date::DtNamespace;
pub(super) use exact_numbers::{ExactExpression, MisfitCheck, make_exact};
pub(super) use list::ListNamespace;
pub(super) use text::StrNamespace;
pub(super) use untyped_columns::cast_untyped_operands;
