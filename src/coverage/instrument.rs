//! Puts probes into a script, at the spans that Rhai's lexer gives.
//!
//! Invariant: the rewritten script has the same lines and does the same.

use super::{CoveredPlace, PlaceKind};
use crate::formula::probes::{REACHED, REACHED_FALSE, REACHED_TRUE};
use crate::script::sandbox;
use crate::script::tokens::{Lexed, Tokens, binds};
use indexmap::IndexMap;
use rhai::Token;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A script with probes.
#[derive(Clone, Debug)]
pub struct Instrumented {
    /// The script as it was.
    pub original: String,
    /// With probes.
    pub text: String,
    /// The number of its first probe.
    pub first: i64,
    /// The place that each of its probes stands for, in order of their numbers.
    pub places: Vec<CoveredPlace>,
    /// Whether it is a script that Rhai reads, but not with probes in it: so it has none.
    pub failed: bool,
}

/// The scripts that have been given probes, by name; the numbers of the probes run through all.
#[derive(Debug, Default)]
pub struct Registry(Mutex<IndexMap<String, Instrumented>>);

impl Registry {
    /// The script with probes, the same each time. One that cannot be parsed stays as it is.
    pub fn probed(&self, name: &str, text: &str) -> String {
        let mut known = self.lock();
        if let Some(script) = known.get(name) {
            return script.text.clone();
        }
        let first = known.values().map(|script| script.places.len()).sum::<usize>();
        let script = instrument(text, i64::try_from(first).unwrap_or(i64::MAX));
        let probed = script.text.clone();
        known.insert(name.into(), script);
        probed
    }

    /// All of them.
    pub fn scripts(&self) -> IndexMap<String, Instrumented> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, Instrumented>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts probes into a script, numbered from `first`.
pub fn instrument(text: &str, first: i64) -> Instrumented {
    let none = |failed| Instrumented {
        original: text.into(),
        text: text.into(),
        first,
        places: vec![],
        failed,
    };
    // Only what is parsed counts: names are looked up when it runs.
    let engine = sandbox::reader();
    if engine.compile(text).is_err() {
        return none(false);
    }
    let mut writing =
        Writing { text, tokens: Tokens::read(text), next: first, places: vec![], put: vec![] };
    writing.functions();
    writing.choices();
    writing.operators();
    let Writing { mut put, places, .. } = writing;
    // At one byte, what closes stands before what opens there.
    put.sort_by_key(|(at, order, _)| (*at, *order));
    let mut probed = String::with_capacity(text.len() * 2);
    let mut from = 0;
    for (at, _, code) in put {
        probed.push_str(&text[from..at]);
        probed.push_str(&code);
        from = at;
    }
    probed.push_str(&text[from..]);
    if engine.compile(&probed).is_err() {
        return none(true);
    }
    Instrumented { original: text.into(), text: probed, first, places, failed: false }
}

struct Writing<'a> {
    text: &'a str,
    tokens: Tokens,
    next: i64,
    places: Vec<CoveredPlace>,
    /// What is put in: at which byte, in which order there, and what.
    put: Vec<(usize, usize, String)>,
}

