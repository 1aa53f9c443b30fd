//! Runs what is entered: a piece of a script over what was entered before it.

use super::redefinitions::{redefine, value_of};
use super::repl_state::ReplState;
use super::transcript::{EntryValue, Transcript, TranscriptEntry};
use crate::error::Error;
use crate::session::{RunOptions, ScriptFile};
use crate::strategy::{LAST_VALUE, PieceReading};
use rescind_runtime::script_positions::demand_positions;
use rhai::Dynamic;
use std::path::Path;

impl ReplState {
    /// Enters a piece of a script that was typed, or read from a file; gives its value.
    pub(super) fn enter_code(&mut self, text: &str, file: Option<&Path>) -> Result<Dynamic, Error> {
        let mut piece = TranscriptEntry::new(text, file);
        // Most pieces neither define a function nor name the last value: no need to read them.
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        if words.any(|word| word == "fn" || word == LAST_VALUE) {
            let reading = self.read_entry(&piece)?;
            let mut transcript = self.transcript.clone();
            let redefined = redefine(&mut transcript, &mut piece, &reading, &self.live);
            let named = reading.uses_last_value && transcript.name_last_value();
            if redefined || named {
                self.rebuild(&transcript)?;
            }
        }
        if piece.text.trim().is_empty() {
            return Ok(Dynamic::UNIT);
        }
        let running = self.running.clone();
        self.run_entry(piece, &running)
    }

    /// Runs everything anew, silently, from a transcript that was changed or files that were.
    pub(super) fn rebuild(&mut self, transcript: &Transcript) -> Result<(), Error> {
        let running = self.silent_running();
        let script = self.script();
        self.library = script.library();
        self.live = self.session.begin(&script, &self.library, &running)?;
        self.transcript = Transcript::default();
        for piece in transcript.entries() {
            let _value = self.run_entry(piece.clone(), &running)?;
        }
        Ok(())
    }

    fn read_entry(&self, piece: &TranscriptEntry) -> Result<PieceReading, Error> {
        let (whole, first) = self.script_with(piece)?;
        self.session.read_piece(&self.live, &self.library, &whole, first, &self.running)
    }

    fn run_entry(
        &mut self,
        mut piece: TranscriptEntry,
        running: &RunOptions,
    ) -> Result<Dynamic, Error> {
        let (whole, first) = self.script_with(&piece)?;
        let entered = self.session.enter(&self.live, &self.library, &whole, first, running)?;
        if piece.value != EntryValue::Named {
            // The piece is what the whole ends with, before its last line break.
            let start = whole.text.len().saturating_sub(piece.text.len() + 1);
            piece.value = value_of(&entered, &whole.text, start);
        }
        self.transcript.entries_mut().push(piece);
        self.live = entered.live;
        Ok(entered.value)
    }

    /// What was entered with a further piece, and the line on which that begins.
    fn script_with(&self, piece: &TranscriptEntry) -> Result<(ScriptFile, usize), Error> {
        let (text, first) = self.transcript.text_with(&piece.text);
        demand_positions(&text).map_err(|problem| {
            Error::misused(
                problem.to_string(),
                "`:save FILE` keeps what was entered, `:reset` begins anew",
            )
        })?;
        Ok((self.script_of(text), first))
    }

    /// The functions of a module that was imported under this name, as they are typed.
    pub(super) fn module_functions(&self, module: &str) -> Vec<String> {
        let path = self.live.imported(module);
        let functions = path.map(|path| self.library.exported_functions(path)).unwrap_or_default();
        functions.into_iter().map(|(name, _)| name + "(").collect()
    }

    /// What an expression comes to over frames without rows, beside variables of its own.
    pub(super) fn glimpse(
        &self,
        expression: &str,
        further: Vec<(String, Dynamic)>,
        running: &RunOptions,
    ) -> Option<Dynamic> {
        self.session.glimpse(&self.live, &self.library, expression, further, running)
    }
}

/// Whether a text begins with a dot and a name.
pub(super) fn begins_with_member(text: &str) -> bool {
    let member = text.strip_prefix("?.").or_else(|| text.strip_prefix('.'));
    member.is_some_and(|member| member.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}
