//! Shows a long text page by page, with the program that `PAGER` names, else `less`.

use crate::screen::{self, EscapingWriter};
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Shows the text, by a pager where it has more lines than the terminal.
pub(super) fn show_paged(text: &str, terminal_lines: usize) -> io::Result<()> {
    if text.lines().count() < terminal_lines || !paged(text) {
        screen::write_stdout(text)?;
    }
    Ok(())
}

/// Whether a pager has shown it.
fn paged(text: &str) -> bool {
    let named = env::var("PAGER").unwrap_or_else(|_| "less".into());
    let mut words = named.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // Colours as they are, long lines not broken, and the text stays on the screen.
        command.env("LESS", "FRSX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(input) = child.stdin.take() {
        let mut input = EscapingWriter::new(input, screen::trusted_markup());
        // A pager that was left early does not read the rest.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}
