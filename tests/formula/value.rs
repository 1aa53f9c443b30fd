//! The values of the model, how a script writes them and what it makes of them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rhai::Dynamic;
use rhai_polars::formula::dates;
use std::fmt::Write as _;

/// A known value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(String),
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    /// A list of texts or whole numbers, some of them missing.
    List(Vec<Option<Self>>),
}

#[expect(clippy::cast_precision_loss, reason = "as Rhai widens a whole number")]
pub(crate) fn as_float(number: i64) -> f64 {
    number as f64
}

impl Value {
    /// A script's value; none for `()`.
    pub(crate) fn read(cell: &Dynamic) -> Option<Self> {
        if let Ok(list) = cell.as_array_ref() {
            return Some(Self::List(list.iter().map(Self::read).collect()));
        }
        let number = cell.as_int().map(Self::Int).or_else(|_| cell.as_float().map(Self::Float));
        let value = number.or_else(|_| cell.as_bool().map(Self::Bool)).ok();
        let value = value.or_else(|| cell.clone().into_string().map(Self::Text).ok());
        let day = || cell.clone().try_cast::<dates::Day>().map(|day| Self::Day(day.0));
        let instant = || cell.clone().try_cast::<dates::Instant>().map(|at| Self::Instant(at.0));
        value.or_else(day).or_else(instant)
    }

    pub(crate) fn script(value: Option<Self>) -> Dynamic {
        match value {
            None => Dynamic::UNIT,
            Some(Self::Int(value)) => value.into(),
            Some(Self::Float(value)) => value.into(),
            Some(Self::Bool(value)) => value.into(),
            Some(Self::Text(value)) => value.into(),
            Some(Self::Day(value)) => Dynamic::from(dates::Day(value)),
            Some(Self::Instant(value)) => Dynamic::from(dates::Instant(value)),
            Some(Self::List(values)) => {
                Dynamic::from_array(values.into_iter().map(Self::script).collect())
            }
        }
    }

    /// As a script has it.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Int(i64::MIN) => "(-9223372036854775807 - 1)".into(),
            Self::Int(number) => format!("({number})"),
            Self::Float(number) => {
                let written = format!("{number:?}");
                let pointed = match written.split_once('e') {
                    Some((digits, power)) if !digits.contains('.') => {
                        format!("{digits}.0e{power}")
                    }
                    _ => written,
                };
                format!("({pointed})")
            }
            Self::Bool(truth) => truth.to_string(),
            Self::Text(text) => quoted(text),
            Self::Day(day) => format!("date(\"{day}\")"),
            // It has no literal, but a constant of the script.
            Self::Instant(_) => "moment".into(),
            Self::List(items) => {
                let item = |item: &Option<Self>| item.as_ref().map_or("()".into(), Self::source);
                let items: Vec<String> = items.iter().map(item).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }

    pub(crate) fn float(&self) -> f64 {
        match self {
            Self::Int(value) => as_float(*value),
            Self::Float(value) => *value,
            _ => f64::NAN,
        }
    }

    pub(crate) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    pub(crate) fn int(&self) -> i64 {
        if let Self::Int(value) = self { *value } else { 0 }
    }

    pub(crate) fn list(&self) -> &[Option<Self>] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub(crate) fn day(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            _ => self.instant().date_naive(),
        }
    }

    pub(crate) fn instant(&self) -> DateTime<Utc> {
        match self {
            Self::Instant(at) => *at,
            Self::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
            _ => DateTime::UNIX_EPOCH,
        }
    }

    /// As a script prints it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Day(day) => dates::Day(*day).to_string(),
            Self::Instant(at) => dates::Instant(*at).to_string(),
            other => Self::script(Some(other.clone())).to_string(),
        }
    }
}

/// A text as a literal.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_ascii_control() => write!(quoted, "\\x{:02x}", u32::from(c)).unwrap(),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
