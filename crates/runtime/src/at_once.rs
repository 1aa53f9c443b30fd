//! The same work for many things, on as many threads as there are cores.
//!
//! Invariant: the results are those of the items, in their order, whatever the number of threads.

use crate::deadline;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each item, in the order of the items. It runs within the bounds of whoever
/// asks; a panic in it is one of the caller.
pub fn at_once<T: Sync, R: Send + Sync>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let results: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let (next, begun) = (AtomicUsize::new(0), deadline::begun());
    let some = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(slot)) = (items.get(at), results.get(at)) else { return };
            slot.get_or_init(|| work(item));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            let work = || {
                let _within = deadline::go_on_as(begun.clone());
                some();
            };
            // What no other thread does, this one does.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        some();
    });
    let done = results.into_iter().zip(items);
    done.map(|(slot, item)| slot.into_inner().unwrap_or_else(|| work(item))).collect()
}

#[cfg(test)]
mod tests {
    use super::at_once;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn results_are_those_of_the_items_in_order(
            items in prop::collection::vec(any::<u32>(), 0..200),
        ) {
            let work = |item: &u32| u64::from(*item) * 3;
            prop_assert_eq!(at_once(&items, work), items.iter().map(work).collect::<Vec<_>>());
        }
    }
}
