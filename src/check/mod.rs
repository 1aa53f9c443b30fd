//! Everything that can be known of a script without carrying it out: errors and warnings together,
//! each with a code, a place and advice.
//!
//! Invariant: a warning is only given where it holds for whatever the data are; what cannot be
//! proved is not said.

mod cases;
pub mod codes;
mod compared;
mod conditions;
mod diagnosis;
mod nothing;
mod possible;
mod preimage;
mod ranges;
mod rules;
mod undecided;
mod usage;

pub use diagnosis::{Diagnosis, LineColumn, Severity};

use crate::reference;
use crate::script::ScriptError;
use crate::script::host::NO_DATA;
use crate::script::library::Library;
use crate::strategy::{Script, Surroundings, survey};

/// Checks a script; the diagnoses come by script and place.
pub fn check(script: Script, around: &Surroundings) -> Vec<Diagnosis> {
    let found = survey(script, around, &reference::callable());
    let known = found.errors.iter().filter(|error| error.code_name() != NO_DATA);
    let mut diagnoses: Vec<Diagnosis> = known.map(error).collect();
    let place = Place { library: &around.host.library };
    diagnoses.extend(rules::check(&found.strategy, &place));
    diagnoses.extend(nothing::check(&found, &place));
    diagnoses.extend(usage::check(&found, &place));
    diagnoses.sort_by(|a, b| {
        (&a.script, a.span.offset(), a.code).cmp(&(&b.script, b.span.offset(), b.code))
    });
    diagnoses
}

/// Where a strategy's parts are.
struct Place<'a> {
    library: &'a Library,
}

impl Place<'_> {
    fn diagnosis(
        &self,
        code: &'static str,
        (script, position): (&str, rhai::Position),
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnosis {
        let text = self.library.text(script).unwrap_or_default();
        let span = crate::diagnostic::token(&text, position);
        let severity = codes::severity(code);
        let (message, help) = (message.into(), Some(help.into()));
        Diagnosis { code, severity, script: script.into(), text, span, message, help }
    }
}

fn error(error: &ScriptError) -> Diagnosis {
    Diagnosis {
        code: error.code_name(),
        severity: Severity::Error,
        script: error.script().into(),
        text: error.text().into(),
        span: error.span().unwrap_or_else(|| (0..0).into()),
        message: error.message().into(),
        help: error.advice().map(Into::into),
    }
}
