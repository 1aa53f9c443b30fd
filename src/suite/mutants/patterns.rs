//! Regular expressions: an alternative, a boundary or a flag left out.
//!
//! Invariant: only a text that `matches` is given is taken for one, by itself or under the name
//! that it has in the script.

use super::{Mutant, MutatedScript, mutant};
use crate::script::tokens::Lexed;
use regex_syntax::ast::{self, Ast, Visitor};
use rhai::Token;
use std::collections::BTreeSet;
use std::ops::Range;

const NO_ALTERNATIVE: &str = "leaves out an alternative of a pattern";
const NO_BOUNDARY: &str = "leaves out a boundary of a pattern";
const NO_FLAG: &str = "leaves out a flag of a pattern";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let asked = |window: &[Lexed]| match [&window[0].token, &window[1].token] {
        [Token::Identifier(name), Token::LeftParen] => **name == "matches",
        _ => false,
    };
    let asked: Vec<&Lexed> =
        tokens.windows(3).filter(|window| asked(window)).map(|window| &window[2]).collect();
    let names = asked.iter().filter_map(|token| match &token.token {
        Token::Identifier(name) => Some(name.as_str()),
        _ => None,
    });
    let names: BTreeSet<&str> = names.collect();
    let texts = (0..tokens.len()).filter_map(|at| default_pattern(tokens, at, &names));
    asked.into_iter().chain(texts).flat_map(|token| of_text(source, token)).collect()
}

/// The text that the variable declared here is given, if it has one of these names: as it is, or as
/// the default of a parameter.
fn default_pattern<'a>(
    tokens: &'a [Lexed],
    at: usize,
    names: &BTreeSet<&str>,
) -> Option<&'a Lexed> {
    let [declares, name, equals, value, ..] = &tokens[at..] else { return None };
    let is_named = matches!(&name.token, Token::Identifier(name) if names.contains(name.as_str()));
    let is_declared = matches!(declares.token, Token::Let | Token::Const);
    if !is_declared || !is_named || equals.token != Token::Equals {
        return None;
    }
    match &value.token {
        Token::Identifier(verb) if **verb == "param" => tokens.get(at + 7),
        _ => Some(value),
    }
}

fn of_text(source: &MutatedScript, token: &Lexed) -> Vec<Mutant> {
    let Token::StringConstant(pattern) = &token.token else { return vec![] };
    let Some(places) = places(&source.text[token.span.clone()], pattern) else { return vec![] };
    let parsed = ast::parse::Parser::new().parse(pattern);
    let left_out = parsed.ok().and_then(|parsed| ast::visit(&parsed, LeftOut::default()).ok());
    let mutants = left_out.unwrap_or_default().into_iter().map(|(part, change)| {
        let bytes = places[part.start]..places[part.end];
        mutant(token.span.start + bytes.start..token.span.start + bytes.end, "", change)
    });
    mutants.collect()
}

/// The parts of a pattern that can be left out, by their bytes in it.
#[derive(Default)]
struct LeftOut(Vec<(Range<usize>, &'static str)>);

impl Visitor for LeftOut {
    type Output = Vec<(Range<usize>, &'static str)>;
    type Err = ();

    fn finish(self) -> Result<Self::Output, ()> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, part: &Ast) -> Result<(), ()> {
        let bytes_of = |span: &ast::Span| span.start.offset..span.end.offset;
        match part {
            Ast::Alternation(either) => {
                let last = either.asts.len() - 1;
                self.0.extend(either.asts.iter().enumerate().map(|(at, one)| {
                    let one = flagless(one);
                    // With the sign behind it, the last with the one before it.
                    let part =
                        if at < last { one.start..one.end + 1 } else { one.start - 1..one.end };
                    (part, NO_ALTERNATIVE)
                }));
            }
            Ast::Assertion(boundary) => self.0.push((bytes_of(&boundary.span), NO_BOUNDARY)),
            Ast::Flags(flags) => self.0.push((bytes_of(&flags.span), NO_FLAG)),
            _ => {}
        }
        Ok(())
    }
}

/// The bytes of an alternative but for flags that it begins with: they hold for the others too.
fn flagless(one: &Ast) -> Range<usize> {
    let span = one.span();
    let flags = match one {
        Ast::Concat(parts) => parts.asts.first().filter(|first| matches!(first, Ast::Flags(_))),
        _ => None,
    };
    flags.map_or(span.start.offset, |flags| flags.span().end.offset)..span.end.offset
}

/// Where each byte of a text's value begins in the text as it is written, and where the last ends;
/// none for a way of writing that is not known here.
fn places(written: &str, value: &str) -> Option<Vec<usize>> {
    let (start, escapes) = match written.as_bytes().first()? {
        b'"' => (1, true),
        b'`' => (1, false),
        _ => return None,
    };
    let mut places = vec![];
    let mut at = start;
    for character in value.chars() {
        let rest = written.get(at..)?;
        let length = if escapes && rest.starts_with('\\') {
            match rest.as_bytes().get(1)? {
                b'x' => 4,
                b'u' => 6,
                b'U' => 10,
                _ => 2,
            }
        } else if rest.starts_with(character) {
            character.len_utf8()
        } else {
            return None;
        };
        places.extend(std::iter::repeat_n(at, character.len_utf8()));
        at += length;
    }
    places.push(at);
    (at + 1 == written.len()).then_some(places)
}
