//! The line editor, and what it asks while one types.

use super::complete::complete;
use super::highlight::{highlight, paint_lines};
use super::hint::signature;
use super::repl_state::ReplState;
use super::terminal::{KeyBindings, TerminalOptions};
use super::unfinished::is_unfinished;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter, HistoryHinter};
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, CompletionType, Config, Context, EditMode, Editor, Helper, KeyCode, KeyEvent, Modifiers,
};
use std::borrow::Cow;

/// How many entries are remembered.
const HISTORY_MAX: usize = 10_000;

/// What the line editor asks while one types.
pub(super) struct EditorHelper {
    pub(super) desk: ReplState,
    history: HistoryHinter,
    colour: bool,
}

/// A line editor that knows the desk.
pub(super) fn editor(
    surface: &TerminalOptions,
    desk: ReplState,
) -> Result<Editor<EditorHelper, FileHistory>, ReadlineError> {
    let config = Config::builder()
        .max_history_size(HISTORY_MAX)?
        .history_ignore_space(true)
        .completion_type(CompletionType::List)
        .bracketed_paste(true)
        .edit_mode(match surface.keys {
            KeyBindings::Emacs => EditMode::Emacs,
            KeyBindings::Vi => EditMode::Vi,
        })
        .build();
    let mut editor = Editor::with_config(config)?;
    let history = HistoryHinter::new();
    editor.set_helper(Some(EditorHelper { desk, history, colour: surface.colour }));
    // A further line, also where what was typed is complete.
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
    Ok(editor)
}

impl Helper for EditorHelper {}

impl Completer for EditorHelper {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> Result<(usize, Vec<String>), ReadlineError> {
        let mut completion = complete(&self.desk, &line[..at]);
        if line[at..].starts_with('(') {
            for candidate in &mut completion.candidates {
                candidate.truncate(candidate.trim_end_matches(['(', ')']).len());
            }
        }
        Ok((completion.start, completion.candidates))
    }
}

/// What may be meant: of the history it can be taken over, of a signature it is only shown.
pub(super) struct ShownHint {
    text: String,
    is_history: bool,
}

impl Hint for ShownHint {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.is_history.then_some(&self.text)
    }
}

impl Hinter for EditorHelper {
    type Hint = ShownHint;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<ShownHint> {
        if let Some(text) = signature(&self.desk, line, at) {
            return Some(ShownHint { text, is_history: false });
        }
        let text = self.history.hint(line, at, context)?;
        // A hint of several lines would push what is typed about.
        (!text.contains('\n')).then_some(ShownHint { text, is_history: true })
    }
}

impl Highlighter for EditorHelper {
    fn highlight<'l>(&self, line: &'l str, at: usize) -> Cow<'l, str> {
        if self.colour { highlight(line, at).into() } else { line.into() }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { paint_lines(hint, "2").into() } else { hint.into() }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colour
    }
}

impl Validator for EditorHelper {
    fn validate(
        &self,
        context: &mut ValidationContext<'_>,
    ) -> Result<ValidationResult, ReadlineError> {
        let text = context.input();
        let is_command = text.trim_start().starts_with(':');
        Ok(if !is_command && is_unfinished(text) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}
