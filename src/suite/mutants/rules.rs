//! Rules and the other verbs: left out, changed into their opposite, in another order.

use super::{Mutant, mutant};
use crate::syntax::{CallNode, SyntaxId, Tree};
use rhai::Token;
use std::ops::Range;

const LEFT_OUT: &str = "leaves out a statement";
const NO_OPTIONS: &str = "leaves out the options";
const OPPOSITE: &str = "changes a verb into its opposite";
const SWAPPED: &str = "changes the order of two rules";

struct DeclaredRule<'a> {
    verb: &'a str,
    call: &'a CallNode,
    tokens: Range<usize>,
    span: Range<usize>,
}

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let declared: Vec<DeclaredRule> =
        tree.calls().filter_map(|(id, call)| declared(tree, id, call)).collect();
    let mut mutants = vec![];
    for DeclaredRule { verb, call, tokens, span } in &declared {
        let after = tree.tokens().list().get(tokens.end);
        let after = after.filter(|next| next.token == Token::SemiColon);
        let end = after.map_or(span.end, |after| after.span.end);
        mutants.push(mutant(span.start..end, "", LEFT_OUT));
        let opposite = match *verb {
            "keep" => "withdraw",
            "withdraw" => "keep",
            _ => continue,
        };
        mutants.push(mutant(tree.token(call.name).span.clone(), opposite, OPPOSITE));
        mutants.extend(call.arguments.get(2).map(|options| {
            let comma = tree.node(*options).tokens.start - 1;
            mutant(tree.token(comma).span.start..span.end - 1, "", NO_OPTIONS)
        }));
    }
    mutants.extend(declared.windows(2).filter_map(|pair| swapped(tree, &pair[0], &pair[1])));
    mutants
}

/// A call as a rule, if it is a statement that declares something.
fn declared<'a>(tree: &'a Tree, id: SyntaxId, call: &'a CallNode) -> Option<DeclaredRule<'a>> {
    let verbs = ["keep", "withdraw", "prioritize", "target_pending", "at_most"];
    let tokens = tree.node(id).tokens.clone();
    let before = tokens.start.checked_sub(1).map(|before| &tree.token(before).token);
    let begins =
        matches!(before, None | Some(Token::SemiColon | Token::LeftBrace | Token::RightBrace));
    let verb = tree.name(call.name);
    let declares = begins && call.name == tokens.start && verbs.contains(&verb);
    declares.then(|| DeclaredRule { verb, call, tokens, span: tree.span(id) })
}

/// Two rules, one after the other, of which one keeps and the other withdraws.
fn swapped(tree: &Tree, one: &DeclaredRule, other: &DeclaredRule) -> Option<Mutant> {
    let is_opposed = matches!([one.verb, other.verb], ["keep", "withdraw"] | ["withdraw", "keep"]);
    let is_next = other.tokens.start == one.tokens.end + 1;
    if !is_opposed || !is_next {
        return None;
    }
    let text = tree.text();
    let (first, second) = (one.span.clone(), other.span.clone());
    let texts = [&text[second.clone()], &text[first.end..second.start], &text[first.clone()]];
    Some(mutant(first.start..second.end, texts.concat(), SWAPPED))
}
