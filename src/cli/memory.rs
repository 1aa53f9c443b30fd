//! How much memory the program uses, where the system says.

use std::fs;

/// The size of a page on nearly every system that has `/proc`; where pages are larger, a script may
/// hold more.
const PAGE_BYTES: u64 = 4096;

/// The bytes that the program holds; none where the system does not say.
pub(super) fn used_bytes() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    let resident: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(resident * PAGE_BYTES)
}
