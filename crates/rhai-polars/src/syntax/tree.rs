//! The tree over the tokens of a script, with every bracket in its place.
//!
//! Invariant: what a node holds lies within its tokens; where Rhai reads the script, calls and
//! closures are those of Rhai's own tree.

use super::parse::Parser;
use super::token::SpannedToken;
use super::tokens::Tokens;
use std::cmp::Reverse;
use std::ops::Range;

/// A script with its tokens and its tree.
#[derive(Debug)]
pub struct Tree<'a> {
    text: &'a str,
    tokens: Tokens,
    nodes: Vec<SyntaxNode>,
    /// The nodes as they stand in the text, the outer before the inner.
    order: Vec<SyntaxId>,
}

/// The number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxId(pub(super) usize);

/// A node of the tree.
#[derive(Clone, Debug)]
pub struct SyntaxNode {
    /// What it is.
    pub construct: Construct,
    /// The numbers of its tokens; none where an expression is wanting.
    pub tokens: Range<usize>,
}

/// What a node is, with the nodes in it and the numbers of tokens that count.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the language")]
pub enum Construct {
    /// A name, a number, a text; or nothing, or what fits nowhere.
    Leaf,
    /// A text with `${…}` in it.
    Text {
        blocks: Vec<SyntaxId>,
    },
    Brackets {
        inner: SyntaxId,
    },
    List {
        elements: Vec<SyntaxId>,
    },
    Map {
        values: Vec<SyntaxId>,
    },
    Block {
        statements: Vec<SyntaxId>,
    },
    Member {
        receiver: SyntaxId,
    },
    Index {
        receiver: SyntaxId,
        index: SyntaxId,
    },
    Call(CallNode),
    Unary {
        operand: SyntaxId,
    },
    Binary {
        operator: usize,
        left: SyntaxId,
        right: SyntaxId,
    },
    Assignment {
        operator: usize,
        target: SyntaxId,
        value: SyntaxId,
    },
    Closure {
        parameters: Vec<usize>,
        body: SyntaxId,
    },
    Function {
        name: usize,
        parameters: Vec<usize>,
        body: SyntaxId,
    },
    Declaration {
        name: usize,
        value: Option<SyntaxId>,
    },
    If {
        condition: SyntaxId,
        then: SyntaxId,
        otherwise: Option<SyntaxId>,
    },
    Switch {
        subject: SyntaxId,
        arms: Vec<SwitchArm>,
    },
    /// `for`, `while`, `loop` or `do`: what it asks, and what it repeats.
    Loop {
        header: Option<SyntaxId>,
        body: SyntaxId,
    },
    Try {
        body: SyntaxId,
        handler: Option<SyntaxId>,
    },
    /// `return`, `throw`, `break`, `import` and `export`.
    Keyword {
        value: Option<SyntaxId>,
    },
}

/// A call: `name(…)`, `receiver.name(…)` or `module::name(…)`.
#[derive(Clone, Debug)]
pub struct CallNode {
    /// The number of the token that is its name.
    pub name: usize,
    /// The number of the token that opens its brackets, or that is both of them.
    pub opening: usize,
    /// What it is a method of.
    pub receiver: Option<SyntaxId>,
    /// Its arguments.
    pub arguments: Vec<SyntaxId>,
}

/// An arm of a `switch`: `cases [if guard] => value`.
#[derive(Clone, Debug)]
pub struct SwitchArm {
    /// What it is taken for.
    pub cases: SyntaxId,
    /// On which condition.
    pub guard: Option<SyntaxId>,
    /// What it comes to.
    pub value: SyntaxId,
}

impl<'a> Tree<'a> {
    /// The tree of a script, as far as Rhai reads its tokens.
    pub fn read(text: &'a str) -> Self {
        let tokens = Tokens::read(text);
        let nodes = Parser::new(&tokens).script();
        let mut order: Vec<SyntaxId> = (0..nodes.len()).map(SyntaxId).collect();
        // A node comes to be after those in it.
        order.sort_by_key(|id| {
            let tokens = &nodes[id.0].tokens;
            (tokens.start, Reverse(tokens.end), Reverse(id.0))
        });
        Self { text, tokens, nodes, order }
    }

    /// The script.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Its tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// A token.
    pub fn token(&self, at: usize) -> &SpannedToken {
        &self.tokens.list()[at]
    }

    /// The name that a token is; an empty one where it is none.
    pub fn name(&self, at: usize) -> &str {
        self.tokens.list().get(at).and_then(SpannedToken::name).unwrap_or_default()
    }

    /// A node.
    pub fn node(&self, id: SyntaxId) -> &SyntaxNode {
        &self.nodes[id.0]
    }

    /// All nodes as they stand in the text, the outer before the inner.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (SyntaxId, &SyntaxNode)> {
        self.order.iter().map(|id| (*id, self.node(*id)))
    }

    /// All calls as they begin in the text.
    pub fn calls(&self) -> impl Iterator<Item = (SyntaxId, &CallNode)> {
        self.nodes().filter_map(|(id, node)| match &node.construct {
            Construct::Call(call) => Some((id, call)),
            _ => None,
        })
    }

    /// All calls of this name.
    pub fn calls_of(&self, name: &str) -> impl Iterator<Item = &CallNode> {
        self.calls().map(|(_, call)| call).filter(move |call| self.name(call.name) == name)
    }

    /// The bytes of a node.
    pub fn span(&self, id: SyntaxId) -> Range<usize> {
        let Range { start, end } = self.node(id).tokens;
        if start < end {
            return self.token(start).span.start..self.token(end - 1).span.end;
        }
        let at = self.tokens.list().get(start).map_or(self.text.len(), |next| next.span.start);
        at..at
    }

    /// The text of a node.
    pub fn source(&self, id: SyntaxId) -> &'a str {
        &self.text[self.span(id)]
    }

    /// The one token that a node is, if it is one.
    pub fn single_token(&self, id: SyntaxId) -> Option<&SpannedToken> {
        let Range { start, end } = self.node(id).tokens;
        (start + 1 == end).then(|| self.token(start))
    }

    /// What stands right before an operator: the right side of one before it that binds as much.
    pub fn left_neighbour(&self, left: SyntaxId, operator: usize) -> SyntaxId {
        match self.node(left).construct {
            Construct::Binary { operator: before, right, .. }
                if self.token(before).binds() <= self.token(operator).binds() =>
            {
                right
            }
            _ => left,
        }
    }
}
