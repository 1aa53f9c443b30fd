//! Runs a script: everything that it may see is given, and what it declared comes back.
//!
//! Invariant: a script that fails, however it fails, leaves nothing behind.

use super::declaration_recorder::DeclarationRecorder;
use super::declarations::{Declarations, Preset, UnusedValue};
use super::names;
use super::verbs;
use super::{ParamInput, Strategy};
use crate::codes;
use crate::deadline::{self, Bounds};
use crate::diagnostic::DiagnosisSubject;
use crate::invitations::Invitations;
use crate::limits::Limits;
use crate::query::panic_message;
use crate::script::host::Host;
use crate::script::library::Library;
use crate::script::sandbox;
use crate::script::{Diagnosis, Frame};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use polars::prelude::DataFrame;
use rhai::{AST, Dynamic, Engine, EvalAltResult, Position, Scope};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// Its name, for diagnostics.
    pub name: &'a str,
    pub text: &'a str,
}

/// What a script sees and what bounds it.
pub struct ScriptEnvironment<'a> {
    pub invitations: &'a Invitations,
    /// The limits in force; a script reads the figures that hold for all accounts.
    pub limits: &'a Limits,
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// Values of `--set`.
    pub overrides: IndexMap<String, ParamInput>,
    /// Values that the project gives.
    pub presets: IndexMap<String, Preset>,
    /// What its functions share.
    pub host: Host,
    pub bounds: Bounds,
}

pub struct ScriptOutcome {
    pub strategy: Strategy,
    pub value: Dynamic,
    script: String,
    library: Library,
    bounds: Bounds,
}

impl ScriptOutcome {
    /// The rows of a frame of the script's, computed now, for which it has its time once more
    /// unless this runs within bounds already.
    ///
    /// # Errors
    /// What is wrong with the query, at the operation that is wrong.
    pub fn rows(&self, frame: &Frame) -> Result<DataFrame, Box<Diagnosis>> {
        let _within = self.within();
        frame
            .collect(Position::NONE)
            .map_err(|error| Box::new(Diagnosis::new(&error, &self.script, &self.library, &[])))
    }

    /// What is to be said under a frame of the script's that is shown, counted now, within the same
    /// bounds.
    pub fn remarks_of(&self, frame: &Frame) -> Vec<String> {
        let _within = self.within();
        frame.remarks()
    }

    fn within(&self) -> Option<deadline::BoundsGuard> {
        deadline::active_bounds().is_none().then(|| deadline::enter_bounds(&self.bounds))
    }
}

/// Runs a script.
///
/// # Errors
/// Whatever is wrong with it, at its place; a `--set` of a parameter that it does not have.
pub fn run(script: Script, around: &ScriptEnvironment) -> Result<ScriptOutcome, Box<Diagnosis>> {
    let mut started = PreparedScript::new(script, around)?;
    let ast = started.compile()?;
    let value = started.evaluate(&ast).map_err(|error| started.diagnose(&error))?;
    let mut declared = started.recorder.lock();
    if let Some(UnusedValue { name, origin, help }) = declared.unused() {
        let message = format!("{origin}: the script has no such parameter");
        let subject = DiagnosisSubject::Param { name, expected: None };
        let error =
            Diagnosis::without_span(script.name, codes::UNKNOWN_PARAM, &message, Some(help));
        return Err(Box::new(error.with_subject(Some(subject))));
    }
    let strategy = std::mem::take(&mut declared.strategy);
    let library = around.host.library.clone();
    let (script, bounds) = (script.name.into(), around.bounds.clone());
    Ok(ScriptOutcome { strategy, value, script, library, bounds })
}

/// A script with its engine, about to run.
pub(super) struct PreparedScript<'a> {
    script: Script<'a>,
    around: &'a ScriptEnvironment<'a>,
    pub(super) engine: Engine,
    pub(super) scope: Scope<'static>,
    pub(super) recorder: DeclarationRecorder,
    /// The engine's functions with their forms, once an error has asked for them.
    forms: OnceCell<Vec<String>>,
}

impl<'a> PreparedScript<'a> {
    pub(super) fn new(
        script: Script<'a>,
        around: &'a ScriptEnvironment<'a>,
    ) -> Result<Self, Box<Diagnosis>> {
        let columns = around.invitations.frame.clone().collect_schema().map_err(|error| {
            Box::new(Diagnosis::without_span(script.name, codes::DATA, &error.to_string(), None))
        })?;
        let declared = Declarations::new(columns, around.overrides.clone(), around.presets.clone());
        Ok(Self::resume(script, around, names::scope(around), declared))
    }

    /// One that goes on from these variables and declarations.
    pub(super) fn resume(
        script: Script<'a>,
        around: &'a ScriptEnvironment<'a>,
        scope: Scope<'static>,
        declared: Declarations,
    ) -> Self {
        around.host.library.add(script.name, script.text);
        let notes = DeclarationRecorder { declared: Arc::new(Mutex::new(declared)) };
        let mut engine = sandbox::sandbox_engine(&around.host, &around.bounds);
        verbs::register(&mut engine, &notes);
        Self { script, around, engine, scope, recorder: notes, forms: OnceCell::new() }
    }

    pub(super) fn parse(&self) -> Result<AST, EvalAltResult> {
        let mut ast = self.engine.compile_with_scope(&self.scope, self.script.text)?;
        ast.set_source(self.script.name);
        Ok(ast)
    }

    /// Reads the names at these places as something unknown.
    pub(super) fn read_unknown(&mut self, places: BTreeSet<Position>) {
        sandbox::read_unknown(&mut self.engine, places);
    }

    pub(super) fn compile(&self) -> Result<AST, Box<Diagnosis>> {
        self.compiled_as(self.script.text)
    }

    /// Compiles a part of the script, in which every place is as in the whole.
    pub(super) fn compiled_as(&self, text: &str) -> Result<AST, Box<Diagnosis>> {
        let mut ast = self
            .engine
            .compile_with_scope(&self.scope, text)
            .map_err(|error| self.diagnose(&error.into()))?;
        ast.set_source(self.script.name);
        Ok(ast)
    }

    pub(super) fn evaluate(&mut self, ast: &AST) -> Result<Dynamic, Box<EvalAltResult>> {
        let _within = deadline::enter_bounds(&self.around.bounds);
        evaluated(&self.engine, &mut self.scope, ast)
    }

    pub(super) fn diagnose(&self, error: &EvalAltResult) -> Box<Diagnosis> {
        let (library, names) = (&self.around.host.library, self.names());
        Box::new(Diagnosis::new(error, self.script.name, library, &names))
    }

    /// What a script can call or name: functions with their forms, and variables.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = self.forms.get_or_init(|| self.engine.gen_fn_signatures(true)).clone();
        names.extend(self.scope.iter().map(|(name, ..)| name.to_owned()));
        names
    }
}

/// A panic in a function of the host ends the script, not the program.
fn evaluated(engine: &Engine, scope: &mut Scope, ast: &AST) -> Result<Dynamic, Box<EvalAltResult>> {
    catch_unwind(AssertUnwindSafe(|| engine.eval_ast_with_scope::<Dynamic>(scope, ast)))
        .unwrap_or_else(|panic| {
            let message =
                format!("a function of the script failed inside: {}", panic_message(&*panic));
            Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into())
        })
}
