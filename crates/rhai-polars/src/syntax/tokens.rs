//! The tokens of a text, and which bracket closes which.

use super::lexer::scan_tokens;
use super::token::SpannedToken;
use std::ops::{ControlFlow, Range};

/// The tokens of a text.
#[derive(Debug)]
pub struct Tokens {
    list: Vec<SpannedToken>,
    partners: Vec<Option<usize>>,
    unread: Option<SpannedToken>,
}

impl Tokens {
    /// The tokens of a script that Rhai can parse; as far as they go where it cannot.
    pub fn read(text: &str) -> Self {
        let mut list: Vec<SpannedToken> = vec![];
        let mut partners = vec![];
        let mut open = vec![];
        let unread = scan_tokens(text, &mut |token| {
            let opening = if token.closes() { open.pop() } else { None };
            if token.opens() {
                open.push(list.len());
            }
            if let Some(opening) = opening {
                partners[opening] = Some(list.len());
            }
            partners.push(opening);
            list.push(token);
            ControlFlow::Continue(())
        });
        Self { list, partners, unread }
    }

    /// All of them, in order.
    pub fn list(&self) -> &[SpannedToken] {
        &self.list
    }

    /// What is no token, with all that follows it: where the reading stopped, if it did.
    pub fn unread(&self) -> Option<&SpannedToken> {
        self.unread.as_ref()
    }

    /// Where the last of them ends, or what is not read.
    pub fn end(&self) -> usize {
        self.list.iter().chain(&self.unread).last().map_or(0, |last| last.span.end)
    }

    /// The number of the token that begins at a byte.
    pub fn at(&self, offset: usize) -> Option<usize> {
        self.list.binary_search_by_key(&offset, |token| token.span.start).ok()
    }

    /// The number of the bracket that belongs to the one with this number.
    pub fn partner(&self, bracket: usize) -> Option<usize> {
        *self.partners.get(bracket)?
    }

    /// The bytes of the clause of a condition around a token: from `i.age_days >= stale &&
    /// !i.has_note` and the number of `>=`, those of `i.age_days >= stale`. Brackets are never cut.
    pub fn clause(&self, at: usize) -> Option<Range<usize>> {
        let depth = self.list.get(at)?.depth;
        let ends = |token: &&SpannedToken| {
            token.depth < depth || token.depth == depth && token.separates_clauses()
        };
        let before = self.list[..at].iter().rev().take_while(|token| !ends(token)).last();
        let after = self.list[at + 1..].iter().take_while(|token| !ends(token)).last();
        let token = &self.list[at].span;
        let start = before.map_or(token.start, |first| first.span.start);
        Some(start..after.map_or(token.end, |last| last.span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Tokens::read(text).list().iter().map(|token| &text[token.span.clone()]).collect()
    }

    #[test]
    fn tokens_are_what_rhai_sees() {
        let text = "let a = `ä ${x + `b ${y}`} && c`; // no && here\n0..5 - 1.5e3 + #\"a\"b\"#";
        let seen = texts(text);
        assert!(!seen.contains(&"&&"), "{seen:?}");
        assert_eq!(seen[seen.len() - 7..], ["0", "..", "5", "-", "1.5e3", "+", "#\"a\"b\"#"]);
        let seen = texts("if x /* && */ && \"é &&\" == 'ß' { () }");
        assert_eq!(seen, ["if", "x", "&&", "\"é &&\"", "==", "'ß'", "{", "()", "}"]);
        assert_eq!(texts("/// a\nfn f() { -1.5 }"), ["fn", "f", "()", "{", "-1.5", "}"]);
        assert_eq!(texts("`a ${b} c`"), ["`a $", "{", "b", "}", " c`"]);
    }

    #[test]
    fn places_on_long_lines_are_those_of_their_tokens() {
        let line = "let a = \"ß\"; f(`é`) /* ü */ ; ";
        let once = texts(line);
        let text = format!("{}\n{line}\n", line.repeat(500)).repeat(2);
        let seen = texts(&text);
        assert_eq!(seen.len(), once.len() * 1002);
        for (at, token) in seen.iter().enumerate() {
            assert_eq!(*token, once[at % once.len()], "{at}");
        }
    }

    #[test]
    fn reading_stops_where_places_have_no_number() {
        let text = format!("let a = {}1;", "1 + ".repeat(30_000));
        let tokens = Tokens::read(&text);
        let last = tokens.list().last().unwrap().span.end;
        assert!((60_000..70_000).contains(&last), "{last}");
        assert!(tokens.unread().is_some());
    }

    #[test]
    fn what_is_no_token_goes_to_the_end() {
        let tokens = Tokens::read("a(\"b\\q c");
        assert_eq!((tokens.list().len(), tokens.unread().unwrap().span.clone()), (2, 2..8));
        assert!(Tokens::read("a(\"b").unread().unwrap().is_open_text());
    }

    #[test]
    fn brackets_know_their_partners() {
        let tokens = Tokens::read("a(#{ b: [1] }");
        let partners: Vec<_> = (0..9).map(|at| tokens.partner(at)).collect();
        assert_eq!(partners[1..3], [None, Some(8)]);
        assert_eq!(partners[5..9], [Some(7), None, Some(5), Some(2)]);
    }
}
