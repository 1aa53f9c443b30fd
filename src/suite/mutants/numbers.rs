//! Thresholds: what is compared with, a parameter's default, how many there may be, and every
//! number that stands by itself: as an argument, in a list or a map, as what a function, an `if` or
//! a `switch` comes to. Each is moved by one, up and down; `true` and `false` change places. A
//! weight of a score is no threshold.

use super::{Mutant, MutatedScript, mutant, score_spans};
use crate::script::tokens::binds;
use rhai::Token;
use std::collections::BTreeSet;
use std::ops::Range;

const UP: &str = "moves a threshold up";
const DOWN: &str = "moves a threshold down";
const FLIPPED: &str = "says the opposite";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let scores = score_spans::spans(&source.tokens);
    let is_weight = |at: usize| scores.iter().any(|span| span.contains(&tokens[at].span.start));
    let mut thresholds: BTreeSet<usize> = BTreeSet::new();
    let mut mutants = vec![];
    for (at, token) in tokens.iter().enumerate() {
        match &token.token {
            Token::GreaterThanEqualsTo
            | Token::GreaterThan
            | Token::LessThanEqualsTo
            | Token::LessThan
            | Token::EqualsTo
            | Token::NotEqualsTo => thresholds.extend(compared(source, at)),
            Token::ExclusiveRange | Token::InclusiveRange => {
                thresholds.extend([at.wrapping_sub(1), at + 1]);
            }
            // The cases of a `switch`.
            Token::DoubleArrow => thresholds.extend(at.checked_sub(1)),
            Token::Let | Token::Const if !is_weight(at) => thresholds.extend(computed(source, at)),
            Token::IntegerConstant(_) | Token::FloatConstant(_)
                if stands_alone(source, at) && !is_weight(at) =>
            {
                thresholds.insert(at);
            }
            Token::True => mutants.push(mutant(token.span.clone(), "false", FLIPPED)),
            Token::False => mutants.push(mutant(token.span.clone(), "true", FLIPPED)),
            Token::Identifier(name) if name.as_str() == "param" => {
                let default = argument(source, at, 1);
                mutants.extend(default.into_iter().flat_map(|default| shifted(source, default)));
            }
            Token::Identifier(name) if matches!(name.as_str(), "target_pending" | "at_most") => {
                let amount = argument(source, at, 0);
                mutants.extend(amount.into_iter().flat_map(|amount| shifted(source, amount)));
            }
            _ => {}
        }
    }
    let moved = thresholds.into_iter().flat_map(|at| number(source, at));
    mutants.extend(moved);
    mutants
}

/// The tokens on both sides of a comparison, as far as its brackets go.
fn compared(source: &MutatedScript, sign: usize) -> Vec<usize> {
    let tokens = source.tokens.lexed();
    let sides = [false, true].into_iter().filter_map(|after| {
        let span = source.tokens.operand(sign, binds(&tokens[sign].token), after)?;
        Some(within(source, &span, tokens[sign].depth))
    });
    sides.flatten().collect()
}

/// The tokens in a span at this depth.
fn within(source: &MutatedScript, span: &Range<usize>, depth: usize) -> Vec<usize> {
    let tokens = source.tokens.lexed().iter().enumerate();
    let within = tokens.filter(|(_, token)| {
        token.depth == depth && token.span.start >= span.start && token.span.end <= span.end
    });
    within.map(|(at, _)| at).collect()
}

/// Whether nothing is computed with a number: a value begins and ends with it.
fn stands_alone(source: &MutatedScript, at: usize) -> bool {
    let tokens = source.tokens.lexed();
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

/// The numbers that a variable or constant is computed from, outside of a formula.
fn computed(source: &MutatedScript, declares: usize) -> Vec<usize> {
    let tokens = source.tokens.lexed();
    let depth = tokens[declares].depth;
    let inner = (declares + 3..tokens.len())
        .take_while(|at| tokens[*at].depth > depth || tokens[*at].token != Token::SemiColon);
    let inner: Vec<usize> = inner.filter(|at| tokens[*at].depth == depth).collect();
    let is_closure =
        inner.first().is_some_and(|at| matches!(tokens[*at].token, Token::Pipe | Token::Or));
    if is_closure { vec![] } else { inner }
}

/// The bytes of an argument of the call whose name is this token.
fn argument(source: &MutatedScript, name: usize, number: usize) -> Option<Range<usize>> {
    let tokens = source.tokens.lexed();
    let opening = tokens.get(name + 1).filter(|lexed| lexed.token == Token::LeftParen)?;
    let closing = source.tokens.closing(name + 1)?;
    let inner = opening.depth + 1;
    let comma = |at: &usize| tokens[*at].depth == inner && tokens[*at].token == Token::Comma;
    let mut ends: Vec<usize> = (name + 2..closing).filter(comma).collect();
    ends.push(closing);
    let first = if number == 0 { name + 2 } else { ends.get(number - 1)? + 1 };
    let last = ends.get(number)?.checked_sub(1)?;
    (first <= last).then(|| tokens[first].span.start..tokens[last].span.end)
}

/// A figure moved by one: a number itself, else what computes it.
fn shifted(source: &MutatedScript, span: Range<usize>) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    if let Some(at) = source.tokens.at(span.start)
        && tokens[at].span == span
        && !matches!(tokens[at].token, Token::Identifier(_))
    {
        return number(source, at);
    }
    let end = span.end..span.end;
    vec![mutant(end.clone(), " + 1", UP), mutant(end, " - 1", DOWN)]
}

/// A number moved by one, a decimal one by a tenth.
fn number(source: &MutatedScript, at: usize) -> Vec<Mutant> {
    let Some(token) = source.tokens.lexed().get(at) else { return vec![] };
    let (up, down) = match &token.token {
        Token::IntegerConstant(number) => {
            (number.saturating_add(1).to_string(), number.saturating_sub(1).to_string())
        }
        Token::FloatConstant(_) => {
            let Ok(number) = source.text_of(at).replace('_', "").parse::<f64>() else {
                return vec![];
            };
            (format!("{:?}", number + 0.1), format!("{:?}", number - 0.1))
        }
        _ => return vec![],
    };
    vec![mutant(token.span.clone(), up, UP), mutant(token.span.clone(), down, DOWN)]
}
