//! The writer that escapes: every text for people goes through one of these.

use super::build_server_command::CommandScanner;
use super::escape::{acts, is_right_to_left, shown};
use super::trusted_markup::{BEGIN, END, TrustedMarkup};
use std::io::{self, Write};

const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// No mark is longer, in bytes: an address with all its characters escaped.
const MARK_BYTES_MAX: usize = 16 << 10;

/// Escapes what is written to it, but for the marks of its ink.
pub struct EscapingWriter<W: Write> {
    to: W,
    ink: Option<TrustedMarkup>,
    /// Bytes of a character or a mark that is not complete yet.
    pending: Vec<u8>,
    line: CommandScanner,
}

impl<W: Write> EscapingWriter<W> {
    /// One that takes this ink's marks for the program's own.
    pub fn new(to: W, ink: Option<TrustedMarkup>) -> Self {
        Self { to, ink, pending: vec![], line: CommandScanner::default() }
    }

    /// Writes what is complete of the pending bytes; all of them at the end.
    fn drain(&mut self, is_end: bool) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        let mut shown_text = String::with_capacity(pending.len());
        let mut rest = &pending[..];
        while !rest.is_empty() {
            let (text, length) = match std::str::from_utf8(rest) {
                Ok(text) => (text, rest.len()),
                Err(error) if error.valid_up_to() > 0 => {
                    let valid = &rest[..error.valid_up_to()];
                    (std::str::from_utf8(valid).unwrap_or_default(), valid.len())
                }
                Err(error) => match error.error_len() {
                    None if !is_end => break,
                    length => ("\u{FFFD}", length.unwrap_or(rest.len())),
                },
            };
            let left = self.show(text, is_end, &mut shown_text);
            rest = &rest[length - left..];
            if left > 0 {
                break;
            }
        }
        self.pending = rest.to_vec();
        self.to.write_all(shown_text.as_bytes())
    }

    /// Shows a text; gives how many bytes at its end wait for what follows.
    fn show(&mut self, text: &str, is_end: bool, to: &mut String) -> usize {
        let mut rest = text;
        while let Some(symbol) = rest.chars().next() {
            let after = &rest[symbol.len_utf8()..];
            // Only what may begin a mark looks ahead, and no further than where the next may begin.
            let may_begin = matches!(symbol, BEGIN | ISOLATE);
            match (symbol, may_begin.then(|| after.find(acts_or_breaks)).flatten()) {
                (BEGIN, Some(end)) if after[end..].starts_with(END) => {
                    if let Some(mark) = self.ink.and_then(|ink| ink.read(&after[..end])) {
                        to.push_str(&mark);
                        rest = &after[end + END.len_utf8()..];
                        continue;
                    }
                }
                (ISOLATE, Some(end)) if is_isolated(&after[..end], &after[end..]) => {
                    to.push(ISOLATE);
                    after[..end].chars().for_each(|symbol| self.show_one(symbol, to));
                    to.push(END_OF_ISOLATE);
                    rest = &after[end + END_OF_ISOLATE.len_utf8()..];
                    continue;
                }
                (BEGIN | ISOLATE, None) if !is_end && after.len() < MARK_BYTES_MAX => {
                    return rest.len();
                }
                _ => {}
            }
            if symbol == '\r' && after.is_empty() && !is_end {
                return rest.len();
            }
            if !(symbol == '\r' && after.starts_with('\n')) {
                self.show_one(symbol, to);
            }
            rest = after;
        }
        0
    }

    fn show_one(&mut self, symbol: char, to: &mut String) {
        if acts(symbol) {
            shown(symbol, to);
            self.line.advance('\\');
        } else {
            if self.line.would_command(symbol) {
                to.push('\\');
            }
            to.push(symbol);
            self.line.advance(symbol);
        }
    }
}

fn acts_or_breaks(symbol: char) -> bool {
    acts(symbol) || symbol == '\n'
}

/// Whether an isolate with this inside, followed by that, has an end and a reason.
fn is_isolated(inside: &str, after: &str) -> bool {
    after.starts_with(END_OF_ISOLATE) && inside.chars().any(is_right_to_left)
}

