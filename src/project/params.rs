//! The values that a project gives to strategies' parameters: for all strategies or for one, for
//! all accounts or for one.

use super::project_file::RESERVED;
use crate::account::is_same;
use crate::settings::{self, SettingsFault, SettingsKey, SettingsValue, expect_table};
use crate::strategy::{ParamInput, ParamValue, Preset};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The values that a project gives to parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectParams {
    pub(super) for_all: ParamSettings,
    pub(super) accounts: BTreeMap<String, ParamSettings>,
}

/// What is given at one place: to every strategy, and to single ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParamSettings {
    every: ParamValues,
    pub(super) strategies: IndexMap<String, ParamValues>,
}

/// Values by the parameters' names.
type ParamValues = IndexMap<String, ParamValue>;

impl ProjectParams {
    /// What a strategy is given, for an account or for those without values of their own. What is
    /// said of an account outranks what is said of all; within each, what is said of the strategy.
    pub fn presets_for(&self, strategy: &str, account: Option<&str>) -> IndexMap<String, Preset> {
        let for_account = account.and_then(|account| {
            let mut accounts = self.accounts.iter();
            let alike =
                || accounts.find(|(name, _)| is_same(name, account)).map(|(_, values)| values);
            self.accounts.get(account).or_else(alike)
        });
        let mut presets = IndexMap::new();
        for given_values in [Some(&self.for_all), for_account].into_iter().flatten() {
            for (values, is_own) in
                [(Some(&given_values.every), false), (given_values.strategies.get(strategy), true)]
            {
                for (name, value) in values.into_iter().flatten() {
                    let value = ParamInput::Value(value.clone());
                    presets.insert(name.clone(), Preset { value, is_strategy_specific: is_own });
                }
            }
        }
        presets
    }

    /// The accounts that have values of their own.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        let with_values =
            self.accounts.iter().filter(|(_, values)| **values != ParamSettings::default());
        with_values.map(|(account, _)| account.as_str())
    }

    /// The strategies that are given something by name.
    pub fn strategies(&self) -> impl Iterator<Item = &str> {
        let every_account = std::iter::once(&self.for_all).chain(self.accounts.values());
        every_account.flat_map(|values| values.strategies.keys().map(String::as_str))
    }
}

/// Reads one table of parameters: values, and tables of values by the strategies' names.
pub(super) fn params_from(value: &SettingsValue) -> Result<ParamSettings, SettingsFault> {
    let mut params = ParamSettings::default();
    let table = expect_table("`params`", "a table of parameters", value)?;
    settings::check_free_names(table, "a parameter", RESERVED)?;
    for (key, value) in table {
        let name = key.get_ref().to_string();
        match value.get_ref() {
            DeValue::Table(strategy) => drop(params.strategies.insert(name, values(strategy)?)),
            _ => drop(params.every.insert(name, param(key, value)?)),
        }
    }
    Ok(params)
}

fn values(table: &DeTable) -> Result<ParamValues, SettingsFault> {
    settings::check_free_names(table, "a parameter", RESERVED)?;
    table.iter().map(|(key, value)| Ok((key.get_ref().to_string(), param(key, value)?))).collect()
}

/// A value, of the type that TOML gives it.
fn param(key: &SettingsKey, value: &SettingsValue) -> Result<ParamValue, SettingsFault> {
    let what = format!("`{}`", key.get_ref());
    let fault = |why: &str, expected: &str| {
        Err(SettingsFault::new(
            format!("{what}: {why}"),
            value.span(),
            format!("expected {expected}"),
        ))
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
                settings::expect_text("a value of a parameter's list", item).map(String::from)
            });
            Ok(texts.collect::<Result<Vec<_>, _>>()?.into())
        }
        DeValue::Table(_) => Err(SettingsFault::wrong_type(&what, "a value", value)),
    }
}
