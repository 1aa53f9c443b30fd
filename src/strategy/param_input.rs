//! A value that a parameter is given from outside, before the script has said of which type it is.
//!
//! On the command line everything is a text, which is read as the type of the parameter's default
//! says. A list is written as an array, as in JSON or TOML: `["Smith, Ada", "Ben"]`; of simple
//! words it is enough to put commas between them: `anna,ben`. A blank after the comma is how one
//! text is written that has a comma, so that such a list is not understood. Everywhere else a value
//! is one already.
//!
//! Invariant: a value that is one already is never turned into a text and read again, and every
//! value reads as itself where it was written by [`fmt::Display`].

use super::ParamValue;
use std::fmt;
use toml::de::DeValue;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamInput {
    /// A text of the command line.
    Written(String),
    /// A value: from the project file, from a test, or one that is tried.
    Value(ParamValue),
}

impl fmt::Display for ParamInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(text) => formatter.write_str(text),
            Self::Value(value) => match value.as_text() {
                Some(text) => formatter.write_str(&quoted(text)),
                None => write!(formatter, "{value}"),
            },
        }
    }
}

/// The texts of a list as written on the command line: none where nothing is written, and no list
/// where it is written otherwise.
pub(super) fn parse_texts(written: &str) -> Option<Vec<String>> {
    let trimmed = written.trim();
    if trimmed.is_empty() {
        return Some(vec![]);
    }
    if trimmed.starts_with('[') {
        return array(trimmed);
    }
    let words: Vec<&str> = trimmed.split(',').collect();
    let is_plain = words.iter().all(|word| is_simple(word) && word.trim() == *word);
    is_plain.then(|| words.into_iter().map(String::from).collect())
}

/// The texts of an array in JSON, or in TOML, whose quotes and escapes are a little other.
fn array(text: &str) -> Option<Vec<String>> {
    if let Ok(texts) = serde_json::from_str(text) {
        return Some(texts);
    }
    let value = DeValue::parse(text).ok()?;
    let items = value.get_ref().as_array()?.iter();
    items.map(|item| item.get_ref().as_str().map(String::from)).collect()
}

/// A list as the command line takes it.
pub(super) fn format_texts(texts: &[&str]) -> String {
    if !texts.is_empty() && texts.iter().all(|text| is_simple(text) && text.trim() == *text) {
        return texts.join(",");
    }
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A text in quotes, as JSON and TOML have it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for symbol in text.chars() {
        match symbol {
            '"' | '\\' => quoted.extend(['\\', symbol]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if symbol.is_control() => {
                let escaped = format!("\\u{:04x}", u32::from(symbol));
                quoted.push_str(&escaped);
            }
            _ => quoted.push(symbol),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a word needs no quotes: it has none of the signs that could mean something else.
fn is_simple(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with(['[', '\''])
        && !word.contains(|c: char| c.is_control() || matches!(c, ',' | '"' | '\\' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn simple_words_need_no_quotes_and_all_else_does() {
        let read = parse_texts;
        let some = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(read(" anna,ben b "), some(&["anna", "ben b"]));
        assert_eq!(read(""), some(&[]));
        assert_eq!(read("[]"), some(&[]));
        assert_eq!(read("O'Neil,x"), some(&["O'Neil", "x"]));
        assert_eq!(read(r#" ["Smith, Ada", 'it'] "#), some(&["Smith, Ada", "it"]));
        assert_eq!(read(r#"["a\/b", "\ud83d\ude80"]"#), some(&["a/b", "🚀"]));
        for text in [
            "a,",
            ",",
            "a,,b",
            "Smith, Ada",
            "a ,b",
            "[a, b]",
            "[\"a\"",
            "\"a\",b",
            "[1]",
            "['a'] x",
            "[\"a\"]\nx=1",
        ] {
            assert_eq!(parse_texts(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_list_reads_as_it_was_written(texts in prop::collection::vec(
            prop_oneof![any::<String>(), "[ ,\"'\\\\\\[\\]\r\n\tab]{0,6}"], 0..5)) {
            let parts: Vec<&str> = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(super::parse_texts(&format_texts(&parts)), Some(texts));
        }
    }
}
