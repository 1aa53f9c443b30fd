//! A line of a script with a part of it underlined.

use super::style::Paint;
use super::styled_writer::StyledWriter;
use super::text::{cut, width};
use std::io::{self, Write};
use std::ops::Range;

/// Writes the line in which a span of bytes begins, with its number, and a mark below the span.
/// Gives how far what belongs to it is indented.
pub(super) fn source_line(
    text: &str,
    span: Range<usize>,
    out: &mut StyledWriter,
) -> io::Result<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let number = format!("{:>4} │ ", 1 + text[..start].matches('\n').count());
    let room = out.style.line_width().saturating_sub(width(&number));
    let before = &text[start..span.start];
    let part = text[span].lines().next().unwrap_or_default();
    // A line longer than the width is shown from its part on.
    let (shown, lead) =
        if width(line) <= room { (line.to_owned(), width(before)) } else { (cut(part, room), 0) };
    let marked = width(part).min(room.saturating_sub(lead)).max(1);
    writeln!(out, "{}{}", out.style.paint(Paint::Dim, &number), blank_controls(&shown))?;
    let blank = " ".repeat(width(&number) - 2);
    let mark = format!("{}{}", " ".repeat(lead), "─".repeat(marked));
    writeln!(out, "{blank}· {}", out.style.paint(Paint::Cyan, &mark))?;
    Ok(width(&number))
}

/// A text with a space for each control character, so that what is underlined stays above its mark.
pub(super) fn blank_controls(line: &str) -> String {
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
