//! What stands at the cursor: what the word there belongs to, in which calls and closures it is.

use super::tokens::{Lexed, partners, tokens};
use rhai::Token;

/// What stands at the end of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Spot<'a> {
    /// A word after the dot of an expression.
    Member { receiver: &'a str, start: usize, calls: Vec<Call<'a>> },
    /// The inside of a text, from its first character on.
    Quoted { start: usize, calls: Vec<Call<'a>> },
    /// A word after a module's name.
    Module { name: &'a str, start: usize },
    /// A word by itself.
    Word { start: usize, calls: Vec<Call<'a>> },
}

/// A call whose brackets are open, or brackets or a block without one: then its name is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Call<'a> {
    /// What it is a method of, if of anything.
    pub(super) receiver: Option<&'a str>,
    /// Its name.
    pub(super) name: &'a str,
    /// The parameters of the closures within it in which the text ends.
    pub(super) parameters: Vec<&'a str>,
}

/// What stands at the end of a text; calls come innermost first, the whole text last.
pub(super) fn spot(text: &str) -> Spot<'_> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = text.rfind(|c| !word(c)).map_or(0, |at| at + last_char_len(text, at));
    let mut before = tokens(text);
    if let Some(open) = before.last().filter(|last| last.is_open_text()) {
        let start = open.bytes.start + 1;
        before.pop();
        return Spot::Quoted { start, calls: calls(text, &before) };
    }
    before.retain(|lexed| lexed.bytes.start < start);
    let calls = calls(text, &before);
    match before.last().map(|last| &last.token) {
        Some(Token::Period | Token::Elvis) => {
            let receiver = expression(text, &before, before.len() - 1);
            Spot::Member { receiver: receiver.unwrap_or(""), start, calls }
        }
        Some(Token::DoubleColon) => {
            let name = before.len().checked_sub(2).and_then(|at| before[at].name(text));
            Spot::Module { name: name.unwrap_or(""), start }
        }
        _ => Spot::Word { start, calls },
    }
}

