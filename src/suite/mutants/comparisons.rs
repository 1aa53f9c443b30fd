//! Comparisons: at their boundary, and the other way round.

use super::{Mutant, mutant};
use crate::syntax::Tree;
use rhai::Token;

const BOUNDARY: &str = "moves a comparison by one step";
const TURNED: &str = "turns a comparison round";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let tokens = tree.tokens().list().iter();
    let changes = tokens.flat_map(|token| {
        let others: &[(&str, &'static str)] = match token.token {
            Token::GreaterThanEqualsTo => &[(">", BOUNDARY), ("<", TURNED)],
            Token::GreaterThan => &[(">=", BOUNDARY), ("<=", TURNED)],
            Token::LessThanEqualsTo => &[("<", BOUNDARY), (">", TURNED)],
            Token::LessThan => &[("<=", BOUNDARY), (">=", TURNED)],
            Token::EqualsTo => &[("!=", TURNED)],
            Token::NotEqualsTo => &[("==", TURNED)],
            Token::In => &[("!in", TURNED)],
            Token::NotIn => &[("in", TURNED)],
            _ => &[],
        };
        others.iter().map(|(sign, change)| mutant(token.span.clone(), *sign, change))
    });
    changes.collect()
}
