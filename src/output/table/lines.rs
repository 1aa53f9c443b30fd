//! Lines of running text: wrapped to the width, each with the indent.

use crate::output::style::{Paint, Style};
use crate::output::text::{isolate, wrap};
use std::io::{self, Write};

/// A text in lines that fit the width, each that far from the left.
pub fn wrap_indented(text: &str, indent: usize, style: &Style) -> String {
    let lines = wrap(text, style.line_width().saturating_sub(indent));
    let indent = " ".repeat(indent);
    lines.iter().fold(String::new(), |text, line| text + &indent[..] + &line[..] + "\n")
}

/// Writes a text that may take several lines; those after the first are indented.
pub(in crate::output) fn paragraph(
    text: &str,
    paint: Paint,
    indent: usize,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in wrap(text, style.line_width() - indent) {
        writeln!(out, "{}{}", " ".repeat(indent), style.paint(paint, &isolate(&line)))?;
    }
    Ok(())
}
