//! What a script computes scores with: what `prioritize` is given, and the functions, closures and
//! columns that nothing else asks.
//!
//! Invariant: a weight is no threshold. The order of two scores is what counts, and most steps of a
//! weight change no order.

use crate::syntax::{CallNode, Construct, SyntaxNode, Tree};
use rhai::Token;
use std::ops::Range;

/// The bytes within which every number is a weight.
pub(super) fn spans(tree: &Tree) -> Vec<Range<usize>> {
    let mut scored: Vec<Range<usize>> =
        tree.calls_of("prioritize").filter_map(|call| brackets(tree, call)).collect();
    let mut others: Vec<(&str, Range<usize>)> =
        tree.nodes().filter_map(|(_, node)| named_body(tree, node)).collect();
    // A function may be asked by one that is found later.
    loop {
        let is_score = |(name, _): &(&str, Range<usize>)| {
            let mut asked = mentions(tree, name).peekable();
            asked.peek().is_some() && asked.all(|at| scored.iter().any(|span| span.contains(&at)))
        };
        let (further, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(is_score);
        if further.is_empty() {
            return scored;
        }
        scored.extend(further.into_iter().map(|(_, span)| span));
        others = rest;
    }
}

/// A function, a column or a closure with a name, and the bytes of its body.
fn named_body<'a>(tree: &'a Tree, node: &'a SyntaxNode) -> Option<(&'a str, Range<usize>)> {
    match &node.construct {
        Construct::Call(call) => Some((column(tree, call)?, brackets(tree, call)?)),
        Construct::Function { name, body, .. } => Some((tree.name(*name), tree.span(*body))),
        Construct::Declaration { name, value: Some(value) } => {
            let is_closure = matches!(tree.node(*value).construct, Construct::Closure { .. });
            is_closure.then(|| (tree.name(*name), tree.span(*value)))
        }
        _ => None,
    }
}

fn column<'a>(tree: &'a Tree, call: &CallNode) -> Option<&'a str> {
    let first = tree.single_token(*call.arguments.first()?)?;
    match &first.token {
        Token::StringConstant(name) if tree.name(call.name) == "column" => Some(name),
        _ => None,
    }
}

/// The bytes of the brackets of a call.
fn brackets(tree: &Tree, call: &CallNode) -> Option<Range<usize>> {
    let closing = tree.tokens().partner(call.opening)?;
    Some(tree.token(call.opening).span.start..tree.token(closing).span.end)
}

/// Where a name stands, but for where it is declared.
fn mentions<'a>(tree: &'a Tree, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let tokens = tree.tokens().list();
    let columns = tree.calls().filter(move |(_, call)| column(tree, call) == Some(name));
    let columns: Vec<usize> = columns.map(|(_, call)| call.opening + 1).collect();
    let is_it = move |at: &usize| match &tokens[*at].token {
        Token::StringConstant(text) => **text == *name && !columns.contains(at),
        _ => {
            let before = at.checked_sub(1).map(|before| &tokens[before].token);
            let declares = matches!(before, Some(Token::Fn | Token::Let | Token::Const));
            tokens[*at].is_name(name) && !declares
        }
    };
    (0..tokens.len()).filter(is_it).map(|at| tokens[at].span.start)
}
