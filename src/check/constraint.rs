//! What one subject has to be: an interval of numbers or dates, a set of texts, missing or known.
//!
//! Invariant: sound, not complete: a constraint may be wider than the truth, never narrower.

use crate::formula::graph::Comparison;
use crate::formula::value::Value;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What one subject has to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constraint {
    /// It is missing.
    Missing,
    /// It is known, and besides:
    Known(Set),
}

/// What a known value has to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Set {
    /// Anything.
    Any,
    /// A number from the first to the second.
    Between(End, End),
    /// One of these.
    Among(BTreeSet<String>),
    /// None of these.
    NotAmong(BTreeSet<String>),
}

/// An end of an interval: a number, or just below (-1) or above (1) it.
#[derive(Clone, Copy, Debug)]
pub(super) struct End(f64, i8);

impl End {
    const LEAST: Self = Self(f64::NEG_INFINITY, 0);
    const GREATEST: Self = Self(f64::INFINITY, 0);
}

impl Ord for End {
    fn cmp(&self, other: &Self) -> Ordering {
        // Adding 0 makes one zero of the two.
        (self.0 + 0.0).total_cmp(&(other.0 + 0.0)).then(self.1.cmp(&other.1))
    }
}

impl PartialOrd for End {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for End {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for End {}

impl Constraint {
    /// Both at once; none where that cannot be.
    pub(super) fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Missing, Self::Missing) => Some(Self::Missing),
            (Self::Known(a), Self::Known(b)) => a.with(b).map(Self::Known),
            _ => None,
        }
    }

    /// Whether whatever it allows the other does.
    pub(super) fn is_within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Missing, Self::Missing) => true,
            (Self::Known(a), Self::Known(b)) => a.is_within(b),
            _ => false,
        }
    }
}

impl Set {
    fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Among(a), Self::Among(b)) => nonempty(a.intersection(b).cloned().collect()),
            (Self::Among(a), Self::NotAmong(b)) | (Self::NotAmong(b), Self::Among(a)) => {
                nonempty(a.difference(b).cloned().collect())
            }
            (Self::NotAmong(a), Self::NotAmong(b)) => {
                Some(Self::NotAmong(a.union(b).cloned().collect()))
            }
            (Self::Between(low, high), Self::Between(least, greatest)) => {
                let (low, high) = (*low.max(least), *high.min(greatest));
                (low <= high).then_some(Self::Between(low, high))
            }
            // An interval beside a set is dropped: that only widens.
            (Self::Any | Self::Between(..), set) | (set, Self::Any | Self::Between(..)) => {
                Some(set.clone())
            }
        }
    }

    fn is_within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (_, Self::Any) => true,
            (Self::Among(a), Self::Among(b)) => a.is_subset(b),
            (Self::Among(a), Self::NotAmong(b)) => a.is_disjoint(b),
            (Self::NotAmong(a), Self::NotAmong(b)) => b.is_subset(a),
            (Self::Between(low, high), Self::Between(least, greatest)) => {
                least <= low && high <= greatest
            }
            _ => false,
        }
    }
}

fn nonempty(set: BTreeSet<String>) -> Option<Set> {
    (!set.is_empty()).then_some(Set::Among(set))
}

/// What a comparison with a constant makes of a value, a whole number or not; none where that is
/// not one interval or set.
pub(super) fn compared(how: Comparison, constant: &Value, whole: bool) -> Option<Set> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let Some(number) = number(constant) else {
        let one = BTreeSet::from([written(constant)]);
        return match how {
            Equal => Some(Set::Among(one)),
            NotEqual => Some(Set::NotAmong(one)),
            _ => None,
        };
    };
    let at = End(number, 0);
    Some(match how {
        Equal => Set::Between(at, at),
        NotEqual => return None,
        LessOrEqual => Set::Between(End::LEAST, at),
        GreaterOrEqual => Set::Between(at, End::GREATEST),
        Less if whole => Set::Between(End::LEAST, End(number.ceil() - 1.0, 0)),
        Greater if whole => Set::Between(End(number.floor() + 1.0, 0), End::GREATEST),
        Less => Set::Between(End::LEAST, End(number, -1)),
        Greater => Set::Between(End(number, 1), End::GREATEST),
    })
}

/// A number or date as one number; none for others and for what 64 bits of decimals cannot hold.
fn number(value: &Value) -> Option<f64> {
    const EXACT: i64 = 1 << 53;
    #[expect(clippy::cast_precision_loss, reason = "only what is exact is used")]
    let exact = |int: i64| (-EXACT..=EXACT).contains(&int).then_some(int as f64);
    match value {
        Value::Int(int) => exact(*int),
        Value::Float(number) if number.is_finite() => Some(*number),
        Value::Date(day) => Some(f64::from(day.0.to_epoch_days())),
        Value::Instant(at) => exact(at.0.timestamp_micros()),
        _ => None,
    }
}

/// A constant as a member of a set.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

/// The comparison with its sides exchanged.
pub(super) fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

/// The comparison that holds where this one does not.
pub(super) fn negated(how: Comparison) -> Comparison {
    match how {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}
