//! A script's tokens with their places in bytes, as Rhai's own lexer sees them: a text or a comment
//! is never taken for code.
//!
//! Invariant: tokens come in order and do not overlap; brackets that stand open are never crossed
//! by [`Tokens::operand`].

use super::sandbox;
use rhai::{Engine, Position, Token};
use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;

/// A token with its place.
#[derive(Clone, Debug)]
pub struct Lexed {
    /// What it is.
    pub token: Token,
    /// Its bytes. Of a text with `${…}`, the part before.
    pub span: Range<usize>,
    /// How many brackets stand open around it; an opening and its closing one stand outside.
    pub depth: usize,
}

/// A script's tokens.
#[derive(Debug)]
pub struct Tokens {
    lexed: Vec<Lexed>,
    stop: Option<Lexed>,
}

/// An engine to read with: it runs nothing.
static READER: LazyLock<Engine> = LazyLock::new(sandbox::reader);

impl Tokens {
    /// The tokens of a script that Rhai can parse; as far as they go where it cannot.
    pub fn read(text: &str) -> Self {
        let mut lexed = vec![];
        let stop = each(text, &mut |token| {
            lexed.push(token);
            ControlFlow::Continue(())
        });
        Self { lexed, stop }
    }

    /// All of them, in order.
    pub fn lexed(&self) -> &[Lexed] {
        &self.lexed
    }

    /// What is no token, with all that follows it: where the reading stopped, if it did.
    pub fn stop(&self) -> Option<&Lexed> {
        self.stop.as_ref()
    }

    /// The number of the token that begins at a byte.
    pub fn at(&self, offset: usize) -> Option<usize> {
        self.lexed.binary_search_by_key(&offset, |token| token.span.start).ok()
    }

    /// The number of the bracket that closes the one with this number.
    pub fn closing(&self, opening: usize) -> Option<usize> {
        let depth = self.lexed.get(opening)?.depth;
        let rest = self.lexed.iter().enumerate().skip(opening + 1);
        let mut closed = rest.filter(|(_, token)| token.depth == depth && is_closing(&token.token));
        closed.next().map(|(at, _)| at)
    }

    /// Whether what an operator could be applied to ends with this token.
    pub fn ends_operand(&self, at: usize) -> bool {
        matches!(
            self.lexed[at].token,
            Token::Identifier(_)
                | Token::IntegerConstant(_)
                | Token::FloatConstant(_)
                | Token::StringConstant(_)
                | Token::CharConstant(_)
                | Token::True
                | Token::False
                | Token::Unit
                | Token::RightParen
                | Token::RightBracket
        )
    }

    /// The bytes of what an operator is applied to on its right (`after`) or on its left: up to an
    /// operator that binds no more than `binding`, a separator or the end of its brackets.
    pub fn operand(&self, operator: usize, binding: u8, after: bool) -> Option<Range<usize>> {
        let sign = self.lexed.get(operator)?;
        let ends = |token: &Lexed| {
            token.depth < sign.depth
                || token.depth == sign.depth
                    && (separates(&token.token) || binds(&token.token) <= binding)
        };
        let within: Vec<&Lexed> = if after {
            self.lexed[operator + 1..].iter().take_while(|token| !ends(token)).collect()
        } else {
            let mut left: Vec<&Lexed> =
                self.lexed[..operator].iter().rev().take_while(|token| !ends(token)).collect();
            left.reverse();
            left
        };
        Some(within.first()?.span.start..within.last()?.span.end)
    }
}

/// Reads tokens until the visitor breaks off: what is no token, with all that follows it, is where
/// the reading stopped by itself.
pub fn each(text: &str, visit: &mut dyn FnMut(Lexed) -> ControlFlow<()>) -> Option<Lexed> {
    let input = [text];
    let (mut tokens, control) = READER.lex(&input);
    let mut lines = Lines::new(text);
    let mut depth = 0_usize;
    // How deep the code within a text begins, for each such text that is open.
    let mut within: Vec<usize> = vec![];
    while let Some((token, at)) = tokens.next() {
        if token == Token::EOF {
            break;
        }
        let start = lines.offset(at, 0);
        if matches!(token, Token::LexError(_)) || is_beyond_places(tokens.pos) {
            return Some(Lexed { token, span: start..text.len(), depth });
        }
        if is_closing(&token) {
            depth = depth.saturating_sub(1);
        }
        if matches!(token, Token::RightBrace) && within.last() == Some(&depth) {
            within.pop();
            control.borrow_mut().is_within_text = true;
        }
        if matches!(token, Token::InterpolatedString(_)) {
            within.push(depth);
        }
        let end = lines.offset(tokens.pos, 1);
        let around = depth;
        if is_opening(&token) {
            depth += 1;
        }
        if visit(Lexed { token, span: start..end, depth: around }).is_break() {
            break;
        }
    }
    None
}

/// How tightly an operator of two sides binds; what is none binds most.
pub fn binds(token: &Token) -> u8 {
    token.precedence().map_or(u8::MAX, std::num::NonZeroU8::get)
}

