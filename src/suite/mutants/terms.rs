//! Terms of sums and products: left out, or with the other sign.

use super::{Mutant, mutant};
use crate::syntax::{Construct, Tree};
use rhai::Token;

const LEFT_OUT: &str = "leaves out a term";
const OTHER_SIGN: &str = "gives a term the other sign";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let mut mutants = vec![];
    for (_, node) in tree.nodes() {
        let (operator, left_out) = match node.construct {
            Construct::Binary { operator, right, .. } => {
                let start = tree.token(operator - 1).span.end;
                (operator, mutant(start..tree.span(right).end, "", LEFT_OUT))
            }
            Construct::Assignment { operator, value, .. } => {
                (operator, mutant(tree.span(value), "0", LEFT_OUT))
            }
            _ => continue,
        };
        let operator = tree.token(operator);
        let other = match operator.token {
            Token::Plus => Some("-"),
            Token::Minus => Some("+"),
            Token::PlusAssign => Some("-="),
            Token::MinusAssign => Some("+="),
            Token::Multiply | Token::Divide | Token::Modulo => None,
            _ => continue,
        };
        mutants.push(left_out);
        mutants.extend(other.map(|sign| mutant(operator.span.clone(), sign, OTHER_SIGN)));
    }
    mutants
}
