//! Panics of Polars': caught where it is called, and kept from the screen.

use crate::deadline::Interruption;
use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, Location, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// What Polars' crates and the names of its threads begin with.
const POLARS: &str = "polars";

/// What the names of those threads begin with on which its streaming engine works.
const POLARS_ASYNC: &str = "async-executor";

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// What the work gives, or what its panic said. Nothing of it is printed.
///
/// # Errors
/// What a panic said.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    silence_panics();
    let before = IS_CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(before);
    result.map_err(|panic| panic_message(panic.as_ref()))
}

/// Keeps from the screen what is caught: a panic on a thread that is at such work, and one in
/// Polars or on a thread of its own, to whose work all its callers have come from here.
pub fn silence_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_of_polars =
                |name: &str| [POLARS, POLARS_ASYNC].iter().any(|prefix| name.starts_with(prefix));
            let is_polars = thread::current().name().is_some_and(is_of_polars)
                || info.location().is_some_and(is_in_polars);
            if !is_polars && !IS_CAUGHT.get() {
                before(info);
            }
        }));
    });
}

fn is_in_polars(location: &Location) -> bool {
    location.file().split(['/', '\\']).any(|folder| folder.starts_with(POLARS))
}

/// What is in the words of a panic for want of a thread, as the standard library and Polars' pools
/// of threads say it.
const NO_THREAD: [&str; 4] = [
    "kind: WouldBlock",
    "failed to spawn thread",
    "ThreadPoolBuildError",
    "can't spawn worker thread",
];

/// What every panic says that comes after one at a pool of threads.
const POISONED: &str = "previously been poisoned";

/// That a panic came about because the system gives no thread.
pub fn thread_shortage(words: &str) -> Option<Interruption> {
    static WAS_SEEN: AtomicBool = AtomicBool::new(false);
    let is_one = NO_THREAD.iter().any(|known_words| words.contains(known_words));
    let was_seen = WAS_SEEN.fetch_or(is_one, Ordering::Relaxed);
    (is_one || (was_seen && words.contains(POISONED))).then_some(Interruption::OutOfThreads)
}

/// Why a file cannot be read whose reading ended with these words.
pub fn unreadable_reason(words: &str) -> String {
    match thread_shortage(words) {
        Some(ended) => format!("reading it {ended}; {}", ended.advice().unwrap_or_default()),
        None => "it is damaged: it cannot be read".into(),
    }
}

pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_of_threads_is_told_from_faults() {
        let poisoned = "LazyLock instance has previously been poisoned";
        assert_eq!(thread_shortage(poisoned), None);
        assert_eq!(thread_shortage("index out of bounds: the len is 0 but the index is 0"), None);
        let std = "called `Result::unwrap()` on an `Err` value: Os { code: 11, kind: WouldBlock, \
                   message: \"Resource temporarily unavailable\" }";
        assert!(thread_shortage(std).is_some());
        assert!(thread_shortage(poisoned).is_some());
        assert!(
            unreadable_reason(std).contains("ulimit -v")
                && unreadable_reason("no words").contains("damaged")
        );
    }
}
