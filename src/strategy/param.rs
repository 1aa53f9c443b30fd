//! Typed parameters: the default gives the type, and whoever gives another value gives one of it.
//!
//! Invariant: a value of another type is an error, never turned into one that fits. A whole number
//! is a decimal one as it is, and a text in the form of a date is that date.

use super::param_error::ParamError;
use super::param_input::{self, ParamInput};
use crate::formula::constant::Constant;
use crate::formula::dates::Day;
use crate::formula::render::constant;
use crate::formula::types::Type;
use rhai::Dynamic;
use serde::{Serialize, Serializer};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamValue(Constant);

impl ParamValue {
    /// The value that a script gives; none where it is of no type that a parameter can have.
    pub fn from_script(value: &Dynamic) -> Option<Self> {
        // A list would drop what is missing.
        if value.as_array_ref().is_ok_and(|items| items.iter().any(Dynamic::is_unit)) {
            return None;
        }
        match Constant::from_script(value)? {
            Constant::Missing | Constant::Instant(_) => None,
            Constant::List(element, _) if !matches!(element, Type::Text | Type::Missing) => None,
            Constant::List(_, values) if values.contains(&Constant::Missing) => None,
            value => Some(Self(value)),
        }
    }

    /// The day that a text names, as in `2026-01-31`.
    pub fn day(text: &str) -> Option<Self> {
        Day::parse(text).ok().map(Self::from)
    }

    /// It as true or false, if it is that.
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            Constant::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// It as a whole number, if it is that.
    pub fn as_int(&self) -> Option<i64> {
        match self.0 {
            Constant::Int(value) => Some(value),
            _ => None,
        }
    }

