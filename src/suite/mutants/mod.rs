//! Mutants of a strategy: copies with one change each, which its tests should notice.
//!
//! Invariant: a change is made at a span that Rhai's lexer gives, in code and never within a text
//! or a comment; what does not parse afterwards, or does not run in any test, does not count.

mod accepted;
mod clauses;
mod comparisons;
mod numbers;
mod rules;
mod scores;
mod tried;

pub(super) use accepted::Accepted;
pub use tried::try_mutants;

use crate::script::sandbox;
use crate::script::tokens::Tokens;
use std::collections::BTreeSet;
use std::ops::Range;

/// A change of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mutant {
    /// The bytes that are changed.
    pub(super) span: Range<usize>,
    /// What stands there instead.
    pub(super) becomes: String,
    /// What the change does.
    pub(super) change: &'static str,
}

impl Mutant {
    /// The script with the change.
    pub(super) fn applied(&self, text: &str) -> String {
        [&text[..self.span.start], &self.becomes, &text[self.span.end..]].concat()
    }
}

/// A script that mutants are made of.
struct Source<'a> {
    text: &'a str,
    tokens: Tokens,
}

impl Source<'_> {
    fn said(&self, at: usize) -> &str {
        &self.text[self.tokens.all()[at].span.clone()]
    }
}

fn mutant(span: Range<usize>, becomes: impl Into<String>, change: &'static str) -> Mutant {
    Mutant { span, becomes: becomes.into(), change }
}

/// Every mutant of a script, in the order of the text; no two of them are the same.
pub(super) fn mutants(text: &str) -> Vec<Mutant> {
    let source = Source { text, tokens: Tokens::of(text) };
    let kinds = [comparisons::all, numbers::all, clauses::all, scores::all, rules::all];
    let mut all: Vec<Mutant> = kinds.iter().flat_map(|kind| kind(&source)).collect();
    all.sort_by_key(|mutant| (mutant.span.start, mutant.span.end));
    let engine = sandbox::reader();
    let mut seen = BTreeSet::from([text.to_owned()]);
    all.retain(|mutant| {
        let changed = mutant.applied(text);
        seen.insert(changed.clone()) && engine.compile(changed).is_ok()
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_is_tried_and_no_text_or_comment_is_touched() {
        let text = "//! Keeps >= 3 && more.\n\
            let stale = param(\"stale\", 90, \"days >= 1\"); // 90 && 91\n\
            let room = param(\"room\", limits.pending_cap, \"room\");\n\
            const DAYS = 7;\n\
            keep(\"a && b\", |i| \"client\" in i.tags || i.generic);\n\
            keep(\"c\", |i| i.note.matches(\"x >= 1\"));\n\
            withdraw(\"d\", |i| i.age_days >= 2 * stale && !i.has_note, #{ follow_up: \"e\" });\n\
            prioritize(|i| {\n    let score = i.age_days - (i.note_length ?? 0) / 20;\n    \
            if i.generic ?? false { score += 1000; }\n    score\n});\n\
            target_pending(room - 100);\nat_most(3);\n";
        let said: Vec<String> = mutants(text)
            .iter()
            .map(|own| {
                format!("{}: {:?} -> {:?}", own.change, &text[own.span.clone()], own.becomes)
            })
            .collect();
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn a_mutant_differs_in_its_span_alone() {
        let text = "keep(\"a\", |i| i.age_days > 3);";
        for mutant in mutants(text) {
            let changed = mutant.applied(text);
            assert_ne!(changed, text);
            assert!(changed.starts_with(&text[..mutant.span.start]));
            assert!(changed.ends_with(&text[mutant.span.end..]));
        }
    }
}
