//! How much stack the threads have that others start: Polars' workers, which take up one piece of
//! work within another while they wait, as deep as a query has pieces.

use std::env;

/// What the standard library reads, once, when the first thread is started.
const VARIABLE: &str = "RUST_MIN_STACK";

/// Gives every thread that is started without a size of its own so many bytes of stack, unless the
/// environment says more. Only what is used of them is taken from the system. To be called before
/// any thread starts: where another runs already, or may, nothing changes.
pub fn set_thread_stack(bytes: usize) {
    let set = env::var(VARIABLE).ok().and_then(|text| text.parse().ok());
    if is_alone() && set.is_none_or(|set: usize| set < bytes) {
        // SAFETY: nobody else reads or writes the environment meanwhile: `is_alone` has seen that
        // the program has this one thread, and only a thread starts others.
        unsafe {
            env::set_var(VARIABLE, bytes.to_string());
        }
    }
}

/// Whether the program has one thread, as the system counts them.
#[cfg(target_os = "linux")]
fn is_alone() -> bool {
    std::fs::read_dir("/proc/self/task").is_ok_and(|tasks| tasks.count() == 1)
}

/// Windows takes the environment for every thread in turn.
#[cfg(windows)]
fn is_alone() -> bool {
    true
}

/// Elsewhere nobody says.
#[cfg(not(any(target_os = "linux", windows)))]
fn is_alone() -> bool {
    false
}
