//! Reads tokens with their spans, as Rhai's own lexer gives them.

use super::parse_engine::PARSE_ENGINE;
use super::token::SpannedToken;
use super::trivia::code_start;
use rhai::{Position, Token};
use std::ops::ControlFlow;

/// Reads tokens until the visitor breaks off: what is no token, with all that follows it, is where
/// the reading stopped by itself.
pub fn scan_tokens(
    text: &str,
    visit: &mut dyn FnMut(SpannedToken) -> ControlFlow<()>,
) -> Option<SpannedToken> {
    let input = [text];
    let (mut tokens, control) = PARSE_ENGINE.lex(&input);
    let mut lines = SourceLines::new(text);
    let (mut depth, mut end) = (0_usize, 0);
    // Whether a text goes on behind the bracket before.
    let mut goes_on = false;
    // How deep the code within a text begins, for each such text that is open.
    let mut within: Vec<usize> = vec![];
    while let Some((token, at)) = tokens.next() {
        if token == Token::EOF {
            break;
        }
        if matches!(token, Token::LexError(_)) || is_beyond_places(tokens.pos) {
            // All that follows the last token and the trivia behind it.
            let start = if goes_on { end } else { code_start(text, end) };
            return Some(SpannedToken { token, span: start..text.len(), depth });
        }
        // Documentation: Rhai keeps it for the function that follows.
        if matches!(token, Token::Comment(_)) {
            continue;
        }
        let start = if goes_on { end } else { lines.offset(at, 0).max(end) };
        goes_on = false;
        end = lines.offset(tokens.pos, 1).max(start);
        let mut spanned = SpannedToken { token, span: start..end, depth };
        if spanned.closes() {
            depth = depth.saturating_sub(1);
            spanned.depth = depth;
            if spanned.token == Token::RightBrace && within.last() == Some(&depth) {
                within.pop();
                goes_on = true;
                control.borrow_mut().is_within_text = true;
            }
        }
        if matches!(spanned.token, Token::InterpolatedString(_)) {
            within.push(depth);
        }
        if spanned.opens() {
            depth += 1;
        }
        if visit(spanned).is_break() {
            return None;
        }
    }
    None
}

/// Whether Rhai cannot count any further: places beyond have the number of the last.
fn is_beyond_places(at: Position) -> bool {
    let last = usize::from(u16::MAX);
    at.line() == Some(last) || at.position() == Some(last)
}

/// The byte at which a position stands; the text's end for one beyond it.
pub(super) fn offset(text: &str, at: Position) -> usize {
    SourceLines::new(text).offset(at, 0)
}

/// Where the lines of a text begin, and the last place that was looked up: places are asked for in
/// order, so that a long line is walked once and not from its start for every token.
struct SourceLines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    last: LineCursor,
}

/// A byte that was looked up, and the characters of its line before it.
#[derive(Clone, Copy, Default)]
struct LineCursor {
    line: usize,
    chars: usize,
    byte: usize,
}

impl<'a> SourceLines<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { text, starts, last: LineCursor::default() }
    }

    /// The byte so many characters after a position.
    fn offset(&mut self, at: Position, after: usize) -> usize {
        let line = at.line().unwrap_or(1);
        let Some(start) = self.starts.get(line - 1) else { return self.text.len() };
        let chars = (at.position().unwrap_or(0) + after).saturating_sub(1);
        if self.last.line != line || chars < self.last.chars {
            self.last = LineCursor { line, chars: 0, byte: *start };
        }
        let rest = &self.text[self.last.byte..];
        let within = rest.char_indices().nth(chars - self.last.chars).map(|(at, _)| at);
        let byte = self.last.byte + within.unwrap_or(rest.len());
        if within.is_some() {
            self.last = LineCursor { line, chars, byte };
        }
        byte
    }
}
