//! What a value can be: missing, or one of a set of known values.
//!
//! Invariant: exact. What cannot be said exactly is no such set, and no condition is taken apart
//! into it.

use super::interval_set::IntervalSet;
use crate::formula::constant::Constant;
use crate::formula::facts::Facts;
use crate::formula::lower::compare::sort_key;
use crate::formula::types::Type;
use std::collections::BTreeSet;

/// The place of NaN: after every number.
pub(super) const NAN: i64 = i64::MAX;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PossibleValues {
    pub(super) missing: bool,
    pub(super) known: ValueSet,
}

/// A set of known values of one type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ValueSet {
    /// By their places; what has no order, such as a list, is all 0.
    Ordinals(IntervalSet),
    /// These texts.
    Texts(BTreeSet<String>),
    /// All texts but these.
    OtherTexts(BTreeSet<String>),
}

impl ValueSet {
    pub(super) fn none() -> Self {
        Self::Ordinals(IntervalSet::default())
    }

    /// Every value of a type.
    pub(super) fn all_of(of_type: Type) -> Self {
        Self::Ordinals(match of_type {
            Type::Missing => return Self::none(),
            Type::Text => return Self::OtherTexts(BTreeSet::new()),
            Type::Bool => IntervalSet::between(0, 1),
            Type::Int | Type::Date | Type::Instant => IntervalSet::everything(),
            Type::Float | Type::Number => {
                IntervalSet::between(sort_key(f64::NEG_INFINITY), sort_key(f64::INFINITY))
                    .union(&IntervalSet::one(NAN))
            }
            Type::TextList | Type::IntList | Type::FloatList => IntervalSet::one(0),
        })
    }

    /// One value; none where it is missing.
    pub(super) fn one(value: &Constant) -> Self {
        Self::Ordinals(IntervalSet::one(match value {
            Constant::Missing => return Self::none(),
            Constant::Text(text) => return Self::Texts(BTreeSet::from([text.to_string()])),
            Constant::Bool(truth) => i64::from(*truth),
            Constant::Int(number) => *number,
            Constant::Float(number) if number.is_nan() => NAN,
            Constant::Float(number) => sort_key(*number),
            Constant::Date(day) => i64::from(day.0.to_epoch_days()),
            Constant::Instant(at) => at.0.timestamp_micros(),
            Constant::List(..) => 0,
        }))
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Ordinals(places) => places.is_empty(),
            Self::Texts(texts) => texts.is_empty(),
            Self::OtherTexts(_) => false,
        }
    }

    /// What is in both. Values of two types have none in common.
    pub(super) fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Ordinals(a), Self::Ordinals(b)) => Self::Ordinals(a.intersection(b)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a & b),
            (Self::Texts(a), Self::OtherTexts(b)) | (Self::OtherTexts(b), Self::Texts(a)) => {
                Self::Texts(a - b)
            }
            (Self::OtherTexts(a), Self::OtherTexts(b)) => Self::OtherTexts(a | b),
            _ => Self::none(),
        }
    }

    /// What is in either, of one type.
    pub(super) fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (a, b) if b.is_empty() => a.clone(),
            (a, b) if a.is_empty() => b.clone(),
            (Self::Ordinals(a), Self::Ordinals(b)) => Self::Ordinals(a.union(b)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a | b),
            (Self::Texts(a), Self::OtherTexts(b)) | (Self::OtherTexts(b), Self::Texts(a)) => {
                Self::OtherTexts(b - a)
            }
            (Self::OtherTexts(a), Self::OtherTexts(b)) => Self::OtherTexts(a & b),
            (a, _) => a.clone(),
        }
    }

    /// What is in this one and not in the other.
    pub(super) fn difference(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Ordinals(a), Self::Ordinals(b)) => Self::Ordinals(a.difference(b)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a - b),
            (Self::Texts(a), Self::OtherTexts(b)) => Self::Texts(a & b),
            (Self::OtherTexts(a), Self::Texts(b)) => Self::OtherTexts(a | b),
            (Self::OtherTexts(a), Self::OtherTexts(b)) => Self::Texts(b - a),
            (a, _) => a.clone(),
        }
    }
}

pub(super) struct TruthSet {
    pub(super) yes: bool,
    pub(super) no: bool,
    pub(super) unknown: bool,
}

impl PossibleValues {
    /// Every value of a type that the facts leave.
    pub(super) fn all_of(of_type: Type, facts: Facts) -> Self {
        let known = match (of_type, ValueSet::all_of(of_type)) {
            (Type::Int, ValueSet::Ordinals(known)) => {
                let (least, greatest) = (narrow(facts.ints.0), narrow(facts.ints.1));
                ValueSet::Ordinals(known.intersection(&IntervalSet::between(least, greatest)))
            }
            (Type::Float | Type::Number, ValueSet::Ordinals(known)) if !facts.nan => {
                ValueSet::Ordinals(known.difference(&IntervalSet::one(NAN)))
            }
            (_, known) => known,
        };
        Self { missing: facts.nullable || of_type == Type::Missing, known }
    }

    /// A condition's truth: any of these.
    pub(super) fn truths(yes: bool, no: bool, unknown: bool) -> Self {
        let places = IntervalSet::between(i64::from(!no), i64::from(yes));
        Self { missing: unknown, known: ValueSet::Ordinals(places) }
    }

    /// Whether `true`, `false` and unknown are among what it can be.
    pub(super) fn as_truths(&self) -> TruthSet {
        let (yes, no) = match &self.known {
            ValueSet::Ordinals(places) => (places.contains(1), places.contains(0)),
            _ => (false, false),
        };
        TruthSet { yes, no, unknown: self.missing }
    }

    /// Nothing but a missing value.
    pub(super) fn missing() -> Self {
        Self { missing: true, known: ValueSet::none() }
    }

    pub(super) fn is_nothing(&self) -> bool {
        !self.missing && self.known.is_empty()
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        let known = self.known.intersection(&other.known);
        Self { missing: self.missing && other.missing, known }
    }

    /// Whether the value of a node that is the same in every row is among these.
    pub(super) fn has(&self, value: &Constant) -> bool {
        match value {
            Constant::Missing => self.missing,
            value => !self.known.intersection(&ValueSet::one(value)).is_empty(),
        }
    }
}

/// A bound within 64 bits; one beyond them bounds nothing.
fn narrow(bound: i128) -> i64 {
    let nearest = if bound < 0 { i64::MIN } else { i64::MAX };
    i64::try_from(bound).unwrap_or(nearest)
}
