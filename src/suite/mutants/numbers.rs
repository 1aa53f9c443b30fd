//! Thresholds: what is compared with, a parameter's default, how many there may be, and every
//! number that stands by itself: as an argument, in a list or a map, as what a function, an `if` or
//! a `switch` comes to. Each is moved by one, up and down; `true` and `false` change places. A
//! weight of a score is no threshold.

use super::{Mutant, Source, mutant, scored};
use crate::script::tokens::binds;
use rhai::Token;
use std::collections::BTreeSet;
use std::ops::Range;

const UP: &str = "moves a threshold up";
const DOWN: &str = "moves a threshold down";
const FLIPPED: &str = "says the opposite";

pub(super) fn all(source: &Source) -> Vec<Mutant> {
    let all = source.tokens.all();
    let scores = scored::spans(&source.tokens);
    let is_weight = |at: usize| scores.iter().any(|span| span.contains(&all[at].span.start));
    let mut thresholds: BTreeSet<usize> = BTreeSet::new();
    let mut found = vec![];
    for (at, own) in all.iter().enumerate() {
        match &own.token {
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
            Token::True => found.push(mutant(own.span.clone(), "false", FLIPPED)),
            Token::False => found.push(mutant(own.span.clone(), "true", FLIPPED)),
            Token::Identifier(name) if name.as_str() == "param" => {
                let default = argument(source, at, 1);
                found.extend(default.into_iter().flat_map(|default| shifted(source, default)));
            }
            Token::Identifier(name) if matches!(name.as_str(), "target_pending" | "at_most") => {
                let amount = argument(source, at, 0);
                found.extend(amount.into_iter().flat_map(|amount| shifted(source, amount)));
            }
            _ => {}
        }
    }
    let moved = thresholds.into_iter().flat_map(|at| number(source, at));
    found.extend(moved);
    found
}

/// The tokens on both sides of a comparison, as far as its brackets go.
fn compared(source: &Source, sign: usize) -> Vec<usize> {
    let all = source.tokens.all();
    let sides = [false, true].into_iter().filter_map(|after| {
        let span = source.tokens.operand(sign, binds(&all[sign].token), after)?;
        Some(within(source, &span, all[sign].depth))
    });
    sides.flatten().collect()
}

/// The tokens in a span at this depth.
fn within(source: &Source, span: &Range<usize>, depth: usize) -> Vec<usize> {
    let tokens = source.tokens.all().iter().enumerate();
    let own = tokens.filter(|(_, own)| {
        own.depth == depth && own.span.start >= span.start && own.span.end <= span.end
    });
    own.map(|(at, _)| at).collect()
}

/// Whether nothing is computed with a number: a value begins and ends with it.
fn stands_alone(source: &Source, at: usize) -> bool {
    let all = source.tokens.all();
    let before = at.checked_sub(1).map(|before| &all[before].token);
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
        all.get(at + 1).map(|after| &after.token),
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
fn computed(source: &Source, declares: usize) -> Vec<usize> {
    let all = source.tokens.all();
    let depth = all[declares].depth;
    let own = (declares + 3..all.len())
        .take_while(|at| all[*at].depth > depth || all[*at].token != Token::SemiColon);
    let own: Vec<usize> = own.filter(|at| all[*at].depth == depth).collect();
    let is_closure =
        own.first().is_some_and(|at| matches!(all[*at].token, Token::Pipe | Token::Or));
    if is_closure { vec![] } else { own }
}

/// The bytes of an argument of the call whose name is this token.
fn argument(source: &Source, name: usize, number: usize) -> Option<Range<usize>> {
    let all = source.tokens.all();
    let opening = all.get(name + 1).filter(|own| own.token == Token::LeftParen)?;
    let closing = source.tokens.closing(name + 1)?;
    let inner = opening.depth + 1;
    let comma = |at: &usize| all[*at].depth == inner && all[*at].token == Token::Comma;
    let mut ends: Vec<usize> = (name + 2..closing).filter(comma).collect();
    ends.push(closing);
    let first = if number == 0 { name + 2 } else { ends.get(number - 1)? + 1 };
    let last = ends.get(number)?.checked_sub(1)?;
    (first <= last).then(|| all[first].span.start..all[last].span.end)
}

/// A figure moved by one: a number itself, else what computes it.
fn shifted(source: &Source, span: Range<usize>) -> Vec<Mutant> {
    let all = source.tokens.all();
    if let Some(at) = source.tokens.at(span.start)
        && all[at].span == span
        && !matches!(all[at].token, Token::Identifier(_))
    {
        return number(source, at);
    }
    let end = span.end..span.end;
    vec![mutant(end.clone(), " + 1", UP), mutant(end, " - 1", DOWN)]
}

/// A number moved by one, a decimal one by a tenth.
fn number(source: &Source, at: usize) -> Vec<Mutant> {
    let Some(own) = source.tokens.all().get(at) else { return vec![] };
    let (up, down) = match &own.token {
        Token::IntegerConstant(number) => {
            (number.saturating_add(1).to_string(), number.saturating_sub(1).to_string())
        }
        Token::FloatConstant(_) => {
            let Ok(number) = source.said(at).replace('_', "").parse::<f64>() else { return vec![] };
            (format!("{:?}", number + 0.1), format!("{:?}", number - 0.1))
        }
        _ => return vec![],
    };
    vec![mutant(own.span.clone(), up, UP), mutant(own.span.clone(), down, DOWN)]
}
