//! Formulas as a script writes them, with the names of its parameters: a document that said 120 for
//! `stale_days` would be wrong wherever that is set.
//!
//! Invariant: what stands there can be understood without the script. Where a formula uses names
//! that only the script explains, it is left to the compiled one, which has values in their place.

use crate::diagnostic::token;
use crate::script::tokens::{Lexed, Tokens};
use crate::strategy::NAMES;
use rhai::{Position, Token};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of what a variable is given for it to stand in the variable's place.
const VALUE_CHARS_MAX: usize = 60;

/// A script with what its variables stand for.
pub(super) struct ScriptFormulas<'a> {
    text: &'a str,
    tokens: Tokens,
    /// For each variable, what is written in its place.
    known: BTreeMap<String, String>,
}

impl<'a> ScriptFormulas<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut written = Self { text, tokens: Tokens::read(text), known: BTreeMap::new() };
        let names = NAMES.iter().map(|row| (row.name.to_owned(), row.name.to_owned()));
        written.known.extend(names);
        let mut declared = BTreeSet::new();
        for at in 0..written.tokens.lexed().len() {
            let Some((name, value)) = written.declared_value(at) else { continue };
            // What changes has no one meaning.
            match value.filter(|_| declared.insert(name.clone()) && !written.changes(&name)) {
                Some(value) => drop(written.known.insert(name, value)),
                None => drop(written.known.remove(&name)),
            }
        }
        written
    }

    /// The closure that the verb at a place is given as this argument, from 0.
    pub(super) fn formula(&self, verb: Position, argument: usize) -> Option<String> {
        let at = self.tokens.at(token(self.text, verb).offset())?;
        self.argument(at, argument)
    }

    /// The same of a verb that the script says once.
    pub(super) fn formula_of(&self, verb: &str, argument: usize) -> Option<String> {
        let tokens = self.tokens.lexed();
        let is_it =
            |at: &usize| matches!(&tokens[*at].token, Token::Identifier(name) if **name == *verb);
        let mut mentions = (0..tokens.len()).filter(is_it);
        let at = mentions.next()?;
        mentions.next().is_none().then(|| self.argument(at, argument)).flatten()
    }

    fn argument(&self, verb: usize, argument: usize) -> Option<String> {
        let tokens = self.tokens.lexed();
        let closing = self.tokens.closing(verb + 1)?;
        let inner = tokens[verb].depth + 1;
        let is_comma = |at: &usize| tokens[*at].depth == inner && tokens[*at].token == Token::Comma;
        let mut commas = (verb + 2..closing).filter(is_comma);
        let first = match argument {
            0 => verb + 2,
            _ => commas.by_ref().nth(argument - 1)? + 1,
        };
        let end = commas.next().unwrap_or(closing);
        let [bar, row, other, body @ ..] = tokens.get(first..end)? else { return None };
        match [&bar.token, &row.token, &other.token] {
            [Token::Pipe, Token::Identifier(row), Token::Pipe] => self.worded(body, row),
            _ => None,
        }
    }

    /// The variable that is declared at this token, outside of every function, and what stands for
    /// it if that is short enough.
    fn declared_value(&self, at: usize) -> Option<(String, Option<String>)> {
        let tokens = self.tokens.lexed();
        let [declares, name, equals, ..] = &tokens[at..] else { return None };
        let Token::Identifier(name) = &name.token else { return None };
        let is_own = declares.depth == 0 && matches!(declares.token, Token::Let | Token::Const);
        if !is_own || equals.token != Token::Equals {
            return None;
        }
        let ends = |at: &usize| tokens[*at].depth == 0 && tokens[*at].token == Token::SemiColon;
        let value = &tokens[at + 3..(at + 3..tokens.len()).find(ends)?];
        let value = match value.iter().map(|lexed| &lexed.token).collect::<Vec<_>>()[..] {
            [Token::Identifier(verb), Token::LeftParen, Token::StringConstant(param), ..]
                if **verb == "param" =>
            {
                Some(param.to_string())
            }
            [Token::Identifier(_), Token::LeftParen, .., Token::RightParen] | [_] => {
                self.worded(value, "")
            }
            _ => self.worded(value, "").map(|value| format!("({value})")),
        };
        let short = value.filter(|value| value.chars().count() <= VALUE_CHARS_MAX);
        Some((name.to_string(), short))
    }

    /// Whether a variable is ever given another value.
    fn changes(&self, name: &str) -> bool {
        let is_it =
            |lexed: &Lexed| matches!(&lexed.token, Token::Identifier(other) if **other == *name);
        let mut after = self.tokens.lexed().windows(3);
        after.any(|window| {
            let declares = matches!(window[0].token, Token::Let | Token::Const);
            is_it(&window[1]) && !declares && is_assignment(&window[2].token)
        })
    }

    /// An expression with its columns by themselves, and what stands for its variables.
    fn worded(&self, tokens: &[Lexed], row: &str) -> Option<String> {
        let inner: BTreeSet<&str> = tokens.windows(2).filter_map(declared).collect();
        let mut text = String::new();
        let mut end = tokens.first()?.span.start;
        let mut at = 0;
        while let Some(lexed) = tokens.get(at) {
            let between = &self.text[end..lexed.span.start];
            let breaks = between.contains('\n') || between.contains("/*");
            text.push_str(if breaks { " " } else { between });
            let before = at.checked_sub(1).map(|before| &tokens[before].token);
            let after = tokens.get(at + 1).map(|after| &after.token);
            match &lexed.token {
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
                _ => text.push_str(&self.text[lexed.span.clone()]),
            }
            end = lexed.span.end;
            at += 1;
        }
        Some(text)
    }

    fn has_function(&self, name: &str) -> bool {
        self.tokens.lexed().windows(2).any(|window| {
            window[0].token == Token::Fn
                && matches!(&window[1].token, Token::Identifier(other) if **other == *name)
        })
    }
}

/// The variable that the second of two tokens declares within an expression.
fn declared(pair: &[Lexed]) -> Option<&str> {
    match (&pair[0].token, &pair[1].token) {
        (Token::Let | Token::Const | Token::For | Token::Pipe, Token::Identifier(name)) => {
            Some(name)
        }
        _ => None,
    }
}

fn is_assignment(token: &Token) -> bool {
    matches!(
        token,
        Token::Equals
            | Token::PlusAssign
            | Token::MinusAssign
            | Token::MultiplyAssign
            | Token::DivideAssign
            | Token::ModuloAssign
    )
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
