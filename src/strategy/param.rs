//! Typed parameters: the default gives the type, `--set` another value of it.

use crate::formula::dates::Day;
use crate::formula::render::constant;
use crate::formula::types::Type;
use crate::formula::value::Value;
use rhai::Dynamic;
use serde::{Serialize, Serializer};
use std::fmt;

/// A parameter's value.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamValue(Value);

impl ParamValue {
    /// The value that a script gives; none where it is of no type that a parameter can have.
    pub fn from_script(value: &Dynamic) -> Option<Self> {
        match Value::from_script(value)? {
            Value::Missing | Value::Instant(_) => None,
            Value::List(element, _) if !matches!(element, Type::Text | Type::Missing) => None,
            Value::List(_, values) if values.contains(&Value::Missing) => None,
            value => Some(Self(value)),
        }
    }

    /// It as true or false, if it is that.
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// It as a whole number, if it is that.
    pub fn as_int(&self) -> Option<i64> {
        match self.0 {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    /// It as a decimal number, if it is that.
    pub fn as_float(&self) -> Option<f64> {
        match self.0 {
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// It as a day, if it is that.
    pub fn as_day(&self) -> Option<Day> {
        match self.0 {
            Value::Date(day) => Some(day),
            _ => None,
        }
    }

    /// It as texts, if it is a list.
    pub fn as_texts(&self) -> Option<Vec<String>> {
        match &self.0 {
            Value::List(_, values) => {
                Some(values.iter().map(|value| Self(value.clone()).to_string()).collect())
            }
            _ => None,
        }
    }

    /// Whether a value of the type of `given` is one of this one's, as far as a script says it: a
    /// whole number is a decimal one, and a text in the form of a date is that date.
    pub fn is_of_type(&self, given: &Self) -> bool {
        match (&self.0, &given.0) {
            (Value::Float(_), Value::Int(_))
            | (Value::Date(_), Value::Text(_))
            | (Value::List(..), Value::List(..)) => true,
            (own, given) => own.of_type() == given.of_type(),
        }
    }

    /// The same as a script's value.
    pub fn to_script(&self) -> Dynamic {
        self.0.to_script()
    }

    /// A value of the same type, as written on the command line.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(&self, text: &str) -> Result<Self, &'static str> {
        let value = match &self.0 {
            Value::Bool(_) => match text.trim() {
                "true" | "yes" => Value::Bool(true),
                "false" | "no" => Value::Bool(false),
                _ => return Err("`true` or `false`"),
            },
            Value::Int(_) => Value::Int(text.trim().parse().map_err(|_| "a whole number")?),
            Value::Float(_) => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => return Err("a number"),
            },
            Value::Date(_) => Value::Date(Day::parse(text).map_err(|_| "a date as 2026-01-31")?),
            Value::List(..) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Value::List(Type::Text, parts.map(|part| Value::Text(part.into())).collect())
            }
            _ => Value::Text(text.into()),
        };
        Ok(Self(value))
    }
}

impl From<bool> for ParamValue {
    fn from(value: bool) -> Self {
        Self(Value::Bool(value))
    }
}

impl From<i64> for ParamValue {
    fn from(value: i64) -> Self {
        Self(Value::Int(value))
    }
}

impl From<f64> for ParamValue {
    fn from(value: f64) -> Self {
        Self(Value::Float(value))
    }
}

impl From<Day> for ParamValue {
    fn from(value: Day) -> Self {
        Self(Value::Date(value))
    }
}

impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::Text(text) => f.write_str(text),
            Value::List(_, values) => {
                let texts = values.iter().map(|value| Self(value.clone()).to_string());
                f.write_str(&texts.collect::<Vec<_>>().join(","))
            }
            value => f.write_str(&constant(value)),
        }
    }
}

impl Serialize for ParamValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::Date(value) => serializer.collect_str(value),
            Value::Instant(value) => serializer.collect_str(value),
            Value::List(_, values) => {
                serializer.collect_seq(values.iter().map(|value| Self(value.clone())))
            }
            Value::Missing => serializer.serialize_unit(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(default: impl Into<Dynamic>, text: &str) -> Result<String, &'static str> {
        let value = ParamValue::from_script(&default.into()).unwrap().parse(text)?;
        Ok(serde_json::to_string(&value).unwrap())
    }

    #[test]
    fn the_default_gives_the_type() {
        assert_eq!(parsed(90_i64, "60"), Ok("60".into()));
        assert_eq!(parsed(90_i64, "soon"), Err("a whole number"));
        assert_eq!(parsed(90_i64, "1.5"), Err("a whole number"));
        assert_eq!(parsed(1.5, "2"), Ok("2.0".into()));
        assert_eq!(parsed(1.5, "inf"), Err("a number"));
        assert_eq!(parsed(true, "no"), Ok("false".into()));
        assert_eq!(parsed("x", "a, b"), Ok("\"a, b\"".into()));
        let list = Dynamic::from_array(vec!["x".into()]);
        assert_eq!(parsed(list, "a, b"), Ok("[\"a\",\"b\"]".into()));
        let day = Dynamic::from(Day::parse("2026-01-31").unwrap());
        assert_eq!(parsed(day.clone(), "2026-02-28"), Ok("\"2026-02-28\"".into()));
        assert_eq!(parsed(day, "2026-02-30"), Err("a date as 2026-01-31"));
    }
}
