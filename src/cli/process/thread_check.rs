//! Whether the system gives Polars the threads that it works with: for some that it does not get,
//! it waits for ever.

use super::address_space::address_space_limit;
use super::environment::THREADS;
use crate::deadline::Interruption;
use crate::error::Error;
use std::sync::RwLock;
use std::{env, thread};

/// How many threads Polars and what it works with start for each that it is to use, at most.
const FOR_EACH: usize = 4;

/// How many are started beside those.
const FURTHER: usize = 4;

/// Fails where the addresses of the process are bounded and there is no room for the stacks of all
/// threads that may be needed.
///
/// # Errors
/// That there is none.
pub(in crate::cli) fn demand_threads() -> Result<(), Error> {
    if address_space_limit().is_none() || can_start(thread_count()) {
        return Ok(());
    }
    Err(Error::Ended(Interruption::OutOfThreads))
}

fn thread_count() -> usize {
    let wanted = env::var(THREADS).ok().and_then(|text| text.parse().ok());
    let usual = || thread::available_parallelism().map_or(1, usize::from);
    wanted.unwrap_or_else(usual) * FOR_EACH + FURTHER
}

/// Whether so many threads can be there at once.
fn can_start(count: usize) -> bool {
    let gate = RwLock::new(());
    thread::scope(|scope| {
        let closed = gate.write();
        let waits = || thread::Builder::new().spawn_scoped(scope, || drop(gate.read())).ok();
        let started = (0..count).map_while(|_| waits()).count();
        drop(closed);
        started == count
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_threads_can_be_started() {
        assert!(can_start(3));
    }
}
