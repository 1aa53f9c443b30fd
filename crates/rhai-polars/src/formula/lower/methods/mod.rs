//! What Polars computes for each method: a match over all of them, a file a topic.

mod date;
mod list;
mod lowered_method;
mod number;
mod text;

pub(crate) use lowered_method::lower_text_method;
pub(super) use lowered_method::{MethodOperand, lower_method, method_operand_repeats};
