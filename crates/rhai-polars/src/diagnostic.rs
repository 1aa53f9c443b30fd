//! A place in a text (a script, a settings file) as a labelled source that miette can show.
//!
//! Invariant: a place always points into its text; one beyond it points at the text's last
//! character.

use miette::{MietteError, MietteSpanContents, NamedSource, SourceCode, SourceSpan, SpanContents};
use rhai::Position;

/// A text with its name, in which columns are characters, not bytes.
#[derive(Debug)]
pub struct NamedText(NamedSource<String>);

impl NamedText {
    /// A text of that name.
    pub fn new(name: &str, text: String) -> Self {
        Self(NamedSource::new(name, text))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.inner()
    }
}

impl SourceCode for NamedText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.0.read_span(span, before, after)?;
        let ahead = self.text().get(..inner.span().offset()).unwrap_or_default();
        let column = ahead.rsplit('\n').next().unwrap_or_default().chars().count();
        Ok(in_column(column, self.name(), inner.as_ref()))
    }
}

/// What stands at a place, as if it began in this column.
pub fn in_column<'a>(
    column: usize,
    name: &str,
    inner: &(dyn SpanContents<'a> + 'a),
) -> Box<dyn SpanContents<'a> + 'a> {
    let (data, span) = (inner.data(), *inner.span());
    let (line, lines) = (inner.line(), inner.line_count());
    Box::new(MietteSpanContents::new_named(name.to_owned(), data, span, line, column, lines))
}

/// The token that starts at a place, as a span of bytes.
pub fn token(text: &str, position: Position) -> SourceSpan {
    let Some(line) = position.line() else { return SourceSpan::from(0..0) };
    let start = offset(text, line, position.position().unwrap_or(1));
    let rest = &text[start..];
    if rest.trim().is_empty() {
        return last(text);
    }
    SourceSpan::from(start..start + length(rest))
}

/// The token at a place, or the one after it where that is a `.` or `[`: for Rhai, what is asked of
/// a value stands where its sign does.
pub fn step(text: &str, position: Position) -> SourceSpan {
    let span = token(text, position);
    let (rest, sign) = (&text[span.offset()..], &text[span.offset()..span.offset() + span.len()]);
    let after = rest.trim_start_matches(['?', '.', '[']).trim_start();
    if !matches!(sign, "." | "?." | "[" | "?") || after.is_empty() {
        return span;
    }
    let start = text.len() - after.len();
    SourceSpan::from(start..start + length(after))
}

/// The last character that is seen: where a text ends too early, there is no token to show.
fn last(text: &str) -> SourceSpan {
    let end = text.trim_end();
    let start = end.char_indices().next_back().map_or(0, |(at, _)| at);
    SourceSpan::from(start..end.len())
}

/// The byte at which a line and a column start, both counted from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let within = line.char_indices().nth(column.saturating_sub(1)).map(|(at, _)| at);
    start + within.unwrap_or(line.len())
}

/// How many bytes the token at the start of a text has.
pub fn length(rest: &str) -> usize {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let Some(first) = rest.chars().next() else { return 0 };
    let same = |is_of_kind: fn(char) -> bool| rest.find(|c| !is_of_kind(c)).unwrap_or(rest.len());
    match first {
        '"' | '\'' | '`' => quoted(rest, first),
        c if c.is_whitespace() => 0,
        c if c.is_ascii_digit() => {
            rest.find(|c: char| !(word(c) || c == '.')).unwrap_or(rest.len())
        }
        c if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|'
            if !rest.starts_with("||") && !rest.starts_with("|=") =>
        {
            1
        }
        _ => same(|c| "+-*/%=<>!&|^.?:#@".contains(c)).max(first.len_utf8()),
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return at,
            '\\' if !escaped => escaped = true,
            c if c == quote && !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, line: u16, column: u16) -> &str {
        let span = token(text, Position::new(line, column));
        &text[span.offset()..span.offset() + span.len()]
    }

    #[test]
    fn a_place_widens_to_its_token() {
        let text = "let ä = \"a \\\" b\";\nkeep(x, |i| i.age_days >= 90.5);";
        assert_eq!(at(text, 1, 9), "\"a \\\" b\"");
        assert_eq!(at(text, 2, 1), "keep");
        assert_eq!(at(text, 2, 15), "age_days");
        assert_eq!(at(text, 2, 24), ">=");
        assert_eq!(at(text, 2, 27), "90.5");
        assert_eq!([at("a |= b", 1, 3), at("a ^= b", 1, 3), at("|i| i", 1, 1)], ["|=", "^=", "|"]);
    }

    #[test]
    fn a_place_at_a_sign_is_what_follows_it() {
        let text = "i.nam; i?[\"x\"]; i . b";
        let at = |column| {
            let span = step(text, Position::new(1, column));
            &text[span.offset()..span.offset() + span.len()]
        };
        assert_eq!([at(2), at(9), at(19), at(3)], ["nam", "\"x\"", "b", "nam"]);
    }

    #[test]
    fn a_place_beyond_the_text_is_its_last_character() {
        assert_eq!(at("ab", 9, 9), "b");
        assert_eq!(at("if x {\n", 2, 1), "{");
        assert_eq!(at("", 1, 1), "");
    }
}
