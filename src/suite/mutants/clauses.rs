//! Clauses of conditions: one side of `&&`, `||` and `??` alone, and what is asked without a sign
//! turned into its opposite.

use super::{Mutant, MutatedScript, mutant};
use crate::script::tokens::binds;
use rhai::Token;
use std::ops::Range;

const LEFT_OUT: &str = "leaves out a clause";
const NEGATED: &str = "turns a condition round";
const NO_FALLBACK: &str = "leaves out what `??` takes instead";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let mut mutants = vec![];
    for (at, token) in tokens.iter().enumerate() {
        let side = |after| source.tokens.operand(at, binds(&token.token), after);
        match token.token {
            Token::And | Token::Or => {
                let (Some(left), Some(right)) = (side(false), side(true)) else { continue };
                mutants.push(mutant(left.start..right.start, "", LEFT_OUT));
                mutants.push(mutant(left.end..right.end, "", LEFT_OUT));
                mutants.extend([left, right].into_iter().filter_map(|side| negated(source, side)));
            }
            Token::DoubleQuestion => {
                if let (Some(left), Some(right)) = (side(false), side(true)) {
                    mutants.push(mutant(left.end..right.end, "", NO_FALLBACK));
                }
            }
            Token::Bang => mutants.push(mutant(token.span.clone(), "", NEGATED)),
            // The end of a closure's parameters: `|i|`.
            Token::Pipe if at >= 2 && tokens[at - 2].token == Token::Pipe => {
                mutants.extend(side(true).and_then(|body| negated(source, body)));
            }
            Token::If => {
                let opens = |next: &usize| {
                    tokens[*next].depth == token.depth && tokens[*next].token == Token::LeftBrace
                };
                let Some(body) = (at + 1..tokens.len()).find(opens) else { continue };
                let condition = tokens[at + 1].span.start..tokens[body - 1].span.end;
                mutants.extend(negated(source, condition));
            }
            _ => {}
        }
    }
    mutants
}

/// The opposite of a condition in which nothing else could be turned round.
fn negated(source: &MutatedScript, span: Range<usize>) -> Option<Mutant> {
    let tokens = source.tokens.lexed();
    let first = source.tokens.at(span.start)?;
    let depth = tokens[first].depth;
    let inside = tokens[first..].iter().take_while(|token| token.span.end <= span.end);
    let outer_tokens: Vec<&Token> = inside
        .filter(|token| token.depth == depth)
        .map(|outer_tokens| &outer_tokens.token)
        .collect();
    let has = |wanted: fn(&Token) -> bool| outer_tokens.iter().any(|token| wanted(token));
    let turned = has(|token| {
        matches!(token, Token::And | Token::Or | Token::Bang | Token::LeftBrace | Token::Switch)
            || (90..135).contains(&binds(token))
    });
    let literal = matches!(outer_tokens[..], [Token::True | Token::False]);
    if turned || literal {
        return None;
    }
    let text = &source.text[span.clone()];
    let simple = outer_tokens.iter().all(|token| binds(token) == u8::MAX);
    let becomes = if simple { format!("!{text}") } else { format!("!({text})") };
    Some(mutant(span, becomes, NEGATED))
}
