//! The types of a formula's nodes.

use polars::prelude::{DataType, TimeUnit, TimeZone};
use std::fmt;

/// The type of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing but a missing value, `()`.
    Missing,
    /// `true` or `false`.
    Bool,
    /// A 64-bit whole number.
    Int,
    /// A 64-bit decimal number.
    Float,
    /// A whole number in some rows, a decimal one in others; as a column, decimal in all.
    Number,
    /// A text.
    Text,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// A list of texts.
    TextList,
    /// A list of whole numbers.
    IntList,
    /// A list of decimal numbers.
    FloatList,
}

impl Type {
    /// The type of a column that Polars stores as `dtype`; none where formulas cannot use it.
    pub fn of_column(dtype: &DataType) -> Option<Self> {
        Some(match dtype {
            DataType::Boolean => Self::Bool,
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => Self::Int,
            DataType::Float32 | DataType::Float64 => Self::Float,
            DataType::String => Self::Text,
            DataType::Date => Self::Date,
            DataType::Datetime(_, _) => Self::Instant,
            DataType::List(inner) => match Self::of_column(inner)? {
                Self::Text => Self::TextList,
                Self::Int => Self::IntList,
                Self::Float => Self::FloatList,
                _ => return None,
            },
            DataType::Null => Self::Missing,
            _ => return None,
        })
    }

    /// How Polars stores values of this type.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Missing => DataType::Null,
            Self::Bool => DataType::Boolean,
            Self::Int => DataType::Int64,
            Self::Float | Self::Number => DataType::Float64,
            Self::Text => DataType::String,
            Self::Date => DataType::Date,
            Self::Instant => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
            Self::TextList => DataType::List(Box::new(DataType::String)),
            Self::IntList => DataType::List(Box::new(DataType::Int64)),
            Self::FloatList => DataType::List(Box::new(DataType::Float64)),
        }
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::Number)
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.element().is_some()
    }

    /// The type of a list's elements.
    pub fn element(self) -> Option<Self> {
        match self {
            Self::TextList => Some(Self::Text),
            Self::IntList => Some(Self::Int),
            Self::FloatList => Some(Self::Float),
            _ => None,
        }
    }

    /// The list type whose elements have this type.
    pub fn list(self) -> Option<Self> {
        match self {
            Self::Text => Some(Self::TextList),
            Self::Int => Some(Self::IntList),
            Self::Float => Some(Self::FloatList),
            _ => None,
        }
    }

    /// The type of a value that is of this type in some rows and of `other` in the rest.
    pub fn join(self, other: Self) -> Option<Self> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Self::Missing, t) | (t, Self::Missing) => Some(t),
            (a, b) if a.is_number() && b.is_number() => Some(Self::Number),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "a missing value",
            Self::Bool => "true or false",
            Self::Int => "a whole number",
            Self::Float => "a decimal number",
            Self::Number => "a whole or decimal number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Instant => "a date with time",
            Self::TextList => "a list of texts",
            Self::IntList => "a list of whole numbers",
            Self::FloatList => "a list of decimal numbers",
        })
    }
}