impl Writing<'_> {
    /// The number of a further probe.
    fn add_place(&mut self, place_kind: PlaceKind, span: Range<usize>) -> i64 {
        let number = self.next;
        self.next += 1;
        self.places.push(CoveredPlace { kind: place_kind, span });
        number
    }

    fn put(&mut self, at: usize, code: String) {
        let order = self.put.len();
        self.put.push((at, order, code));
    }

    /// `fn name(…) {`.
    fn functions(&mut self) {
        for at in 1..self.tokens.lexed().len() {
            let tokens = self.tokens.lexed();
            let named = matches!(tokens[at].token, Token::Identifier(_));
            if !named || tokens[at - 1].token != Token::Fn {
                continue;
            }
            let (span, depth) = (tokens[at].span.clone(), tokens[at].depth);
            let opens = |token: &&Lexed| token.depth == depth && token.token == Token::LeftBrace;
            if let Some(body) = tokens[at..].iter().find(opens).map(|token| token.span.end) {
                let number = self.add_place(PlaceKind::Function, span);
                self.put(body, format!(" {REACHED}({number}); "));
            }
        }
    }

    /// Every `if`, then every `switch`: what ends an arm stands behind what ends an `if` in it.
    fn choices(&mut self) {
        for at in 0..self.tokens.lexed().len() {
            if self.tokens.lexed()[at].token == Token::If {
                self.choice(at);
            }
        }
        for at in 0..self.tokens.lexed().len() {
            if self.tokens.lexed()[at].token == Token::Switch {
                self.switch(at);
            }
        }
    }

    /// The bracket that opens the body of what begins with this token; none where that is the guard
    /// of a switch's arm.
    fn body(&self, start: usize) -> Option<usize> {
        let tokens = self.tokens.lexed();
        let depth = tokens[start].depth;
        let ends = |at: &usize| {
            tokens[*at].depth < depth
                || tokens[*at].depth == depth
                    && matches!(tokens[*at].token, Token::LeftBrace | Token::DoubleArrow)
        };
        let end = (start + 1..tokens.len()).find(ends)?;
        (tokens[end].token == Token::LeftBrace && tokens[end].depth == depth).then_some(end)
    }

    fn choice(&mut self, start: usize) {
        let Some(opening) = self.body(start) else { return };
        let Some(closing) = self.tokens.closing(opening) else { return };
        let tokens = self.tokens.lexed();
        let (open, close) = (tokens[opening].span.end, tokens[closing].span.end);
        let condition = tokens[start + 1].span.start..tokens[opening - 1].span.end;
        let token =
            |at: usize| tokens.get(at).map(|token| (token.token.clone(), token.span.clone()));
        let (follows, after) = (token(closing + 1), token(closing + 2));
        let number = self.add_place(PlaceKind::Then, condition.clone());
        self.put(open, format!(" {REACHED}({number}); "));
        match (follows, after) {
            (Some((Token::Else, span)), Some((Token::LeftBrace, brace))) => {
                let number = self.add_place(PlaceKind::Else, span);
                self.put(brace.end, format!(" {REACHED}({number}); "));
            }
            // What `else if` does is told by that `if`.
            (Some((Token::Else, _)), _) => {}
            _ => {
                let number = self.add_place(PlaceKind::NoElse, condition);
                self.put(close, format!(" else {{ {REACHED}({number}); }}"));
            }
        }
    }

    fn switch(&mut self, start: usize) {
        let Some(opening) = self.body(start) else { return };
        let Some(closing) = self.tokens.closing(opening) else { return };
        let tokens = self.tokens.lexed();
        let depth = tokens[start].depth;
        let arrow =
            |at: &usize| tokens[*at].depth == depth + 1 && tokens[*at].token == Token::DoubleArrow;
        let arrows: Vec<usize> = (opening..closing).filter(arrow).collect();
        let (subject, end) =
            (tokens[start].span.start..tokens[opening - 1].span.end, tokens[closing].span.start);
        let separated = matches!(tokens[closing - 1].token, Token::Comma | Token::LeftBrace);
        let has_default = arrows.iter().any(|arrow| tokens[arrow - 1].token == Token::Underscore);
        for arrow in arrows {
            self.arm(arrow, closing);
        }
        if !has_default {
            let number = self.add_place(PlaceKind::NoArm, subject);
            let comma = if separated { "" } else { "," };
            self.put(end, format!("{comma} _ => {REACHED}({number}) "));
        }
    }

    /// The arm behind an arrow, in a switch that ends with the token `closing`.
    fn arm(&mut self, arrow: usize, closing: usize) {
        let tokens = self.tokens.lexed();
        let first = &tokens[arrow + 1];
        let last = match first.token {
            Token::LeftBrace => self.tokens.closing(arrow + 1),
            Token::If => self.last_of_if(arrow + 1),
            _ => {
                let ends = |at: &usize| {
                    tokens[*at].depth == tokens[arrow].depth && tokens[*at].token == Token::Comma
                };
                (arrow + 1..closing).find(ends).or(Some(closing)).map(|end| end - 1)
            }
        };
        let Some(last) = last else { return };
        let span = first.span.start..tokens[last].span.end;
        if first.token == Token::LeftBrace {
            let at = first.span.end;
            let number = self.add_place(PlaceKind::Arm, span);
            self.put(at, format!(" {REACHED}({number}); "));
        } else {
            let number = self.add_place(PlaceKind::Arm, span.clone());
            self.put(span.start, format!("{{ {REACHED}({number}); "));
            self.put(span.end, " }".into());
        }
    }

    /// The last token of an `if` with all its `else`.
    fn last_of_if(&self, start: usize) -> Option<usize> {
        let tokens = self.tokens.lexed();
        let depth = tokens[start].depth;
        let mut at = start;
        loop {
            let opens =
                |at: &usize| tokens[*at].depth == depth && tokens[*at].token == Token::LeftBrace;
            let closing = self.tokens.closing((at + 1..tokens.len()).find(opens)?)?;
            if tokens.get(closing + 1).is_none_or(|next| next.token != Token::Else) {
                return Some(closing);
            }
            at = closing + 1;
        }
    }

    /// `&&`, `||` and `??`: what stands on their right.
    fn operators(&mut self) {
        for at in 1..self.tokens.lexed().len() {
            let (place_kind, probe) = match self.tokens.lexed()[at].token {
                Token::And => (PlaceKind::And, REACHED_TRUE),
                Token::Or if self.tokens.ends_operand(at - 1) => (PlaceKind::Or, REACHED_FALSE),
                Token::DoubleQuestion => (PlaceKind::Fallback, REACHED),
                _ => continue,
            };
            let token = &self.tokens.lexed()[at];
            let (sign, end) = (self.text[token.span.clone()].to_owned(), token.span.end);
            if let Some(side) = self.tokens.operand(at, binds(&token.token), true) {
                let number = self.add_place(place_kind, side);
                self.put(end, format!(" {probe}({number}) {sign}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_branch_gets_a_probe() {
        let text = "fn f(x) { x }\nlet a = if x > 1 { 1 } else if x > 0 { 2 };\n\
            keep(\"k\", |i| i.a && (i.b || !i.c) ?? true);\n\
            switch a { 1 if a > 0 => f(a), 2 => { 3 } 3 => if a > 1 { 2 } _ => `x ${a ?? 1}` }\n\
            switch a { 1 => #{ b: 2 } }";
        let instrumented = instrument(text, 7);
        assert_eq!(instrumented.text.lines().count(), text.lines().count());
        let places: Vec<String> = instrumented
            .places
            .iter()
            .map(|branch| format!("{:?} {}", branch.kind, &text[branch.span.clone()]))
            .collect();
        insta::assert_snapshot!(format!("{}\n\n{}", instrumented.text, places.join("\n")));
    }

    #[test]
    fn what_is_too_deep_with_probes_is_said_to_have_none() {
        let nested = |depth: usize| format!("{}y{}", "x || (".repeat(depth), ")".repeat(depth));
        let instrumented = |depth| instrument(&nested(depth), 0);
        let failed = (1..200).map(instrumented).find(|script| script.failed);
        let failed = failed.map(|script| (script.places.len(), script.text == script.original));
        assert_eq!(failed, Some((0, true)));
        assert!(!instrumented(3).failed && !instrumented(500).failed);
    }

    #[test]
    fn the_same_script_gets_the_same_numbers() {
        let registry = Registry::default();
        let first = registry.probed("a", "if x { }");
        registry.probed("b", "if y { }");
        assert_eq!(registry.probed("a", "if x { }"), first);
        assert_eq!(registry.scripts()["b"].first, 2);
    }
}
