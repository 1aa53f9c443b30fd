//! Lines for people, in the style of the terminal at which they are read: wrapped to its width,
//! each with its indent and its paint.

use super::style::{Paint, Style};
use super::text::{isolate, wrap};
use std::io::{self, Write};

/// Where lines for people are written.
pub(super) struct StyledWriter<'a> {
    pub(super) style: &'a Style,
    out: &'a mut dyn Write,
}

impl<'a> StyledWriter<'a> {
    pub(super) fn new(style: &'a Style, out: &'a mut dyn Write) -> Self {
        Self { style, out }
    }

    /// Writes a text that may take several lines.
    pub(super) fn paragraph(&mut self, paint: Paint, text: &str) -> io::Result<()> {
        self.indented(0, paint, text)
    }

    /// The same, so far from the left.
    pub(super) fn indented(&mut self, indent: usize, paint: Paint, text: &str) -> io::Result<()> {
        for line in wrap(text, self.style.line_width() - indent) {
            writeln!(self.out, "{:indent$}{}", "", self.style.paint(paint, &isolate(&line)))?;
        }
        Ok(())
    }

    /// Writes a line as it is, however long.
    pub(super) fn line(&mut self, paint: Paint, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", self.style.paint(paint, text))
    }

    pub(super) fn blank_line(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes the title of a part, after a blank line.
    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        self.blank_line()?;
        self.line(Paint::Bold, text)
    }
}

impl Write for StyledWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A text in lines that fit the width, each that far from the left.
pub fn wrap_indented(text: &str, indent: usize, style: &Style) -> String {
    let lines = wrap(text, style.line_width().saturating_sub(indent));
    let indent = " ".repeat(indent);
    lines.iter().fold(String::new(), |text, line| text + &indent[..] + &line[..] + "\n")
}
