//! What stands at the cursor: what the word there belongs to, in which calls and closures it is.

use crate::syntax::{SpannedToken, Tokens};
use rhai::Token;

/// What stands at the end of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CursorContext<'a> {
    /// A word after the dot of an expression.
    Member {
        receiver: &'a str,
        start: usize,
        calls: Vec<OpenCall<'a>>,
    },
    /// The inside of a text, from its first character on.
    Quoted {
        start: usize,
        calls: Vec<OpenCall<'a>>,
    },
    /// A word after a module's name.
    Module {
        name: &'a str,
        start: usize,
    },
    Word {
        start: usize,
        calls: Vec<OpenCall<'a>>,
    },
}

/// A call whose brackets are open, or brackets or a block without one: then its name is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenCall<'a> {
    /// What it is a method of, if of anything.
    pub(super) receiver: Option<&'a str>,
    pub(super) name: &'a str,
    /// The parameters of the closures within it in which the text ends.
    pub(super) parameters: Vec<&'a str>,
}

/// What stands at the end of a text; calls come innermost first, the whole text last.
pub(super) fn cursor_context(text: &str) -> CursorContext<'_> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = text.rfind(|c| !word(c)).map_or(0, |at| at + last_char_len(text, at));
    let tokens = Tokens::read(text);
    let open_text = tokens.unread().filter(|unread| unread.is_open_text());
    let begun = open_text.map_or(start, |open_text| open_text.span.start);
    let count = tokens.list().partition_point(|token| token.span.start < begun);
    let before = TokensBeforeCursor { text, tokens: &tokens, list: &tokens.list()[..count] };
    let calls = before.calls();
    if open_text.is_some() {
        // Behind `${…}`, a text goes on without a sign.
        let sign = usize::from(text[begun..].starts_with(['"', '`', '#']));
        return CursorContext::Quoted { start: begun + sign, calls };
    }
    match before.list.last().map(|last| &last.token) {
        Some(Token::Period | Token::Elvis) => {
            let receiver = before.expression(count - 1);
            CursorContext::Member { receiver: receiver.unwrap_or(""), start, calls }
        }
        Some(Token::DoubleColon) => {
            let name = count.checked_sub(2).and_then(|at| before.name(at));
            CursorContext::Module { name: name.unwrap_or(""), start }
        }
        _ => CursorContext::Word { start, calls },
    }
}

fn last_char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The tokens before what stands at the end of a text.
struct TokensBeforeCursor<'a, 't> {
    text: &'a str,
    tokens: &'t Tokens,
    list: &'t [SpannedToken],
}

