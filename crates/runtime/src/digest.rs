//! SHA-256, in hexadecimal.

use sha2::Sha256;
use sha2::digest::Digest as _;
use std::io;

/// The SHA-256 of these bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    to_hexadecimal(&Sha256::digest(bytes))
}

/// A sum over what is written to it.
#[derive(Default)]
pub struct Sha256Writer(Sha256);

impl Sha256Writer {
    /// The sum, as 64 hexadecimal digits.
    pub fn finish(self) -> String {
        to_hexadecimal(&self.0.finalize())
    }
}

impl io::Write for Sha256Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes as hexadecimal digits, two each.
pub fn to_hexadecimal(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
}

/// The bytes that hexadecimal digits stand for; none where they are no digits, or not that many.
pub fn from_hexadecimal<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let values: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
    let pairs = values?;
    let bytes = pairs.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    });
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_has_the_known_sum() {
        let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(""), known);
    }

    proptest! {
        #[test]
        fn digits_and_bytes_are_the_same(digest: [u8; 8]) {
            prop_assert_eq!(from_hexadecimal(&to_hexadecimal(&digest)), Some(digest));
        }

        #[test]
        fn other_texts_are_no_bytes(text in "\\PC{0,6}") {
            prop_assert_eq!(from_hexadecimal::<4>(&text), None);
        }
    }
}
