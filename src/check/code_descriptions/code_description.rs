//! The description of a code, and all of them by topic.

use super::{formulas, rules, scripts, strategies};
use crate::diagnosis_code::DiagnosisCode;

#[derive(Clone, Copy, Debug)]
pub struct CodeDescription {
    pub code: DiagnosisCode,
    /// What it means, in a line.
    pub title: &'static str,
    /// What is behind it, and what to do.
    pub meaning: &'static str,
    /// A script that is told of this code alone, and the same corrected; none where it takes more
    /// than a script.
    pub example: Option<(&'static str, &'static str)>,
    /// What `--set` gives the example, as `name=value`.
    pub set: Option<&'static str>,
}

pub(super) const fn row(code: DiagnosisCode, title: &'static str) -> CodeDescription {
    CodeDescription { code, title, meaning: "", example: None, set: None }
}

impl CodeDescription {
    pub(super) const fn means(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    pub(super) const fn example(self, wrong: &'static str, right: &'static str) -> Self {
        Self { example: Some((wrong, right)), ..self }
    }

    pub(super) const fn set(self, set: &'static str) -> Self {
        Self { set: Some(set), ..self }
    }
}

/// The codes by topic, with the heading of each.
pub(super) const TOPICS: &[(&str, &[CodeDescription])] = &[
    ("Formulas that cannot be compiled", formulas::ROWS),
    ("Scripts that cannot be run", scripts::ROWS),
    ("Declarations that cannot be made", strategies::ROWS),
    ("Rules that are most likely not what was meant", rules::ROWS),
];

pub fn all_codes() -> impl Iterator<Item = &'static CodeDescription> {
    TOPICS.iter().flat_map(|(_, rows)| rows.iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;
    use std::collections::BTreeSet;

    #[test]
    fn each_code_is_there_once_and_says_what_it_means() {
        let codes_described: BTreeSet<_> = all_codes().map(|row| row.code).collect();
        assert_eq!(codes_described.len(), all_codes().count());
        let declared = codes::DECLARED.iter().chain(rhai_polars::codes::DECLARED);
        assert_eq!(codes_described, declared.copied().collect());
        for row in all_codes() {
            assert!(row.meaning.ends_with('.') || row.meaning.ends_with(')'), "{}", row.code);
        }
    }

    #[test]
    fn codes_are_sorted_within_their_topic_and_severity() {
        for (topic, rows) in TOPICS {
            let keys = rows.iter().map(|row| (std::cmp::Reverse(row.code.severity()), row.code));
            assert!(keys.is_sorted(), "{topic}");
        }
    }
}
