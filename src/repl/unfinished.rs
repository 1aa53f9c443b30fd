//! Whether what was typed so far is only a beginning. The parser says so.

use super::tokens::{READER, tokens};
use rhai::{LexError, ParseErrorType, Position};

/// Whether more has to follow for it to be a script.
pub(super) fn is_unfinished(text: &str) -> bool {
    let Err(error) = READER.compile(text) else { return ends_in_a_comment(text) };
    match error.err_type() {
        ParseErrorType::UnexpectedEOF => true,
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            let last = tokens(text).pop();
            // Only a text in back quotes may go over lines.
            last.is_some_and(|last| text[last.bytes].starts_with('`'))
        }
        _ => is_at_the_end(text, error.position()),
    }
}

/// Whether a comment after the last token does not end: Rhai takes that for none.
fn ends_in_a_comment(text: &str) -> bool {
    let end = tokens(text).pop().map_or(0, |last| last.bytes.end);
    let mut rest = &text[end..];
    let mut depth = 0_usize;
    while let Some(at) = rest.find(['/', '*']) {
        rest = &rest[at..];
        let skipped = match (rest.get(..2), depth) {
            (Some("//"), 0) => rest.find('\n').unwrap_or(rest.len()),
            (Some("/*"), _) => {
                depth += 1;
                2
            }
            (Some("*/"), _) => {
                depth = depth.saturating_sub(1);
                2
            }
            _ => 1,
        };
        rest = &rest[skipped..];
    }
    depth > 0
}

/// Whether nothing but white space and comments stands at the place and after it.
fn is_at_the_end(text: &str, at: Position) -> bool {
    let (Some(line), Some(column)) = (at.line(), at.position()) else { return true };
    let lines = text.split('\n').skip(line - 1);
    let mut rest = lines.enumerate().flat_map(|(number, line)| {
        let skipped = if number == 0 { column - 1 } else { 0 };
        line.chars().skip(skipped)
    });
    rest.all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_told_from_a_mistake() {
        for text in [
            "pending.filter(",
            "pending.filter(|i|",
            "let a =",
            "fn f(x) {",
            "if a {\n  1\n} else",
            "#{ a: 1,",
            "[1, 2",
            "`several\nlines",
            "pending.",
            "a +",
            "/* a comment",
            "switch x {",
            "withdraw(\"old\",\n    |i| i.age_days > 3",
        ] {
            assert!(is_unfinished(text), "{text}");
        }
        for text in [
            "",
            "1",
            "// a comment",
            "1 // see /* there",
            "/* a comment */ 1 /* and another */",
            "pending.filter(|i| i.age_days > 3)",
            "a)",
            "let a = ;",
            "\"a text\nand more",
            "fn f(x) { x }",
            "if a { 1 }",
            "let 3 = 4",
            "a b",
        ] {
            assert!(!is_unfinished(text), "{text}");
        }
    }
}
