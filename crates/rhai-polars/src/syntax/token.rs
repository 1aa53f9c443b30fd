//! A token with its span.

use rhai::{LexError, Token};
use std::ops::Range;

/// A token with its span.
#[derive(Clone, Debug)]
pub struct SpannedToken {
    /// The token, as Rhai's lexer gives it.
    pub token: Token,
    /// Its bytes. A text with `${…}` in it is several tokens.
    pub span: Range<usize>,
    /// How many brackets stand open around it; an opening and its closing one stand outside.
    pub depth: usize,
}

impl SpannedToken {
    /// The name, if it is one. Rhai reserves some, as `print`, and lets them be called.
    pub fn name(&self) -> Option<&str> {
        match &self.token {
            Token::Identifier(name) => Some(name),
            Token::Reserved(name) if name.starts_with(char::is_alphabetic) => Some(name),
            _ => None,
        }
    }

    /// Whether it is this name.
    pub fn is_name(&self, name: &str) -> bool {
        self.name() == Some(name)
    }

    /// Whether what follows stands in brackets.
    pub fn opens(&self) -> bool {
        matches!(
            self.token,
            Token::LeftParen
                | Token::LeftBracket
                | Token::QuestionBracket
                | Token::LeftBrace
                | Token::MapStart
        )
    }

    /// Whether what follows stands outside of the brackets that it closes.
    pub fn closes(&self) -> bool {
        matches!(self.token, Token::RightParen | Token::RightBracket | Token::RightBrace)
    }

    /// Whether it is a text that does not end.
    pub fn is_open_text(&self) -> bool {
        matches!(&self.token, Token::LexError(error) if **error == LexError::UnterminatedString)
    }

    /// Whether what an operator could be applied to ends with it.
    pub fn ends_operand(&self) -> bool {
        matches!(
            self.token,
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

    /// How tightly an operator of two sides binds; what is none binds most.
    pub fn binds(&self) -> u8 {
        self.token.precedence().map_or(u8::MAX, std::num::NonZeroU8::get)
    }

    /// Whether it gives a variable or a property another value.
    pub fn assigns(&self) -> bool {
        self.token == Token::Equals || self.token.is_op_assignment()
    }

    /// Whether a clause of a condition ends before it or with the token before.
    pub(super) fn separates_clauses(&self) -> bool {
        self.assigns()
            || matches!(
                self.token,
                Token::And
                    | Token::Or
                    | Token::Comma
                    | Token::SemiColon
                    | Token::LeftBrace
                    | Token::RightBrace
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
}
