//! Rhai's definition files: what a language server has to know of the functions, verbs and names of
//! a script.

use super::run::{PreparedScript, Script, ScriptEnvironment};
use crate::script::Diagnosis;
use crate::script::definitions::name_results;

/// The files with their names, in order. The functions are those of the engine that runs scripts,
/// the names those that it is given.
pub fn definitions(around: &ScriptEnvironment) -> Result<Vec<(String, String)>, Box<Diagnosis>> {
    let mut started = PreparedScript::new(Script { name: "definitions", text: "" }, around)?;
    name_results(&mut started.engine);
    let definitions = started.engine.definitions_with_scope(&started.scope);
    Ok(definitions.iter_files().collect())
}