/// Whether an expression ends before or after it.
fn separates(token: &Token) -> bool {
    matches!(
        token,
        Token::Comma
            | Token::SemiColon
            | Token::LeftBrace
            | Token::RightBrace
            | Token::Equals
            | Token::PlusAssign
            | Token::MinusAssign
            | Token::MultiplyAssign
            | Token::DivideAssign
            | Token::DoubleArrow
            | Token::Colon
            | Token::Return
            | Token::If
            | Token::Else
            | Token::Let
            | Token::Const
            | Token::For
            | Token::Switch
            | Token::Pipe
    )
}

/// Whether what follows stands in brackets.
pub fn is_opening(token: &Token) -> bool {
    matches!(
        token,
        Token::LeftParen
            | Token::LeftBracket
            | Token::QuestionBracket
            | Token::LeftBrace
            | Token::MapStart
    )
}

/// Whether what follows stands outside of the brackets that it closes.
pub fn is_closing(token: &Token) -> bool {
    matches!(token, Token::RightParen | Token::RightBracket | Token::RightBrace)
}

/// Whether Rhai cannot count any further: places beyond have the number of the last.
fn is_beyond_places(at: Position) -> bool {
    let last = usize::from(u16::MAX);
    at.line() == Some(last) || at.position() == Some(last)
}

/// Where the lines of a text begin, and the last place that was looked up: places are asked for in
/// order, so that a long line is walked once and not from its start for every token.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    last: Last,
}

/// A byte that was looked up, and the characters of its line before it.
#[derive(Clone, Copy, Default)]
struct Last {
    line: usize,
    chars: usize,
    byte: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect(), last: Last::default() }
    }

    /// The byte so many characters after a place.
    fn offset(&mut self, at: Position, after: usize) -> usize {
        let line = at.line().unwrap_or(1);
        let Some(start) = self.starts.get(line - 1) else { return self.text.len() };
        let chars = (at.position().unwrap_or(0) + after).saturating_sub(1);
        if self.last.line != line || chars < self.last.chars {
            self.last = Last { line, chars: 0, byte: *start };
        }
        let rest = &self.text[self.last.byte..];
        let within = rest.char_indices().nth(chars - self.last.chars).map(|(at, _)| at);
        let byte = self.last.byte + within.unwrap_or(rest.len());
        if within.is_some() {
            self.last = Last { line, chars, byte };
        }
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Tokens::read(text).lexed().iter().map(|token| &text[token.span.clone()]).collect()
    }

    #[test]
    fn tokens_are_what_rhai_sees() {
        let text = "let a = `ä ${x + `b ${y}`} && c`; // no && here\n0..5 - 1.5e3 + #\"a\"b\"#";
        let seen = texts(text);
        assert!(!seen.contains(&"&&"), "{seen:?}");
        assert_eq!(seen[seen.len() - 7..], ["0", "..", "5", "-", "1.5e3", "+", "#\"a\"b\"#"]);
        let seen = texts("if x /* && */ && \"é &&\" == 'ß' { () }");
        assert_eq!(seen, ["if", "x", "&&", "\"é &&\"", "==", "'ß'", "{", "()", "}"]);
    }

    #[test]
    fn places_on_long_lines_are_those_of_their_tokens() {
        let line = "let a = \"ß\"; f(`é`) /* ü */ ; ";
        let once = texts(line);
        let text = format!("{}\n{line}\n", line.repeat(500)).repeat(2);
        let seen = texts(&text);
        assert_eq!(seen.len(), once.len() * 1002);
        for (at, token) in seen.iter().enumerate() {
            assert_eq!(*token, once[at % once.len()], "{at}");
        }
    }

    #[test]
    fn reading_stops_where_places_have_no_number() {
        let text = format!("let a = {}1;", "1 + ".repeat(30_000));
        let tokens = Tokens::read(&text);
        let last = tokens.lexed().last().unwrap().span.end;
        assert!((60_000..70_000).contains(&last), "{last}");
        assert!(tokens.stop().is_some());
    }

    #[test]
    fn an_operand_ends_where_its_operator_does() {
        let text = "keep(\"a\", |i| i.x ?? 3 >= f(1, 2) && !(i.y || z) || i.z);";
        let tokens = Tokens::read(text);
        let operand = |sign: &str, after| {
            let at = tokens.lexed().iter().position(|t| &text[t.span.clone()] == sign).unwrap();
            let binding = binds(&tokens.lexed()[at].token);
            &text[tokens.operand(at, binding, after).unwrap()]
        };
        assert_eq!(operand("&&", false), "i.x ?? 3 >= f(1, 2)");
        assert_eq!(operand("&&", true), "!(i.y || z)");
        assert_eq!(operand("??", false), "i.x");
        assert_eq!(operand(">=", true), "f(1, 2)");
    }

    #[test]
    fn a_bracket_closes_where_its_own_does() {
        let text = "f(#{ a: [1, (2)] }, |x| { x });";
        let tokens = Tokens::read(text);
        let closing = tokens.closing(1).unwrap();
        assert_eq!(&text[..tokens.lexed()[closing].span.end], "f(#{ a: [1, (2)] }, |x| { x })");
    }
}