impl<'a> TokensBeforeCursor<'a, '_> {
    /// The calls that are open at the end of the tokens.
    fn calls(&self) -> Vec<OpenCall<'a>> {
        let mut open = vec![OpenCall::default()];
        let mut at = 0;
        while let Some(token) = self.list.get(at) {
            let innermost = open.last_mut();
            match &token.token {
                _ if token.opens() => open.push(self.call(at)),
                _ if token.closes() => {
                    open.pop();
                }
                Token::Comma | Token::SemiColon => {
                    if let Some(call) = innermost {
                        call.parameters.clear();
                    }
                }
                // Where an operand is due, a bar begins a closure.
                Token::Pipe if !at.checked_sub(1).is_some_and(|at| self.ends_operand(at)) => {
                    let rest = &self.list[at + 1..];
                    let bar = rest.iter().position(|next| next.token == Token::Pipe);
                    let first = at + 1;
                    at = first + bar.unwrap_or(rest.len());
                    if let Some(call) = innermost.filter(|_| bar.is_some()) {
                        call.parameters.extend((first..at).filter_map(|at| self.name(at)));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        open.reverse();
        open
    }

    /// The call whose bracket is this token.
    fn call(&self, bracket: usize) -> OpenCall<'a> {
        let is_call = self.list[bracket].token == Token::LeftParen;
        let name = bracket.checked_sub(1).filter(|_| is_call).and_then(|at| self.name(at));
        let Some(name) = name else { return OpenCall::default() };
        let dot = bracket.checked_sub(2).filter(|dot| self.is_dot(*dot));
        let receiver = dot.map(|dot| self.expression(dot).unwrap_or(""));
        OpenCall { receiver, name, parameters: vec![] }
    }

    fn name(&self, at: usize) -> Option<&'a str> {
        self.list[at].name().map(|_| &self.text[self.list[at].span.clone()])
    }

    fn is_dot(&self, at: usize) -> bool {
        matches!(self.list[at].token, Token::Period | Token::Elvis)
    }

    fn ends_operand(&self, at: usize) -> bool {
        self.list[at].ends_operand() || self.list[at].closes()
    }

    /// The expression that ends before this token: names, calls and members.
    fn expression(&self, end: usize) -> Option<&'a str> {
        let mut at = end.checked_sub(1)?;
        loop {
            let is_unit = self.list[at].token == Token::Unit;
            if self.list[at].closes() || is_unit {
                let opening = if is_unit { at } else { self.tokens.partner(at)? };
                let is_value =
                    matches!(self.list[opening].token, Token::LeftBrace | Token::MapStart);
                at = opening;
                if !is_value && opening > 0 && self.asks(opening - 1) {
                    at -= 1;
                    continue;
                }
            }
            let links =
                at > 1 && (self.is_dot(at - 1) || self.list[at - 1].token == Token::DoubleColon);
            if !links {
                break;
            }
            at -= 2;
        }
        let bytes = self.list[at].span.start..self.list[end].span.start;
        self.text.get(bytes).map(str::trim_end)
    }

    /// Whether brackets behind this token call it or ask it for an element.
    fn asks(&self, at: usize) -> bool {
        let token = &self.list[at];
        token.name().is_some() || token.closes() || token.token == Token::Unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receiver(text: &str) -> Option<(&str, usize)> {
        match cursor_context(text) {
            CursorContext::Member { receiver, start, .. } => Some((receiver, start)),
            _ => None,
        }
    }

    fn call<'a>(receiver: Option<&'a str>, name: &'a str, parameters: &[&'a str]) -> OpenCall<'a> {
        OpenCall { receiver, name, parameters: parameters.to_vec() }
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
        let CursorContext::Member { receiver, calls, .. } =
            cursor_context("pending.filter(|i| i.age > f(2) && i.")
        else {
            panic!()
        };
        assert_eq!(receiver, "i");
        assert_eq!(calls[0], call(Some("pending"), "filter", &["i"]));
        let CursorContext::Quoted { start, calls } =
            cursor_context("pending.sort_by([\"a\", \"-ag")
        else {
            panic!()
        };
        assert_eq!(start, 23);
        assert_eq!(calls[0], call(None, "", &[]));
        assert_eq!(calls[1], call(Some("pending"), "sort_by", &[]));
        let CursorContext::Word { calls, .. } = cursor_context("keep(\"x\", |i| true, ") else {
            panic!()
        };
        assert_eq!(calls[0], call(None, "keep", &[]));
    }

    #[test]
    fn a_bar_between_operands_is_no_closure() {
        let CursorContext::Word { calls, .. } = cursor_context("f(a | b + ") else { panic!() };
        assert_eq!(calls[0], call(None, "f", &[]));
    }

    #[test]
    fn a_block_keeps_the_closure_around_it() {
        let CursorContext::Member { calls, .. } =
            cursor_context("p.with(\"a\", |i| { let b = 1; i.")
        else {
            panic!()
        };
        assert_eq!(calls[1], call(Some("p"), "with", &["i"]));
    }

    #[test]
    fn a_word_behind_two_colons_is_a_modules() {
        assert_eq!(
            cursor_context("common::sta"),
            CursorContext::Module { name: "common", start: 8 }
        );
    }
}
