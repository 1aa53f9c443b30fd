//! What a build server takes for a command in what a program prints: `::error::` at the beginning
//! of a line (GitHub's), `##[error]` and `##vso[…]` anywhere in it (GitHub's first form, Azure's).
//!
//! Every writer of text asks here before it writes a sign, and breaks the command in the way of its
//! format: a backslash, an apostrophe, a reference to the character.

/// What stands before the `[` of a command, wherever in a line.
const BEFORE_BRACKET: [&str; 2] = ["##", "##vso"];

/// Bytes of a line that can matter to what follows.
const TAIL_BYTES_MAX: usize = 8;

/// How far a line has come that is being written.
#[derive(Default)]
pub struct Line {
    /// The last signs of it, as far as they can begin a command.
    tail: String,
    is_begun: bool,
}

impl Line {
    /// A line that something stands on already.
    pub fn begun() -> Self {
        Self { tail: String::new(), is_begun: true }
    }

    /// Whether with this sign the line would be a command.
    pub fn would_command(&self, symbol: char) -> bool {
        match symbol {
            ':' => !self.is_begun && self.tail == ":",
            '[' => BEFORE_BRACKET.iter().any(|before| self.tail.ends_with(before)),
            _ => false,
        }
    }

    /// The sign is written.
    pub fn goes_on(&mut self, symbol: char) {
        if symbol == '\n' {
            *self = Self::default();
            return;
        }
        if !self.is_begun && self.tail.is_empty() {
            match symbol {
                ':' => return self.tail.push(symbol),
                _ if symbol.is_whitespace() => return,
                _ => {}
            }
        }
        self.is_begun = true;
        while self.tail.len() > TAIL_BYTES_MAX {
            self.tail.remove(0);
        }
        self.tail.push(symbol);
    }
}

/// A text in which each sign is written by `write`, which is told whether the sign would make a
/// command of its line.
pub fn without_commands(
    text: &str,
    line: Line,
    mut write: impl FnMut(char, bool, &mut String),
) -> String {
    let (mut written, mut line) = (String::with_capacity(text.len()), line);
    for symbol in text.chars() {
        write(symbol, line.would_command(symbol), &mut written);
        line.goes_on(symbol);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_known_where_a_build_server_knows_it() {
        let marked = |text: &str, line| {
            without_commands(text, line, |symbol, is_command, to| {
                to.extend(is_command.then_some('|').into_iter().chain([symbol]));
            })
        };
        for (text, expected) in [
            ("::error::x\n \t::y", ":|:error::x\n \t:|:y"),
            (":a::b", ":a::b"),
            ("a ##[error] ###[x] ##vso[x] #[x]", "a ##|[error] ###|[x] ##vso|[x] #[x]"),
        ] {
            assert_eq!(marked(text, Line::default()), expected);
        }
        assert_eq!(marked("::x\n::y", Line::begun()), "::x\n:|:y");
    }
}
