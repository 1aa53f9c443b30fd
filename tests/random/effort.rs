//! How many cases the tests try: few, so that all of them end within minutes, or `CASES` times as
//! many (255 at most).

use std::ops::Mul;

/// As many cases as a test tries where it usually tries `few`.
pub(crate) fn times<T: From<u8> + Mul<Output = T>>(few: T) -> T {
    let factor = std::env::var("CASES").map_or(1, |text| text.parse().unwrap());
    few * T::from(factor)
}
