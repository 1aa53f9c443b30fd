//! The same work for many things, on as many threads as there are cores.
//!
//! Invariant: the results are those of the items, in their order, whatever the number of threads.

use crate::deadline;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Work for each of some items, done by whichever thread comes first.
pub struct WorkQueue<'a, T, R> {
    items: &'a [T],
    results: Vec<OnceLock<R>>,
    next: AtomicUsize,
}

impl<'a, T, R> WorkQueue<'a, T, R> {
    pub fn new(items: &'a [T]) -> Self {
        let results = items.iter().map(|_| OnceLock::new()).collect();
        Self { items, results, next: AtomicUsize::new(0) }
    }

    /// Does the work for one item after the other, until none is left that nobody has begun.
    pub fn run_remaining(&self, work: impl Fn(&T) -> R) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(slot)) = (self.items.get(at), self.results.get(at)) else {
                return;
            };
            slot.get_or_init(|| work(item));
        }
    }

    /// The results in the order of the items, and `left` of those that nobody has done.
    pub fn into_results(self, left: impl Fn(&T) -> R) -> Vec<R> {
        let done = self.results.into_iter().zip(self.items);
        done.map(|(slot, item)| slot.into_inner().unwrap_or_else(|| left(item))).collect()
    }
}

/// What `work` makes of each item, in the order of the items. It runs within the bounds of whoever
/// asks; a panic in it is one of the caller.
pub fn parallel_map<T: Sync, R: Send + Sync>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (turns, begun) = (WorkQueue::new(items), deadline::active_bounds());
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            let further = || {
                let _within = deadline::inherit_bounds(begun.clone());
                turns.run_remaining(&work);
            };
            // What no other thread does, this one does.
            let _ = thread::Builder::new().spawn_scoped(scope, further);
        }
        turns.run_remaining(&work);
    });
    turns.into_results(&work)
}

#[cfg(test)]
mod tests {
    use super::parallel_map;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn results_are_those_of_the_items_in_order(
            items in prop::collection::vec(any::<u32>(), 0..200),
        ) {
            let work = |item: &u32| u64::from(*item) * 3;
            prop_assert_eq!(parallel_map(&items, work), items.iter().map(work).collect::<Vec<_>>());
        }
    }
}
