//! Formulas as a script writes them, with the names of its parameters: a document that said 120 for
//! `stale_days` would be wrong wherever that is set.
//!
//! Invariant: what stands there can be understood without the script. Where a formula uses names
//! that only the script explains, it is left to the compiled one, which has values in their place.

use crate::strategy::NAMES;
use crate::syntax::{CallNode, Construct, SpannedToken, SyntaxId, Tree, token_at};
use rhai::{Position, Token};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of what a variable is given for it to stand in the variable's place.
const VALUE_CHARS_MAX: usize = 60;

/// A script with what its variables stand for.
pub(super) struct ScriptFormulas<'a> {
    tree: Tree<'a>,
    /// For each variable, what is written in its place.
    known: BTreeMap<String, String>,
}

impl<'a> ScriptFormulas<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut written = Self { tree: Tree::read(text), known: BTreeMap::new() };
        let names = NAMES.iter().map(|row| (row.name.to_owned(), row.name.to_owned()));
        written.known.extend(names);
        let declarations = written.tree.nodes().filter_map(|(_, node)| match node.construct {
            Construct::Declaration { name, value }
                if written.tree.token(node.tokens.start).depth == 0 =>
            {
                Some((name, value?))
            }
            _ => None,
        });
        let mut declared = BTreeSet::new();
        for (name, value) in declarations.collect::<Vec<_>>() {
            let name = written.tree.name(name).to_owned();
            // What changes has no one meaning.
            let is_one = declared.insert(name.clone()) && !written.changes(&name);
            match is_one.then(|| written.meaning(value)).flatten() {
                Some(value) => drop(written.known.insert(name, value)),
                None => drop(written.known.remove(&name)),
            }
        }
        written
    }

    /// The closure that the verb at a place is given as this argument, from 0.
    pub(super) fn formula(&self, verb: Position, argument: usize) -> Option<String> {
        let at = self.tree.tokens().at(token_at(self.tree.text(), verb).offset())?;
        let (_, call) = self.tree.calls().find(|(_, call)| call.name == at)?;
        self.argument(call, argument)
    }

    /// The same of a verb that the script says once.
    pub(super) fn formula_of(&self, verb: &str, argument: usize) -> Option<String> {
        let mentions = self.tree.tokens().list().iter().filter(|token| token.is_name(verb));
        let call = self.tree.calls_of(verb).next()?;
        (mentions.count() == 1).then(|| self.argument(call, argument)).flatten()
    }

    fn argument(&self, verb: &CallNode, argument: usize) -> Option<String> {
        let closure = &self.tree.node(*verb.arguments.get(argument)?).construct;
        let Construct::Closure { parameters, body } = closure else { return None };
        match parameters[..] {
            [row] => self.expression_text(*body, self.tree.name(row)),
            _ => None,
        }
    }

    /// What stands for a variable of this value, if it is short enough.
    fn meaning(&self, value: SyntaxId) -> Option<String> {
        let meaning = match &self.tree.node(value).construct {
            Construct::Call(call) if call.receiver.is_none() => match self.parameter(call) {
                Some(parameter) => Some(parameter.to_owned()),
                None => self.expression_text(value, ""),
            },
            Construct::Leaf => self.expression_text(value, ""),
            _ => self.expression_text(value, "").map(|value| format!("({value})")),
        };
        meaning.filter(|meaning| meaning.chars().count() <= VALUE_CHARS_MAX)
    }

    /// The name of the parameter that a call declares.
    fn parameter(&self, call: &CallNode) -> Option<&str> {
        let name = self.tree.single_token(*call.arguments.first()?)?;
        match &name.token {
            Token::StringConstant(name) if self.tree.name(call.name) == "param" => Some(name),
            _ => None,
        }
    }

    /// Whether a variable is ever given another value.
    fn changes(&self, name: &str) -> bool {
        self.tree.nodes().any(|(_, node)| match node.construct {
            Construct::Assignment { target, .. } => self.tree.source(target) == name,
            _ => false,
        })
    }

    /// An expression with its columns by themselves, and what stands for its variables.
    fn expression_text(&self, expression: SyntaxId, row: &str) -> Option<String> {
        let tokens = &self.tree.tokens().list()[self.tree.node(expression).tokens.clone()];
        let inner: BTreeSet<&str> = tokens.windows(2).filter_map(declared).collect();
        let mut text = String::new();
        let mut end = tokens.first()?.span.start;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let between = &self.tree.text()[end..token.span.start];
            let breaks = between.contains('\n') || between.contains("/*");
            text.push_str(if breaks { " " } else { between });
            let before = at.checked_sub(1).map(|before| &tokens[before].token);
            let after = tokens.get(at + 1).map(|after| &after.token);
            match &token.token {
                Token::InterpolatedString(_) | Token::DoubleColon => return None,
                Token::Identifier(name) if **name == *row && after == Some(&Token::Period) => {
                    // `i.age_days` is the column `age_days`.
                    at += 1;
                    end = tokens[at].span.end;
                    at += 1;
                    continue;
                }
                Token::Identifier(name) => {
                    let is_part = matches!(before, Some(Token::Period | Token::Elvis));
                    let is_key = after == Some(&Token::Colon);
                    let is_inner = **name == *row || inner.contains(name.as_str());
                    let is_called = after == Some(&Token::LeftParen);
                    if is_part || is_key || is_inner || is_called && !self.has_function(name) {
                        text.push_str(name);
                    } else {
                        text.push_str(self.known.get(name.as_str())?);
                    }
                }
                _ => text.push_str(&self.tree.text()[token.span.clone()]),
            }
            end = token.span.end;
            at += 1;
        }
        Some(text)
    }

    fn has_function(&self, wanted: &str) -> bool {
        self.tree.nodes().any(|(_, node)| match node.construct {
            Construct::Function { name, .. } => self.tree.name(name) == wanted,
            _ => false,
        })
    }
}

