//! Terms of sums and products: left out, or with the other sign.

use super::{Mutant, MutatedScript, mutant};
use crate::script::tokens::binds;
use rhai::Token;

const LEFT_OUT: &str = "leaves out a term";
const OTHER_SIGN: &str = "gives a term the other sign";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let mut mutants = vec![];
    for (at, token) in tokens.iter().enumerate() {
        match token.token {
            Token::Plus | Token::Minus | Token::Multiply | Token::Divide | Token::Modulo => {
                if let Some(right) = source.tokens.operand(at, binds(&token.token), true) {
                    let start =
                        at.checked_sub(1).map_or(token.span.start, |at| tokens[at].span.end);
                    mutants.push(mutant(start..right.end, "", LEFT_OUT));
                }
            }
            Token::PlusAssign | Token::MinusAssign => {
                let ends = |next: &usize| {
                    tokens[*next].depth < token.depth
                        || tokens[*next].depth == token.depth
                            && tokens[*next].token == Token::SemiColon
                };
                if let Some(end) = (at + 1..tokens.len()).find(ends) {
                    let span = tokens[at + 1].span.start..tokens[end - 1].span.end;
                    mutants.push(mutant(span, "0", LEFT_OUT));
                }
            }
            _ => {}
        }
        let other = match token.token {
            Token::Plus => "-",
            Token::Minus => "+",
            Token::PlusAssign => "-=",
            Token::MinusAssign => "+=",
            _ => continue,
        };
        mutants.push(mutant(token.span.clone(), other, OTHER_SIGN));
    }
    mutants
}
