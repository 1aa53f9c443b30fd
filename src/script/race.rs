//! A frame that a closure of its own call asks: `pending.filter(|i| i.age_days > pending.len())`.
//! Rhai lets nobody look at a value while a method of it runs, and does not say where.

use super::tokens::Tokens;
use rhai::Token;
use std::ops::Range;

/// A value that is asked within a call of its own method.
pub(super) struct Race<'a> {
    /// The name of its variable.
    pub(super) name: &'a str,
    /// What is asked of it there, as far as it is one call or property.
    pub(super) asked: &'a str,
    /// The bytes of its name within the call.
    pub(super) span: Range<usize>,
}

/// The first such place in a script; `said` are Rhai's words for it, which name the method.
pub(super) fn find<'a>(text: &'a str, said: &str) -> Option<Race<'a>> {
    let method = said.split('\'').nth(1)?;
    let tokens = Tokens::of(text);
    let word = |at: usize| match tokens.all().get(at).map(|lexed| &lexed.token) {
        Some(Token::Identifier(word)) => Some(word.as_str()),
        _ => None,
    };
    let is = |at: usize, wanted: &Token| {
        tokens.all().get(at).is_some_and(|lexed| lexed.token == *wanted)
    };
    for at in 0..tokens.all().len() {
        let Some(name) = word(at) else { continue };
        if !is(at + 1, &Token::Period) || word(at + 2) != Some(method) {
            continue;
        }
        if !is(at + 3, &Token::LeftParen) {
            continue;
        }
        let Some(end) = tokens.closing(at + 3) else { continue };
        let mut inside = at + 4..end;
        let Some(again) = inside.find(|own| word(*own) == Some(name)) else { continue };
        let span = tokens.all()[again].span.clone();
        let last = match (is(again + 1, &Token::Period), is(again + 3, &Token::LeftParen)) {
            (true, _) if is(again + 3, &Token::Unit) => again + 3,
            (true, true) => tokens.closing(again + 3).unwrap_or(again),
            (true, false) => again + 2,
            _ => again,
        };
        let asked = text.get(span.start..tokens.all().get(last)?.span.end)?;
        return Some(Race { name: text.get(span.clone())?, asked, span });
    }
    None
}