fn last_char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The calls that are open at the end of the tokens.
fn calls<'a>(text: &'a str, tokens: &[Lexed]) -> Vec<Call<'a>> {
    let mut open = vec![Call::default()];
    let mut at = 0;
    while let Some(lexed) = tokens.get(at) {
        let innermost = open.last_mut();
        match &lexed.token {
            _ if lexed.opens() => open.push(call(text, tokens, at)),
            _ if lexed.closes() => {
                open.pop();
            }
            Token::Comma | Token::SemiColon => {
                if let Some(call) = innermost {
                    call.parameters.clear();
                }
            }
            Token::Pipe if begins_operand(tokens, at) => {
                let names = tokens[at + 1..].iter().take_while(|next| next.token != Token::Pipe);
                let names: Vec<_> = names.collect();
                at += names.len() + 1;
                if at < tokens.len() {
                    let names = names.into_iter().filter_map(|lexed| lexed.name(text));
                    if let Some(call) = innermost {
                        call.parameters.extend(names);
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    open.reverse();
    open
}

/// The call whose bracket is at this place among the tokens.
fn call<'a>(text: &'a str, tokens: &[Lexed], at: usize) -> Call<'a> {
    let is_call = tokens[at].token == Token::LeftParen;
    let name = at.checked_sub(1).filter(|_| is_call).and_then(|at| tokens[at].name(text));
    let Some(name) = name else { return Call::default() };
    let dot = at.checked_sub(2).filter(|dot| is_dot(&tokens[*dot]));
    let receiver = dot.map(|dot| expression(text, tokens, dot).unwrap_or(""));
    Call { receiver, name, parameters: vec![] }
}

fn is_dot(lexed: &Lexed) -> bool {
    matches!(lexed.token, Token::Period | Token::Elvis)
}

/// Whether an operand is due at this place, so that `|` begins a closure.
fn begins_operand(tokens: &[Lexed], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return true };
    let ends_operand = before.closes()
        || matches!(
            before.token,
            Token::Identifier(_)
                | Token::IntegerConstant(_)
                | Token::FloatConstant(_)
                | Token::StringConstant(_)
                | Token::True
                | Token::False
        );
    !ends_operand
}

/// The expression that ends before this place among the tokens: names, calls and members.
fn expression<'a>(text: &'a str, tokens: &[Lexed], end: usize) -> Option<&'a str> {
    let partners = partners(tokens);
    let mut at = end.checked_sub(1)?;
    loop {
        if tokens[at].closes() {
            let opening = partners[at]?;
            let indexed = tokens[opening].token != Token::LeftBrace
                && tokens[opening].token != Token::MapStart
                && opening > 0
                && (tokens[opening - 1].name(text).is_some() || tokens[opening - 1].closes());
            at = opening;
            if indexed {
                at -= 1;
                continue;
            }
        }
        let links =
            at > 0 && (is_dot(&tokens[at - 1]) || tokens[at - 1].token == Token::DoubleColon);
        if !links || at < 2 {
            break;
        }
        at -= 2;
    }
    text.get(tokens[at].bytes.start..tokens[end].bytes.start).map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receiver(text: &str) -> Option<(&str, usize)> {
        match spot(text) {
            Spot::Member { receiver, start, .. } => Some((receiver, start)),
            _ => None,
        }
    }

    fn call<'a>(receiver: Option<&'a str>, name: &'a str, parameters: &[&'a str]) -> Call<'a> {
        Call { receiver, name, parameters: parameters.to_vec() }
    }

    #[test]
    fn what_stands_before_the_dot_is_found_whole() {
        assert_eq!(receiver("pending.fil"), Some(("pending", 8)));
        assert_eq!(
            receiver("let a = b + pending.filter(|i| i.x > 1)."),
            Some(("pending.filter(|i| i.x > 1)", 40))
        );
        assert_eq!(receiver("f(a.b[0]."), Some(("a.b[0]", 9)));
        assert_eq!(receiver("frame(#{ a: [1] }).he"), Some(("frame(#{ a: [1] })", 19)));
        assert_eq!(receiver("(a + b)."), Some(("(a + b)", 8)));
        assert_eq!(receiver("\"text\"."), Some(("\"text\"", 7)));
        assert_eq!(receiver("common::table."), Some(("common::table", 14)));
        assert_eq!(receiver("pend"), None);
    }

    #[test]
    fn calls_and_closures_around_the_cursor_are_known() {
        let Spot::Member { receiver, calls, .. } = spot("pending.filter(|i| i.age > f(2) && i.")
        else {
            panic!()
        };
        assert_eq!(receiver, "i");
        assert_eq!(calls[0], call(Some("pending"), "filter", &["i"]));
        let Spot::Quoted { start, calls } = spot("pending.sort_by([\"a\", \"-ag") else { panic!() };
        assert_eq!(start, 23);
        assert_eq!(calls[0], call(None, "", &[]));
        assert_eq!(calls[1], call(Some("pending"), "sort_by", &[]));
        let Spot::Word { calls, .. } = spot("keep(\"x\", |i| true, ") else { panic!() };
        assert_eq!(calls[0], call(None, "keep", &[]));
    }

    #[test]
    fn a_bar_between_operands_is_no_closure() {
        let Spot::Word { calls, .. } = spot("f(a | b + ") else { panic!() };
        assert_eq!(calls[0], call(None, "f", &[]));
    }

    #[test]
    fn a_block_keeps_the_closure_around_it() {
        let Spot::Member { calls, .. } = spot("p.with(\"a\", |i| { let b = 1; i.") else {
            panic!()
        };
        assert_eq!(calls[1], call(Some("p"), "with", &["i"]));
    }

    #[test]
    fn a_word_behind_two_colons_is_a_modules() {
        assert_eq!(spot("common::sta"), Spot::Module { name: "common", start: 8 });
    }
}
