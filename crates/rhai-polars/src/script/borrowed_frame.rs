//! A frame that a closure of its own call asks: `pending.filter(|i| i.age_days > pending.len())`.
//! Rhai lets nobody look at a value while a method of it runs, and does not say where.

use super::tokens::Tokens;
use rhai::Token;
use std::ops::Range;

/// A value that is asked within a call of its own method.
pub(super) struct BorrowedFrame<'a> {
    /// The name of its variable.
    pub(super) name: &'a str,
    /// What is asked of it there, as far as it is one call or property.
    pub(super) asked: &'a str,
    /// The bytes of its name within the call.
    pub(super) span: Range<usize>,
}

/// The first such place in a script; `rhai_message` are Rhai's words for it, which name the method.
pub(super) fn find<'a>(text: &'a str, rhai_message: &str) -> Option<BorrowedFrame<'a>> {
    let method = rhai_message.split('\'').nth(1)?;
    let tokens = Tokens::read(text);
    let word = |at: usize| match tokens.lexed().get(at).map(|lexed| &lexed.token) {
        Some(Token::Identifier(word)) => Some(word.as_str()),
        _ => None,
    };
    let is = |at: usize, wanted: &Token| {
        tokens.lexed().get(at).is_some_and(|lexed| lexed.token == *wanted)
    };
    for at in 0..tokens.lexed().len() {
        let Some(name) = word(at).filter(|_| at == 0 || !is(at - 1, &Token::Period)) else {
            continue;
        };
        let Some(open) = called(&tokens, at, method) else { continue };
        let Some(end) = tokens.closing(open) else { continue };
        let mut inside = open + 1..end;
        let Some(again) = inside.find(|index| word(*index) == Some(name)) else { continue };
        let span = tokens.lexed()[again].span.clone();
        let last = match (is(again + 1, &Token::Period), is(again + 3, &Token::LeftParen)) {
            (true, _) if is(again + 3, &Token::Unit) => again + 3,
            (true, true) => tokens.closing(again + 3).unwrap_or(again),
            (true, false) => again + 2,
            _ => again,
        };
        let asked = text.get(span.start..tokens.lexed().get(last)?.span.end)?;
        return Some(BorrowedFrame { name: text.get(span.clone())?, asked, span });
    }
    None
}

/// The bracket that opens a call of the method on a variable, or on what is asked of it:
/// `i.map(`, `i.tags.map(`, `i["tags"].map(`.
fn called(tokens: &Tokens, variable: usize, method: &str) -> Option<usize> {
    let token = |at: usize| tokens.lexed().get(at).map(|lexed| &lexed.token);
    let mut at = variable + 1;
    loop {
        match (token(at)?, token(at + 1)?, token(at + 2)) {
            (Token::Period, Token::Identifier(word), Some(Token::LeftParen)) => {
                if word.as_str() == method {
                    return Some(at + 2);
                }
                at = tokens.closing(at + 2)? + 1;
            }
            (Token::Period, Token::Identifier(_), Some(Token::Unit)) => at += 3,
            (Token::Period, Token::Identifier(_), _) => at += 2,
            (Token::LeftBracket, ..) => at = tokens.closing(at)? + 1,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn whatever_is_asked_of_the_variable_before_the_method_it_is_found() {
        let rhai_message = "argument #1 of function 'map'";
        for receiver in ["f", "f.tags", "f[\"a\"]", "f.a.b()[0]", "f.a(1)"] {
            let text = format!("g.map(|x| x); {receiver}.map(|x| x + f.age_days)");
            let borrowed =
                find(&text, rhai_message).map(|borrowed| (borrowed.name, borrowed.asked));
            assert_eq!(borrowed, Some(("f", "f.age_days")), "{text}");
        }
        assert!(find("g.map(|x| x + f.n)", rhai_message).is_none());
    }
}
