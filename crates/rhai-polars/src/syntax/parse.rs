//! Makes a tree of tokens: expressions by how tightly their operators bind, and brackets by their
//! partners, so that what is wrong within one pair spoils nothing beside it.

use super::token::SpannedToken;
use super::tokens::Tokens;
use super::tree::{CallNode, Construct, SyntaxId, SyntaxNode};
use rhai::Token;

/// How deep constructs nest in the tree: deeper than Rhai reads them. What is deeper is one leaf.
const NESTING_MAX: usize = 320;

/// Where the making of a tree stands.
pub(super) struct Parser<'a> {
    tokens: &'a Tokens,
    nodes: Vec<SyntaxNode>,
    /// The next token.
    pub(super) at: usize,
    /// The bracket that closes what is read, or the end.
    pub(super) end: usize,
    nesting: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(tokens: &'a Tokens) -> Self {
        let end = tokens.list().len();
        Self { tokens, nodes: vec![], at: 0, end, nesting: 0 }
    }

    /// The nodes of a script.
    pub(super) fn script(mut self) -> Vec<SyntaxNode> {
        self.statements();
        self.nodes
    }

    /// The next token.
    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.ahead(0)
    }

    /// The token so many after the next.
    pub(super) fn ahead(&self, count: usize) -> Option<&'a Token> {
        let at = self.at + count;
        (at < self.end).then(|| &self.tokens.list()[at].token)
    }

    /// Passes the next token if it is this one.
    pub(super) fn eat(&mut self, token: &Token) -> bool {
        let is_it = self.peek() == Some(token);
        self.at += usize::from(is_it);
        is_it
    }

    pub(super) fn node(&mut self, start: usize, construct: Construct) -> SyntaxId {
        self.nodes.push(SyntaxNode { construct, tokens: start..self.at });
        SyntaxId(self.nodes.len() - 1)
    }

    /// A leaf of so many tokens.
    pub(super) fn leaf(&mut self, count: usize) -> SyntaxId {
        let start = self.at;
        self.at = (start + count).min(self.end);
        self.node(start, Construct::Leaf)
    }

    /// What stands in the brackets that the next token opens.
    pub(super) fn bracketed<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let closing = self.tokens.partner(self.at).unwrap_or(self.end).min(self.end);
        let outer = std::mem::replace(&mut self.end, closing);
        self.at += 1;
        let inner = read(self);
        self.end = outer;
        self.at = (closing + 1).min(outer);
        inner
    }

    /// One level deeper; a leaf where that is too deep.
    pub(super) fn nested(&mut self, read: fn(&mut Self) -> SyntaxId) -> SyntaxId {
        if self.nesting == NESTING_MAX {
            return self.leaf(usize::MAX - self.at);
        }
        self.nesting += 1;
        let id = read(self);
        self.nesting -= 1;
        id
    }

    /// Everything up to the end, with a comma or semicolon passed wherever it stands.
    pub(super) fn list_of(&mut self, read: fn(&mut Self) -> SyntaxId) -> Vec<SyntaxId> {
        let mut list = vec![];
        while self.at < self.end {
            if self.eat(&Token::Comma) || self.eat(&Token::SemiColon) {
                continue;
            }
            let before = self.at;
            let id = self.nested(read);
            list.push(if self.at > before { id } else { self.leaf(1) });
        }
        list
    }

    pub(super) fn expression(&mut self) -> SyntaxId {
        self.nested(|parser| parser.operation(0))
    }

    /// An expression of operators that bind more than this.
    fn operation(&mut self, binding: u8) -> SyntaxId {
        let start = self.at;
        let mut left = self.operand();
        while let Some(token) = self.peek() {
            let binds = token.precedence().map_or(0, std::num::NonZeroU8::get);
            if binds <= binding {
                break;
            }
            let operator = self.at;
            self.at += 1;
            let right = self.right_side(if token.is_bind_right() { binds - 1 } else { binds });
            left = self.node(start, Construct::Binary { operator, left, right });
        }
        left
    }

    fn right_side(&mut self, binding: u8) -> SyntaxId {
        if self.nesting == NESTING_MAX {
            return self.leaf(usize::MAX - self.at);
        }
        self.nesting += 1;
        let id = self.operation(binding);
        self.nesting -= 1;
        id
    }

    /// What operators are applied to, with what is asked of it.
    fn operand(&mut self) -> SyntaxId {
        let start = self.at;
        let is_sign = |token: &Token| {
            matches!(
                token,
                Token::Minus | Token::Plus | Token::UnaryMinus | Token::UnaryPlus | Token::Bang
            )
        };
        if self.peek().is_some_and(is_sign) {
            self.at += 1;
            let operand = self.nested(Self::operand);
            return self.node(start, Construct::Unary { operand });
        }
        let mut value = self.primary();
        loop {
            value = match self.peek() {
                Some(Token::Period | Token::Elvis) => {
                    self.at += 1;
                    let is_name =
                        self.peek().is_some_and(|token| !matches!(token, Token::SemiColon));
                    match self.call(start, usize::from(is_name), Some(value)) {
                        Some(call) => call,
                        None => {
                            self.at += usize::from(is_name);
                            self.node(start, Construct::Member { receiver: value })
                        }
                    }
                }
                Some(Token::LeftBracket | Token::QuestionBracket) => {
                    let index = self.bracketed(Self::expression);
                    self.node(start, Construct::Index { receiver: value, index })
                }
                _ => return value,
            };
        }
    }

    /// The call whose brackets stand so many tokens ahead, right behind its name.
    fn call(&mut self, start: usize, ahead: usize, receiver: Option<SyntaxId>) -> Option<SyntaxId> {
        let opening = self.at + ahead;
        let is_open = match self.ahead(ahead)? {
            Token::LeftParen => true,
            Token::Unit => false,
            _ => return None,
        };
        let name = opening.checked_sub(1)?;
        self.at = opening;
        let arguments = if is_open {
            self.bracketed(|parser| parser.list_of(Self::expression))
        } else {
            self.at += 1;
            vec![]
        };
        Some(self.node(start, Construct::Call(CallNode { name, opening, receiver, arguments })))
    }

    fn primary(&mut self) -> SyntaxId {
        let start = self.at;
        match self.peek() {
            Some(_) if self.next_name().is_some() => self.named(),
            Some(Token::LeftParen) => {
                let inner = self.bracketed(Self::expression);
                self.node(start, Construct::Brackets { inner })
            }
            Some(Token::LeftBracket) => {
                let elements = self.bracketed(|parser| parser.list_of(Self::expression));
                self.node(start, Construct::List { elements })
            }
            Some(Token::MapStart) => {
                let values = self.bracketed(|parser| parser.list_of(Self::entry));
                self.node(start, Construct::Map { values })
            }
            Some(Token::InterpolatedString(_)) => self.interpolated(),
            Some(Token::Pipe | Token::Or) => self.closure(),
            Some(Token::Comma | Token::SemiColon | Token::DoubleArrow) | None => self.leaf(0),
            Some(_) => self.keyword().unwrap_or_else(|| self.leaf(1)),
        }
    }

    /// A name with the modules before it, called or not.
    fn named(&mut self) -> SyntaxId {
        let start = self.at;
        while self.ahead(1) == Some(&Token::DoubleColon) && self.ahead(2).is_some() {
            self.at += 2;
        }
        let captures =
            self.ahead(1) == Some(&Token::Bang) && self.ahead(2) == Some(&Token::LeftParen);
        if let Some(call) = self.call(start, 1 + usize::from(captures), None) {
            return call;
        }
        self.at += 1;
        self.node(start, Construct::Leaf)
    }

    /// `key: value` of a map.
    fn entry(&mut self) -> SyntaxId {
        if self.ahead(1) == Some(&Token::Colon) {
            self.at += 2;
        }
        self.expression()
    }

    /// A text with code in it: its parts stand between blocks.
    fn interpolated(&mut self) -> SyntaxId {
        let start = self.at;
        let mut blocks = vec![];
        while let Some(Token::InterpolatedString(_)) = self.peek() {
            self.at += 1;
            if self.peek() == Some(&Token::LeftBrace) {
                blocks.push(self.nested(Self::block));
            }
        }
        if matches!(self.peek(), Some(Token::StringConstant(_))) {
            self.at += 1;
        }
        self.node(start, Construct::Text { blocks })
    }

    fn closure(&mut self) -> SyntaxId {
        let start = self.at;
        let has_parameters = self.peek() == Some(&Token::Pipe);
        self.at += 1;
        let mut parameters = vec![];
        while has_parameters && self.at < self.end && !self.eat(&Token::Pipe) {
            parameters.extend(self.next_name());
            self.at += 1;
        }
        let body = self.nested(Self::statement);
        self.node(start, Construct::Closure { parameters, body })
    }

    /// The number of the next token if it is a name.
    pub(super) fn next_name(&self) -> Option<usize> {
        let next = self.tokens.list()[..self.end].get(self.at);
        next.and_then(SpannedToken::name).map(|_| self.at)
    }
}
