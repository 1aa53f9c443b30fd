//! Which functions of a file are tests, and which were meant to be.

use super::test_codes;
use crate::diagnosis_code::DiagnosisCode;
use crate::script::Diagnosis;
use crate::session::ScriptFile;
use crate::syntax::{Construct, Tree};
use rhai::{AST, FnAccess, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What the names of tests begin with.
const PREFIX: &str = "test_";

/// A function that is a test, or was meant to be one.
pub(super) struct TestCandidate {
    pub(super) name: String,
    /// The bytes of its name.
    pub(super) span: Range<usize>,
    /// Why it cannot be run: then it fails.
    refused: Option<TestFault>,
}

/// Why a function cannot be run as a test.
#[derive(Clone, Copy)]
enum TestFault {
    Parameters,
    Private,
    /// It is not called as tests are, nor by anybody.
    Uncalled,
}

impl TestCandidate {
    /// What is wrong with it as a test.
    pub(super) fn refusal(&self, file: &ScriptFile) -> Option<Diagnosis> {
        let name = &self.name;
        let (code, message, help) = match self.refused? {
            TestFault::Parameters => (
                test_codes::TEST_PARAMETERS,
                format!("{name}: a test takes no parameters"),
                "give a table with `cases([…], |row| { … })`".into(),
            ),
            TestFault::Private => (
                test_codes::PRIVATE_TEST,
                format!("{name} is private: nobody can run it"),
                "leave out `private`".into(),
            ),
            TestFault::Uncalled => (
                test_codes::NOT_A_TEST,
                format!("{name} is called by nobody, and is no test"),
                format!("the name of a test begins with `{PREFIX}`"),
            ),
        };
        Some(self.error(file, code, message, help))
    }

    pub(super) fn error(
        &self,
        file: &ScriptFile,
        code: DiagnosisCode,
        message: String,
        help: String,
    ) -> Diagnosis {
        Diagnosis::at(&file.path, &file.text, self.span.clone(), code, message, Some(help))
    }

    /// The line on which it begins, from 1.
    pub(super) fn line(&self, file: &ScriptFile) -> usize {
        1 + file.text[..self.span.start].matches('\n').count()
    }
}

/// The tests of a file in their order, with what was meant to be one.
pub(super) fn tests(ast: &AST, file: &ScriptFile) -> Vec<TestCandidate> {
    let tree = Tree::read(&file.text);
    let mentioned = mentioned(&tree);
    let declared = declared(&tree);
    let named = ast.iter_fn_def().filter_map(|function| {
        let name = function.name.as_str();
        let is_test = name.starts_with(PREFIX);
        let is_private = function.access == FnAccess::Private;
        let refused = match (is_test, function.params.is_empty()) {
            (true, _) if is_private && mentioned.contains(name) => return None,
            (true, false) => Some(TestFault::Parameters),
            (true, true) if is_private => Some(TestFault::Private),
            (true, true) => None,
            (false, true) if !mentioned.contains(name) => Some(TestFault::Uncalled),
            (false, _) => return None,
        };
        let span = declared.get(name)?.clone();
        Some(TestCandidate { name: name.to_owned(), span, refused })
    });
    let mut named: Vec<TestCandidate> = named.collect();
    named.sort_by_key(|test| test.span.start);
    named
}

/// Every name that stands anywhere but behind `fn`.
fn mentioned<'a>(tree: &'a Tree) -> BTreeSet<&'a str> {
    let tokens = tree.tokens().list();
    let names = tokens.iter().enumerate().filter_map(|(at, token)| match &token.token {
        Token::StringConstant(name) => Some(name.as_str()),
        _ => {
            let declares = at > 0 && tokens[at - 1].token == Token::Fn;
            token.name().filter(|_| !declares)
        }
    });
    names.collect()
}

/// The bytes of every function's name; a closure has none.
fn declared<'a>(tree: &'a Tree) -> BTreeMap<&'a str, Range<usize>> {
    let names = tree.nodes().filter_map(|(_, node)| match node.construct {
        Construct::Function { name, .. } => Some((tree.name(name), tree.token(name).span.clone())),
        _ => None,
    });
    names.collect()
}
