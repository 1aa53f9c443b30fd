//! Rules and the other verbs: left out, changed into their opposite, in another order.

use super::{Mutant, Source, mutant};
use rhai::Token;

const LEFT_OUT: &str = "leaves out a statement";
const NO_OPTIONS: &str = "leaves out the options";
const OPPOSITE: &str = "changes a verb into its opposite";
const SWAPPED: &str = "changes the order of two rules";

/// A statement that declares something.
struct Declared {
    /// The number of its first token, the verb.
    first: usize,
    /// The number of the bracket that closes its arguments.
    closing: usize,
}

pub(super) fn all(source: &Source) -> Vec<Mutant> {
    let all = source.tokens.all();
    let declared: Vec<Declared> =
        (0..all.len()).filter_map(|first| declared(source, first)).collect();
    let mut found = vec![];
    for own in &declared {
        let verb = source.said(own.first);
        let end = all[own.closing].span.end;
        let after = all.get(own.closing + 1).filter(|next| next.token == Token::SemiColon);
        let span = all[own.first].span.start..after.map_or(end, |after| after.span.end);
        found.push(mutant(span, "", LEFT_OUT));
        let opposite = match verb {
            "keep" => "withdraw",
            "withdraw" => "keep",
            _ => continue,
        };
        found.push(mutant(all[own.first].span.clone(), opposite, OPPOSITE));
        found.extend(without_options(source, own));
    }
    for pair in declared.windows(2) {
        found.extend(swapped(source, &pair[0], &pair[1]));
    }
    found
}

/// The statement that begins with this token, if it declares something.
fn declared(source: &Source, first: usize) -> Option<Declared> {
    let all = source.tokens.all();
    let verbs = ["keep", "withdraw", "prioritize", "target_pending", "at_most"];
    let begins = first == 0
        || matches!(all[first - 1].token, Token::SemiColon | Token::LeftBrace | Token::RightBrace);
    let called = matches!(all[first].token, Token::Identifier(_))
        && all.get(first + 1).is_some_and(|next| next.token == Token::LeftParen);
    if !begins || !called || !verbs.contains(&source.said(first)) {
        return None;
    }
    let closing = source.tokens.closing(first + 1)?;
    Some(Declared { first, closing })
}

/// `withdraw` without its third argument.
fn without_options(source: &Source, own: &Declared) -> Option<Mutant> {
    let all = source.tokens.all();
    let depth = all[own.first].depth + 1;
    let comma = |at: &usize| all[*at].depth == depth && all[*at].token == Token::Comma;
    let second = (own.first..own.closing).filter(comma).nth(1)?;
    let start = all[second].span.start;
    (second + 1 < own.closing).then(|| mutant(start..all[own.closing].span.start, "", NO_OPTIONS))
}

/// Two rules, one after the other, of which one keeps and the other withdraws.
fn swapped(source: &Source, one: &Declared, other: &Declared) -> Option<Mutant> {
    let all = source.tokens.all();
    let verbs = [source.said(one.first), source.said(other.first)];
    let opposed = matches!(verbs, ["keep", "withdraw"] | ["withdraw", "keep"]);
    let adjacent = other.first == one.closing + 2;
    if !opposed || !adjacent {
        return None;
    }
    let part = |own: &Declared| all[own.first].span.start..all[own.closing].span.end;
    let (first, second) = (part(one), part(other));
    let between = &source.text[first.end..second.start];
    let texts = [&source.text[second.clone()], between, &source.text[first.clone()]];
    Some(mutant(first.start..second.end, texts.concat(), SWAPPED))
}
