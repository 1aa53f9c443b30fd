//! Characters that act rather than show, written so that they are seen.

/// Whether a character acts on a terminal, or changes how what stands around it is read: control
/// characters, other line ends, marks of direction, and what nobody sees. Line breaks and tabs do
/// not; joiners and variation selectors, which emoji and Persian need, do not either.
pub fn acts(symbol: char) -> bool {
    (symbol.is_control() && !matches!(symbol, '\n' | '\t'))
        || matches!(
            symbol,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
                | '\u{2028}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{206F}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Whether a letter runs from right to left.
pub fn is_right_to_left(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'
    )
}

/// The character as it is shown: `\r`, `\u{1b}`.
pub(super) fn shown(symbol: char, to: &mut String) {
    match symbol {
        '\r' => to.push_str("\\r"),
        _ => to.extend(symbol.escape_unicode()),
    }
}

/// The text with every character shown that acts; a carriage return before a line break goes.
pub fn escaped(text: &str) -> String {
    let mut shown_text = String::with_capacity(text.len());
    let mut symbols = text.chars().peekable();
    while let Some(symbol) = symbols.next() {
        match symbol {
            '\r' if symbols.peek() == Some(&'\n') => {}
            _ if acts(symbol) => shown(symbol, &mut shown_text),
            _ => shown_text.push(symbol),
        }
    }
    shown_text
}

/// The same on one line.
pub fn escaped_line(text: &str) -> String {
    escaped(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_seen_and_letters_stay() {
        assert_eq!(escaped("a\u{1b}[31m\u{7}\u{9b}b"), "a\\u{1b}[31m\\u{7}\\u{9b}b");
        assert_eq!(escaped("a\r\nb\rc\td"), "a\nb\\rc\td");
        assert_eq!(escaped("דנה\u{202e}x\u{61c}"), "דנה\\u{202e}x\\u{61c}");
        assert_eq!(escaped("👩\u{200d}💻 می\u{200c}خواهم"), "👩\u{200d}💻 می\u{200c}خواهم");
        assert_eq!(escaped_line("a\nb"), "a b");
    }
}
