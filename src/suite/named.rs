//! Which functions of a file are tests, and which were meant to be.

use crate::error::Error;
use crate::script::ScriptError;
use crate::script::tokens::Tokens;
use crate::session::ScriptFile;
use rhai::{AST, FnAccess, Token};
use std::collections::BTreeSet;

/// What the names of tests begin with.
const PREFIX: &str = "test_";

/// The tests of a file in their order, each with the line on which it begins.
///
/// # Errors
/// A test with parameters; a function that looks like a test and is called by nobody.
pub(super) fn tests(ast: &AST, file: &ScriptFile) -> Result<Vec<(usize, String)>, Error> {
    let refused = |code: &'static str, message: String, help: &str| -> Error {
        ScriptError::whole(&file.path, code, &message, Some(help.into())).into()
    };
    let tokens = Tokens::of(&file.text);
    let mentioned = mentioned(&tokens);
    let mut found = vec![];
    for function in ast.iter_fn_def() {
        let name = function.name.as_str();
        let is_test = name.starts_with(PREFIX) && function.access != FnAccess::Private;
        match (is_test, function.params.is_empty()) {
            (true, true) => found.push((line_of(&tokens, &file.text, name), name.to_owned())),
            (true, false) => {
                let message = format!("{name}: a test takes no parameters");
                let help = "give a table with `cases([…], |row| { … })`";
                return Err(refused("test-parameters", message, help));
            }
            (false, true) if !name.starts_with("anon$") && !mentioned.contains(name) => {
                let message = format!("{name} is called by nobody, and is no test");
                let help = format!("the name of a test begins with `{PREFIX}`");
                return Err(refused("not-a-test", message, &help));
            }
            (false, _) => {}
        }
    }
    found.sort();
    Ok(found)
}

/// Every name that stands anywhere but behind `fn`.
fn mentioned(tokens: &Tokens) -> BTreeSet<&str> {
    let all = tokens.all();
    let names = all.iter().enumerate().filter_map(|(at, own)| match &own.token {
        Token::Identifier(name) => {
            let declares = at > 0 && all[at - 1].token == Token::Fn;
            (!declares).then_some(name.as_str())
        }
        Token::StringConstant(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The line on which a function begins, from 1.
fn line_of(tokens: &Tokens, text: &str, name: &str) -> usize {
    let all = tokens.all();
    let named = |at: &usize| {
        all[at - 1].token == Token::Fn
            && matches!(&all[*at].token, Token::Identifier(own) if own.as_str() == name)
    };
    let start = (1..all.len()).find(named).map_or(0, |at| all[at].span.start);
    1 + text[..start].matches('\n').count()
}
