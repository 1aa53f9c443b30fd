//! Whether what was typed so far is only a beginning. The parser says so.

use crate::syntax::{SpannedToken, Tokens, Trivia, parse_error, scan_tokens, trivia};
use rhai::{LexError, ParseErrorType, Position};
use std::ops::{ControlFlow, Range};

/// Where the first entry of a text ends: with the first line after which it is complete, and which
/// the next does not go on from. Where a bracket is open or an operator waits, the parser is not
/// asked: an entry of thousands of lines is not parsed for each of them.
pub(super) fn first_entry_end(text: &str) -> usize {
    let mut end = None;
    let mut last: Option<SpannedToken> = None;
    let unread = scan_tokens(text, &mut |token| {
        end = line_end(text, last.as_ref(), token.span.start);
        last = Some(token);
        if end.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let next = unread.as_ref().map_or(text.len(), |unread| unread.span.start);
    // Only a text in back quotes may go over lines: one that stops the reading never ends.
    let mistake = unread.filter(|_| !text[next..].starts_with('`'));
    end.or_else(|| line_end(text, last.as_ref(), next))
        .or_else(|| complete_line(text, mistake?.span))
        .unwrap_or(text.len())
}

/// The end of a line between a token and the next, if an entry can end there.
fn line_end(text: &str, last: Option<&SpannedToken>, next: usize) -> Option<usize> {
    let waits =
        |last: &SpannedToken| last.depth > 0 || last.opens() || last.token.precedence().is_some();
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
    let Some(error) = parse_error(text) else { return ends_in_a_comment(text) };
    match error.err_type() {
        ParseErrorType::UnexpectedEOF => true,
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            let tokens = Tokens::read(text);
            // Only a text in back quotes may go over lines.
            tokens.unread().is_some_and(|unread| text[unread.span.clone()].starts_with('`'))
        }
        _ => is_at_the_end(text, error.position()),
    }
}

/// Whether a comment after the last token does not end: Rhai takes that for none.
fn ends_in_a_comment(text: &str) -> bool {
    let last = trivia(&text[Tokens::read(text).end()..]).last();
    matches!(last, Some(Trivia::Comment { is_closed: false, .. }))
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
