//! A copy of a script with one change.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::suite) struct Mutant {
    /// The bytes that are changed.
    pub(super) span: Range<usize>,
    /// What stands there instead.
    pub(super) becomes: String,
    pub(super) change: &'static str,
}

impl Mutant {
    pub(super) fn apply_to(&self, text: &str) -> String {
        [&text[..self.span.start], &self.becomes, &text[self.span.end..]].concat()
    }
}

pub(super) fn mutant(
    span: Range<usize>,
    becomes: impl Into<String>,
    change: &'static str,
) -> Mutant {
    Mutant { span, becomes: becomes.into(), change }
}
