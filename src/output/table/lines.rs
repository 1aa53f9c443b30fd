//! Lines of running text: wrapped to the width, with a hanging indent.

use crate::output::style::{Paint, Style};
use crate::output::text::{isolate, wrap};
use std::io::{self, Write};

/// Writes a text that may take several lines; those after the first are indented.
pub(super) fn paragraph(
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
