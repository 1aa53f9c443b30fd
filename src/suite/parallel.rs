//! The same work for many things, several of them at the same time.

use crate::script::sandbox::STACK_BYTES;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each item, in the order of the items, with so many `jobs` at a time.
pub fn parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = vec![];
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut all = thread::scope(|scope| {
        let jobs = jobs.get().min(items.len());
        let threads: Vec<_> = (0..jobs)
            .filter_map(|_| {
                thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, some).ok()
            })
            .collect();
        threads.into_iter().flat_map(|own| own.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, made)| made).collect()
}
