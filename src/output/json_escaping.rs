//! How JSON writes text: as any other writer, but with no character that acts on a terminal.

use super::error::OutputResult;
use crate::screen::{self, CommandScanner};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};
use std::io::{self, BufWriter, Write};

/// Escapes the characters that JSON allows to stand as they are and that act: DEL and C1, of which
/// some terminals take U+009B for the start of a sequence, marks of direction, and the bracket of
/// what a build server takes for a command. It is the same text to whoever reads the JSON.
pub(super) struct EscapingFormatter<F>(pub(super) F);

/// Writes a value as JSON on several lines.
pub fn write_pretty_json(value: &impl Serialize, out: &mut dyn Write) -> OutputResult {
    let mut out = BufWriter::new(out);
    let formatter = EscapingFormatter(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut out, formatter))?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

impl<F: Formatter> Formatter for EscapingFormatter<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        // A quotation mark stands before it, so that it does not begin a line.
        let mut line = CommandScanner::begun();
        let mut start = 0;
        for (at, symbol) in text.char_indices() {
            if line.would_command(symbol) || screen::acts(symbol) {
                to.write_all(&text.as_bytes()[start..at])?;
                for unit in symbol.encode_utf16(&mut [0; 2]) {
                    write!(to, "\\u{unit:04x}")?;
                }
                start = at + symbol.len_utf8();
            }
            line.advance(symbol);
        }
        to.write_all(&text.as_bytes()[start..])
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        it: CharEscape,
    ) -> io::Result<()> {
        self.0.write_char_escape(to, it)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object_value(to)
    }
}
