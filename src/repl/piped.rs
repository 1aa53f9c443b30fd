//! Entries from a text instead of a terminal: standard input, `-c`, the start-up file.

use super::desk::{Answer, Desk};
use super::unfinished::is_unfinished;
use super::work::{self, Ended};
use crate::error::Error;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// What became of a text of entries.
pub enum Fed {
    /// All of it was entered.
    Done(Box<Desk>),
    /// `:quit` stood in it.
    Quit,
    /// One entry failed, and nothing was entered after it.
    Failed(Error),
}

/// Enters a text, entry by entry; each answer is shown as it comes.
pub fn feed(desk: Desk, text: &str, show: &mut dyn FnMut(&str) -> Result<(), Error>) -> Fed {
    let mut desk = Box::new(desk);
    let interrupted = AtomicBool::new(false);
    for entry in entries(text) {
        let since = Instant::now();
        match work::entered(&desk, &entry, &interrupted) {
            Ended::Answered(_, Answer::Quit) | Ended::Interrupted => return Fed::Quit,
            Ended::Answered(now, answer) => {
                desk = now;
                let text = if let Answer::Text(text) = answer { text } else { String::new() };
                let time = desk.view.time_of(since.elapsed()).unwrap_or_default();
                if let Err(error) = show(&text).and_then(|()| show(&time)) {
                    return Fed::Failed(error);
                }
            }
            Ended::Failed(error) => return Fed::Failed(error),
        }
    }
    Fed::Done(desk)
}

/// The entries of a text: each ends with the first line after which it is complete, and which the
/// next does not go on from.
fn entries(text: &str) -> Vec<String> {
    let mut entries = vec![];
    let mut entry = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if entry.is_empty() && line.trim().is_empty() {
            continue;
        }
        let is_command = entry.is_empty() && line.trim_start().starts_with(':');
        entry.push_str(line);
        let goes_on = lines.peek().is_some_and(|next| {
            let next = next.trim_start();
            [".", "?.", "else"].iter().any(|sign| next.starts_with(sign))
        });
        if is_command || !(goes_on || is_unfinished(&entry)) {
            entries.push(std::mem::take(&mut entry));
        } else {
            entry.push('\n');
        }
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_entries() {
        let text = "let a = 1;\n\npending\n    .filter(|i|\n        i.x)\n:plan\n".to_owned()
            + "if a { 1 }\nelse { 2 }\nb(";
        let expected = [
            "let a = 1;",
            "pending\n    .filter(|i|\n        i.x)",
            ":plan",
            "if a { 1 }\nelse { 2 }",
            "b(\n",
        ];
        assert_eq!(entries(&text), expected);
    }
}
