//! What tests reach of a strategy: its rules, its functions and the branches of its formulas.
//!
//! A script is rewritten with probes (`instrument`), run once more over what a test gives, and says
//! which of them were met: by Rhai where it computes something, by the rows of a frame where a
//! formula does.
//!
//! Invariant: a probe changes nothing that the script decides; a place is never said to be reached
//! by what no row reaches, nor the other way round.

mod instrument;
mod reached;

pub use instrument::{Instrumented, Registry, instrument};
pub use reached::{Covered, Reached};

use std::ops::Range;

/// A place of a script that tests should reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredPlace {
    /// What it is.
    pub kind: PlaceKind,
    /// Its bytes in the script.
    pub span: Range<usize>,
}

/// What a place is.
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
