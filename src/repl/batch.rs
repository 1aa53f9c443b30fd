//! Entries from a text instead of a terminal: standard input, `-c`, the start-up file.

use super::background_entry::{self, EntryOutcome};
use super::repl_state::{EntryAnswer, ReplState};
use super::unfinished::first_entry_end;
use crate::error::Error;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// What became of a text of entries.
pub enum BatchOutcome {
    /// All of it was entered.
    Done(Box<ReplState>),
    /// `:quit` stood in it.
    Quit,
    /// One entry failed, and nothing was entered after it.
    Failed(Error),
}

/// Enters a text, entry by entry; each answer is shown as it comes.
pub fn enter_batch(
    desk: ReplState,
    text: &str,
    show: &mut dyn FnMut(&str) -> Result<(), Error>,
) -> BatchOutcome {
    let mut desk = Box::new(desk);
    let interrupted = AtomicBool::new(false);
    for entry in entries(&text.replace("\r\n", "\n")) {
        let since = Instant::now();
        match background_entry::enter_in_background(&desk, entry, &interrupted) {
            EntryOutcome::Answered(_, EntryAnswer::Quit) | EntryOutcome::Interrupted => {
                return BatchOutcome::Quit;
            }
            EntryOutcome::Answered(now, answer) => {
                desk = now;
                let text = if let EntryAnswer::Text(text) = answer { text } else { String::new() };
                let time = desk.view.time_of(since.elapsed()).unwrap_or_default();
                if let Err(error) = show(&text).and_then(|()| show(&time)) {
                    return BatchOutcome::Failed(error);
                }
            }
            EntryOutcome::Failed(error) => return BatchOutcome::Failed(error),
        }
    }
    BatchOutcome::Done(desk)
}

/// The entries of a text; a command is a line.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some((line, after)) = rest.split_once('\n')
            && line.trim().is_empty()
        {
            rest = after;
        }
        if rest.trim().is_empty() {
            return None;
        }
        let is_command = rest.trim_start().starts_with(':');
        let end = if is_command { rest.find('\n') } else { Some(first_entry_end(rest)) };
        let (entry, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(entry)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_on_while_something_waits() {
        let text = "// a comment\nlet a = 1 +\n  2;\n/* goes\non */ a\n`x\n${ [1,\n2] } y`\nf(\n";
        let expected = [
            "// a comment",
            "let a = 1 +\n  2;",
            "/* goes\non */ a",
            "`x\n${ [1,\n2] } y`",
            "f(\n",
        ];
        assert_eq!(entries(text).collect::<Vec<_>>(), expected);
        assert_eq!(entries("a = \"x\nb\n`x\ny\n").collect::<Vec<_>>(), ["a = \"x", "b", "`x\ny\n"]);
        assert_eq!(entries("a b\n\n c").collect::<Vec<_>>(), ["a b", " c"]);
    }

    /// The parser asked after each line would take minutes.
    #[test]
    fn a_long_entry_is_read_once() {
        for (begin, line, end) in [("[", "1,\n", "1]"), ("0", " +\n1", ""), ("`", "x\n", "`")] {
            let entry = format!("{begin}{}{end}", line.repeat(30_000));
            let text = format!("{entry}\nlast");
            let read = entries(&text).collect::<Vec<_>>();
            assert_eq!(read.len(), 2, "{begin}{line}");
            assert!(read[0] == entry && read[1] == "last", "{begin}{line}");
        }
    }

    #[test]
    fn a_text_falls_into_entries() {
        let text = "let a = 1;\n\npending\n    .filter(|i|\n        i.x)\n:plan\n".to_owned()
            + "if a { 1 }\nelse { 2 }\nb(";
        let expected = [
            "let a = 1;",
            "pending\n    .filter(|i|\n        i.x)",
            ":plan",
            "if a { 1 }\nelse { 2 }",
            "b(",
        ];
        assert_eq!(entries(&text).collect::<Vec<_>>(), expected);
    }
}
