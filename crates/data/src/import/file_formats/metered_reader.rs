//! Bytes as they are read, with how many they are so far.

use crate::deadline;
use crate::import::read::ReadProgress;
use std::io::{self, Read};

/// Tells how much was read, at each megabyte.
pub(in crate::import) struct MeteredReader<'a, R> {
    pub(in crate::import) input: R,
    pub(in crate::import) bytes: u64,
    pub(in crate::import) file: &'a str,
    pub(in crate::import) total: Option<u64>,
    pub(in crate::import) progress: &'a dyn Fn(ReadProgress),
}

impl<R: Read> Read for MeteredReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        deadline::check_interrupted()?;
        let read = self.input.read(buffer)?;
        let before = self.bytes >> 20;
        self.bytes += read as u64;
        if before != self.bytes >> 20 || read == 0 {
            (self.progress)(ReadProgress { file: self.file, bytes: self.bytes, total: self.total });
        }
        Ok(read)
    }
}
