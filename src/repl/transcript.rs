//! What was entered, as the script that it is.
//!
//! Invariant: run as one script it comes to what the session has come to. So a function that is
//! defined again takes the place of the old one, and a last value that is used later gets its name
//! where it comes from.

use crate::strategy::LAST_VALUE;
use crate::syntax::{Construct, Tokens, Tree};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Pieces of a script, in the order in which they were entered.
#[derive(Clone, Debug, Default)]
pub(super) struct Transcript {
    pieces: Vec<TranscriptEntry>,
}

/// What was entered at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TranscriptEntry {
    /// Its text, which ends as a statement does.
    pub(super) text: String,
    /// What came of its last expression.
    pub(super) value: EntryValue,
    pub(super) file: Option<PathBuf>,
}

/// What a piece gave for a last value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum EntryValue {
    #[default]
    None,
    /// One without a name; the byte at which its expression begins.
    Unnamed(usize),
    /// One that the piece itself names.
    Named,
}

impl TranscriptEntry {
    /// A piece as it was typed or read.
    pub(super) fn new(text: &str, file: Option<&Path>) -> Self {
        Self {
            text: terminate_statement(text),
            value: EntryValue::None,
            file: file.map(Path::to_path_buf),
        }
    }
}

impl Transcript {
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.clone() + "\n").collect()
    }

    /// The script and a further piece, and the line on which that begins, from 1.
    pub(super) fn text_with(&self, piece: &str) -> (String, usize) {
        let text = self.text();
        let first = text.matches('\n').count() + 1;
        (text + piece + "\n", first)
    }

    pub(super) fn entries(&self) -> &[TranscriptEntry] {
        &self.pieces
    }

    pub(super) fn entries_mut(&mut self) -> &mut Vec<TranscriptEntry> {
        &mut self.pieces
    }

    /// Gives the newest last value its name, where it has none yet. Tells whether it did.
    pub(super) fn name_last_value(&mut self) -> bool {
        let newest = self.pieces.iter_mut().rev().find(|piece| piece.value != EntryValue::None);
        let Some(piece) = newest else { return false };
        let EntryValue::Unnamed(at) = piece.value else { return false };
        piece.text.insert_str(at, &format!("let {LAST_VALUE} = "));
        piece.value = EntryValue::Named;
        true
    }

    /// Puts a function in the place of one with that name and so many parameters. Tells whether
    /// there is one.
    pub(super) fn redefine(&mut self, name: &str, parameters: usize, definition: &str) -> bool {
        for piece in &mut self.pieces {
            let old =
                function_definitions(&piece.text).into_iter().find(|old| old.is(name, parameters));
            if let Some(old) = old {
                piece.text.replace_range(old.bytes, definition);
                return true;
            }
        }
        false
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct FunctionDefinition {
    pub(super) name: String,
    pub(super) parameters: usize,
    pub(super) bytes: Range<usize>,
}

impl FunctionDefinition {
    fn is(&self, name: &str, parameters: usize) -> bool {
        self.name == name && self.parameters == parameters
    }
}

pub(super) fn function_definitions(text: &str) -> Vec<FunctionDefinition> {
    let tree = Tree::read(text);
    let definition = |(id, construct): (_, &Construct)| match construct {
        Construct::Function { name, parameters, .. } => Some(FunctionDefinition {
            name: tree.name(*name).to_owned(),
            parameters: parameters.len(),
            bytes: tree.span(id),
        }),
        _ => None,
    };
    tree.nodes().map(|(id, node)| (id, &node.construct)).filter_map(definition).collect()
}

/// The text with a `;` after its last token where one is owed, so that more can follow.
fn terminate_statement(text: &str) -> String {
    let text = text.trim_end();
    let end = Tokens::read(text).end();
    let is_function =
        function_definitions(text).last().is_some_and(|definition| definition.bytes.end == end);
    if end == 0 || text[..end].ends_with(';') || is_function {
        return text.into();
    }
    let (before, after) = text.split_at(end);
    format!("{before};{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(pieces: &[(&str, EntryValue)]) -> Transcript {
        let piece = |(text, value): &(&str, EntryValue)| {
            let mut piece = TranscriptEntry::new(text, None);
            piece.value = *value;
            piece
        };
        Transcript { pieces: pieces.iter().map(piece).collect() }
    }

    #[test]
    fn pieces_end_as_statements_do() {
        assert_eq!(terminate_statement("1 + 1"), "1 + 1;");
        assert_eq!(terminate_statement("let a = -1"), "let a = -1;");
        assert_eq!(terminate_statement("`a ${1} b`"), "`a ${1} b`;");
        assert_eq!(terminate_statement("let größe = 3"), "let größe = 3;");
        assert_eq!(terminate_statement("let a = 1; // one"), "let a = 1; // one");
        assert_eq!(terminate_statement("a // one\n"), "a; // one");
        assert_eq!(terminate_statement("fn f() { 1 }"), "fn f() { 1 }");
        assert_eq!(terminate_statement("#{ a: 1 }"), "#{ a: 1 };");
        assert_eq!(terminate_statement("// nothing"), "// nothing");
    }

    #[test]
    fn a_value_that_is_used_later_gets_its_name() {
        let mut entered = transcript(&[
            ("let a = 1; a + 1", EntryValue::Unnamed(11)),
            ("print(a)", EntryValue::None),
        ]);
        assert!(entered.name_last_value());
        assert_eq!(entered.text(), "let a = 1; let it = a + 1;\nprint(a);\n");
        assert!(!entered.name_last_value());
    }

    #[test]
    fn a_function_takes_the_place_of_the_old_one() {
        let mut entered = transcript(&[
            ("let a = 1; fn f(x) { x }", EntryValue::None),
            ("f(a)", EntryValue::Unnamed(0)),
        ]);
        assert!(!entered.redefine("f", 2, "fn f(x, y) { y }"));
        assert!(entered.redefine("f", 1, "fn f(x) { -x }"));
        assert_eq!(entered.text(), "let a = 1; fn f(x) { -x }\nf(a);\n");
    }

    #[test]
    fn definitions_are_found_with_their_bytes() {
        let text = "private fn a() { if x { 1 } }\nfn b(x, y) {}";
        let definitions = function_definitions(text);
        assert_eq!(
            definitions[0],
            FunctionDefinition { name: "a".into(), parameters: 0, bytes: 0..29 }
        );
        assert_eq!(&text[definitions[1].bytes.clone()], "fn b(x, y) {}");
        assert_eq!(definitions[1].parameters, 2);
    }

    #[test]
    fn the_next_piece_knows_its_line() {
        let entered = transcript(&[("a\nb", EntryValue::None), ("c", EntryValue::None)]);
        assert_eq!(entered.text_with("d"), ("a\nb;\nc;\nd\n".into(), 4));
    }
}
