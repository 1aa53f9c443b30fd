//! What the terminal can show, and how errors are drawn on it.

use crate::error::Error;
use crate::finding::Finding;
use crate::output::{self, OutputError, Style};
use crate::screen::{self, StandardStream, escaped_line};
use miette::Diagnostic;

/// The style of standard output. Colours follow `NO_COLOR` and the terminal. Where it is a file,
/// tables are whole.
pub(in crate::cli) fn style() -> Style {
    if is_file() {
        return Style::for_file();
    }
    let terminal = StandardStream::Out.is_terminal();
    let width = StandardStream::Out.width();
    let piped = Style::default();
    Style {
        width: width.or_else(columns).unwrap_or(piped.width),
        ink: screen::trusted_markup(),
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

/// Writes a text to standard output.
pub(in crate::cli) fn print_text(text: &str) -> Result<(), Error> {
    screen::write_stdout(text).map_err(|error| OutputError::from(error).into())
}

/// Writes a line to standard output, whatever is in it.
pub(in crate::cli) fn print_line(line: &str) -> Result<(), Error> {
    print_text(&format!("{}\n", escaped_line(line)))
}

/// Writes a line on standard output about what was recorded.
pub(in crate::cli) fn print_recorded_line(line: &str, recorded: &str) -> Result<(), Error> {
    let written = screen::write_stdout(&format!("{}\n", escaped_line(line)));
    written.map_err(Error::recorded_but_unreported(recorded.to_owned()))
}

/// Writes a line to standard error, whatever is in it.
pub(in crate::cli) fn eprint_line(line: &str) {
    screen::write_stderr(&format!("{}\n", escaped_line(line)));
}

/// Writes findings to standard error, for results that do not show them.
pub(in crate::cli) fn eprint_findings(findings: &[Finding]) {
    for finding in findings {
        let account = finding.account.as_ref().map(|name| format!("{name}: "));
        let message = format!("{}{}", account.unwrap_or_default(), finding.message);
        eprint_line(&format!("{}: {message}", finding.level));
        if let Some(help) = &finding.help {
            eprint_line(&format!("      {help}"));
        }
    }
}

/// Says what clap says: its help, which has no word of a caller's, in its colours; what is wrong
/// with the arguments, which has, without.
///
/// # Errors
/// A standard output that takes no help.
pub(in crate::cli) fn print_usage(usage: &clap::Error) -> Result<(), Error> {
    if usage.use_stderr() {
        screen::write_stderr(&usage.render().to_string());
        return Ok(());
    }
    let colour = StandardStream::Out.is_terminal() && colour_is_wanted();
    let help = match screen::trusted_markup().filter(|_| colour) {
        Some(ink) => ink.from_ansi(&usage.render().ansi().to_string()),
        None => usage.render().to_string(),
    };
    print_text(&help)
}

/// An error as it is shown on standard error.
pub fn render_error(error: &dyn Diagnostic) -> String {
    let colour = StandardStream::Err.is_terminal() && colour_is_wanted();
    let width = StandardStream::Err.width().unwrap_or(100);
    output::draw_diagnostic(
        error,
        1,
        &Style { width, colour, ink: screen::trusted_markup(), ..Style::default() },
    )
}
