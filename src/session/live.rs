//! Scripts that are entered piece by piece over a session's data.

use super::{RunOptions, ScriptFile, Session};
use crate::error::Error;
use crate::question::QuestionData;
use crate::script::library::Library;
use crate::strategy::{EnteredPiece, LiveScript, PieceReading, Script};
use polars::prelude::{DataFrame, IntoLazy};
use rhai::Dynamic;
use std::sync::Arc;

impl Session {
    /// Nothing entered yet of this script; what is entered is given the values that the project
    /// gives to its parameters.
    ///
    /// # Errors
    /// Data whose columns cannot be told.
    pub fn begin(
        &self,
        script: &ScriptFile,
        library: &Library,
        running: &RunOptions,
    ) -> Result<LiveScript, Error> {
        let nothing = Script { name: "", text: "" };
        let mut around = self.script_environment(library, running);
        around.presets = self.agency.presets(script.params_strategy(), None);
        Ok(LiveScript::new(nothing, &around)?)
    }

    /// Enters the last piece of a script, which begins on line `first`, counted from 1, after what
    /// came of the pieces before it.
    ///
    /// # Errors
    /// Whatever is wrong with the piece; nothing has changed then.
    pub fn enter(
        &self,
        live: &LiveScript,
        library: &Library,
        whole: &ScriptFile,
        first: usize,
        running: &RunOptions,
    ) -> Result<EnteredPiece, Error> {
        let script = Script { name: &whole.path, text: &whole.text };
        Ok(live.enter(script, first, &self.script_environment(library, running))?)
    }

    /// What the text of the last piece says, without running it.
    pub fn read_piece(
        &self,
        live: &LiveScript,
        library: &Library,
        whole: &ScriptFile,
        first: usize,
        running: &RunOptions,
    ) -> Result<PieceReading, Error> {
        let script = Script { name: &whole.path, text: &whole.text };
        Ok(live.read(script, first, &self.script_environment(library, running))?)
    }

    /// What an expression comes to over frames without rows; see [`LiveScript::glimpse`].
    pub fn glimpse(
        &self,
        live: &LiveScript,
        library: &Library,
        expression: &str,
        further: Vec<(String, Dynamic)>,
        running: &RunOptions,
    ) -> Option<Dynamic> {
        let mut around = self.script_environment(library, running);
        around.host.lists = Arc::new(|_, _| Err("nothing is read for a glimpse".into()));
        around.host.frames = None;
        let mut asked = QuestionData::from_host(&around.host);
        let columns = asked.invitations.collect_schema().ok()?;
        asked.invitations = DataFrame::empty_with_schema(&columns).lazy();
        around.host.domain_data = Arc::new(asked);
        live.glimpse(expression, further, &around)
    }
}