    /// It as a decimal number, if it is that.
    pub fn as_float(&self) -> Option<f64> {
        match self.0 {
            Constant::Float(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_day(&self) -> Option<Day> {
        match self.0 {
            Constant::Date(day) => Some(day),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        Self::text(&self.0)
    }

    fn text(value: &Constant) -> Option<&str> {
        match value {
            Constant::Text(text) => Some(text),
            _ => None,
        }
    }

    /// It as texts, if it is a list.
    pub fn as_texts(&self) -> Option<Vec<&str>> {
        let Constant::List(_, values) = &self.0 else { return None };
        values.iter().map(Self::text).collect()
    }

    /// The same as a script's value.
    pub fn to_script(&self) -> Dynamic {
        self.0.to_script()
    }

    /// The value that is given, in place of this one.
    ///
    /// # Errors
    /// What was expected, where it is of another type.
    pub fn replaced_by(&self, other: &ParamInput) -> Result<Self, ParamError> {
        match other {
            ParamInput::Written(text) => self.parse(text),
            ParamInput::Value(other) => self.with_value_of(other),
        }
    }

    fn with_value_of(&self, other: &Self) -> Result<Self, ParamError> {
        let value = match (&self.0, &other.0) {
            (Constant::Float(_), Constant::Int(number)) => exact(*number).map(Constant::Float),
            (Constant::Date(_), Constant::Text(text)) => Day::parse(text).ok().map(Constant::Date),
            (Constant::List(..), Constant::List(_, values)) => {
                Some(Constant::List(Type::Text, values.clone()))
            }
            (default, value) if default.of_type() == value.of_type() => Some(value.clone()),
            _ => None,
        };
        value.map(Self).ok_or_else(|| ParamError::type_of_default(&self.0))
    }

    /// A value of the same type, as written on the command line.
    fn parse(&self, text: &str) -> Result<Self, ParamError> {
        let value = match &self.0 {
            Constant::Bool(_) => match text.trim() {
                "true" | "yes" => Some(Constant::Bool(true)),
                "false" | "no" => Some(Constant::Bool(false)),
                _ => None,
            },
            Constant::Int(_) => text.trim().parse().ok().map(Constant::Int),
            Constant::Float(_) => {
                let number = text.trim().parse::<f64>().ok();
                number.filter(|number| number.is_finite()).map(Constant::Float)
            }
            Constant::Date(_) => Day::parse(text).ok().map(Constant::Date),
            Constant::List(..) => {
                return param_input::parse_texts(text)
                    .map(Self::from)
                    .ok_or(ParamError::WrittenTexts);
            }
            _ => Some(Constant::Text(text.into())),
        };
        value.map(Self).ok_or_else(|| ParamError::type_of_default(&self.0))
    }
}

/// A whole number as a decimal one, where there is just that one.
fn exact(number: i64) -> Option<f64> {
    const FARTHEST: u64 = 1 << f64::MANTISSA_DIGITS;
    (number.unsigned_abs() <= FARTHEST).then(|| Constant::int_to_float(number))
}

impl From<String> for ParamValue {
    fn from(text: String) -> Self {
        Self(Constant::Text(text.into()))
    }
}

impl From<Vec<String>> for ParamValue {
    fn from(texts: Vec<String>) -> Self {
        let texts = texts.into_iter().map(|text| Constant::Text(text.into()));
        Self(Constant::List(Type::Text, texts.collect()))
    }
}

impl From<bool> for ParamValue {
    fn from(value: bool) -> Self {
        Self(Constant::Bool(value))
    }
}

impl From<i64> for ParamValue {
    fn from(value: i64) -> Self {
        Self(Constant::Int(value))
    }
}

impl From<f64> for ParamValue {
    fn from(value: f64) -> Self {
        Self(Constant::Float(value))
    }
}

impl From<Day> for ParamValue {
    fn from(value: Day) -> Self {
        Self(Constant::Date(value))
    }
}

impl fmt::Display for ParamValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Constant::Text(text) => formatter.write_str(text),
            Constant::List(..) => formatter
                .write_str(&param_input::format_texts(&self.as_texts().unwrap_or_default())),
            value => formatter.write_str(&constant(value)),
        }
    }
}

impl Serialize for ParamValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Constant::Bool(value) => serializer.serialize_bool(*value),
            Constant::Int(value) => serializer.serialize_i64(*value),
            Constant::Float(value) => serializer.serialize_f64(*value),
            Constant::Text(value) => serializer.serialize_str(value),
            Constant::Date(value) => serializer.collect_str(value),
            Constant::Instant(value) => serializer.collect_str(value),
            Constant::List(_, values) => {
                serializer.collect_seq(values.iter().map(|value| Self(value.clone())))
            }
            Constant::Missing => serializer.serialize_unit(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(default: impl Into<Dynamic>, text: &str) -> Result<String, ParamError> {
        let value = ParamValue::from_script(&default.into()).unwrap().parse(text)?;
        Ok(serde_json::to_string(&value).unwrap())
    }

    fn day(text: &str) -> Dynamic {
        Dynamic::from(Day::parse(text).unwrap())
    }

    #[test]
    fn the_default_gives_the_type() {
        assert_eq!(parsed(90_i64, "60"), Ok("60".into()));
        assert_eq!(parsed(90_i64, "-60"), Ok("-60".into()));
        assert_eq!(parsed(1.5, "2"), Ok("2.0".into()));
        assert_eq!(parsed(1.5, "-1e3"), Ok("-1000.0".into()));
        assert_eq!(parsed(true, "no"), Ok("false".into()));
        assert_eq!(parsed("x", "a, b"), Ok("\"a, b\"".into()));
        let list = Dynamic::from_array(vec!["x".into()]);
        assert_eq!(parsed(list, "a,b"), Ok("[\"a\",\"b\"]".into()));
        assert_eq!(parsed(day("2026-01-31"), "2026-02-28"), Ok("\"2026-02-28\"".into()));
        for (default, text) in [
            (Dynamic::from(90_i64), "soon"),
            (90_i64.into(), "1.5"),
            (90_i64.into(), "1e3"),
            (90_i64.into(), "9223372036854775808"),
            (1.5.into(), "inf"),
            (1.5.into(), "1e999"),
            (1.5.into(), "1,5"),
            (true.into(), "1"),
            (day("2026-01-31"), "2026-02-30"),
        ] {
            let expected = parsed(default, text).unwrap_err().to_string();
            assert!(expected.starts_with("expected "), "{text}: {expected}");
        }
    }

    /// One value of each type.
    fn values() -> Vec<Dynamic> {
        let list = Dynamic::from_array(vec!["a".into(), "b, c".into()]);
        vec![1_i64.into(), 0.5.into(), true.into(), "1".into(), list, day("2026-01-31")]
    }

    #[test]
    fn a_value_of_another_type_is_refused_and_one_of_the_same_is_taken_as_it_is() {
        let values: Vec<ParamValue> =
            values().iter().map(|value| ParamValue::from_script(value).unwrap()).collect();
        for (at, default) in values.iter().enumerate() {
            for (other_at, other) in values.iter().enumerate() {
                let taken = default.replaced_by(&ParamInput::Value(other.clone()));
                match (at, other_at) {
                    _ if at == other_at => assert_eq!(taken.as_ref(), Ok(other)),
                    (1, 0) => assert_eq!(taken, Ok(ParamValue::from(1.0))),
                    _ => assert!(taken.is_err(), "{other} for {default}"),
                }
            }
            // And as it is shown, it is what the command line takes.
            assert_eq!(default.parse(&default.to_string()).as_ref(), Ok(default));
        }
        let far = ParamInput::Value(ParamValue::from((1_i64 << 53) + 1));
        assert!(ParamValue::from(1.5).replaced_by(&far).is_err());
        let missing = Dynamic::from_array(vec!["a".into(), Dynamic::UNIT]);
        assert_eq!(ParamValue::from_script(&missing), None);
    }
}
