//! What a position in a script means, as bytes: Rhai and errors know only where something begins.
//!
//! Invariant: a span lies within its text; for a position beyond it, it is that of the text's last
//! character.

use super::lexer::{offset, scan_tokens};
use super::token::SpannedToken;
use super::tokens::Tokens;
use miette::SourceSpan;
use rhai::{Position, Token};
use std::ops::{ControlFlow, Range};

/// The token at a position; a text with `${…}` in it is one.
pub fn token_at(text: &str, position: Position) -> SourceSpan {
    if position.line().is_none() {
        return SourceSpan::from(0..0);
    }
    let at = offset(text, position);
    if text[at..].trim().is_empty() {
        return last_char(text);
    }
    SourceSpan::from(token_from(text, at).unwrap_or(at..at))
}

/// The token at a position, or the one after it where that is a `.` or `[`: for Rhai, what is asked
/// of a value stands where its sign does.
pub fn accessed_token_at(text: &str, position: Position) -> SourceSpan {
    let span = token_at(text, position);
    let sign = &text[span.offset()..span.offset() + span.len()];
    let is_step = matches!(sign, "." | "?." | "[" | "?[");
    let next = is_step.then(|| token_from(text, span.offset() + span.len())).flatten();
    next.map_or(span, SourceSpan::from)
}

/// The clause of a condition around the token at a span.
pub fn clause_around(text: &str, span: SourceSpan) -> SourceSpan {
    let tokens = Tokens::read(text);
    let at = tokens.list().partition_point(|token| token.span.end <= span.offset());
    tokens.clause(at).map_or(span, SourceSpan::from)
}

/// The token that a byte lies in, or the next one.
fn token_from(text: &str, at: usize) -> Option<Range<usize>> {
    let mut token: Option<SpannedToken> = None;
    let unread = scan_tokens(text, &mut |next| {
        match &mut token {
            // The parts of a text stand as deep as its beginning.
            Some(text) if next.depth > text.depth || next.token == Token::LeftBrace => {}
            Some(text) => {
                text.span.end = next.span.end;
                if matches!(next.token, Token::StringConstant(_)) {
                    return ControlFlow::Break(());
                }
            }
            None if next.span.end <= at => {}
            None => {
                let is_begun = matches!(next.token, Token::InterpolatedString(_));
                token = Some(next);
                if !is_begun {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    });
    if let Some(token) = token {
        return Some(token.span);
    }
    let start = unread?.span.start.max(at);
    Some(start..start + unread_length(&text[start..]))
}

/// The last character that is seen: where a text ends too early, there is no token to show.
fn last_char(text: &str) -> SourceSpan {
    let end = text.trim_end();
    let start = end.char_indices().next_back().map_or(0, |(at, _)| at);
    SourceSpan::from(start..end.len())
}

/// How many bytes belong together at the start of what Rhai cannot read: a text as far as its line
/// goes, a word, or signs.
fn unread_length(rest: &str) -> usize {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_sign = |c: char| "+-*/%=<>!&|^.?:#@".contains(c);
    let Some(first) = rest.chars().next() else { return 0 };
    let run = |ends: &dyn Fn(char) -> bool| rest.find(ends).unwrap_or(rest.len());
    match first {
        '"' | '\'' | '`' => quoted(rest, first),
        c if is_of_word(c) => run(&|c| !is_of_word(c)),
        _ => run(&|c| !is_sign(c)).max(first.len_utf8()),
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return at,
            '\\' if !is_escaped => is_escaped = true,
            c if c == quote && !is_escaped => return at + 1,
            _ => is_escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, line: u16, column: u16) -> &str {
        let span = token_at(text, Position::new(line, column));
        &text[span.offset()..span.offset() + span.len()]
    }

    #[test]
    fn a_place_widens_to_its_token() {
        let text = "let ä = \"a \\\" b\";\nkeep(x, |i| i.age_days >= 90.5);";
        assert_eq!(at(&text.replace('ä', "b"), 1, 9), "\"a \\\" b\"");
        let text = text.replace('ä', "b");
        assert_eq!(at(&text, 2, 1), "keep");
        assert_eq!(at(&text, 2, 15), "age_days");
        assert_eq!(at(&text, 2, 24), ">=");
        assert_eq!(at(&text, 2, 27), "90.5");
        assert_eq!([at("a |= b", 1, 3), at("a ^= b", 1, 3), at("|i| i", 1, 1)], ["|=", "^=", "|"]);
        assert_eq!([at("x==-1", 1, 2), at("`a ${b}c${1} d`; e", 1, 1)], ["==", "`a ${b}c${1} d`"]);
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_far_as_it_belongs_together() {
        assert_eq!([at("a(\"b c\nd", 1, 3), at("let ä = 1", 1, 5)], ["\"b c", "ä"]);
    }

    #[test]
    fn a_place_at_a_sign_is_what_follows_it() {
        let text = "i.nam; i?[\"x\"]; i . b";
        let at = |column| {
            let span = accessed_token_at(text, Position::new(1, column));
            &text[span.offset()..span.offset() + span.len()]
        };
        assert_eq!([at(2), at(9), at(19), at(3)], ["nam", "\"x\"", "b", "nam"]);
    }

    #[test]
    fn a_place_beyond_the_text_is_its_last_character() {
        assert_eq!(at("ab", 9, 9), "b");
        assert_eq!(at("if x {\n", 2, 1), "{");
        assert_eq!(at("", 1, 1), "");
    }

    #[test]
    fn a_clause_ends_at_the_next_condition_or_with_its_statement() {
        let clause = |text: &str, token: &str| {
            let start = text.find(token).unwrap();
            let span = clause_around(text, (start..start + token.len()).into());
            text[span.offset()..span.offset() + span.len()].to_owned()
        };
        let text = "withdraw(\"a && b\", |i| i.age_days >= stale && !(i.has_note ?? f(1, 2)));";
        assert_eq!(clause(text, ">="), "i.age_days >= stale");
        assert_eq!(clause(text, "!"), "!(i.has_note ?? f(1, 2))");
        assert_eq!(clause(text, "??"), "i.has_note ?? f(1, 2)");
        let text = "|i| { let s = 1; if i.x > 2 { return true; } i.tags.contains(\"a\") }";
        assert_eq!(clause(text, ">"), "i.x > 2");
        assert_eq!(clause(text, "contains"), "i.tags.contains(\"a\")");
    }
}
