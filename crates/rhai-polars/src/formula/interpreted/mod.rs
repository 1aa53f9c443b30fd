//! What the methods of formulas mean on single values, where Rhai has none of that name or another:
//! for what a script computes outside of formulas, and row by row.

mod list;
mod number;
pub(super) mod text;

pub(super) use number::truncated;

use rhai::Engine;

/// Registers what the methods mean on single values.
pub fn register(engine: &mut Engine) {
    text::register(engine);
    number::register(engine);
    list::register(engine);
}
