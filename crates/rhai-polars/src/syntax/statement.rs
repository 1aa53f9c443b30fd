//! Statements, and what begins with a keyword.

use super::parse::Parser;
use super::tree::{Construct, SwitchArm, SyntaxId};
use rhai::Token;

impl Parser<'_> {
    /// Statements up to the end.
    pub(super) fn statements(&mut self) -> Vec<SyntaxId> {
        self.list_of(Self::statement)
    }

    /// A statement without the semicolon behind it. One that ends with a block needs none.
    pub(super) fn statement(&mut self) -> SyntaxId {
        let start = self.at;
        if self.peek().is_some_and(is_self_terminated)
            && let Some(statement) = self.keyword()
        {
            return statement;
        }
        let target = self.expression();
        let assigns =
            self.peek().is_some_and(|token| *token == Token::Equals || token.is_op_assignment());
        if !assigns {
            return target;
        }
        let operator = self.at;
        self.at += 1;
        let value = self.expression();
        self.node(start, Construct::Assignment { operator, target, value })
    }

    /// What begins with a keyword or a brace.
    pub(super) fn keyword(&mut self) -> Option<SyntaxId> {
        Some(match self.peek()? {
            Token::LeftBrace => self.nested(Self::block),
            Token::If => self.nested(Self::choice),
            Token::Switch => self.nested(Self::switch),
            Token::For | Token::While | Token::Loop | Token::Do => self.nested(Self::repetition),
            Token::Try => self.nested(Self::attempt),
            Token::Let | Token::Const => self.declaration(),
            Token::Fn | Token::Private => self.nested(Self::function),
            Token::Return | Token::Throw | Token::Break | Token::Continue => self.leaving(),
            Token::Import | Token::Export => self.module(),
            _ => return None,
        })
    }

    /// `{ … }`; nothing where there is no brace.
    pub(super) fn block(&mut self) -> SyntaxId {
        let start = self.at;
        if self.peek() != Some(&Token::LeftBrace) {
            return self.leaf(0);
        }
        let statements = self.bracketed(Self::statements);
        self.node(start, Construct::Block { statements })
    }

    fn choice(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let condition = self.expression();
        let then = self.block();
        let otherwise = self.eat(&Token::Else).then(|| match self.peek() {
            Some(Token::If) => self.nested(Self::choice),
            _ => self.block(),
        });
        self.node(start, Construct::If { condition, then, otherwise })
    }

    fn switch(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let subject = self.expression();
        let mut arms = vec![];
        if self.peek() == Some(&Token::LeftBrace) {
            self.bracketed(|parser| {
                while parser.at < parser.end {
                    let before = parser.at;
                    arms.extend(parser.arm());
                    if parser.at == before {
                        parser.leaf(1);
                    }
                }
            });
        }
        self.node(start, Construct::Switch { subject, arms })
    }

    fn arm(&mut self) -> Option<SwitchArm> {
        let cases = self.expression();
        let guard = self.eat(&Token::If).then(|| self.expression());
        if !self.eat(&Token::DoubleArrow) {
            return None;
        }
        let value = self.nested(Self::statement);
        self.eat(&Token::Comma);
        Some(SwitchArm { cases, guard, value })
    }

    fn repetition(&mut self) -> SyntaxId {
        let start = self.at;
        let keyword = self.peek();
        self.at += 1;
        if keyword == Some(&Token::For) {
            while self.at < self.end && !self.eat(&Token::In) {
                self.at += 1;
            }
        }
        let asks = matches!(keyword, Some(Token::For | Token::While));
        let mut header = asks.then(|| self.expression());
        let body = self.block();
        if keyword == Some(&Token::Do) && (self.eat(&Token::While) || self.eat(&Token::Until)) {
            header = Some(self.expression());
        }
        self.node(start, Construct::Loop { header, body })
    }

    fn attempt(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let body = self.block();
        let handler = self.eat(&Token::Catch).then(|| {
            if self.peek() == Some(&Token::LeftParen) {
                self.bracketed(|_| {});
            }
            self.block()
        });
        self.node(start, Construct::Try { body, handler })
    }

    fn declaration(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let name = self.at;
        if self.next_name().is_some() {
            self.at += 1;
        }
        let value = self.eat(&Token::Equals).then(|| self.expression());
        self.node(start, Construct::Declaration { name, value })
    }

    /// `[private] fn [type.]name(…) { … }`.
    fn function(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        while !matches!(self.peek(), None | Some(Token::LeftParen | Token::Unit | Token::LeftBrace))
        {
            self.at += 1;
        }
        let name = self.at - 1;
        let parameters = match self.peek() {
            Some(Token::LeftParen) => self.bracketed(|parser| {
                let mut names = vec![];
                while parser.at < parser.end {
                    names.extend(parser.next_name());
                    parser.at += 1;
                }
                names
            }),
            _ => {
                self.eat(&Token::Unit);
                vec![]
            }
        };
        let body = self.block();
        self.node(start, Construct::Function { name, parameters, body })
    }

    /// `return` and its like, with a value where one follows.
    fn leaving(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let follows = self.peek().is_some_and(|token| *token != Token::SemiColon);
        let value = follows.then(|| self.expression());
        self.node(start, Construct::Keyword { value })
    }

    /// `import path as name` and `export name as other`.
    fn module(&mut self) -> SyntaxId {
        let start = self.at;
        self.at += 1;
        let path = self.expression();
        if self.eat(&Token::As) && self.next_name().is_some() {
            self.at += 1;
        }
        self.node(start, Construct::Keyword { value: Some(path) })
    }
}

/// Whether a statement that begins so ends with its last block, whatever follows.
fn is_self_terminated(token: &rhai::Token) -> bool {
    matches!(
        token,
        Token::LeftBrace
            | Token::If
            | Token::Switch
            | Token::For
            | Token::While
            | Token::Loop
            | Token::Try
            | Token::Fn
            | Token::Private
    )
}
