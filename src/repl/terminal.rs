//! The loop at a terminal: reads a line, has it entered, shows the answer.

use super::background_entry::{self, EntryOutcome};
use super::batch::{BatchOutcome, enter_batch};
use super::editor::{EditorHelper, editor};
use super::pager::show_paged;
use super::repl_state::{EntryAnswer, ReplState};
use crate::error::Error;
use crate::open;
use crate::output::OutputError;
use crate::screen;
use clap::ValueEnum;
use miette::Diagnostic;
use rustyline::Editor;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use signal_hook::consts::SIGINT;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// The keys of the line editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum KeyBindings {
    /// As in Emacs
    #[default]
    Emacs,
    /// As in vi
    Vi,
}

/// What the loop needs of the world.
pub struct TerminalOptions {
    pub keys: KeyBindings,
    pub colour: bool,
    /// The file that the history is kept in.
    pub history: Option<PathBuf>,
    /// The file that is entered at the beginning.
    pub startup: Option<PathBuf>,
    pub report: fn(&dyn Diagnostic) -> String,
}

/// What is read and shown between two entries.
struct TerminalLoop<'a> {
    editor: Editor<EditorHelper, FileHistory>,
    surface: &'a TerminalOptions,
    interrupted: Arc<AtomicBool>,
}

/// Reads and answers until the session ends.
///
/// # Errors
/// A terminal that cannot be read or written to.
pub fn run_terminal_loop(desk: ReplState, surface: &TerminalOptions) -> Result<(), Error> {
    let interrupted = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGINT, interrupted.clone()).map_err(OutputError::from)?;
    // What a panic says is in the error that is shown for it.
    std::panic::set_hook(Box::new(|_| {}));
    let Some(desk) = run_startup_file(desk, surface)? else { return Ok(()) };
    let editor = editor(surface, desk).map_err(|error| unreadable(&error))?;
    TerminalLoop { editor, surface, interrupted }.run()
}

/// The desk after the start-up file; none where that ends the session.
fn run_startup_file(
    desk: ReplState,
    surface: &TerminalOptions,
) -> Result<Option<ReplState>, Error> {
    let Some(path) = &surface.startup else { return Ok(Some(desk)) };
    let Ok(text) = open::read_settings(path) else { return Ok(Some(desk)) };
    let before = desk.clone();
    match enter_batch(desk, &text, &mut |_| Ok(())) {
        BatchOutcome::Done(mut desk) => {
            desk.beginning = desk.transcript.clone();
            Ok(Some(*desk))
        }
        BatchOutcome::Quit => Ok(None),
        BatchOutcome::Failed(error) => {
            screen::write_stderr(&(surface.report)(&error));
            say(&format!("{} was not entered", path.display()))?;
            Ok(Some(before))
        }
    }
}

impl TerminalLoop<'_> {
    fn run(mut self) -> Result<(), Error> {
        if let Some(path) = &self.surface.history {
            // The first session has none yet.
            let _ = self.editor.load_history(path);
        }
        say(concat!("rescind ", env!("CARGO_PKG_VERSION"), " · :help for help, Ctrl-D ends"))?;
        loop {
            match self.editor.readline("> ") {
                Ok(line) => {
                    if self.add_to_history(&line) && self.answer_line(&line)? {
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
    fn add_to_history(&mut self, line: &str) -> bool {
        if line.trim().is_empty() {
            return false;
        }
        let added = self.editor.add_history_entry(line).unwrap_or(false);
        if let Some(path) = self.surface.history.as_deref().filter(|_| added)
            && create_history_folder(path)
        {
            // A history that cannot be kept is no reason not to go on.
            let _ = self.editor.append_history(path);
        }
        true
    }

    /// Enters a line and shows its answer; tells whether the session ends.
    fn answer_line(&mut self, line: &str) -> Result<bool, Error> {
        let dimensions = self.editor.dimensions();
        let Some(helper) = self.editor.helper_mut() else { return Ok(true) };
        if let Some((columns, _)) = dimensions {
            helper.desk.resized(usize::from(columns));
        }
        let since = Instant::now();
        match background_entry::enter_in_background(&helper.desk, line, &self.interrupted) {
            EntryOutcome::Answered(_, EntryAnswer::Quit) => return Ok(true),
            EntryOutcome::Answered(now, answer) => {
                let took = since.elapsed();
                if let EntryAnswer::Text(text) = &answer {
                    let lines = dimensions.map_or(24, |(_, rows)| usize::from(rows));
                    show_paged(text, lines).map_err(OutputError::from)?;
                }
                if let Some(time) = now.view.time_of(took) {
                    say(time.trim_end())?;
                }
                if let Some(helper) = self.editor.helper_mut() {
                    helper.desk = *now;
                }
            }
            EntryOutcome::Failed(error) => screen::write_stderr(&(self.surface.report)(&error)),
            EntryOutcome::Interrupted => say("interrupted; everything is as it was before")?,
        }
        Ok(false)
    }
}

/// Makes the folder of the history, for its owner alone.
fn create_history_folder(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).is_ok()
}

fn say(line: &str) -> Result<(), Error> {
    screen::write_stdout(&format!("{line}\n")).map_err(|error| OutputError::from(error).into())
}

fn unreadable(error: &ReadlineError) -> Error {
    let message = format!("the terminal cannot be read: {error}");
    Error::misused(message, "`rescind repl < FILE` needs no terminal")
}
