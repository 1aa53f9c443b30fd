//! A text as Rhai's own lexer reads it, each token with its bytes. Highlighting, completion and
//! the transcript all look at the same tokens.

use crate::script::sandbox;
use crate::script::tokens::{Tokens, is_closing, is_opening};
use rhai::{Engine, LexError, Token};
use std::ops::Range;
use std::sync::LazyLock;

/// An engine to read with: it runs nothing.
pub(super) static READER: LazyLock<Engine> = LazyLock::new(sandbox::reader);

/// A token and its bytes in the text.
#[derive(Clone, Debug)]
pub(super) struct Lexed {
    pub(super) token: Token,
    pub(super) bytes: Range<usize>,
}

/// The tokens up to the first that is none, which is the last of them and goes to the end. Comments
/// are left out.
pub(super) fn tokens(text: &str) -> Vec<Lexed> {
    let read = Tokens::read(text);
    let mut tokens = vec![];
    for lexed in read.lexed().iter().chain(read.stop()) {
        let (token, bytes) = (lexed.token.clone(), lexed.span.clone());
        match token {
            // For Rhai, `()` is one token; here they are brackets like others.
            Token::Unit => {
                let (open, close) = (bytes.start..bytes.start + 1, bytes.end - 1..bytes.end);
                tokens.push(Lexed { token: Token::LeftParen, bytes: open });
                tokens.push(Lexed { token: Token::RightParen, bytes: close });
            }
            token => tokens.push(Lexed { token, bytes }),
        }
    }
    tokens
}

impl Lexed {
    /// The name, if it is one.
    pub(super) fn name<'a>(&self, text: &'a str) -> Option<&'a str> {
        let is_name = matches!(self.token, Token::Identifier(_));
        is_name.then(|| &text[self.bytes.clone()])
    }

    /// Whether it is a text that does not end.
    pub(super) fn is_open_text(&self) -> bool {
        matches!(&self.token, Token::LexError(error) if **error == LexError::UnterminatedString)
    }

    /// Whether it opens a bracket.
    pub(super) fn opens(&self) -> bool {
        is_opening(&self.token)
    }

    /// Whether it closes a bracket.
    pub(super) fn closes(&self) -> bool {
        is_closing(&self.token)
    }
}

/// For each bracket the place of its partner among the tokens.
pub(super) fn partners(tokens: &[Lexed]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = vec![];
    for (at, lexed) in tokens.iter().enumerate() {
        if lexed.opens() {
            open.push(at);
        } else if lexed.closes()
            && let Some(start) = open.pop()
        {
            partners[start] = Some(at);
            partners[at] = Some(start);
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|lexed| &text[lexed.bytes]).collect()
    }

    #[test]
    fn every_token_has_its_bytes() {
        let text = "pending.with(\"é\", |i| i.x >= 1.5) // end";
        let expected = [
            "pending", ".", "with", "(", "\"é\"", ",", "|", "i", "|", "i", ".", "x", ">=", "1.5",
            ")",
        ];
        assert_eq!(texts(text), expected);
    }

    #[test]
    fn a_number_below_zero_is_one_token() {
        assert_eq!(texts("let a = -1.5"), ["let", "a", "=", "-1.5"]);
    }

    #[test]
    fn empty_brackets_are_two() {
        assert_eq!(texts("f().g( )"), ["f", "(", ")", ".", "g", "(", ")"]);
    }

    #[test]
    fn what_is_no_token_is_the_last() {
        assert_eq!(texts("a(\"b"), ["a", "(", "\"b"]);
        assert!(tokens("a(\"b").pop().unwrap().is_open_text());
        assert!(!tokens("a(\"b\"").pop().unwrap().is_open_text());
    }

    #[test]
    fn brackets_know_their_partners() {
        let text = "a(#{ b: [1] }";
        let partners = partners(&tokens(text));
        assert_eq!(partners[1], None);
        assert_eq!(partners[2], Some(8));
        assert_eq!(partners[5], Some(7));
    }
}
