//! Everything that can be known of a script without carrying it out: errors and warnings together,
//! each with a code, a place and advice.
//!
//! Invariant: a warning is only given where it holds for whatever the data are; what cannot be
//! proved is not said.

mod cases;
pub mod codes;
mod columns;
mod comparisons;
mod conditions;
mod diagnosis;
mod domains;
mod missing_results;
mod possible_values;
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
use crate::syntax::token_at;
use miette::SourceSpan;

/// Checks a script; the diagnoses come by script and place.
pub fn check(script: Script, around: &Surroundings) -> Vec<Diagnosis> {
    let survey = survey(script, around, &reference::callable());
    let mut diagnoses: Vec<Diagnosis> = survey.errors.iter().map(error).collect();
    let has_data = around.host.frames.is_some();
    for diagnosis in diagnoses.iter_mut().filter(|diagnosis| diagnosis.code == "unknown-column") {
        columns::advise(diagnosis, &survey.strategy, has_data);
    }
    diagnoses.extend(survey.waiting.iter().map(waiting));
    let script_library = CheckedScripts { library: &around.host.library };
    diagnoses.extend(rules::check(&survey, &script_library));
    diagnoses.extend(missing_results::check(&survey, &script_library));
    let never: Vec<SourceSpan> = diagnoses
        .iter()
        .filter(|diagnosis| diagnosis.code == "never-matches")
        .map(|diagnosis| diagnosis.span)
        .collect();
    let unused = usage::check(&survey, &script_library).into_iter();
    // What no invitation matches is withdrawn from nobody.
    let vain = |diagnosis: &Diagnosis| {
        diagnosis.code == "careless-withdrawal" && never.contains(&diagnosis.span)
    };
    diagnoses.extend(unused.filter(|diagnosis| !vain(diagnosis)));
    diagnoses.sort_by(|a, b| {
        (&a.script, a.span.offset(), a.code).cmp(&(&b.script, b.span.offset(), b.code))
    });
    diagnoses
}

/// Where a strategy's parts are.
struct CheckedScripts<'a> {
    library: &'a Library,
}

impl CheckedScripts<'_> {
    fn diagnosis(
        &self,
        code: &'static str,
        script: &str,
        position: rhai::Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnosis {
        let text = self.library.text(script).unwrap_or_default();
        let span = token_at(&text, position);
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
