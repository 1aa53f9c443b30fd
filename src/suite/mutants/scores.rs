//! Terms of sums and products: left out, or with the other sign.

use super::{Mutant, Source, mutant};
use crate::script::tokens::binds;
use rhai::Token;

const LEFT_OUT: &str = "leaves out a term";
const OTHER_SIGN: &str = "gives a term the other sign";

pub(super) fn all(source: &Source) -> Vec<Mutant> {
    let all = source.tokens.all();
    let mut found = vec![];
    for (at, own) in all.iter().enumerate() {
        match own.token {
            Token::Plus | Token::Minus | Token::Multiply | Token::Divide | Token::Modulo => {
                if let Some(right) = source.tokens.operand(at, binds(&own.token), true) {
                    let start = at.checked_sub(1).map_or(own.span.start, |at| all[at].span.end);
                    found.push(mutant(start..right.end, "", LEFT_OUT));
                }
            }
            Token::PlusAssign | Token::MinusAssign => {
                let ends = |next: &usize| {
                    all[*next].depth < own.depth
                        || all[*next].depth == own.depth && all[*next].token == Token::SemiColon
                };
                if let Some(end) = (at + 1..all.len()).find(ends) {
                    let span = all[at + 1].span.start..all[end - 1].span.end;
                    found.push(mutant(span, "0", LEFT_OUT));
                }
            }
            _ => {}
        }
        let other = match own.token {
            Token::Plus => "-",
            Token::Minus => "+",
            Token::PlusAssign => "-=",
            Token::MinusAssign => "+=",
            _ => continue,
        };
        found.push(mutant(own.span.clone(), other, OTHER_SIGN));
    }
    found
}
