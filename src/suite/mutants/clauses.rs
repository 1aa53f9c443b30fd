//! Clauses of conditions: one side of `&&`, `||` and `??` alone, and what is asked without a sign
//! turned into its opposite.

use super::{Mutant, mutant};
use crate::syntax::{Construct, SyntaxId, Tree};
use rhai::Token;

const LEFT_OUT: &str = "leaves out a clause";
const NEGATED: &str = "turns a condition round";
const NO_FALLBACK: &str = "leaves out what `??` takes instead";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let mut mutants = vec![];
    for (_, node) in tree.nodes() {
        let first = node.tokens.start;
        match &node.construct {
            Construct::Binary { operator, left, right } => {
                let left = tree.left_neighbour(*left, *operator);
                mutants.extend(operator_mutants(tree, &tree.token(*operator).token, left, *right));
            }
            Construct::Unary { .. } if tree.token(first).token == Token::Bang => {
                mutants.push(mutant(tree.token(first).span.clone(), "", NEGATED));
            }
            Construct::Closure { parameters, body } if parameters.len() == 1 => {
                mutants.extend(negated(tree, *body));
            }
            Construct::If { condition, .. } => mutants.extend(negated(tree, *condition)),
            _ => {}
        }
    }
    mutants
}

fn operator_mutants(tree: &Tree, operator: &Token, left: SyntaxId, right: SyntaxId) -> Vec<Mutant> {
    let (before, after) = (tree.span(left), tree.span(right));
    match operator {
        Token::And | Token::Or => {
            let clauses = [before.start..after.start, before.end..after.end];
            let left_out = clauses.map(|clause| mutant(clause, "", LEFT_OUT)).into_iter();
            left_out
                .chain([left, right].into_iter().filter_map(|side| negated(tree, side)))
                .collect()
        }
        Token::DoubleQuestion => vec![mutant(before.end..after.end, "", NO_FALLBACK)],
        _ => vec![],
    }
}

/// The opposite of a condition in which nothing else could be turned round.
fn negated(tree: &Tree, condition: SyntaxId) -> Option<Mutant> {
    let is_literal = tree
        .single_token(condition)
        .is_some_and(|token| matches!(token.token, Token::True | Token::False));
    if is_literal || has_other_negation(tree, condition) {
        return None;
    }
    let text = tree.source(condition);
    let is_simple = !matches!(tree.node(condition).construct, Construct::Binary { .. });
    let becomes = if is_simple { format!("!{text}") } else { format!("!({text})") };
    Some(mutant(tree.span(condition), becomes, NEGATED))
}

/// Whether it is no plain condition, or one of which another change makes the opposite.
fn has_other_negation(tree: &Tree, condition: SyntaxId) -> bool {
    let node = tree.node(condition);
    match &node.construct {
        Construct::Leaf => node.tokens.is_empty(),
        Construct::Binary { operator, left, right } => {
            let operator = tree.token(*operator);
            let compares = (90..135).contains(&operator.binds());
            compares
                || matches!(operator.token, Token::And | Token::Or)
                || has_other_negation(tree, *left)
                || has_other_negation(tree, *right)
        }
        Construct::Unary { operand } => {
            tree.token(node.tokens.start).token == Token::Bang || has_other_negation(tree, *operand)
        }
        Construct::Brackets { .. }
        | Construct::List { .. }
        | Construct::Map { .. }
        | Construct::Member { .. }
        | Construct::Index { .. }
        | Construct::Call(_) => false,
        _ => true,
    }
}
