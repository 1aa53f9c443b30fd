//! How many bytes of addresses the system lets the program have.

use std::fs;

/// How many those are; none where they are not bounded.
pub(super) fn address_space_limit() -> Option<u64> {
    read_limit(&fs::read_to_string("/proc/self/limits").unwrap_or_default())
}

/// The limit in force, of a table of all limits; a number where it is not `unlimited`.
fn read_limit(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bounds_a_process_is_read() {
        let limits = |soft: &str| {
            format!("Max processes  9  9  processes\nMax address space  {soft}  unlimited  bytes\n")
        };
        assert_eq!(read_limit(&limits("3072000000")), Some(3_072_000_000));
        assert_eq!(read_limit(&limits("unlimited")), None);
        assert_eq!(read_limit(""), None);
    }
}
