//! A script looked at instead of carried out: it is run over rows that may be none, its errors are
//! collected instead of ending it, and parts that did not run are read.

use super::Strategy;
use super::run::{Script, Started, Surroundings};
use crate::script::ScriptError;
use crate::script::error::fail;
use crate::script::reading::{self, Reading};
use std::sync::Arc;

/// What there is to say of a script without data.
pub struct Survey {
    /// Its name.
    pub script: String,
    /// What it declared, as far as it could.
    pub strategy: Strategy,
    /// What is wrong with it, in the order in which it was found.
    pub errors: Vec<ScriptError>,
    /// What its text says.
    pub reading: Reading,
}

/// Looks at a script; `methods` can be called beside the engine's functions.
pub fn survey(script: Script, around: &Surroundings, methods: &[&str]) -> Survey {
    let nothing = |error: Box<ScriptError>| Survey {
        script: script.name.into(),
        strategy: Strategy::default(),
        errors: vec![*error],
        reading: Reading::default(),
    };
    let mut started = match Started::new(script, around) {
        Ok(started) => started,
        Err(error) => return nothing(error),
    };
    let ast = match started.compiled() {
        Ok(ast) => ast,
        Err(error) => return nothing(error),
    };
    started.notes.lock().errors = Some(vec![]);
    let ended = started.evaluated(&ast).err();
    let mut declared = started.notes.lock();
    let mut found = declared.errors.take().unwrap_or_default();
    let strategy = std::mem::take(&mut declared.strategy);
    drop(declared);
    found.extend(ended.map(Arc::from));
    let mut names = started.names();
    names.extend(methods.iter().map(|&name| name.to_owned()));
    let reading = reading::read(&ast, &names);
    let mut errors: Vec<ScriptError> = found.iter().map(|error| *started.failed(error)).collect();
    for call in &reading.unknown_calls {
        let message = format!("no function `{}`", call.name);
        let error = fail("unknown-function", call.position, message, Some(call.help.clone()));
        let error = *started.failed(&error);
        if !errors.iter().any(|known| known.is_at_the_place_of(&error)) {
            errors.push(error);
        }
    }
    errors.sort_by_key(ScriptError::offset);
    Survey { script: script.name.into(), strategy, errors, reading }
}
