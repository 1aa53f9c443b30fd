//! Which functions of a file are tests, and which were meant to be.

use crate::script::ScriptError;
use crate::script::tokens::Tokens;
use crate::session::ScriptFile;
use rhai::{AST, FnAccess, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What the names of tests begin with.
const PREFIX: &str = "test_";

/// A function that is a test, or was meant to be one.
pub(super) struct Named {
    pub(super) name: String,
    /// The bytes of its name.
    pub(super) span: Range<usize>,
    /// Why it cannot be run: then it fails.
    refused: Option<Refused>,
}

/// Why a function cannot be run as a test.
#[derive(Clone, Copy)]
enum Refused {
    /// It has parameters.
    Parameters,
    /// It is private.
    Private,
    /// It is not called as tests are, nor by anybody.
    Uncalled,
}

impl Named {
    /// What is wrong with it as a test.
    pub(super) fn refusal(&self, file: &ScriptFile) -> Option<ScriptError> {
        let name = &self.name;
        let (code, message, help) = match self.refused? {
            Refused::Parameters => (
                "test-parameters",
                format!("{name}: a test takes no parameters"),
                "give a table with `cases([…], |row| { … })`".into(),
            ),
            Refused::Private => (
                "private-test",
                format!("{name} is private: nobody can run it"),
                "leave out `private`".into(),
            ),
            Refused::Uncalled => (
                "not-a-test",
                format!("{name} is called by nobody, and is no test"),
                format!("the name of a test begins with `{PREFIX}`"),
            ),
        };
        Some(self.error(file, code, message, help))
    }

    /// An error that points at its name.
    pub(super) fn error(
        &self,
        file: &ScriptFile,
        code: &'static str,
        message: String,
        help: String,
    ) -> ScriptError {
        ScriptError::at(&file.path, &file.text, self.span.clone(), code, message, Some(help))
    }

    /// The line on which it begins, from 1.
    pub(super) fn line(&self, file: &ScriptFile) -> usize {
        1 + file.text[..self.span.start].matches('\n').count()
    }
}

/// The tests of a file in their order, with what was meant to be one.
pub(super) fn tests(ast: &AST, file: &ScriptFile) -> Vec<Named> {
    let tokens = Tokens::read(&file.text);
    let mentioned = mentioned(&tokens);
    let declared = declared(&tokens);
    let named = ast.iter_fn_def().filter_map(|function| {
        let name = function.name.as_str();
        let is_test = name.starts_with(PREFIX);
        let is_private = function.access == FnAccess::Private;
        let refused = match (is_test, function.params.is_empty()) {
            (true, _) if is_private && mentioned.contains(name) => return None,
            (true, false) => Some(Refused::Parameters),
            (true, true) if is_private => Some(Refused::Private),
            (true, true) => None,
            (false, true) if !mentioned.contains(name) => Some(Refused::Uncalled),
            (false, _) => return None,
        };
        let span = declared.get(name)?.clone();
        Some(Named { name: name.to_owned(), span, refused })
    });
    let mut named: Vec<Named> = named.collect();
    named.sort_by_key(|test| test.span.start);
    named
}

/// Every name that stands anywhere but behind `fn`.
fn mentioned(tokens: &Tokens) -> BTreeSet<&str> {
    let lexed = tokens.lexed();
    let names = lexed.iter().enumerate().filter_map(|(at, token)| match &token.token {
        Token::Identifier(name) => {
            let declares = at > 0 && lexed[at - 1].token == Token::Fn;
            (!declares).then_some(name.as_str())
        }
        Token::StringConstant(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The bytes of every name behind `fn`; a closure has none.
fn declared(tokens: &Tokens) -> BTreeMap<&str, Range<usize>> {
    let lexed = tokens.lexed();
    let names = lexed.windows(2).filter_map(|pair| match (&pair[0].token, &pair[1].token) {
        (Token::Fn, Token::Identifier(name)) => Some((name.as_str(), pair[1].span.clone())),
        _ => None,
    });
    names.collect()
}
