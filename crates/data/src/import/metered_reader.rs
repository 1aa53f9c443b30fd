//! Bytes as they are read, with how many they are so far.

use super::read::ReadProgress;
use crate::deadline;
use std::io::{self, Read};

/// Tells how much was read, at each megabyte.
pub(super) struct Metered<'a, R> {
    pub(super) input: R,
    pub(super) bytes: u64,
    pub(super) file: &'a str,
    pub(super) total: Option<u64>,
    pub(super) progress: &'a dyn Fn(ReadProgress),
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        deadline::go_on()?;
        let read = self.input.read(buffer)?;
        let before = self.bytes >> 20;
        self.bytes += read as u64;
        if before != self.bytes >> 20 || read == 0 {
            (self.progress)(ReadProgress { file: self.file, bytes: self.bytes, total: self.total });
        }
        Ok(read)
    }
}
