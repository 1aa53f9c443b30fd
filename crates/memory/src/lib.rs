//! An allocator that counts. How much a program holds is known at any moment at the price of an
//! addition; whoever computes looks at it now and then, and gives up in good order.
//!
//! It is a crate of its own for one reason: an allocator cannot be written without `unsafe`, which
//! the program forbids itself everywhere else; nor can it say how much stack the threads of others
//! have, and how large the system's pages are.
//!
//! Invariant: a request that would lead past the last bound, or that the system refuses, ends the
//! program with words and exit status 1: Rust would end it with a signal.

mod huge_pages;
mod out_of_memory;
mod stack;

pub use huge_pages::set_huge_pages;
pub use out_of_memory::{activity, set_activity};
pub use stack::set_thread_stack;

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

/// How many bytes a thread may take or give back before it tells the others: many, so that threads
/// do not wait for one another, few beside what a program may hold.
const UNTOLD_BYTES_MAX: i64 = 64 * 1024;

/// What all threads hold, but for what they have not told yet.
static USED_BYTES: AtomicI64 = AtomicI64::new(0);

/// What the program must never hold.
static LAST_BOUND_BYTES: AtomicI64 = AtomicI64::new(i64::MAX);

thread_local! {
    static UNTOLD_BYTES: Cell<i64> = const { Cell::new(0) };
}

/// The allocator: mimalloc, counted. Frames are large and short-lived: it gives their memory back
/// to the next one instead of to the system, which halves the time of a plan over millions of rows.
#[derive(Debug)]
pub struct CountingAllocator;

/// The bytes that the program holds; 0 where another allocator is in use.
pub fn used_bytes() -> u64 {
    u64::try_from(USED_BYTES.load(Ordering::Relaxed)).unwrap_or(0)
}

/// From here on, a request that would lead past so many bytes ends the program.
pub fn set_hard_limit(bytes: u64) {
    LAST_BOUND_BYTES.store(i64::try_from(bytes).unwrap_or(i64::MAX), Ordering::Relaxed);
}

/// The bytes that the program may still take.
pub fn available_bytes() -> u64 {
    let bound = LAST_BOUND_BYTES.load(Ordering::Relaxed);
    u64::try_from(bound.saturating_sub(USED_BYTES.load(Ordering::Relaxed))).unwrap_or(0)
}

/// Counts what is taken, or given back where it is negative.
fn count(bytes: i64) {
    // Where a thread is ending, its counter may be gone already.
    let told = UNTOLD_BYTES.try_with(|untold| {
        let sum = untold.get().saturating_add(bytes);
        let is_told = sum.abs() > UNTOLD_BYTES_MAX;
        untold.set(if is_told { 0 } else { sum });
        is_told.then_some(sum)
    });
    let Some(told) = told.unwrap_or(Some(bytes)) else { return };
    let used = USED_BYTES.fetch_add(told, Ordering::Relaxed).saturating_add(told);
    if told > 0 && used > LAST_BOUND_BYTES.load(Ordering::Relaxed) {
        out_of_memory::exit_out_of_memory();
    }
}

/// As a count; no request is larger than half of all addresses.
fn signed(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Ends the program where the system has given nothing.
fn demanded(memory: *mut u8) -> *mut u8 {
    if memory.is_null() {
        out_of_memory::exit_out_of_memory();
    }
    memory
}

// SAFETY: every call is handed to mimalloc as it came, and what it gives is given unchanged. What
// is done besides takes and gives no memory, and does not unwind.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(signed(layout.size()));
        // SAFETY: as the caller promises.
        demanded(unsafe { MiMalloc.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(signed(layout.size()));
        // SAFETY: as the caller promises.
        demanded(unsafe { MiMalloc.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-signed(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { MiMalloc.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        count(signed(bytes).saturating_sub(signed(layout.size())));
        // SAFETY: as the caller promises.
        demanded(unsafe { MiMalloc.realloc(memory, layout, bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static ALLOCATOR: CountingAllocator = CountingAllocator;

    /// The count is the process's: one test at a time.
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

    #[test]
    fn what_is_taken_is_counted_until_it_is_given_back() {
        let _alone = ALONE.lock();
        let before = used_bytes();
        let much = vec![1_u8; 50 << 20];
        let held = used_bytes() - before;
        assert!((49 << 20..52 << 20).contains(&held), "{held}");
        drop(much);
        assert!(used_bytes() < before + (1 << 20));
    }

    #[test]
    fn what_one_thread_takes_another_may_give_back() {
        let _alone = ALONE.lock();
        let before = used_bytes();
        for _ in 0..20 {
            let much = std::thread::spawn(|| vec![1_u8; 5 << 20]).join();
            drop(much);
        }
        assert!(used_bytes() < before + (6 << 20));
    }
}
