//! Texts as HTML has them.

use minijinja::value::Value;
use minijinja::{Error, ErrorKind, Output, State};

/// Writes a value into a page: escaped, unless the program made it as HTML; what is missing is
/// nothing.
pub(super) fn write_escaped_value(
    out: &mut Output,
    _: &mut State,
    value: &Value,
) -> Result<(), Error> {
    let text = match value {
        none if none.is_none() => return Ok(()),
        safe if safe.is_safe() => safe.to_string(),
        other => escape(&other.to_string()),
    };
    out.write_str(&text).map_err(|error| Error::new(ErrorKind::WriteFailure, error.to_string()))
}

/// The text with every character that HTML takes for its own as a reference to it, and `#`, with
/// which a build server's commands begin.
pub(in crate::output) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '#' => escaped.push_str("&#35;"),
            '`' => escaped.push_str("&#96;"),
            _ => escaped.push(symbol),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_ends_an_element_or_an_attribute() {
        assert_eq!(escape("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
    }

    proptest! {
        #[test]
        fn what_is_escaped_has_no_markup(text in any::<String>()) {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'', '`']));
        }
    }
}
