//! Thresholds: what is compared with, a parameter's default, how many there may be, and every
//! number that stands by itself: as an argument, in a list or a map, as what a function, an `if` or
//! a `switch` comes to. Each is moved by one, up and down; `true` and `false` change places. A
//! weight of a score is no threshold.

use super::{Mutant, mutant, score_spans};
use crate::syntax::{Construct, SyntaxId, SyntaxNode, Tree};
use rhai::Token;
use std::collections::BTreeSet;

const UP: &str = "moves a threshold up";
const DOWN: &str = "moves a threshold down";
const FLIPPED: &str = "says the opposite";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let tokens = tree.tokens().list();
    let scores = score_spans::spans(tree);
    let is_weight = |at: usize| scores.iter().any(|span| span.contains(&tokens[at].span.start));
    let mut thresholds: BTreeSet<usize> = BTreeSet::new();
    let mut mutants = vec![];
    for (at, token) in tokens.iter().enumerate() {
        match &token.token {
            // The cases of a `switch`.
            Token::DoubleArrow => thresholds.extend(at.checked_sub(1)),
            Token::IntegerConstant(_) | Token::FloatConstant(_)
                if stands_alone(tree, at) && !is_weight(at) =>
            {
                thresholds.insert(at);
            }
            Token::True => mutants.push(mutant(token.span.clone(), "false", FLIPPED)),
            Token::False => mutants.push(mutant(token.span.clone(), "true", FLIPPED)),
            _ => {}
        }
    }
    for (_, node) in tree.nodes() {
        thresholds.extend(compared(tree, node));
        if let Construct::Declaration { value: Some(value), .. } = node.construct
            && !is_weight(node.tokens.start)
            && !matches!(tree.node(value).construct, Construct::Closure { .. })
        {
            // What a variable or constant is computed from, outside of a formula.
            thresholds.extend(outer_tokens(tree, value));
        }
    }
    for (verb, argument) in [("param", 1), ("target_pending", 0), ("at_most", 0)] {
        let figures = tree.calls_of(verb).filter_map(|call| call.arguments.get(argument));
        mutants.extend(figures.flat_map(|figure| shifted(tree, *figure)));
    }
    mutants.extend(thresholds.into_iter().flat_map(|at| number(tree, at)));
    mutants
}

/// The tokens on both sides of a comparison, as far as its brackets go, and those beside the sign
/// of a range.
fn compared(tree: &Tree, node: &SyntaxNode) -> Vec<usize> {
    let Construct::Binary { operator, left, right } = node.construct else { return vec![] };
    match tree.token(operator).token {
        Token::GreaterThanEqualsTo
        | Token::GreaterThan
        | Token::LessThanEqualsTo
        | Token::LessThan
        | Token::EqualsTo
        | Token::NotEqualsTo => {
            let sides = [tree.left_neighbour(left, operator), right];
            sides.into_iter().flat_map(|side| outer_tokens(tree, side)).collect()
        }
        Token::ExclusiveRange | Token::InclusiveRange => vec![operator - 1, operator + 1],
        _ => vec![],
    }
}

/// The tokens of an expression that stand in no brackets of it.
fn outer_tokens(tree: &Tree, id: SyntaxId) -> Vec<usize> {
    let within = tree.node(id).tokens.clone();
    let depth = within.clone().map(|at| tree.token(at).depth).min();
    within.filter(|at| Some(tree.token(*at).depth) == depth).collect()
}

/// Whether nothing is computed with a number: a value begins and ends with it.
fn stands_alone(tree: &Tree, at: usize) -> bool {
    let tokens = tree.tokens().list();
    let before = at.checked_sub(1).map(|before| &tokens[before].token);
    let begins = matches!(
        before,
        Some(
            Token::LeftParen
                | Token::LeftBracket
                | Token::LeftBrace
                | Token::Comma
                | Token::Colon
                | Token::SemiColon
                | Token::Equals
                | Token::DoubleArrow
                | Token::DoubleQuestion
                | Token::Return
        )
    );
    let ends = matches!(
        tokens.get(at + 1).map(|after| &after.token),
        Some(
            Token::RightParen
                | Token::RightBracket
                | Token::RightBrace
                | Token::Comma
                | Token::SemiColon
        )
    );
    begins && ends
}

/// A figure moved by one: a number itself, else what computes it.
fn shifted(tree: &Tree, figure: SyntaxId) -> Vec<Mutant> {
    if tree.single_token(figure).is_some_and(|token| token.name().is_none()) {
        return number(tree, tree.node(figure).tokens.start);
    }
    let end = tree.span(figure).end;
    vec![mutant(end..end, " + 1", UP), mutant(end..end, " - 1", DOWN)]
}

/// A number moved by one, a decimal one by a tenth.
fn number(tree: &Tree, at: usize) -> Vec<Mutant> {
    let Some(token) = tree.tokens().list().get(at) else { return vec![] };
    let (up, down) = match &token.token {
        Token::IntegerConstant(number) => {
            (number.saturating_add(1).to_string(), number.saturating_sub(1).to_string())
        }
        Token::FloatConstant(_) => {
            let Ok(number) = tree.text()[token.span.clone()].replace('_', "").parse::<f64>() else {
                return vec![];
            };
            (format!("{:?}", number + 0.1), format!("{:?}", number - 0.1))
        }
        _ => return vec![],
    };
    vec![mutant(token.span.clone(), up, UP), mutant(token.span.clone(), down, DOWN)]
}
