//! Mutants that a file of tests accepts, because they change nothing that matters.
//!
//! Invariant: an acceptance is about text, so that it survives edits elsewhere; one that fits no
//! mutant which survives is a failure.

use super::Mutant;
use crate::syntax::clause_around;
use rhai::Position;

/// `accept_mutant("a > b", "a >= b", "why")`.
#[derive(Clone, Debug)]
pub(crate) struct AcceptedMutant {
    /// A piece of the strategy.
    pub(crate) was: String,
    /// The same piece of the mutant.
    pub(crate) becomes: String,
    pub(crate) position: Position,
}

impl AcceptedMutant {
    /// Whether a mutant is one of those meant.
    pub(super) fn fits(&self, text: &str, mutant: &Mutant) -> bool {
        let changed = mutant.apply_to(text);
        !self.was.is_empty()
            && text.match_indices(&self.was).any(|(at, was)| {
                let after = &text[at + was.len()..];
                changed.len() == at + self.becomes.len() + after.len()
                    && changed.starts_with(&text[..at])
                    && changed[at..].starts_with(&self.becomes)
                    && changed.ends_with(after)
            })
    }
}

/// A shorter clause says too little of what is accepted.
const CLEAR_BYTES: usize = 8;

/// The call that accepts a mutant, but for the reason: the clause that is changed or, where that
/// would mean others too, the whole lines.
pub(super) fn acceptance_call(text: &str, mutant: &Mutant) -> String {
    let clause = clause_around(text, mutant.span.clone().into());
    let clause = clause.offset()..clause.offset() + clause.len();
    let holds = clause.start <= mutant.span.start && mutant.span.end <= clause.end;
    let is_clear = clause.len() >= CLEAR_BYTES && clause.len() > mutant.span.len();
    let once = holds && is_clear && text.matches(&text[clause.clone()]).count() == 1;
    let span = if once { clause } else { super::try_mutants::lines(text, &mutant.span) };
    let was = &text[span.clone()];
    let (before, after) = (mutant.span.start - span.start, mutant.span.end - span.start);
    let becomes = [&was[..before], &mutant.becomes, &was[after..]].concat();
    format!("accept_mutant({}, {}, \"why\");", quoted(was), quoted(&becomes))
}

/// A text as a script writes it: in backticks where that spares escapes.
fn quoted(text: &str) -> String {
    let plain = !text.contains('`') && !text.contains("${") && !text.starts_with('\n');
    if text.contains('"') && plain { format!("`{text}`") } else { format!("{text:?}") }
}