impl<W: Write> Write for EscapingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        self.drain(false)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<W: Write> Drop for EscapingWriter<W> {
    fn drop(&mut self) {
        // Whoever wanted to know has flushed before.
        let _ = self.drain(true).and_then(|()| self.to.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is written of a text, in pieces of so many bytes.
    fn written(text: &[u8], piece: usize) -> String {
        let mut to = vec![];
        let mut screen = EscapingWriter::new(&mut to, Some(TrustedMarkup(7)));
        for part in text.chunks(piece) {
            screen.write_all(part).unwrap();
        }
        drop(screen);
        String::from_utf8(to).unwrap()
    }

    fn whole(text: &str) -> String {
        written(text.as_bytes(), usize::MAX)
    }

    #[test]
    fn own_marks_act_and_those_of_others_are_shown() {
        let ink = TrustedMarkup(7);
        let text = format!("{}x{}", ink.colour("31"), ink.link("https://a.b"));
        assert_eq!(whole(&text), "\u{1b}[31mx\u{1b}]8;;https://a.b\u{1b}\\");
        let other = TrustedMarkup(8).colour("31");
        assert!(!whole(&other).contains('\u{1b}'), "{}", whole(&other));
        let evil = ink.link("x\u{1b}[2J");
        assert!(!whole(&evil).contains('\u{1b}'), "{}", whole(&evil));
        assert_eq!(
            ink.from_ansi("a\u{1b}[1;31mb\u{1b}[0m"),
            format!("a{}b{}", ink.colour("1;31"), ink.colour("0"))
        );
    }

    #[test]
    fn names_that_run_leftwards_may_be_isolated_and_nothing_else() {
        assert_eq!(whole("\u{2068}דנה\u{2069}!"), "\u{2068}דנה\u{2069}!");
        for text in
            ["\u{2068}Ada\u{2069}", "\u{2068}דנה", "\u{2068}דנה\n\u{2069}", "\u{2067}דנה\u{2069}"]
        {
            assert!(!whole(text).chars().any(acts), "{text:?}");
        }
    }

    #[test]
    fn no_line_begins_a_command() {
        assert_eq!(whole("::error::x\n  ::add-mask::y"), ":\\:error::x\n  :\\:add-mask::y");
        assert_eq!(whole("a ##[error]b ##vso[x]"), "a ##\\[error]b ##vso\\[x]");
        assert_eq!(whole("a\r::error::"), "a\\r::error::");
        assert_eq!(whole(":help for a::b\n#[x]"), ":help for a::b\n#[x]");
        let coloured = format!("{}::error::", TrustedMarkup(7).colour("31"));
        assert_eq!(whole(&coloured), "\u{1b}[31m:\\:error::");
    }

    #[test]
    fn a_long_line_is_written_in_linear_time() {
        let start = std::time::Instant::now();
        for part in ["a", "\u{2068}", "\u{fdd0}", "\u{1b}", "::", "é"] {
            let line = part.repeat(1 << 18);
            assert!(whole(&line).len() >= line.len());
            assert!(written(line.as_bytes(), 1 << 12).len() >= line.len());
        }
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        assert_eq!(written(b"a\xff\xe2\x82", 1), "a\u{FFFD}\u{FFFD}");
    }

    proptest! {
        #[test]
        fn nothing_written_acts_however_it_is_cut(
            text in prop_oneof![
                any::<String>(),
                "[\u{1b}\u{7}\r\n:#\\[\u{9b}\u{202e}\u{fdd0}\u{fdd1}07ca]{0,20}",
            ],
            piece in 1_usize..9,
        ) {
            let shown = written(text.as_bytes(), piece);
            prop_assert_eq!(&shown, &whole(&text));
            prop_assert!(!shown.chars().any(acts), "{:?}", shown);
            for line in shown.lines() {
                prop_assert!(!line.trim_start().starts_with("::") && !line.contains("##["));
            }
        }
    }
}
