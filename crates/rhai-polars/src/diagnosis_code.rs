//! What a diagnosis is called, once and for good: programs and documents know it by that name.
//!
//! Each crate declares the codes of what it says, so that no other name can be written anywhere;
//! Rhai and Polars know theirs ([`crate::codes`]), and a domain adds its own.

use serde::{Serialize, Serializer};
use std::fmt;

/// How much a diagnosis weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Most likely not what was meant.
    Warning,
    /// The script cannot run.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The code of a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiagnosisCode {
    name: &'static str,
    severity: Severity,
}

impl DiagnosisCode {
    /// A code of that name, in kebab-case; [`crate::diagnosis_codes`] declares some.
    pub const fn new(name: &'static str, severity: Severity) -> Self {
        Self { name, severity }
    }

    /// The name: kebab-case.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// How much a diagnosis weighs that has it.
    pub const fn severity(self) -> Severity {
        self.severity
    }
}

impl fmt::Display for DiagnosisCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name)
    }
}

impl Serialize for DiagnosisCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// Declares codes as constants, and the list of them, `DECLARED`.
#[macro_export]
macro_rules! diagnosis_codes {
    ($($constant:ident = $severity:ident $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: $crate::diagnosis_code::DiagnosisCode =
                $crate::diagnosis_code::DiagnosisCode::new(
                    $name,
                    $crate::diagnosis_code::Severity::$severity,
                );
        )*

        /// Each of them, in their order.
        pub const DECLARED: &[$crate::diagnosis_code::DiagnosisCode] = &[$($constant),*];
    };
}
