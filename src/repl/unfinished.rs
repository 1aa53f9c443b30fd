//! Whether what was typed so far is only a beginning. The parser says so.

use super::tokens::{READER, tokens};
use crate::script::tokens::{self as script_tokens, Lexed};
use rhai::{LexError, ParseErrorType, Position};
use std::ops::{ControlFlow, Range};

/// Where the first entry of a text ends: with the first line after which it is complete, and which
/// the next does not go on from. Where a bracket is open or an operator waits, the parser is not
/// asked: an entry of thousands of lines is not parsed for each of them.
pub(super) fn first_entry_end(text: &str) -> usize {
    let mut end = None;
    let mut last: Option<Lexed> = None;
    let stop = script_tokens::each(text, &mut |token| {
        end = line_end(text, last.as_ref(), token.span.start);
        last = Some(token);
        if end.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let next = stop.as_ref().map_or(text.len(), |stop| stop.span.start);
    // Only a text in back quotes may go over lines: one that stops the reading never ends.
    let mistake = stop.filter(|_| !text[next..].starts_with('`'));
    end.or_else(|| line_end(text, last.as_ref(), next))
        .or_else(|| complete_line(text, mistake?.span))
        .unwrap_or(text.len())
}

/// The end of a line between a token and the next, if an entry can end there.
fn line_end(text: &str, last: Option<&Lexed>, next: usize) -> Option<usize> {
    let waits = |last: &Lexed| {
        last.depth > 0
            || script_tokens::is_opening(&last.token)
            || last.token.precedence().is_some()
    };
    if last.is_some_and(waits) {
        return None;
    }
    complete_line(text, last.map_or(0, |last| last.span.end)..next)
}

/// The first end of a line within the bytes at which the text is complete.
fn complete_line(text: &str, bytes: Range<usize>) -> Option<usize> {
    let within = text.get(bytes.clone())?;
    let mut ends = within.match_indices('\n').map(|(at, _)| bytes.start + at);
    ends.find(|end| {
        let next = text[end + 1..].lines().next().unwrap_or_default().trim_start();
        let goes_on = [".", "?.", "else"].iter().any(|sign| next.starts_with(sign));
        !goes_on && !is_unfinished(&text[..*end])
    })
}

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
