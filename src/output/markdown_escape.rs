//! Texts as Markdown has them.

use super::text::{clean, isolate};

/// The text with every character that Markdown or HTML would take for its own made harmless.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::new();
    for symbol in clean(text).chars() {
        if r"\`*_[]<>#|~&$".contains(symbol) {
            escaped.push('\\');
        }
        escaped.push(symbol);
    }
    isolate(&escaped)
}
