//! The constants of a formula: values that are the same for every row.

use super::dates::{Day, Instant};
use super::types::Type;
use polars::prelude::{
    AnyValue, DataType, Expr, LiteralValue, NamedFrom, Scalar, Series, TimeUnit, TimeZone, lit,
};
use rhai::{Dynamic, ImmutableString};
use std::hash::{Hash, Hasher};

/// A constant. Two decimal numbers are one constant where all their bits are the same: 0.0 is not
/// -0.0, and NaN is itself.
#[derive(Clone, Debug)]
pub enum Constant {
    /// `()`.
    Missing,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number.
    Float(f64),
    /// A text.
    Text(ImmutableString),
    /// A day.
    Date(Day),
    /// An instant.
    Instant(Instant),
    /// The type of a list's values, and all of them, as many as it has: some may be missing. Whole
    /// and decimal ones together are of the type [`Type::Number`], each of its own kind.
    List(Type, Vec<Constant>),
}

impl PartialEq for Constant {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Missing, Self::Missing) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Instant(a), Self::Instant(b)) => a == b,
            (Self::List(a, left), Self::List(b, right)) => a == b && left == right,
            _ => false,
        }
    }
}

impl Eq for Constant {}

impl Hash for Constant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Missing => {}
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
            Self::Text(value) => value.hash(state),
            Self::Date(value) => value.hash(state),
            Self::Instant(value) => value.hash(state),
            Self::List(element, values) => {
                element.hash(state);
                values.hash(state);
            }
        }
    }
}

/// A literal of just this type. Polars' own `lit` of a whole number has none of its own, and
/// between two such literals it settles on 32 bits.
pub fn typed_lit(value: impl Into<Scalar>) -> Expr {
    Expr::Literal(LiteralValue::Scalar(value.into()))
}

impl Constant {
    /// The constant that a script's value stands for; none where formulas have no such type.
    pub fn from_script(value: &Dynamic) -> Option<Self> {
        let value = value.flatten_clone();
        if value.is_unit() {
            return Some(Self::Missing);
        }
        if let Ok(array) = value.as_array_ref() {
            let values: Option<Vec<Self>> = array.iter().map(Self::from_script).collect();
            return Self::list(values?);
        }
        if let Ok(character) = value.as_char() {
            return Some(Self::Text(character.to_string().into()));
        }
        value
            .as_bool()
            .map(Self::Bool)
            .or_else(|_| value.as_int().map(Self::Int))
            .or_else(|_| value.as_float().map(Self::Float))
            .ok()
            .or_else(|| value.clone().try_cast::<ImmutableString>().map(Self::Text))
            .or_else(|| value.clone().try_cast::<Day>().map(Self::Date))
            .or_else(|| value.try_cast::<Instant>().map(Self::Instant))
    }

    /// A list whose elements have one type, or are numbers.
    fn list(values: Vec<Self>) -> Option<Self> {
        let element = values.iter().map(Self::of_type).try_fold(Type::Missing, Type::join)?;
        (!element.is_list()).then_some(Self::List(element, values))
    }

    /// Its type; a list without a known value counts as one of texts, and so does one of what no
    /// column's list holds, in which a value can only be looked for.
    pub fn of_type(&self) -> Type {
        match self {
            Self::Missing => Type::Missing,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Float(_) => Type::Float,
            Self::Text(_) => Type::Text,
            Self::Date(_) => Type::Date,
            Self::Instant(_) => Type::Instant,
            Self::List(element, _) => element.list().unwrap_or(Type::TextList),
        }
    }

    /// The same as a script's value.
    pub fn to_script(&self) -> Dynamic {
        match self {
            Self::Missing => Dynamic::UNIT,
            Self::Bool(value) => (*value).into(),
            Self::Int(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Text(value) => value.clone().into(),
            Self::Date(value) => Dynamic::from(*value),
            Self::Instant(value) => Dynamic::from(*value),
            Self::List(_, values) => {
                Dynamic::from_array(values.iter().map(Self::to_script).collect())
            }
        }
    }

    /// The same as a Polars literal; a list becomes a literal of many values.
    pub fn to_expr(&self) -> Expr {
        match self {
            Self::Missing => lit(LiteralValue::untyped_null()),
            Self::Bool(value) => lit(*value),
            Self::Int(value) => typed_lit(*value),
            Self::Float(value) => typed_lit(*value),
            Self::Text(value) => lit(value.as_str()),
            // Polars' own literal of a day is an instant in nanoseconds, which ends in 2262.
            Self::Date(value) => {
                let day = AnyValue::Date(value.0.to_epoch_days());
                typed_lit(Scalar::new(DataType::Date, day))
            }
            Self::Instant(value) => typed_lit(value.0.timestamp_micros())
                .cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))),
            Self::List(element, values) => lit(Self::series(*element, values)),
        }
    }

    /// A whole number as a decimal one, rounded as Rhai rounds it.
    #[expect(clippy::cast_precision_loss, reason = "as Rhai widens a whole number")]
    pub fn int_to_float(number: i64) -> f64 {
        number as f64
    }

    /// The same, a whole number as a decimal one.
    #[must_use]
    pub fn int_as_float(&self) -> Self {
        match self {
            Self::Int(number) => Self::Float(Self::int_to_float(*number)),
            other => other.clone(),
        }
    }

    /// Values of one type as a column, as many as there are: those of another are missing.
    pub fn series(element: Type, values: &[Self]) -> Series {
        series(element, values)
    }
}

fn series(element: Type, values: &[Constant]) -> Series {
    let name = "values".into();
    match element {
        Type::Int => Series::new(
            name,
            pick(values, |v| if let Constant::Int(x) = v { Some(*x) } else { None }),
        ),
        Type::Float | Type::Number => Series::new(name, pick(values, as_float)),
        Type::Bool => Series::new(
            name,
            pick(values, |v| if let Constant::Bool(x) = v { Some(*x) } else { None }),
        ),
        Type::Date => Series::new(
            name,
            pick(values, |v| if let Constant::Date(x) = v { Some(x.0) } else { None }),
        ),
        Type::Instant => Series::new(
            name,
            pick(
                values,
                |v| if let Constant::Instant(x) = v { Some(x.0.naive_utc()) } else { None },
            ),
        ),
        _ => Series::new(
            name,
            pick(values, |v| if let Constant::Text(x) = v { Some(x.to_string()) } else { None }),
        ),
    }
}

fn as_float(value: &Constant) -> Option<f64> {
    match value {
        Constant::Float(number) => Some(*number),
        Constant::Int(number) => Some(Constant::int_to_float(*number)),
        _ => None,
    }
}

fn pick<T>(values: &[Constant], value: impl Fn(&Constant) -> Option<T>) -> Vec<Option<T>> {
    values.iter().map(value).collect()
}
