//! Sets of whole numbers as ranges. Decimal numbers, days, instants and truths are whole numbers
//! here too, each by its place in their order.
//!
//! Invariant: ranges are in order, none is empty, and between two of them at least one number is
//! missing; so equal sets are equal values.

/// A set of whole numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct IntervalSet(Vec<(i64, i64)>);

impl IntervalSet {
    /// From one number to another, both included.
    pub(super) fn between(least: i64, greatest: i64) -> Self {
        Self::from_unsorted(vec![(least, greatest)])
    }

    /// One number.
    pub(super) fn one(number: i64) -> Self {
        Self::between(number, number)
    }

    /// Any number.
    pub(super) fn everything() -> Self {
        Self::between(i64::MIN, i64::MAX)
    }

    /// Ranges in any order, overlapping or empty.
    pub(super) fn from_unsorted(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(least, greatest)| least <= greatest);
        ranges.sort_unstable();
        let mut joined: Vec<(i64, i64)> = vec![];
        for (least, greatest) in ranges {
            match joined.last_mut() {
                Some((_, end)) if least <= end.saturating_add(1) => *end = greatest.max(*end),
                _ => joined.push((least, greatest)),
            }
        }
        Self(joined)
    }

    /// The ranges in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, number: i64) -> bool {
        self.iter().any(|(least, greatest)| least <= number && number <= greatest)
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        Self::from_unsorted(self.iter().chain(other.iter()).collect())
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        let pairs = self.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
        Self::from_unsorted(pairs.map(|(a, b)| (a.0.max(b.0), a.1.min(b.1))).collect())
    }

    /// What is in this one and not in the other.
    pub(super) fn difference(&self, other: &Self) -> Self {
        let mut gaps = vec![];
        let mut next = Some(i64::MIN);
        for (least, greatest) in other.iter() {
            if let (Some(from), Some(to)) = (next, least.checked_sub(1)) {
                gaps.push((from, to));
            }
            next = greatest.checked_add(1);
        }
        gaps.extend(next.map(|from| (from, i64::MAX)));
        self.intersection(&Self::from_unsorted(gaps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENDS: [i64; 9] = [i64::MIN, i64::MIN + 1, -2, -1, 0, 1, 2, i64::MAX - 1, i64::MAX];

    fn ranges() -> impl Strategy<Value = IntervalSet> {
        let end = || prop::sample::select(ENDS.to_vec());
        prop::collection::vec((end(), end()), 0..4).prop_map(IntervalSet::from_unsorted)
    }

    proptest! {
        #[test]
        fn they_are_sets(a in ranges(), b in ranges()) {
            for number in ENDS {
                let (in_a, in_b) = (a.contains(number), b.contains(number));
                prop_assert_eq!(a.union(&b).contains(number), in_a || in_b);
                prop_assert_eq!(a.intersection(&b).contains(number), in_a && in_b);
                prop_assert_eq!(a.difference(&b).contains(number), in_a && !in_b);
            }
            prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a);
        }
    }
}
