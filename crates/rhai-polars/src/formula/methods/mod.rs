//! The methods of formulas: one table a topic, each row with its form, meaning, example, type,
//! lowering and, where Rhai has none or another of that name, its meaning on a single value.
//!
//! Invariant: a method gives the same result lowered and on a single value wherever both are
//! defined; its example is true in both.

mod date;
mod function;
mod list;
mod number;
mod row;
mod text;

pub(super) use number::truncated;
pub use row::{Argument, Method, Parameter};

use super::types::Type;
use rhai::Engine;

/// Every method, by topic.
pub const METHODS: &[&[Method]] =
    &[text::METHODS, number::METHODS, function::METHODS, date::METHODS, list::METHODS];

/// The method of that name for a receiver of this type; asked as a property, only those that may
/// be written without brackets.
pub fn find(receiver: Type, name: &str, property: bool) -> Option<&'static Method> {
    of(receiver).find(|method| method.name == name && (method.property || !property))
}

/// Whether any type has a method of that name.
pub fn is_one(name: &str) -> bool {
    METHODS.iter().flat_map(|topic| topic.iter()).any(|method| method.name == name)
}

/// The names of the methods for a receiver of this type.
pub fn names(receiver: Type) -> impl Iterator<Item = &'static str> {
    of(receiver).map(|method| method.name)
}

fn of(receiver: Type) -> impl Iterator<Item = &'static Method> {
    let all = METHODS.iter().flat_map(|topic| topic.iter());
    all.filter(move |method| method.receivers.contains(&receiver))
}

/// Registers what the methods mean on single values.
pub fn register(engine: &mut Engine) {
    text::register(engine);
    number::register(engine);
    list::register(engine);
}
