//! What the terminal can show, and how errors are drawn on it.

use crate::output::Style;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use std::io::{IsTerminal, stderr, stdout};
use terminal_size::{Width, terminal_size_of};

/// The style of standard output. Colours follow `NO_COLOR` and the terminal. Where it is a file,
/// tables are whole.
pub(super) fn style() -> Style {
    if is_file() {
        return Style::whole();
    }
    let terminal = stdout().is_terminal();
    let width = terminal_size_of(stdout()).map(|(Width(width), _)| usize::from(width));
    let piped = Style::default();
    Style {
        width: width.or_else(columns).unwrap_or(piped.width),
        colour: terminal && colour_is_wanted(),
        hyperlinks: terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        ..piped
    }
}

/// Whether standard output is redirected to a file; a pipe is none.
fn is_file() -> bool {
    std::fs::metadata("/dev/stdout").is_ok_and(|stdout| stdout.is_file())
}

/// The width that a caller asks for with `COLUMNS` where there is no terminal.
fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

fn colour_is_wanted() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    !no_color && !dumb
}

/// An error as it is shown on standard error.
pub fn report(error: &dyn Diagnostic) -> String {
    let colour = stderr().is_terminal() && colour_is_wanted();
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let width = terminal_size_of(stderr()).map_or(100, |(Width(width), _)| usize::from(width));
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut drawn = String::new();
    match handler.render_report(&mut drawn, error) {
        Ok(()) => drawn,
        Err(_) => format!("{error}\n"),
    }
}

/// A text of the data's for standard error: one line, without control characters.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