/// The variable that the second of two tokens declares within an expression.
fn declared(pair: &[SpannedToken]) -> Option<&str> {
    match (&pair[0].token, &pair[1].token) {
        (Token::Let | Token::Const | Token::For | Token::Pipe, Token::Identifier(name)) => {
            Some(name)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_in_the_names_of_columns_and_parameters() {
        let formula = |before: &str, formula: &str| {
            let text = format!("{before}\nkeep(\"a, b\", {formula}, #{{ x: 1 }});");
            ScriptFormulas::new(&text).formula_of("keep", 1)
        };
        let stale = "let stale = param(\"stale_days\", 90, \"days\");";
        let wanted = |text: &str| Some(text.to_owned());
        assert_eq!(formula(stale, "|i| i.age_days >= stale"), wanted("age_days >= stale_days"));
        assert_eq!(
            formula(
                stale,
                "|i| {\n  let d = stale * 2; // twice\n  i.age_days >= d && i[\"Deal\"] > 1\n}"
            ),
            wanted("{ let d = stale_days * 2; age_days >= d && i[\"Deal\"] > 1 }")
        );
        let targets = "let targets = list(\"targets.csv\"); const HALF = 90 / 2;";
        assert_eq!(
            formula(targets, "|i| i.company in targets || i.age_days > HALF"),
            wanted("company in list(\"targets.csv\") || age_days > (90 / 2)")
        );
        assert_eq!(formula("", "|i| i.sent_at > today - 3"), wanted("sent_at > today - 3"));
        assert_eq!(
            formula("", "|i| i.tags.any(|tag| tag == \"a\")"),
            wanted("tags.any(|tag| tag == \"a\")")
        );
    }

    #[test]
    fn what_only_the_script_explains_is_left_to_the_compiled_formula() {
        let formula = |text: &str| ScriptFormulas::new(text).formula_of("keep", 1);
        let rule = "keep(\"a\", |i| i.age_days > n);";
        assert_eq!(formula(&format!("let n = 1; n += 1; {rule}")), None);
        assert_eq!(formula(&format!("fn f(n) {{ {rule} }}")), None);
        assert_eq!(formula("fn is_old(i) { i.age_days > 9 }\nkeep(\"a\", |i| is_old(i));"), None);
        assert_eq!(formula("keep(\"a\", |i| common::is_old(i));"), None);
        assert_eq!(formula("keep(\"a\", col(\"age_days\") > 3);"), None);
        assert_eq!(formula("keep(\"a\", |i| i.x); keep(\"b\", |i| i.y);"), None);
    }
}
