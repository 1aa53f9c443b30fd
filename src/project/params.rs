//! The values that a project gives to strategies' parameters: for all strategies or for one, for
//! all accounts or for one.

use super::file::RESERVED;
use crate::account::is_same;
use crate::settings::{self, Fault, Key, Value, table};
use crate::strategy::{ParamGiven, ParamValue, Preset};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The values that a project gives to parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    pub(super) all: Given,
    pub(super) accounts: BTreeMap<String, Given>,
}

/// What is given at one place: to every strategy, and to single ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    every: Values,
    pub(super) strategies: IndexMap<String, Values>,
}

/// Values by the parameters' names.
type Values = IndexMap<String, ParamValue>;

impl Params {
    /// What a strategy is given, for an account or for those without values of their own. What is
    /// said of an account outranks what is said of all; within each, what is said of the strategy.
    pub fn of(&self, strategy: &str, account: Option<&str>) -> IndexMap<String, Preset> {
        let own = account.and_then(|account| {
            let mut accounts = self.accounts.iter();
            let alike = || accounts.find(|(name, _)| is_same(name, account)).map(|(_, own)| own);
            self.accounts.get(account).or_else(alike)
        });
        let mut presets = IndexMap::new();
        for given in [Some(&self.all), own].into_iter().flatten() {
            for (values, is_own) in
                [(Some(&given.every), false), (given.strategies.get(strategy), true)]
            {
                for (name, value) in values.into_iter().flatten() {
                    let value = ParamGiven::Value(value.clone());
                    presets.insert(name.clone(), Preset { value, is_own });
                }
            }
        }
        presets
    }

    /// The accounts that have values of their own.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        let own = self.accounts.iter().filter(|(_, given)| **given != Given::default());
        own.map(|(account, _)| account.as_str())
    }

    /// The strategies that are given something by name.
    pub fn strategies(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.all).chain(self.accounts.values());
        all.flat_map(|given| given.strategies.keys().map(String::as_str))
    }
}

/// Reads one table of parameters: values, and tables of values by the strategies' names.
pub(super) fn given(value: &Value) -> Result<Given, Fault> {
    let mut given = Given::default();
    let own = table("`params`", "a table of parameters", value)?;
    settings::free_names(own, "a parameter", RESERVED)?;
    for (key, value) in own {
        let name = key.get_ref().to_string();
        match value.get_ref() {
            DeValue::Table(own) => drop(given.strategies.insert(name, values(own)?)),
            _ => drop(given.every.insert(name, param(key, value)?)),
        }
    }
    Ok(given)
}

fn values(own: &DeTable) -> Result<Values, Fault> {
    settings::free_names(own, "a parameter", RESERVED)?;
    own.iter().map(|(key, value)| Ok((key.get_ref().to_string(), param(key, value)?))).collect()
}

/// A value, of the type that TOML gives it.
fn param(key: &Key, value: &Value) -> Result<ParamValue, Fault> {
    let what = format!("`{}`", key.get_ref());
    let fault = |why: &str, expected: &str| {
        Err(Fault::new(format!("{what}: {why}"), value.span(), format!("expected {expected}")))
    };
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string().into()),
        DeValue::Boolean(value) => Ok((*value).into()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            match i64::from_str_radix(&digits, number.radix()) {
                Ok(number) => Ok(number.into()),
                Err(error) => fault(&error.to_string(), "a whole number"),
            }
        }
        DeValue::Float(number) => match number.as_str().replace('_', "").parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number.into()),
            _ => fault("no parameter is infinite or no number", "a number"),
        },
        DeValue::Datetime(day) => match ParamValue::day(&day.to_string()) {
            Some(day) => Ok(day),
            None => fault("no parameter is a time", "a date as 2026-01-31"),
        },
        DeValue::Array(items) => {
            let items = items.iter();
            let texts = items.map(|item| {
                settings::text("a value of a parameter's list", item).map(String::from)
            });
            Ok(texts.collect::<Result<Vec<_>, _>>()?.into())
        }
        DeValue::Table(_) => Err(Fault::wrong_type(&what, "a value", value)),
    }
}
