//! Rules and the other verbs: left out, changed into their opposite, in another order.

use super::{Mutant, MutatedScript, mutant};
use rhai::Token;

const LEFT_OUT: &str = "leaves out a statement";
const NO_OPTIONS: &str = "leaves out the options";
const OPPOSITE: &str = "changes a verb into its opposite";
const SWAPPED: &str = "changes the order of two rules";

/// A statement that declares something.
struct DeclaredRule {
    /// The number of its first token, the verb.
    first: usize,
    /// The number of the bracket that closes its arguments.
    closing: usize,
}

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let declared: Vec<DeclaredRule> =
        (0..tokens.len()).filter_map(|first| declared(source, first)).collect();
    let mut mutants = vec![];
    for declaration in &declared {
        let verb = source.text_of(declaration.first);
        let end = tokens[declaration.closing].span.end;
        let after =
            tokens.get(declaration.closing + 1).filter(|next| next.token == Token::SemiColon);
        let span = tokens[declaration.first].span.start..after.map_or(end, |after| after.span.end);
        mutants.push(mutant(span, "", LEFT_OUT));
        let opposite = match verb {
            "keep" => "withdraw",
            "withdraw" => "keep",
            _ => continue,
        };
        mutants.push(mutant(tokens[declaration.first].span.clone(), opposite, OPPOSITE));
        mutants.extend(without_options(source, declaration));
    }
    for pair in declared.windows(2) {
        mutants.extend(swapped(source, &pair[0], &pair[1]));
    }
    mutants
}

/// The statement that begins with this token, if it declares something.
fn declared(source: &MutatedScript, first: usize) -> Option<DeclaredRule> {
    let tokens = source.tokens.lexed();
    let verbs = ["keep", "withdraw", "prioritize", "target_pending", "at_most"];
    let begins = first == 0
        || matches!(
            tokens[first - 1].token,
            Token::SemiColon | Token::LeftBrace | Token::RightBrace
        );
    let called = matches!(tokens[first].token, Token::Identifier(_))
        && tokens.get(first + 1).is_some_and(|next| next.token == Token::LeftParen);
    if !begins || !called || !verbs.contains(&source.text_of(first)) {
        return None;
    }
    let closing = source.tokens.closing(first + 1)?;
    Some(DeclaredRule { first, closing })
}

/// `withdraw` without its third argument.
fn without_options(source: &MutatedScript, declaration: &DeclaredRule) -> Option<Mutant> {
    let tokens = source.tokens.lexed();
    let depth = tokens[declaration.first].depth + 1;
    let comma = |at: &usize| tokens[*at].depth == depth && tokens[*at].token == Token::Comma;
    let second = (declaration.first..declaration.closing).filter(comma).nth(1)?;
    let start = tokens[second].span.start;
    (second + 1 < declaration.closing)
        .then(|| mutant(start..tokens[declaration.closing].span.start, "", NO_OPTIONS))
}

/// Two rules, one after the other, of which one keeps and the other withdraws.
fn swapped(source: &MutatedScript, one: &DeclaredRule, other: &DeclaredRule) -> Option<Mutant> {
    let tokens = source.tokens.lexed();
    let verbs = [source.text_of(one.first), source.text_of(other.first)];
    let opposed = matches!(verbs, ["keep", "withdraw"] | ["withdraw", "keep"]);
    let adjacent = other.first == one.closing + 2;
    if !opposed || !adjacent {
        return None;
    }
    let part = |declaration: &DeclaredRule| {
        tokens[declaration.first].span.start..tokens[declaration.closing].span.end
    };
    let (first, second) = (part(one), part(other));
    let between = &source.text[first.end..second.start];
    let texts = [&source.text[second.clone()], between, &source.text[first.clone()]];
    Some(mutant(first.start..second.end, texts.concat(), SWAPPED))
}
