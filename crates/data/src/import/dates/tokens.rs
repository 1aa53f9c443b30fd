//! A text as numbers, words and signs, in lower case.

use unicode_normalization::UnicodeNormalization;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits of any script, as ASCII.
    Number(String),
    /// Letters with their marks, in lower case.
    Word(String),
    /// Any other sign but white space.
    Sign(char),
}

/// The parts of a text, in order. White space and invisible marks separate, and are none.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    if text.is_ascii() {
        return parts(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    parts(text.nfc().flat_map(char::to_lowercase))
}

fn parts(characters: impl Iterator<Item = char>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut joined = false;
    for c in characters {
        if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}') {
            joined = false;
            continue;
        }
        match (digit(c), tokens.last_mut()) {
            (Some(digit), Some(Token::Number(number))) if joined => number.push(digit),
            (Some(digit), _) => tokens.push(Token::Number(digit.to_string())),
            (None, Some(Token::Word(word))) if joined && is_of_word(c) => word.push(c),
            (None, _) if is_of_word(c) => tokens.push(Token::Word(c.into())),
            (None, _) => tokens.push(Token::Sign(c)),
        }
        joined = true;
    }
    tokens
}

fn is_of_word(c: char) -> bool {
    let is_mark = |c: char| !c.is_ascii() && unicode_normalization::char::is_combining_mark(c);
    (c.is_alphabetic() || is_mark(c)) && !c.is_numeric()
}

/// The digit that a character of a decimal script is.
fn digit(c: char) -> Option<char> {
    /// The zeros of the scripts in which LinkedIn shows dates, ASCII first.
    const ZEROS: [char; 9] = ['0', '٠', '۰', '०', '০', '੦', '౦', '๐', '０'];
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(value).and_then(|value| char::from_digit(value, 10))
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    #[test]
    fn digits_of_every_script_are_numbers_and_marks_stay_with_their_letters() {
        let word = |text: &str| Token::Word(text.into());
        let number = |text: &str| Token::Number(text.into());
        assert_eq!(tokens("2w ago"), [number("2"), word("w"), word("ago")]);
        assert_eq!(
            tokens("٢٥ août\u{202f}’26"),
            [number("25"), word("août"), Token::Sign('’'), number("26")]
        );
        assert_eq!(tokens("2 सप्ताह"), [number("2"), word("सप्ताह")]);
        assert_eq!(tokens("1 2"), [number("1"), number("2")]);
    }
}
