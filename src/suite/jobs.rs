//! The same work for many things, several of them at the same time.
//!
//! Invariant: every thing has its own result, whatever becomes of the others: a panic is the result
//! of the thing that it came from, and a thread that cannot be had is one fewer.

use crate::parallel_map::WorkQueue;
use crate::query::panic_message;
use crate::script::sandbox::STACK_BYTES;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

/// What a panic said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanicMessage(pub String);

/// What `work` makes of each item, in the order of the items, with so many `jobs` at a time.
pub fn run_jobs<T: Sync, R: Send + Sync>(
    items: &[T],
    jobs: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<Result<R, PanicMessage>> {
    let turns = WorkQueue::new(items);
    let some = || turns.run_remaining(|item| catch_panic(|| work(item)));
    thread::scope(|scope| {
        let jobs = jobs.get().min(items.len());
        let started = (0..jobs).filter(|_| {
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, some).is_ok()
        });
        if started.count() == 0 {
            some();
        }
    });
    turns.into_results(|_| Err(PanicMessage("it was never begun".into())))
}

/// What the work gives, or what its panic said.
pub(super) fn catch_panic<R>(work: impl FnOnce() -> R) -> Result<R, PanicMessage> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| PanicMessage(panic_message(&*panic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_item_keeps_its_own_result_whichever_panic(
            panics in prop::collection::vec(any::<bool>(), 0..40),
            jobs in 1_usize..6,
        ) {
            let items: Vec<usize> = (0..panics.len()).collect();
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let results = run_jobs(&items, jobs, |at| {
                if panics[*at] {
                    std::panic::panic_any(format!("inside {at}"));
                }
                *at
            });
            let expected = items.iter().map(|at| {
                if panics[*at] { Err(PanicMessage(format!("inside {at}"))) } else { Ok(*at) }
            });
            prop_assert_eq!(results, expected.collect::<Vec<_>>());
        }
    }
}
