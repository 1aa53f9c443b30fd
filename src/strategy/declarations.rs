//! What a script has declared so far. The columns grow with every `column`, so that each formula is
//! checked against those above it.

use super::{DerivedColumn, ParamInput, ParamValue, Strategy};
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::nearest::did_you_mean;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, script_error, script_error_about};
use crate::script::operand::Operand;
use crate::script::origins::Origins;
use indexmap::IndexMap;
use polars::prelude::{Schema, SchemaRef};
use rhai::{Dynamic, EvalAltResult, Position};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A value that a project gives to a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    pub value: ParamInput,
    /// Whether it is given to this very strategy, which then must have such a parameter.
    pub is_strategy_specific: bool,
}

/// Where such values are written.
const PROJECT: &str = "rescind.toml";

/// What a script has declared so far.
#[derive(Clone)]
pub(super) struct Declarations {
    pub(super) strategy: Strategy,
    pub(super) columns: SchemaRef,
    overrides: IndexMap<String, ParamInput>,
    presets: IndexMap<String, Preset>,
    /// What a survey notes; otherwise the first error ends the script.
    pub(super) survey_notes: Option<SurveyNotes>,
}

/// How much a survey notes that is wrong; the script ends with what comes after.
const NOTED_MAX: usize = 500;

/// What a survey notes of a script while it runs.
#[derive(Clone)]
pub(super) struct SurveyNotes {
    /// What went wrong so far, with the call at the top of the script that found it: no place where
    /// a function found it.
    pub(super) errors: Vec<(Arc<EvalAltResult>, Position)>,
    /// The same in words: what a loop does wrong in every turn is noted once.
    known: BTreeSet<(String, Position)>,
    /// What was declared, with all left open that differs from run to run.
    pub(super) general: Strategy,
    /// Where the script's values come from.
    pub(super) origins: Arc<Origins>,
    /// The variables that do not hold the same in every run.
    pub(super) open: Arc<HashSet<String>>,
}

impl SurveyNotes {
    pub(super) fn new(origins: Arc<Origins>) -> Self {
        let open = Arc::new(origins.open_names());
        Self { errors: vec![], known: BTreeSet::new(), general: Strategy::default(), origins, open }
    }
}

impl Declarations {
    /// Nothing yet, over these columns; `overrides` are the values of `--set`, which outrank the
    /// project's.
    pub(super) fn new(
        columns: SchemaRef,
        overrides: IndexMap<String, ParamInput>,
        presets: IndexMap<String, Preset>,
    ) -> Self {
        Self { strategy: Strategy::default(), columns, overrides, presets, survey_notes: None }
    }

    /// Declares a parameter; gives the value in force.
    pub(super) fn param(
        &mut self,
        name: &str,
        default: &Dynamic,
        at: Position,
    ) -> ScriptResult<Dynamic> {
        let Some(default_value) = ParamValue::from_script(default) else {
            let message = format!("a parameter cannot be {}", describe_type(default));
            let help = "use a number, a text, true or false, a date or a list of texts";
            return Err(script_error(codes::PARAM_TYPE, at, message, Some(help.into())));
        };
        let set = self.overrides.get(name).map(|value| (value, format!("`--set {name}={value}`")));
        let preset = self.presets.get(name).map(|value| &value.value);
        let preset = preset.map(|value| (value, format!("`{name} = {value}` in `{PROJECT}`")));
        let value = match set.or(preset) {
            None => default_value,
            Some((value, origin)) => default_value.replaced_by(value).map_err(|error| {
                let message = format!("{origin}: {error}");
                let help = format!("the default is `{default_value}`");
                let expected = Some(error.to_string());
                let subject = DiagnosisSubject::Param { name: name.into(), expected };
                script_error_about(Some(subject), codes::PARAM_VALUE, at, message, Some(help))
            })?,
        };
        demand_at_most(self.strategy.params.len(), PARAMS_MAX, "parameters", at)?;
        let script_value = value.to_script();
        if self.strategy.params.insert(name.into(), value).is_some() {
            let message = format!("the parameter `{name}` is declared twice");
            let help = "declare it once, and use its variable".to_owned();
            return Err(script_error(codes::DECLARED_TWICE, at, message, Some(help)));
        }
        Ok(script_value)
    }

