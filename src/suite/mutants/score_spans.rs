//! What a script computes scores with: what `prioritize` is given, and the functions, closures and
//! columns that nothing else asks.
//!
//! Invariant: a weight is no threshold. The order of two scores is what counts, and most steps of a
//! weight change no order.

use crate::script::tokens::Tokens;
use rhai::Token;
use std::ops::Range;

/// The bytes within which every number is a weight.
pub(super) fn spans(tokens: &Tokens) -> Vec<Range<usize>> {
    let lexed = tokens.lexed();
    let mut scored: Vec<Range<usize>> = (0..lexed.len())
        .filter(|at| matches!(&lexed[*at].token, Token::Identifier(name) if **name == "prioritize"))
        .filter_map(|at| bracketed(tokens, at + 1, &Token::LeftParen))
        .collect();
    let mut others = named(tokens);
    // A function may be asked by one that is found later.
    loop {
        let is_score = |(name, _): &(&str, Range<usize>)| {
            let mut asked = mentions(tokens, name).peekable();
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

/// The functions, the columns and the closures with a name, each with the bytes of its body.
fn named(tokens: &Tokens) -> Vec<(&str, Range<usize>)> {
    let lexed = tokens.lexed();
    let named_at = |at: usize| {
        if let Some(name) = column(tokens, at) {
            return Some((name, bracketed(tokens, at + 1, &Token::LeftParen)?));
        }
        let Token::Identifier(name) = &lexed.get(at + 1)?.token else { return None };
        let body = match (&lexed[at].token, &lexed.get(at + 2)?.token) {
            (Token::Fn, Token::LeftParen) => {
                bracketed(tokens, tokens.closing(at + 2)? + 1, &Token::LeftBrace)
            }
            (Token::Let | Token::Const, Token::Equals)
                if matches!(lexed.get(at + 3)?.token, Token::Pipe | Token::Or) =>
            {
                let ends = |next: &usize| {
                    lexed[*next].depth == lexed[at].depth && lexed[*next].token == Token::SemiColon
                };
                let end = (at + 3..lexed.len()).find(ends)?;
                Some(lexed[at + 3].span.start..lexed[end].span.start)
            }
            _ => None,
        };
        Some((name.as_str(), body?))
    };
    (0..lexed.len()).filter_map(named_at).collect()
}

/// The column that is declared at this token.
fn column(tokens: &Tokens, at: usize) -> Option<&str> {
    match [0, 1, 2].map(|after| tokens.lexed().get(at + after).map(|lexed| &lexed.token)) {
        [
            Some(Token::Identifier(verb)),
            Some(Token::LeftParen),
            Some(Token::StringConstant(name)),
        ] if **verb == "column" => Some(name),
        _ => None,
    }
}

/// The bytes from a bracket to the one that closes it.
fn bracketed(tokens: &Tokens, opening: usize, bracket: &Token) -> Option<Range<usize>> {
    let lexed = tokens.lexed();
    let token = lexed.get(opening).filter(|token| token.token == *bracket)?;
    Some(token.span.start..lexed[tokens.closing(opening)?].span.end)
}

/// Where a name stands, but for where it is declared.
fn mentions<'a>(tokens: &'a Tokens, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let lexed = tokens.lexed();
    let is_it = move |at: &usize| match &lexed[*at].token {
        Token::Identifier(identifier) => {
            let before = at.checked_sub(1).map(|before| &lexed[before].token);
            **identifier == *name && !matches!(before, Some(Token::Fn | Token::Let | Token::Const))
        }
        Token::StringConstant(text) => {
            let declares = at.checked_sub(2).is_some_and(|at| column(tokens, at).is_some());
            **text == *name && !declares
        }
        _ => false,
    };
    (0..lexed.len()).filter(is_it).map(|at| lexed[at].span.start)
}
