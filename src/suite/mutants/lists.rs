//! Lists: one of several elements left out.

use super::{Mutant, MutatedScript, mutant};
use rhai::Token;

const LEFT_OUT: &str = "leaves out an element of a list";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let opens = |at: &usize| {
        let is_list = source.tokens.lexed()[*at].token == Token::LeftBracket;
        // Behind a value it asks for an element.
        is_list && !at.checked_sub(1).is_some_and(|before| source.tokens.ends_operand(before))
    };
    (0..source.tokens.lexed().len()).filter(opens).flat_map(|at| elements(source, at)).collect()
}

fn elements(source: &MutatedScript, opening: usize) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let Some(closing) = source.tokens.closing(opening) else { return vec![] };
    let depth = tokens[opening].depth + 1;
    let is_comma = |at: &usize| tokens[*at].depth == depth && tokens[*at].token == Token::Comma;
    let mut ends: Vec<usize> = (opening + 1..closing).filter(is_comma).collect();
    // The last may have a comma behind it, too.
    if ends.last().is_none_or(|last| last + 1 < closing) {
        ends.push(closing);
    }
    if ends.len() < 2 {
        return vec![];
    }
    let first = opening + 1;
    let starts = std::iter::once(first).chain(ends.iter().map(|end| end + 1));
    let left_out = starts.zip(&ends).map(|(start, end)| {
        // An element goes with the comma behind it and what follows that, the last with the one
        // before it.
        let span = if *end + 1 < closing {
            tokens[start].span.start..tokens[*end + 1].span.start
        } else {
            tokens[start - 2].span.end..tokens[*end - 1].span.end
        };
        mutant(span, "", LEFT_OUT)
    });
    left_out.collect()
}