    /// Declares a further column, in the script of that name.
    pub(super) fn column(
        &mut self,
        name: &str,
        value: Operand,
        general: Option<Operand>,
        script: &str,
        at: Position,
    ) -> ScriptResult<()> {
        if self.columns.contains(name) || name.starts_with("__") || name.is_empty() {
            let message = format!("there is a column `{name}` already, or the name is reserved");
            let help = "give it another name: no script changes what the data say";
            return Err(script_error(codes::DECLARED_TWICE, at, message, Some(help.into())));
        }
        demand_at_most(self.strategy.columns.len(), COLUMNS_MAX, "columns", at)?;
        let mut wider = Schema::clone(&self.columns);
        wider.insert(name.into(), value.dtype());
        self.columns = Arc::new(wider);
        let (name, script) = (name.into(), script.into());
        let column = DerivedColumn { name, value, position: at, script };
        if let (Some(noted), Some(value)) = (&mut self.survey_notes, general) {
            noted.general.columns.push(DerivedColumn { value, ..column.clone() });
        }
        self.strategy.columns.push(column);
        Ok(())
    }

    /// In a survey notes an error of the call at this place and goes on with `instead`.
    pub(super) fn note_error<T>(
        &mut self,
        result: ScriptResult<T>,
        instead: T,
        at: Position,
    ) -> ScriptResult<T> {
        match (result, &mut self.survey_notes) {
            (Err(error), Some(noted)) => {
                let is_last = noted.errors.len() >= NOTED_MAX;
                if noted.known.insert((error.to_string(), at)) {
                    if is_last {
                        return Err(error);
                    }
                    noted.errors.push((Arc::from(error), at));
                }
                Ok(instead)
            }
            (result, _) => result,
        }
    }

    /// The first value given to this script that no parameter took, as it was given, with advice.
    pub(super) fn unused(&self) -> Option<UnusedValue> {
        let params = &self.strategy.params;
        let unused = |name: &&String| !params.contains_key(*name);
        let set = self.overrides.keys().find(unused).map(|name| (name, format!("`--set {name}`")));
        let own_presets = self
            .presets
            .iter()
            .filter(|(_, preset)| preset.is_strategy_specific)
            .map(|(name, _)| name);
        let preset = || {
            let name = own_presets.into_iter().find(unused)?;
            Some((name, format!("`{name}` in `{PROJECT}`")))
        };
        let (name, origin) = set.or_else(preset)?;
        let known = params.keys().map(String::as_str);
        let help = did_you_mean(name, known, "a parameter");
        Some(UnusedValue { name: name.to_owned(), origin, help })
    }
}

/// A value for a parameter that the script does not have.
pub(super) struct UnusedValue {
    pub(super) name: String,
    pub(super) origin: String,
    pub(super) help: String,
}

/// The most columns that a strategy adds.
const COLUMNS_MAX: usize = 500;

/// The most parameters of a script.
const PARAMS_MAX: usize = 1_000;

/// Fails where there is one more of something than anybody writes by hand.
pub(super) fn demand_at_most(
    there: usize,
    most: usize,
    what: &str,
    at: Position,
) -> ScriptResult<()> {
    if there < most {
        return Ok(());
    }
    let help = "look for a loop that declares them; one formula can look a value up in a map";
    Err(script_error(codes::TOO_LARGE, at, format!("more than {most} {what}"), Some(help.into())))
}

/// Sets what a strategy says once; fails the second time.
pub(super) fn set_once<T>(
    slot: &mut Option<T>,
    value: T,
    verb: &str,
    at: Position,
) -> ScriptResult<()> {
    if slot.is_some() {
        let message = format!("`{verb}` is said twice");
        return Err(script_error(
            codes::DECLARED_TWICE,
            at,
            message,
            Some("keep one of them".into()),
        ));
    }
    *slot = Some(value);
    Ok(())
}
