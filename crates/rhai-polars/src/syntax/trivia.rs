//! What stands between tokens: white space and comments.

/// A piece of what stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trivia<'a> {
    /// White space.
    Space(&'a str),
    /// A comment, up to the end of its line where it begins with `//`.
    Comment {
        /// It, with the signs that begin and end it.
        text: &'a str,
        /// Whether the sign that ends it is there.
        is_closed: bool,
    },
}

impl<'a> Trivia<'a> {
    /// Its text.
    pub fn text(self) -> &'a str {
        match self {
            Self::Space(text) | Self::Comment { text, .. } => text,
        }
    }
}

/// The pieces at the beginning of a text, up to the first token.
pub fn trivia(text: &str) -> impl Iterator<Item = Trivia<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (length, is_closed) = if first.is_whitespace() {
            (rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()), None)
        } else if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Some(true))
        } else if rest.starts_with("/*") {
            let end = block_end(rest);
            (end.unwrap_or(rest.len()), Some(end.is_some()))
        } else {
            return None;
        };
        let (text, after) = rest.split_at(length);
        rest = after;
        Some(is_closed.map_or(Trivia::Space(text), |is_closed| Trivia::Comment { text, is_closed }))
    })
}

/// The byte at or behind which the next token begins.
pub(super) fn code_start(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + trivia(rest).map(|piece| piece.text().len()).sum::<usize>()
}

/// Where a comment ends that may hold others of its form. One that begins with `/**` does not end
/// with that star: so Rhai reads it.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    let mut at = if text.starts_with("/**") { 3 } else { 2 };
    while let Some(next) = text[at..].find(['/', '*']) {
        at += next;
        match text.get(at..at + 2) {
            Some("/*") => depth += 1,
            Some("*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_white_space_and_from_code() {
        let pieces: Vec<&str> = trivia(" // a\n/* b /* c */ */x").map(Trivia::text).collect();
        assert_eq!(pieces, [" ", "// a", "\n", "/* b /* c */ */"]);
        assert_eq!(code_start("a /* b */ / c", 1), 10);
        for text in ["/* /* */", "/**/ 1"] {
            let open = Trivia::Comment { text, is_closed: false };
            assert_eq!(trivia(text).next(), Some(open));
        }
    }
}
