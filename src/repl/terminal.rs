//! The loop at a terminal: reads a line, has it entered, shows the answer.

use super::background_entry::{self, EntryEnd};
use super::desk::{Desk, EntryAnswer};
use super::editor::{Assistant, editor};
use super::pager::page;
use super::piped::{Fed, feed};
use crate::error::Error;
use crate::open;
use crate::output::OutputError;
use crate::screen;
use miette::Diagnostic;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Editor, Helper};
use signal_hook::consts::SIGINT;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    #[default]
    Emacs,
    Vi,
}

/// What the loop needs of the world.
pub struct Surface {
    pub keys: Keys,
    pub colour: bool,
    /// The file that the history is kept in.
    pub history: Option<PathBuf>,
    /// The file that is entered at the beginning.
    pub startup: Option<PathBuf>,
    pub report: fn(&dyn Diagnostic) -> String,
}

/// What is read and shown between two entries.
struct Conversation<'a, H: Helper> {
    editor: Editor<H, FileHistory>,
    surface: &'a Surface,
    interrupted: Arc<AtomicBool>,
}

/// Reads and answers until the session ends.
///
/// # Errors
/// A terminal that cannot be read or written to.
pub fn converse(desk: Desk, surface: &Surface) -> Result<(), Error> {
    let interrupted = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGINT, interrupted.clone()).map_err(OutputError::from)?;
    // What a panic says is in the error that is shown for it.
    std::panic::set_hook(Box::new(|_| {}));
    let Some(desk) = started(desk, surface)? else { return Ok(()) };
    let editor = editor(surface, desk).map_err(|error| unreadable(&error))?;
    Conversation { editor, surface, interrupted }.run()
}

/// The desk after the start-up file; none where that ends the session.
fn started(desk: Desk, surface: &Surface) -> Result<Option<Desk>, Error> {
    let Some(path) = &surface.startup else { return Ok(Some(desk)) };
    let Ok(text) = open::read_settings(path) else { return Ok(Some(desk)) };
    let before = desk.clone();
    match feed(desk, &text, &mut |_| Ok(())) {
        Fed::Done(mut desk) => {
            desk.beginning = desk.transcript.clone();
            Ok(Some(*desk))
        }
        Fed::Quit => Ok(None),
        Fed::Failed(error) => {
            screen::complain(&(surface.report)(&error));
            say(&format!("{} was not entered", path.display()))?;
            Ok(Some(before))
        }
    }
}

impl Conversation<'_, Assistant> {
    fn run(mut self) -> Result<(), Error> {
        if let Some(path) = &self.surface.history {
            // The first session has none yet.
            let _ = self.editor.load_history(path);
        }
        say(concat!("rescind ", env!("CARGO_PKG_VERSION"), " · :help for help, Ctrl-D ends"))?;
        loop {
            match self.editor.readline("> ") {
                Ok(line) => {
                    if self.remembered(&line) && self.answered(&line)? {
                        return Ok(());
                    }
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(()),
                Err(error) => return Err(unreadable(&error)),
            }
        }
    }

    /// Puts a line into the history; tells whether there is anything in it.
    fn remembered(&mut self, line: &str) -> bool {
        if line.trim().is_empty() {
            return false;
        }
        let added = self.editor.add_history_entry(line).unwrap_or(false);
        if let Some(path) = self.surface.history.as_deref().filter(|_| added)
            && folder_of(path)
        {
            // A history that cannot be kept is no reason not to go on.
            let _ = self.editor.append_history(path);
        }
        true
    }

    /// Enters a line and shows its answer; tells whether the session ends.
    fn answered(&mut self, line: &str) -> Result<bool, Error> {
        let dimensions = self.editor.dimensions();
        let Some(helper) = self.editor.helper_mut() else { return Ok(true) };
        if let Some((columns, _)) = dimensions {
            helper.desk.resized(usize::from(columns));
        }
        let since = Instant::now();
        match background_entry::entered(&helper.desk, line, &self.interrupted) {
            EntryEnd::Answered(_, EntryAnswer::Quit) => return Ok(true),
            EntryEnd::Answered(now, answer) => {
                let took = since.elapsed();
                if let EntryAnswer::Text(text) = &answer {
                    let lines = dimensions.map_or(24, |(_, rows)| usize::from(rows));
                    page(text, lines).map_err(OutputError::from)?;
                }
                if let Some(time) = now.view.time_of(took) {
                    say(time.trim_end())?;
                }
                if let Some(helper) = self.editor.helper_mut() {
                    helper.desk = *now;
                }
            }
            EntryEnd::Failed(error) => screen::complain(&(self.surface.report)(&error)),
            EntryEnd::Interrupted => say("interrupted; everything is as it was before")?,
        }
        Ok(false)
    }
}

/// Makes the folder of the history, for its owner alone.
fn folder_of(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).is_ok()
}

fn say(line: &str) -> Result<(), Error> {
    screen::say(&format!("{line}\n")).map_err(|error| OutputError::from(error).into())
}

fn unreadable(error: &ReadlineError) -> Error {
    let message = format!("the terminal cannot be read: {error}");
    Error::misused(message, "`rescind repl < FILE` needs no terminal")
}
