//! What was understood of a file before any of its values was read.

use std::fmt::Write;

/// How a file was taken apart, and why it is taken for what it is.
#[derive(Clone, Debug, Default)]
pub struct Understanding {
    /// The description by which it is read.
    pub source: String,
    /// Why that one.
    pub why: String,
    /// How its text is encoded; none where it is no text.
    pub encoding: Option<&'static str>,
    /// What is between its cells.
    pub delimiter: Option<char>,
    /// The line of its header.
    pub header_row: Option<u64>,
    /// The columns that fill no field, as they are spelled.
    pub unread: Vec<String>,
    /// What values decided about columns.
    pub guesses: Vec<String>,
    /// The rows that could be taken apart.
    pub rows: usize,
}

/// A block of TOML that describes a table as it was understood: `columns`
/// are fields with the spellings that fill them.
pub fn block(name: &str, role: &str, columns: &[(String, String)], unread: &[String]) -> String {
    let mut block = format!("[sources.{}]\nrole = {role:?}\n", key(name));
    for (field, spelling) in columns {
        // Writing to a text cannot fail.
        let _ = writeln!(block, "{field} = {}", quoted(spelling));
    }
    if !unread.is_empty() {
        let names: Vec<String> = unread.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(block, "# not read: {}", names.join(", "));
    }
    block
}

/// A name as a bare key of TOML.
fn key(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = name.chars().map(plain).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "table".into() } else { words.join("-") }
}

fn quoted(text: &str) -> String {
    // A text of JSON is one of TOML, too.
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::block;
    use crate::import::sources::description;

    #[test]
    fn a_block_can_be_pasted_and_read_back() {
        let columns = [("name", "Wh\"o"), ("sent", "Date")];
        let columns = columns.map(|(field, own)| (field.to_owned(), own.to_owned()));
        let text = block("My export (2)", "sheet", &columns, &["Deal\nsize".into()]);
        assert!(text.starts_with("[sources.my-export-2]\n"), "{text}");
        let inner = text.replace("[sources.", "[");
        let read = description::parse(&inner, "x.toml").unwrap();
        assert_eq!(read[0].requires, ["Wh\"o", "Date"]);
    }
}
