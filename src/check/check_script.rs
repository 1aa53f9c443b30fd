//! Checks a script and whatever it imports, one rule after another.

use super::{column_advice, missing_results, rules, usage};
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::Diagnosis;
use crate::script::library::Library;
use crate::strategy::{Script, ScriptEnvironment, survey};
use crate::syntax::token_at;
use crate::{codes, reference};
use miette::SourceSpan;

/// Checks a script; the diagnoses come by script and place.
pub fn check(script: Script, around: &ScriptEnvironment) -> Vec<Diagnosis> {
    let survey = survey(script, around, &reference::callable_names());
    let mut diagnoses = survey.errors.clone();
    let has_data = around.host.frames.is_some();
    for diagnosis in &mut diagnoses {
        column_advice::advise_unknown_column(diagnosis, &survey.strategy, has_data);
    }
    diagnoses.extend(survey.needing_data.iter().map(waiting));
    let script_library = DiagnosisSource { library: &around.host.library };
    diagnoses.extend(rules::check(&survey, &script_library));
    diagnoses.extend(missing_results::check(&survey, &script_library));
    let never: Vec<Option<SourceSpan>> = diagnoses
        .iter()
        .filter(|diagnosis| diagnosis.code == codes::NEVER_MATCHES)
        .map(|diagnosis| diagnosis.span)
        .collect();
    let unused = usage::check(&survey, &script_library).into_iter();
    // What no invitation matches is withdrawn from nobody.
    let vain = |diagnosis: &Diagnosis| {
        diagnosis.code == codes::CARELESS_WITHDRAWAL && never.contains(&diagnosis.span)
    };
    diagnoses.extend(unused.filter(|diagnosis| !vain(diagnosis)));
    diagnoses
        .sort_by(|a, b| (a.script(), a.offset(), a.code).cmp(&(b.script(), b.offset(), b.code)));
    diagnoses
}

/// Where a strategy's parts are.
pub(super) struct DiagnosisSource<'a> {
    pub(super) library: &'a Library,
}

impl DiagnosisSource<'_> {
    pub(super) fn diagnosis(
        &self,
        code: DiagnosisCode,
        script: &str,
        position: rhai::Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnosis {
        let text = self.library.text(script).unwrap_or_default();
        let span = token_at(&text, position);
        Diagnosis::at(script, &text, span, code, message.into(), Some(help.into()))
    }
}

/// What cannot be told without data.
fn waiting(error: &Diagnosis) -> Diagnosis {
    Diagnosis {
        code: codes::NEEDS_DATA,
        severity: codes::NEEDS_DATA.severity(),
        message: "this cannot be checked without data".into(),
        help: Some("name data beside the script, as in `rescind check SCRIPT DATA`".into()),
        ..error.clone()
    }
}
