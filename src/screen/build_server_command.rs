//! What a build server takes for a command in what a program prints: `::error::` at the beginning
//! of a line (GitHub's), `##[error]`, `##vso[…]` and `##teamcity[…]` anywhere in it (GitHub's first
//! form, Azure's, `TeamCity`'s).
//!
//! Every writer of text asks here before it writes a sign, and breaks the command in the way of its
//! format: a backslash, an apostrophe, a reference to the character.

/// What the word follows, if any, that stands before the `[` of a command, wherever in a line.
const BEFORE_BRACKET: &str = "##";

/// Bytes of a line that can matter to what follows: a build server's name is no longer.
const TAIL_BYTES_MAX: usize = 32;

/// How far a line has come that is being written.
#[derive(Default)]
pub struct CommandScanner {
    /// The last signs of it, as far as they can begin a command.
    tail: String,
    is_begun: bool,
}

impl CommandScanner {
    /// A line that something stands on already.
    pub fn begun() -> Self {
        Self { tail: String::new(), is_begun: true }
    }

    /// Whether with this sign the line would be a command.
    pub fn would_command(&self, symbol: char) -> bool {
        match symbol {
            ':' => !self.is_begun && self.tail == ":",
            '[' => {
                let word = |symbol: char| symbol.is_ascii_alphanumeric() || "._-".contains(symbol);
                self.tail.trim_end_matches(word).ends_with(BEFORE_BRACKET)
            }
            _ => false,
        }
    }

    /// The sign is written.
    pub fn advance(&mut self, symbol: char) {
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
        self.tail.push(symbol);
        if self.tail.len() > TAIL_BYTES_MAX {
            let before = self.tail.char_indices().find(|(at, _)| *at >= TAIL_BYTES_MAX / 2);
            self.tail.drain(..before.map_or(0, |(at, _)| at));
        }
    }
}

/// A text in which each sign is written by `write`, which is told whether the sign would make a
/// command of its line.
pub fn break_commands(
    text: &str,
    line: CommandScanner,
    mut write: impl FnMut(char, bool, &mut String),
) -> String {
    let (mut written, mut line) = (String::with_capacity(text.len()), line);
    for symbol in text.chars() {
        write(symbol, line.would_command(symbol), &mut written);
        line.advance(symbol);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_known_where_a_build_server_knows_it() {
        let marked = |text: &str, line| {
            break_commands(text, line, |symbol, is_command, to| {
                to.extend(is_command.then_some('|').into_iter().chain([symbol]));
            })
        };
        for (text, expected) in [
            ("::error::x\n \t::y", ":|:error::x\n \t:|:y"),
            (":a::b", ":a::b"),
            ("a ##[error] ###[x] ##vso[x] #[x]", "a ##|[error] ###|[x] ##vso|[x] #[x]"),
            ("##teamcity[x ##teamCity[y ##a b[z]", "##teamcity|[x ##teamCity|[y ##a b[z]"),
        ] {
            assert_eq!(marked(text, CommandScanner::default()), expected);
        }
        assert_eq!(marked("::x\n::y", CommandScanner::begun()), "::x\n:|:y");
    }
}
