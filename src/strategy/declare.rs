//! What a script has declared so far. The columns grow with every `column`, so that each formula is
//! checked against those above it.

use super::{DerivedColumn, ParamValue, Strategy};
use crate::nearest::did_you_mean;
use crate::script::convert::describe;
use crate::script::error::fail;
use crate::script::operand::{Fallible, Operand};
use indexmap::IndexMap;
use polars::prelude::{Schema, SchemaRef};
use rhai::{Dynamic, EvalAltResult, Position};
use std::sync::Arc;

/// What a script has declared so far.
#[derive(Clone)]
pub(super) struct Declared {
    pub(super) strategy: Strategy,
    pub(super) columns: SchemaRef,
    overrides: IndexMap<String, String>,
    /// In a survey, what went wrong so far; otherwise the first error ends the script.
    pub(super) errors: Option<Vec<Arc<EvalAltResult>>>,
}

impl Declared {
    /// Nothing yet, over these columns; `overrides` are the values of `--set`.
    pub(super) fn new(columns: SchemaRef, overrides: IndexMap<String, String>) -> Self {
        Self { strategy: Strategy::default(), columns, overrides, errors: None }
    }

    /// Declares a parameter; gives the value in force.
    pub(super) fn param(
        &mut self,
        name: &str,
        default: &Dynamic,
        at: Position,
    ) -> Fallible<Dynamic> {
        let Some(default_value) = ParamValue::from_script(default) else {
            let message = format!("a parameter cannot be {}", describe(default));
            let help = "use a number, a text, true or false, a date or a list of texts";
            return Err(fail("param-type", at, message, Some(help.into())));
        };
        let value = match self.overrides.get(name) {
            None => default_value,
            Some(text) => default_value.parse(text).map_err(|expected| {
                let message = format!("`--set {name}={text}`: expected {expected}");
                let help = format!("the default is {default}");
                fail("param-value", at, message, Some(help))
            })?,
        };
        let given = value.to_script();
        if self.strategy.params.insert(name.into(), value).is_some() {
            let message = format!("the parameter `{name}` is declared twice");
            let help = "declare it once, and use its variable".to_owned();
            return Err(fail("declared-twice", at, message, Some(help)));
        }
        Ok(given)
    }

    /// Declares a further column, in the script of that name.
    pub(super) fn column(
        &mut self,
        name: &str,
        value: Operand,
        (script, at): (&str, Position),
    ) -> Fallible<()> {
        if self.columns.contains(name) || name.starts_with("__") || name.is_empty() {
            let message = format!("there is a column `{name}` already, or the name is reserved");
            let help = "give it another name: no script changes what the data say";
            return Err(fail("declared-twice", at, message, Some(help.into())));
        }
        let mut wider = Schema::clone(&self.columns);
        wider.insert(name.into(), value.dtype());
        self.columns = Arc::new(wider);
        let (name, script) = (name.into(), script.into());
        self.strategy.columns.push(DerivedColumn { name, value, position: at, script });
        Ok(())
    }

    /// In a survey notes an error and goes on with `instead`.
    pub(super) fn noted<T>(&mut self, result: Fallible<T>, instead: T) -> Fallible<T> {
        match (result, &mut self.errors) {
            (Err(error), Some(errors)) => {
                errors.push(Arc::from(error));
                Ok(instead)
            }
            (result, _) => result,
        }
    }

    /// The first `--set` that no parameter took, with advice.
    pub(super) fn unused_override(&self) -> Option<(String, String)> {
        let params = &self.strategy.params;
        let name = self.overrides.keys().find(|name| !params.contains_key(*name))?;
        let known = params.keys().map(String::as_str);
        Some((name.clone(), did_you_mean(name, known, "a parameter")))
    }
}

/// Sets what a strategy says once; fails the second time.
pub(super) fn once<T>(place: &mut Option<T>, value: T, verb: &str, at: Position) -> Fallible<()> {
    if place.is_some() {
        let message = format!("`{verb}` is said twice");
        return Err(fail("declared-twice", at, message, Some("keep one of them".into())));
    }
    *place = Some(value);
    Ok(())
}
