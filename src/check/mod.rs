//! Everything that can be known of a script without carrying it out: errors and warnings together,
//! each with a code, a place and advice.
//!
//! Invariant: a warning is only given where it holds for whatever the data are; what cannot be
//! proved is not said.

mod cases;
pub mod codes;
mod columns;
mod compared;
mod conditions;
mod diagnosis;
mod domains;
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
use crate::script::library::Library;
use crate::strategy::{Script, Surroundings, survey};
use miette::SourceSpan;

/// Checks a script; the diagnoses come by script and place.
pub fn check(script: Script, around: &Surroundings) -> Vec<Diagnosis> {
    let found = survey(script, around, &reference::callable());
    let mut diagnoses: Vec<Diagnosis> = found.errors.iter().map(error).collect();
    let has_data = around.host.frames.is_some();
    for diagnosis in diagnoses.iter_mut().filter(|own| own.code == "unknown-column") {
        columns::advise(diagnosis, &found.strategy, has_data);
    }
    diagnoses.extend(found.waiting.iter().map(waiting));
    let place = Place { library: &around.host.library };
    diagnoses.extend(rules::check(&found, &place));
    diagnoses.extend(nothing::check(&found, &place));
    let never: Vec<SourceSpan> =
        diagnoses.iter().filter(|own| own.code == "never-matches").map(|own| own.span).collect();
    let unused = usage::check(&found, &place).into_iter();
    // What no invitation matches is withdrawn from nobody.
    let vain = |own: &Diagnosis| own.code == "careless-withdrawal" && never.contains(&own.span);
    diagnoses.extend(unused.filter(|own| !vain(own)));
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

/// What cannot be told without data.
fn waiting(error: &ScriptError) -> Diagnosis {
    Diagnosis {
        code: "needs-data",
        severity: codes::severity("needs-data"),
        message: "this cannot be checked without data".into(),
        help: Some("name data beside the script, as in `rescind check SCRIPT DATA`".into()),
        ..self::error(error)
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
