//! Colours what is typed, by Rhai's own lexer, and the bracket that belongs to the one at the
//! cursor.

use crate::syntax::{SpannedToken, Tokens};
use rhai::Token;

/// The parameters of the terminal's sequence "select graphic rendition" (ECMA-48, 8.3.117).
const KEYWORD: &str = "35";
const TEXT: &str = "32";
const NUMBER: &str = "36";
const CALL: &str = "34";
const PARTNER: &str = "1;4";
const WRONG: &str = "31";
const COMMAND: &str = "33";
const FAINT: &str = "2";

/// The text in colours; `at` is where the cursor stands.
pub(super) fn highlight(text: &str, at: usize) -> String {
    if text.trim_start().starts_with(':') {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return paint_lines(&text[..end], COMMAND) + &text[end..];
    }
    let tokens = Tokens::read(text);
    let pair = pair_at(&tokens, at);
    let mut shown = String::new();
    let mut done = 0;
    for (index, token) in tokens.list().iter().chain(tokens.unread()).enumerate() {
        // Between tokens stand white space and comments.
        shown.push_str(&between(&text[done..token.span.start]));
        let token_text = &text[token.span.clone()];
        let next = tokens.list().get(index + 1).map(|next| &next.token);
        let calls = matches!(next, Some(Token::LeftParen | Token::Unit));
        match colour(token, calls, pair.is_some_and(|(a, b)| index == a || index == b)) {
            Some(code) => shown.push_str(&paint_lines(token_text, code)),
            None => shown.push_str(token_text),
        }
        done = token.span.end;
    }
    shown + between(&text[done..]).as_str()
}

/// The bracket before or under the cursor, and its partner.
fn pair_at(tokens: &Tokens, at: usize) -> Option<(usize, usize)> {
    let is_near = |token: &SpannedToken| {
        let is_bracket = token.opens() || token.closes() || token.token == Token::Unit;
        is_bracket && (token.span.end == at || token.span.start == at)
    };
    let index = tokens.list().iter().position(is_near)?;
    let is_both = tokens.list()[index].token == Token::Unit;
    let partner = if is_both { Some(index) } else { tokens.partner(index) };
    Some((index, partner?))
}

fn colour(token: &SpannedToken, calls: bool, is_pair: bool) -> Option<&'static str> {
    match &token.token {
        _ if is_pair => Some(PARTNER),
        Token::StringConstant(_) | Token::CharConstant(_) | Token::InterpolatedString(_) => {
            Some(TEXT)
        }
        Token::IntegerConstant(_) | Token::FloatConstant(_) | Token::True | Token::False => {
            Some(NUMBER)
        }
        Token::LexError(_) => Some(if token.is_open_text() { TEXT } else { WRONG }),
        Token::Identifier(_) if calls => Some(CALL),
        token if token.is_standard_keyword() => Some(KEYWORD),
        _ => None,
    }
}

fn between(text: &str) -> String {
    if text.trim().is_empty() { text.to_owned() } else { paint_lines(text, FAINT) }
}

/// A text in a colour, which ends and begins anew at each end of a line.
pub(super) fn paint_lines(text: &str, code: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(
            |line| {
                if line.is_empty() { String::new() } else { format!("\x1b[{code}m{line}\x1b[0m") }
            },
        )
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, at: usize) -> String {
        highlight(text, at).replace('\u{1b}', "␛")
    }

    #[test]
    fn words_have_their_colours() {
        insta::assert_snapshot!(
            shown("let a = pending.filter(|i| i.name == \"Ada\" && 1.5 > 2); // why", 0),
            @"␛[35mlet␛[0m a = pending.␛[34mfilter␛[0m(|i| i.name == ␛[32m\"Ada\"␛[0m && ␛[36m1.5␛[0m > ␛[36m2␛[0m);␛[2m // why␛[0m"
        );
        insta::assert_snapshot!(shown(":plan 1", 0), @"␛[33m:plan␛[0m 1");
        insta::assert_snapshot!(shown("f(\"open", 0), @"␛[34mf␛[0m(␛[32m\"open␛[0m");
    }

    #[test]
    fn the_partner_of_a_bracket_stands_out() {
        insta::assert_snapshot!(shown("f([1])", 6), @"␛[34mf␛[0m␛[1;4m(␛[0m[␛[36m1␛[0m]␛[1;4m)␛[0m");
    }

    #[test]
    fn nothing_but_colours_is_added() {
        let plain = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
        for text in ["", "a // b\nc", "`x ${a} y`", "\"é\" + 'x'", "f(|", "/* a\nb */ 1", "@"] {
            for at in 0..=text.len() {
                assert_eq!(plain.replace_all(&highlight(text, at), ""), text);
            }
        }
    }
}
