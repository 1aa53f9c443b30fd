//! Clauses of conditions: one side of `&&`, `||` and `??` alone, and what is asked without a sign
//! turned into its opposite.

use super::{Mutant, Source, mutant};
use crate::script::tokens::binds;
use rhai::Token;
use std::ops::Range;

const LEFT_OUT: &str = "leaves out a clause";
const NEGATED: &str = "turns a condition round";
const NO_FALLBACK: &str = "leaves out what `??` takes instead";

pub(super) fn all(source: &Source) -> Vec<Mutant> {
    let all = source.tokens.all();
    let mut found = vec![];
    for (at, own) in all.iter().enumerate() {
        let side = |after| source.tokens.operand(at, binds(&own.token), after);
        match own.token {
            Token::And | Token::Or => {
                let (Some(left), Some(right)) = (side(false), side(true)) else { continue };
                found.push(mutant(left.start..right.start, "", LEFT_OUT));
                found.push(mutant(left.end..right.end, "", LEFT_OUT));
                found.extend([left, right].into_iter().filter_map(|side| negated(source, side)));
            }
            Token::DoubleQuestion => {
                if let (Some(left), Some(right)) = (side(false), side(true)) {
                    found.push(mutant(left.end..right.end, "", NO_FALLBACK));
                }
            }
            Token::Bang => found.push(mutant(own.span.clone(), "", NEGATED)),
            // The end of a closure's parameters: `|i|`.
            Token::Pipe if at >= 2 && all[at - 2].token == Token::Pipe => {
                found.extend(side(true).and_then(|body| negated(source, body)));
            }
            Token::If => {
                let opens = |next: &usize| {
                    all[*next].depth == own.depth && all[*next].token == Token::LeftBrace
                };
                let Some(body) = (at + 1..all.len()).find(opens) else { continue };
                let condition = all[at + 1].span.start..all[body - 1].span.end;
                found.extend(negated(source, condition));
            }
            _ => {}
        }
    }
    found
}

/// The opposite of a condition in which nothing else could be turned round.
fn negated(source: &Source, span: Range<usize>) -> Option<Mutant> {
    let all = source.tokens.all();
    let first = source.tokens.at(span.start)?;
    let depth = all[first].depth;
    let inside = all[first..].iter().take_while(|own| own.span.end <= span.end);
    let own: Vec<&Token> = inside.filter(|own| own.depth == depth).map(|own| &own.token).collect();
    let has = |wanted: fn(&Token) -> bool| own.iter().any(|token| wanted(token));
    let turned = has(|token| {
        matches!(token, Token::And | Token::Or | Token::Bang | Token::LeftBrace | Token::Switch)
            || (90..135).contains(&binds(token))
    });
    let literal = matches!(own[..], [Token::True | Token::False]);
    if turned || literal {
        return None;
    }
    let text = &source.text[span.clone()];
    let simple = own.iter().all(|token| binds(token) == u8::MAX);
    let becomes = if simple { format!("!{text}") } else { format!("!({text})") };
    Some(mutant(span, becomes, NEGATED))
}
