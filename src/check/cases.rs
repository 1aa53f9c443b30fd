//! Conditions as alternatives, each of which says what single subjects can be.
//!
//! Invariant: sound. Every row for which the condition comes out as asked is in one of its cases;
//! where there would be too many, they are widened. So a condition without cases never comes out
//! so, and nothing is ever concluded from one that has some.

use super::possible_values::PossibleValues;
use crate::formula::graph::NodeId;
use std::collections::BTreeMap;

/// More cases than this are widened.
const CASES_MAX: usize = 64;

/// What a case speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum CaseSubject {
    /// The value of a node.
    Value(NodeId),
    /// How the value of one node compares with that of another: -1, 0 or 1.
    Order(NodeId, NodeId),
    /// A column expression, by its number.
    Expression(usize),
}

/// What some subjects can be, all at once; of others nothing is said.
type Case = BTreeMap<CaseSubject, PossibleValues>;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cases(Vec<Case>);

impl Cases {
    /// No row at all.
    pub(super) fn none() -> Self {
        Self(vec![])
    }

    pub(super) fn any() -> Self {
        Self(vec![Case::new()])
    }

    /// Rows in which one subject is one of these.
    pub(super) fn single(subject: CaseSubject, possible: PossibleValues) -> Self {
        Self(vec![Case::from([(subject, possible)])])
    }

    /// Whether no row can be meant.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Rows of either.
    pub(super) fn or(mut self, other: Self) -> Self {
        for case in other.0 {
            if self.0.iter().any(|known| is_within(&case, known)) {
                continue;
            }
            self.0.retain(|known| !is_within(known, &case));
            self.0.push(case);
        }
        if self.0.len() > CASES_MAX { Self::any() } else { self }
    }

    /// Rows of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut product = Self::none();
        for first in &self.0 {
            for second in &other.0 {
                if let Some(case) = both(first, second) {
                    product = product.or(Self(vec![case]));
                }
            }
        }
        let wider = if self.0.len() <= other.0.len() { self } else { other };
        if product == Self::any() { wider.clone() } else { product }
    }
}

/// Both cases at once; none where they contradict one another.
fn both(first: &Case, second: &Case) -> Option<Case> {
    let mut joined = first.clone();
    for (subject, possible) in second {
        let narrowed = match joined.get(subject) {
            Some(known) => known.intersection(possible),
            None => possible.clone(),
        };
        if narrowed.is_nothing() {
            return None;
        }
        joined.insert(*subject, narrowed);
    }
    Some(joined)
}

/// Whether whatever is in the one case is in the other.
fn is_within(case: &Case, wider: &Case) -> bool {
    wider.iter().all(|(subject, allowed)| {
        case.get(subject).is_some_and(|narrow| narrow.intersection(allowed) == *narrow)
    })
}
