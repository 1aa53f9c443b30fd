//! Puts the meanings of methods into an engine.

use super::{list, number, text};
use rhai::Engine;

/// Registers what the methods mean on single values.
pub fn register(engine: &mut Engine) {
    text::register(engine);
    number::register(engine);
    list::register(engine);
}
