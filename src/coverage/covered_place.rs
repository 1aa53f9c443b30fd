//! A place of a strategy that tests reach or not.

use std::ops::Range;

/// A place of a script that tests should reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveragePlace {
    pub kind: PlaceKind,
    /// Its bytes in the script.
    pub span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A function: it is called.
    Function,
    /// What an `if` does where its condition holds.
    Then,
    /// What it does where the condition does not hold.
    Else,
    /// An `if` without `else`: its condition once does not hold.
    NoElse,
    /// An arm of a `switch`.
    Arm,
    /// A `switch` without default: once no arm is taken.
    NoArm,
    /// The right side of `&&`.
    And,
    /// The right side of `||`.
    Or,
    /// What `??` takes instead of a missing value.
    Fallback,
    /// A rule: it decides.
    Rule,
}

impl PlaceKind {
    /// What is to be said of one that no test reaches.
    pub const fn unreached(self) -> &'static str {
        match self {
            Self::Function => "never called",
            Self::Then => "the condition never holds",
            Self::Else | Self::NoElse => "the condition never fails",
            Self::Arm => "never taken",
            Self::NoArm => "no value is left over",
            Self::And | Self::Or => "never asked",
            Self::Fallback => "never needed",
            Self::Rule => "decides for nobody",
        }
    }
}
