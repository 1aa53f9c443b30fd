//! Regular expressions: an alternative, a boundary or a flag left out.
//!
//! Invariant: only a text that `matches` is given is taken for one, by itself or under the name
//! that it has in the script.

use super::{Mutant, mutant};
use crate::syntax::{CallNode, Construct, SpannedToken, SyntaxNode, Tree};
use regex_syntax::ast::{self, Ast, Visitor};
use rhai::Token;
use std::collections::BTreeSet;
use std::ops::Range;

const NO_ALTERNATIVE: &str = "leaves out an alternative of a pattern";
const NO_BOUNDARY: &str = "leaves out a boundary of a pattern";
const NO_FLAG: &str = "leaves out a flag of a pattern";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let asked: Vec<&SpannedToken> =
        tree.calls_of("matches").filter_map(|call| first_token(tree, call, 0)).collect();
    let names: BTreeSet<&str> = asked.iter().filter_map(|token| token.name()).collect();
    let texts = tree.nodes().filter_map(|(_, node)| default_pattern(tree, node, &names));
    asked.iter().copied().chain(texts).flat_map(|token| of_text(tree, token)).collect()
}

/// The token that an argument of a call begins with.
fn first_token<'a>(tree: &'a Tree, call: &CallNode, argument: usize) -> Option<&'a SpannedToken> {
    let argument = call.arguments.get(argument)?;
    tree.tokens().list().get(tree.node(*argument).tokens.start)
}

/// The text that the variable declared here is given, if it has one of these names: as it is, or as
/// the default of a parameter.
fn default_pattern<'a>(
    tree: &'a Tree,
    node: &SyntaxNode,
    names: &BTreeSet<&str>,
) -> Option<&'a SpannedToken> {
    let Construct::Declaration { name, value: Some(value) } = node.construct else { return None };
    if !names.contains(tree.name(name)) {
        return None;
    }
    let value = tree.node(value);
    match &value.construct {
        Construct::Call(call) if tree.name(call.name) == "param" => first_token(tree, call, 1),
        _ => tree.tokens().list().get(value.tokens.start),
    }
}

fn of_text(tree: &Tree, token: &SpannedToken) -> Vec<Mutant> {
    let Token::StringConstant(pattern) = &token.token else { return vec![] };
    let Some(places) = places(&tree.text()[token.span.clone()], pattern) else { return vec![] };
    let parsed = ast::parse::Parser::new().parse(pattern);
    let left_out =
        parsed.ok().and_then(|parsed| ast::visit(&parsed, RemovableParts::default()).ok());
    let mutants = left_out.unwrap_or_default().into_iter().map(|(part, change)| {
        let bytes = places[part.start]..places[part.end];
        mutant(token.span.start + bytes.start..token.span.start + bytes.end, "", change)
    });
    mutants.collect()
}

/// The parts of a pattern that can be left out, by their bytes in it.
#[derive(Default)]
struct RemovableParts(Vec<(Range<usize>, &'static str)>);

impl Visitor for RemovableParts {
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
