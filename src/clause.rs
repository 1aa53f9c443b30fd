//! The clause of a condition around one of its tokens: from `i.age_days >= stale && !i.has_note`
//! and the place of `>=`, the part `i.age_days >= stale`.
//!
//! Invariant: brackets and texts are never cut: a clause holds both of a pair or neither.

use miette::SourceSpan;

/// What stands between two clauses.
const BETWEEN: [&str; 12] = ["&&", "||", ",", ";", "{", "}", "|", "=", "+=", "-=", "=>", "return"];

/// The clause around the token at `span`.
pub fn around(text: &str, span: SourceSpan) -> SourceSpan {
    let tokens = tokens(text);
    let Some(at) = tokens.iter().position(|token| token.start + token.text.len() > span.offset())
    else {
        return span;
    };
    let mut first = at;
    let mut depth = 0_i32;
    for (index, token) in tokens[..at].iter().enumerate().rev() {
        depth += match token.text {
            ")" | "]" => 1,
            "(" | "[" => -1,
            _ => 0,
        };
        if depth < 0 || depth == 0 && ends_clause(token.text) {
            break;
        }
        first = index;
    }
    let mut last = at;
    depth = i32::from(matches!(tokens[at].text, "(" | "["));
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        depth += match token.text {
            "(" | "[" => 1,
            ")" | "]" => -1,
            _ => 0,
        };
        if depth < 0 || depth == 0 && ends_clause(token.text) {
            break;
        }
        last = index;
    }
    let end = tokens[last].start + tokens[last].text.len();
    SourceSpan::from(tokens[first].start..end)
}

fn ends_clause(token: &str) -> bool {
    BETWEEN.contains(&token) || matches!(token, "if" | "else" | "let")
}

struct Token<'a> {
    start: usize,
    text: &'a str,
}

/// Words, texts, operators and brackets; no white space, no comments.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = vec![];
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            let length = crate::diagnostic::length(rest).max(first.len_utf8());
            tokens.push(Token { start: at, text: &rest[..length] });
            length
        };
        at += length;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(text: &str, token: &str) -> String {
        let start = text.find(token).unwrap();
        let span = around(text, SourceSpan::from(start..start + token.len()));
        text[span.offset()..span.offset() + span.len()].to_owned()
    }

    #[test]
    fn a_clause_ends_at_the_next_condition() {
        let text = "withdraw(\"a && b\", |i| i.age_days >= stale && !(i.has_note ?? f(1, 2)));";
        assert_eq!(clause(text, ">="), "i.age_days >= stale");
        assert_eq!(clause(text, "!"), "!(i.has_note ?? f(1, 2))");
        assert_eq!(clause(text, "??"), "i.has_note ?? f(1, 2)");
    }

    #[test]
    fn a_clause_may_be_a_statement_of_its_own() {
        let text = "|i| { let s = 1; if i.x > 2 { return true; } i.tags.contains(\"a\") }";
        assert_eq!(clause(text, ">"), "i.x > 2");
        assert_eq!(clause(text, "contains"), "i.tags.contains(\"a\")");
    }
}
