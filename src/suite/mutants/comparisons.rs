//! Comparisons: at their boundary, and the other way round.

use super::{Mutant, Source, mutant};
use rhai::Token;

const BOUNDARY: &str = "moves a comparison by one step";
const TURNED: &str = "turns a comparison round";

pub(super) fn all(source: &Source) -> Vec<Mutant> {
    let tokens = source.tokens.all().iter();
    let changes = tokens.flat_map(|own| {
        let others: &[(&str, &'static str)] = match own.token {
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
        others.iter().map(|(sign, change)| mutant(own.span.clone(), *sign, change))
    });
    changes.collect()
}
