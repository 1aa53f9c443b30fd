//! What is known of a value beforehand, whatever the row.
//!
//! Invariant: [`Facts`] never claim more than holds for every row. `nullable`, `nan` and the
//! bounds may be wider than the truth, never narrower: a check is dropped only where they allow it.

/// What is known of a node's value in every row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Whether it may be missing.
    pub nullable: bool,
    /// Whether an element may be missing, where it is a list.
    pub nullable_elements: bool,
    /// Whether it may be NaN.
    pub nan: bool,
    /// The least and the greatest whole number that it can be.
    pub ints: (i128, i128),
    /// The least and the greatest decimal number that it can be.
    pub floats: (f64, f64),
}

impl Facts {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        nullable: true,
        nullable_elements: true,
        nan: true,
        ints: (i64::MIN as i128, i64::MAX as i128),
        floats: (f64::NEG_INFINITY, f64::INFINITY),
    };

    /// Only whether it may be missing is known.
    pub const fn nullable(nullable: bool) -> Self {
        Self { nullable, ..Self::UNKNOWN }
    }

    /// A whole number between two bounds.
    pub const fn between(nullable: bool, least: i128, greatest: i128) -> Self {
        Self { nan: false, ints: (least, greatest), ..Self::nullable(nullable) }
    }

    /// A value that is missing where one of these may be, and else any of its type.
    pub fn nullable_if_any(operands: &[Self]) -> Self {
        Self::nullable(operands.iter().any(|operand| operand.nullable))
    }

    /// A decimal number between two bounds, of which infinity stands for "none".
    pub const fn decimal(nullable: bool, nan: bool, floats: (f64, f64)) -> Self {
        Self { nan, floats, ..Self::nullable(nullable) }
    }

    /// Whether every whole number within the bounds fits 64 bits.
    pub fn fits_64_bits(self) -> bool {
        self.ints.0 >= i128::from(i64::MIN) && self.ints.1 <= i128::from(i64::MAX)
    }

    /// Past the check that a whole number fits 64 bits, where what does not fit is missing.
    #[must_use]
    pub fn clamp_to_64_bits(mut self) -> Self {
        self.ints.0 = self.ints.0.max(i128::from(i64::MIN));
        self.ints.1 = self.ints.1.min(i128::from(i64::MAX));
        self
    }

    /// What holds of a value that is of this kind in some rows and of `other` in the rest.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            nullable: self.nullable || other.nullable,
            nullable_elements: self.nullable_elements || other.nullable_elements,
            nan: self.nan || other.nan,
            ints: (self.ints.0.min(other.ints.0), self.ints.1.max(other.ints.1)),
            floats: (self.floats.0.min(other.floats.0), self.floats.1.max(other.floats.1)),
        }
    }

    /// What holds of the results of a function that never turns the order of two decimal numbers.
    #[must_use]
    pub fn map_monotonic(self, function: fn(f64) -> f64) -> Self {
        Self { floats: (function(self.floats.0), function(self.floats.1)), ..self }
    }

    /// The same for a whole number that becomes a decimal one.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a bound may be wider by a rounding")]
    pub fn to_decimal(self) -> Self {
        Self::decimal(self.nullable, false, (self.ints.0 as f64, self.ints.1 as f64))
    }
}
