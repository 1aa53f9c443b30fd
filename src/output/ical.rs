//! Lines of a calendar (RFC 5545).
//!
//! Invariant: a line ends with CR LF and has 75 octets at most, without its end.

use super::text::clean;
use crate::screen::CommandScanner;
use std::io::{self, Write};

/// The octets of a line (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// A value of type TEXT (RFC 5545, 3.3.11): line by line, without characters that act.
pub(super) fn text(value: &str) -> String {
    let lines = value
        .lines()
        .map(|line| clean(line).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,"));
    lines.collect::<Vec<_>>().join("\\n")
}

/// Writes a calendar whose components are these lines.
pub(super) fn calendar(
    components: impl IntoIterator<Item = String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let begin = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rescind//rescind//EN"];
    let begin = begin.into_iter().chain(["CALSCALE:GREGORIAN"]).map(String::from);
    for line in begin.chain(components).chain(["END:VCALENDAR".into()]) {
        out.write_all(fold_line(&line).as_bytes())?;
    }
    Ok(())
}

/// The line in pieces of at most so many octets, each but the first after a space (RFC 5545, 3.1);
/// no character is broken, and no piece is what a build server takes for a command.
fn fold_line(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let (mut octets, mut piece) = (0, CommandScanner::default());
    for symbol in line.chars() {
        if octets + symbol.len_utf8() > LINE_OCTETS_MAX || piece.would_command(symbol) {
            folded.push_str("\r\n ");
            (octets, piece) = (1, CommandScanner::default());
        }
        folded.push(symbol);
        piece.advance(symbol);
        octets += symbol.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
