//! How much memory the program may hold.
//!
//! Invariant: where that is passed, what runs ends with an error; the system never has to end the
//! program.

use super::address_space::address_space_limit;
use crate::cli::argument_error::ArgumentError;
use std::sync::atomic::{AtomicU64, Ordering};

/// The least that can be asked for, in bytes: what the program needs to say anything.
const BYTES_MIN: u64 = 128 << 20;

/// What a machine is taken to have that does not say how much, in bytes.
const MACHINE_BYTES: u64 = 8 << 30;

/// The units of a size, with the bytes in one.
const UNITS: [(&str, u64); 4] = [("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30), ("t", 1 << 40)];

static BYTES_MAX: AtomicU64 = AtomicU64::new(u64::MAX);

/// Bounds the program: by what is asked for, else by three quarters of what there is. What runs is
/// ended at half of that: a step that has begun may double what there is before it can be ended.
pub(in crate::cli) fn set_memory_limit(asked: Option<u64>) {
    let most = asked.unwrap_or_else(|| available_bytes() / 4 * 3).max(BYTES_MIN);
    BYTES_MAX.store(most / 2, Ordering::Relaxed);
    rescind_memory::set_hard_limit(most);
}

/// How many bytes the program may hold while something runs.
pub(in crate::cli) fn bytes_max() -> u64 {
    BYTES_MAX.load(Ordering::Relaxed)
}

/// What the machine has, or the group of processes that the program is in; less where the program
/// itself may have no more.
fn available_bytes() -> u64 {
    let machine = match polars::polars_utils::sys::total_memory() {
        0 => MACHINE_BYTES,
        bytes => bytes,
    };
    address_space_limit().map_or(machine, |bytes| bytes.min(machine))
}

/// A size such as `2GiB`, `512M` or a number of bytes.
pub(in crate::cli) fn parse_size(text: &str) -> Result<u64, ArgumentError> {
    let lower = text.trim().to_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &lower[digits.len()..];
    let unit = unit.strip_suffix("ib").or_else(|| unit.strip_suffix('b')).unwrap_or(unit);
    let factor = match unit {
        "" => Some(1),
        unit => UNITS.iter().find(|(name, _)| *name == unit).map(|(_, bytes)| *bytes),
    };
    let bytes = factor.zip(digits.trim().parse::<u64>().ok());
    let bytes = bytes.and_then(|(factor, number)| number.checked_mul(factor));
    let expected = "a size of 128MiB or more, such as `2GiB` or `512MiB`";
    bytes.filter(|bytes| *bytes >= BYTES_MIN).ok_or(ArgumentError::Expected(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_a_unit() {
        assert_eq!(parse_size("2GiB"), Ok(2 << 30));
        assert_eq!(parse_size("512m"), Ok(512 << 20));
        assert_eq!(parse_size("200 MB"), Ok(200 << 20));
        assert_eq!(parse_size("134217728"), Ok(128 << 20));
        for wrong in ["", "2", "0", "-1GiB", "2XB", "GiB", "99999999999999999999", "1.5GiB", "∞"]
        {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
        assert!(parse_size("17179869184GiB").is_err(), "an overflow");
    }
}
